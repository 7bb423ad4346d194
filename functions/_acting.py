"""Pages that act for the shop: what a link opens, what becomes of a form, and what is refused."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from starlette.responses import RedirectResponse, Response

from functions import _answers, _web
from functions._filled import typed
from functions._web import Sent
from functions._wiring import Ports
from shop import actions, letters, limits
from shop.actions import Action
from shop.errors import (
    FieldError,
    IllegalMove,
    Invalid,
    LinkExpired,
    NoLink,
    ShopError,
    Stale,
    Unavailable,
)
from shop.published import PriceBook
from shop.terms import Terms
from shop.times import moment
from shop.words import WORDS, say

#: What the address carries once something was done, so that loading the page again does nothing twice.
_DONE = "done"

#: However often it is asked for, a new link is sent once in this time.
_PAUSE = timedelta(minutes=20)

_log = logging.getLogger("vitrina.desk")


@dataclass(frozen=True, slots=True)
class Asked:
    """A genuine link, and what came with it."""

    ports: Ports
    action: Action
    token: str
    fields: Mapping[str, object]
    book: PriceBook
    at: datetime

    @property
    def terms(self) -> Terms:
        return self.book.terms

    @property
    def language(self) -> str:
        return self.terms.languages[0]

    def typed(self, name: str) -> str:
        """What stands in a field, to be shown again."""
        return typed(self.fields, name)

    def moment(self, at: datetime) -> str:
        return moment(at, self.terms.timezone, self.language)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a form; where a page is only looked at, nothing."""

    status: int = 200
    notice: str = ""  #: the code of a sentence
    errors: Sequence[FieldError] = ()
    seen: int = 0  #: the version that was on the page where the thing has a newer one; else 0
    kept: bool = True  #: whether what was typed is to be shown again


@dataclass(frozen=True, slots=True)
class Past:
    """One line of what has happened."""

    at: str
    what: str
    who: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something that can be done: what the form says then, and what stands on it."""

    do: str
    label: str


class Kind(Protocol):
    """One kind of thing that links open."""

    def show(self, asked: Asked, outcome: Outcome) -> Response:
        """The page of the thing. Raises NoLink where it is no longer there."""

    def act(self, asked: Asked) -> Asked | None:
        """Does what the form says; or answers the form to be shown again, with more typed into it.

        Raises NoLink, Invalid, Stale where somebody has decided since the page was opened, IllegalMove.
        """


def asked(ports: Ports, sent: Sent, at: datetime) -> Asked:
    """What the link in the address opens. Raises NoLink, LinkExpired."""
    token = sent.path["token"]
    action = actions.read(ports.root_key, token, at)
    return Asked(ports, action, token, sent.fields, ports.prices.book(()), at)


def shown(asked: Asked, kind: Kind) -> Response:
    return kind.show(asked, Outcome(notice="act_done" if _DONE in asked.fields else "", kept=False))


def acted(asked: Asked, kind: Kind) -> Response:
    """The thing as it is afterwards, or the page once more with what was typed and why nothing was done."""
    try:
        again = _done(asked, kind)
    except Invalid as invalid:
        return kind.show(asked, Outcome(422, "invalid", invalid.errors))
    except Stale:
        return kind.show(asked, Outcome(409, "act_stale", seen=int(asked.typed("version"))))
    except IllegalMove:
        return kind.show(asked, Outcome(409, "act_illegal"))
    if again is not None:
        return kind.show(again, Outcome())
    return RedirectResponse(f"{actions.PATH}{asked.token}?{_DONE}=1", 303)


def _done(asked: Asked, kind: Kind) -> Asked | None:
    try:
        return kind.act(asked)
    except Stale:
        return kind.act(asked)  # the clock may have been faster, which is in nobody's way


def page(name: str, asked: Asked, outcome: Outcome, **values: object) -> Response:
    """The page of one thing, with what became of the form on it."""
    from functions import _pages  # jinja2 is loaded only where a page is made

    problems = _answers.field_problems(outcome.errors, asked.language)
    return _pages.page(
        name, asked.book, asked.language, outcome.status,
        notice=say(asked.language, outcome.notice) if outcome.notice else "",
        done=outcome.status == 200,
        errors={problem.field: problem.message for problem in problems},
        typed=asked.typed if outcome.kept else lambda _: "",
        until=moment(asked.action.expires_at, asked.terms.timezone, asked.language),
        limits=limits,
        **values,
    )  # fmt: skip


def renewed(ports: Ports, action: Action, at: datetime) -> Response:
    """A new link instead of one that is too old, to the shop's own mailbox and nowhere else."""
    book = ports.prices.book(())
    language = book.terms.languages[0]
    if ports.limits.hit(f"{letters.ACT_LINK}:{action.target}", 1, _PAUSE, at):
        letter = letters.letter(
            action.purpose, action.target, letters.ACT_LINK, letters.OWNER, language, at, cause=at.isoformat()
        )
        ports.outbox.put((letter,), at)
    said = say(language, "act_renewed", email=book.terms.contact.email)
    return _nothing(book, language, 202, "act_renewed_title", said)


def refusal(error: ShopError, ports: Ports) -> Response:
    """A page that says why nothing is shown and nothing was done. Raises what is no business of its own."""
    book = _book(ports)
    language = book.terms.languages[0] if book else next(iter(WORDS))
    if isinstance(error, NoLink):
        return _nothing(book, language, 404, "act_none_title", say(language, "act_none"))
    if isinstance(error, LinkExpired) and book:
        until = moment(error.action.expires_at, book.terms.timezone, language)
        said = say(language, "act_expired", until=until), say(language, "act_expired_hint")
        return _nothing(book, language, 410, "act_expired_title", *said, renew=True)
    if isinstance(error, Unavailable | LinkExpired):
        _log.error("unavailable: %s", error)
        page = _nothing(book, language, 503, "problem", say(language, "act_unavailable"))
        page.headers["Retry-After"] = _web.RETRY_AFTER
        return page
    raise error


def _book(ports: Ports) -> PriceBook | None:
    try:
        return ports.prices.book(())
    except Unavailable:
        return None


def _nothing(
    book: PriceBook | None, language: str, status: int, title: str, *said: str, renew: bool = False
) -> Response:
    from functions import _pages

    return _pages.page(
        "act_nothing", book, language, status, title=say(language, title), said=said, renew=renew
    )
