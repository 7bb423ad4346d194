"""A post behind a link in the owner's letter: what was written, and all that can be decided about it."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from functions import _acting
from functions._acting import Asked, Button, Outcome, Past
from shop import cases, desk_forms, labels, moderating, posts
from shop.cases import Entry
from shop.desk_forms import ANSWER, MERGE, MOVE
from shop.errors import FieldError, Invalid, NoLink, Stale
from shop.posts import DUPLICATE, IDEA, OPEN, PENDING, PUBLIC, REJECTED, Post, Tally
from shop.statuses import OWNER
from shop.words import say

#: What somebody has decided, or written, since a page was opened; what the clock did is in nobody's way.
_DECIDED = (cases.MOVED, cases.ANSWERED, cases.MERGED)

#: Ideas that another one may go on in, the newest of them.
_OFFERED = 200
_HEADING = 80  #: characters of a text that stand for a title it does not have


def show(asked: Asked, outcome: Outcome) -> Response:
    """GET /desk/act/{token}"""
    post, language = _found(asked), asked.language
    entries = asked.ports.posts.entries(post.id)
    tally = asked.ports.votes.tally([post.id]).get(post.id, Tally())
    decided = _since(entries, outcome.seen)
    return _acting.page(
        "act_post",
        asked,
        outcome,
        post=post,
        version=post.version,
        heading=say(language, f"post_{post.kind}"),
        state=_state(post, language),
        opened=asked.moment(post.opened_at),
        notices=labels.notices(post, language),
        public=post.kind in PUBLIC,
        shown=posts.is_shown(post),
        tally=tally if post.kind == IDEA else None,
        buttons=_buttons(post, language),
        away=_away(post, language),
        ideas=_ideas(asked, post),
        history=[_past(each, asked) for each in entries],
        meanwhile=[_past(each, asked) for each in decided],
    )


def act(asked: Asked) -> None:
    """POST /desk/act/{token}"""
    judging = desk_forms.read_judging(asked.fields)
    post, shop, at = _found(asked), asked.ports, asked.at
    if _since(shop.posts.entries(post.id), judging.version):
        raise Stale(post.id)
    if judging.do == MERGE:
        into = shop.posts.by_id(judging.into)
        if into is None:
            raise Invalid([FieldError("into", "act_choose_idea")])
        moderating.merge(post, into, shop, at, who=OWNER, answer=judging.answer)
    elif judging.do == ANSWER:
        moderating.reply(post, judging.answer, shop, at, who=OWNER)
    else:
        moderating.move(post, judging.to, judging.answer, shop, at, who=OWNER)


def _found(asked: Asked) -> Post:
    post = asked.ports.posts.by_id(asked.action.target)
    if post is None:
        raise NoLink
    return post


def _since(entries: Sequence[Entry], seen: int) -> list[Entry]:
    """What was decided after that version; nothing where none was seen."""
    return [each for each in entries if seen and each.version > seen and each.name in _DECIDED]


def _state(post: Post, language: str) -> str:
    if post.state == OPEN and post.kind != IDEA:
        return say(language, "act_shown")
    return labels.post_label(post, language)


def _buttons(post: Post, language: str) -> list[Button]:
    """What can be done with words or without, the likeliest first."""
    moves = [
        Button(f"{MOVE}.{to}", _label(post, to, language)) for to in posts.choices(post) if to != REJECTED
    ]
    reply = Button(ANSWER, say(language, "act_reply"))
    return [*moves, *([reply] if posts.is_shown(post) else [])]


def _label(post: Post, to: str, language: str) -> str:
    if to == OPEN and post.state not in (PENDING, REJECTED):
        return say(language, "act_to_reopen")
    return say(language, f"act_to_{to}")


def _away(post: Post, language: str) -> Button | None:
    """Keeping it from everybody."""
    if REJECTED not in posts.choices(post):
        return None
    label = say(language, "act_to_hide" if posts.is_shown(post) else "act_to_rejected")
    return Button(f"{MOVE}.{REJECTED}", label)


def _ideas(asked: Asked, post: Post) -> list[tuple[str, str]]:
    """The ideas that it may go on in, by id."""
    if post.kind != IDEA or DUPLICATE not in posts.TRANSITIONS[post.state]:
        return []
    listed = asked.ports.posts.listed(posts.SHOWN - {DUPLICATE}, _OFFERED)
    return [
        (each.id, (each.title or each.text)[:_HEADING])
        for each in listed
        if each.kind == IDEA and each.id != post.id
    ]


def _past(entry: Entry, asked: Asked) -> Past:
    who = labels.who_label(entry.who, asked.language)
    return Past(asked.moment(entry.at), _told(entry, asked.language), who, entry.text)


def _told(entry: Entry, language: str) -> str:
    data = entry.data
    if entry.name == cases.MOVED:
        before, after = (say(language, f"post_{data[end]}") for end in ("from", "to"))
        return say(language, "past_moved", before=before, after=after)
    if entry.name == cases.FLAGGED:
        return labels.flag_label(data["flag"], language)
    return say(language, f"past_{entry.name}")
