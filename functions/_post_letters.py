"""Letters about feedback: what each of them says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from functions import _mail
from shop import actions, codes, followers, labels
from shop.cases import Author
from shop.codes import Asked
from shop.followers import ALL, News
from shop.letters import OUTBOX_DEAD
from shop.outbox import Message
from shop.posts import PUBLIC, Post, is_shown
from shop.terms import Terms
from shop.words import say

_HEADING = 100  #: characters of a text that stand for a title it does not have


@dataclass(frozen=True, slots=True)
class Item:
    """An idea that has changed, for somebody who follows it."""

    heading: str
    state: str
    answer: str
    link: str
    unfollow: str


def message(letter: Message, post: Post | None, terms: Terms, root_key: bytes) -> EmailMessage:
    """The letter about one post, the same to the byte whenever it is made from the same post and terms.

    Without a *post*, one about a letter that told of several.
    """
    author = post.author if post else Author("", None)
    at = _mail.happened_at(letter, post.opened_at if post else datetime.min)
    values: dict[str, object] = {"about": _about(post, letter.language), "customer": author, "link": ""}
    if letter.event == OUTBOX_DEAD:
        values |= _mail.given_up(letter, author.email, terms)
    elif post:
        act = actions.link(root_key, terms, actions.POST, post.id, at)
        values |= {"act": act} | _for_owner(post, letter.language)
    return _mail.message(letter, author.email, at, terms, values)


def code_message(letter: Message, asked: Asked, terms: Terms, root_key: bytes) -> EmailMessage:
    """The letter with six digits."""
    at = _mail.happened_at(letter, asked.ends_at)
    return _mail.message(letter, asked.email, at, terms, {"code": codes.code(root_key, asked)})


def news_message(letter: Message, news: News, terms: Terms, root_key: bytes) -> EmailMessage:
    """The letter about all that has changed in a day."""
    at = _mail.happened_at(letter, datetime.min)
    voter, language = letter.about_id, letter.language
    items = [_item(post, voter, terms, root_key, language, at) for post in news.posts]
    stop = _unfollow_link(ALL, voter, terms, root_key, language, at)
    mail = _mail.message(letter, news.email, at, terms, {"items": items, "stop": stop})
    # RFC 8058: whoever reads it in a mail program ends it there with one click.
    mail["List-Unsubscribe"] = f"<{stop}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def _about(post: Post | None, language: str) -> str:
    return say(language, f"post_{post.kind}" if post else "post_several")


def _for_owner(post: Post, language: str) -> dict[str, object]:
    return {
        "post": post,
        "shown": is_shown(post),
        "public": post.kind in PUBLIC,
        "doubts": [labels.doubt_label(doubt, language) for doubt in post.doubts],
    }


def _item(post: Post, voter: str, terms: Terms, root_key: bytes, language: str, at: datetime) -> Item:
    answered = post.answer is not None and post.answer.at == post.changed_at
    return Item(
        heading=post.title or _short(post.text),
        state=labels.post_label(post, language),
        answer=post.answer.text if post.answer and answered else "",
        link=terms.url.rstrip("/") + terms.path(language, f"ideas/{post.id}"),
        unfollow=_unfollow_link(post.id, voter, terms, root_key, language, at),
    )


def _unfollow_link(id: str, voter: str, terms: Terms, root_key: bytes, language: str, at: datetime) -> str:
    token = followers.unfollow_token(root_key, id, voter, at)
    return f"{terms.url.rstrip('/')}/api/feedback/{id}/unfollow/{token}?language={language}"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _HEADING else words[:_HEADING].rstrip() + "…"
