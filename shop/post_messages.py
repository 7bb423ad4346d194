"""What follows when a post is left or changed: letters and webhooks that are written together with it."""

from __future__ import annotations

from datetime import datetime

from shop import letters, webhooks
from shop.codes import Asked
from shop.outbox import POST, Message
from shop.ports import Hooks
from shop.posts import IDEA, Post, is_shown
from shop.terms import Terms

#: A letter to whom the outbox finds once it is about to leave: everybody who follows an idea.
FOLLOWERS = "followers"

#: To whoever asks for it, at an address that nobody has confirmed.
IDEA_CODE = "idea_code"
#: To those who have voted for ideas.
IDEAS_CHANGED = "ideas_changed"
#: To the owner.
POST_LEFT = "post_left"


def of_left(
    post: Post, terms: Terms, hooks: Hooks, at: datetime, *, owner: bool, code: Asked | None
) -> tuple[Message, ...]:
    """The post to the owner and a code to its author, where they are wanted; the webhooks."""
    language = terms.languages[0]
    return (
        *((letters.letter(POST, post.id, POST_LEFT, letters.OWNER, language, at),) if owner else ()),
        *((of_code(code, post.contacts[0], post.language, at),) if code else ()),
        *_hooks(post, webhooks.FEEDBACK_LEFT, hooks, at),
        *(_hooks(post, webhooks.FEEDBACK_PUBLISHED, hooks, at) if is_shown(post) else ()),
    )


def of_code(asked: Asked, contact: str, language: str, at: datetime) -> Message:
    """Six digits to an address that may be a stranger's: nothing else in the letter was typed by anybody.

    It tells of whoever has that *contact*, who may have nothing to do with the post.
    """
    told = {"post": asked.post_id, "email": asked.email, "nonce": asked.nonce, "ends": str(asked.ends)}
    return letters.letter(
        POST, contact, IDEA_CODE, letters.CUSTOMER, language, at, cause=asked.nonce, told=told
    )


def asked_of(letter: Message) -> Asked:
    """Which code a letter brings."""
    facts = letters.told(letter)
    return Asked(facts["post"], facts["email"], facts["nonce"], int(facts["ends"]))


def of_changed(before: Post, after: Post, hooks: Hooks, at: datetime) -> tuple[Message, ...]:
    """What is told of a post that the shop, or its author's confirmation, has changed."""
    followed = after.kind == IDEA and is_shown(after) and after.changed_at == at
    seen = is_shown(before) or is_shown(after)
    cause = str(after.version)
    news = letters.letter(POST, after.id, IDEAS_CHANGED, FOLLOWERS, after.language, at, cause=cause)
    return (
        *((news,) if followed else ()),
        *(_hooks(after, webhooks.FEEDBACK_PUBLISHED, hooks, at) if seen else ()),
    )


def _hooks(post: Post, event: str, hooks: Hooks, at: datetime) -> tuple[Message, ...]:
    endpoints = hooks.endpoints(event)
    body = webhooks.of_post(post, event, at) if endpoints else ""
    return tuple(letters.hook(POST, post.id, post.version, event, endpoint, body) for endpoint in endpoints)
