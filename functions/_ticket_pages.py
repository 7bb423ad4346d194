"""The plain HTML pages around tickets, for browsers that run no script."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from functions import _answers, _pages
from functions._asking import Asking, Talk
from functions._filled import Filled
from functions._ticket_schema import OpenedTicketAnswer, TicketAnswer
from shop import limits
from shop.published import PriceBook
from shop.requests import PICTURES_FIELD, Sent
from shop.tickets import RATINGS, TOPICS
from shop.words import say

_LABELS = {
    "topic": "support_topic",
    "order.number": "order_number",
    "skus": "ticket_order",
    "message": "support_message",
    PICTURES_FIELD: "pictures",
    "contact.email": "field_email",
    "contact.phone": "field_phone",
    "contact.name": "support_name",
    "rating": "ticket_rate",
    "comment": "ticket_rate_comment",
}


@dataclass(frozen=True, slots=True)
class Bought:
    """A line of the order, which it may be about."""

    sku: str
    name: str
    option: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Form(Filled):
    """A form about a ticket, in which each picture may be wrong by itself."""

    def error(self, name: str) -> str:
        """What is wrong with the field; of pictures, with each of them."""
        if name != PICTURES_FIELD:
            return Filled.error(self, name)  # super() does not know the class that slots make anew
        found = [each for each in self.problems if _field(each.field) == name]
        return " ".join(f"{self._which(each.field)}{each.message}" for each in found)

    def anchor(self, name: str) -> str:
        return Filled.anchor(self, _field(name))

    def label(self, name: str) -> str:
        if which := self._which(name):
            return which.removesuffix(": ")
        return Filled.label(self, name)

    @property
    def had_pictures(self) -> bool:
        return bool(self.sent.get(PICTURES_FIELD))

    def _which(self, place: str) -> str:
        number = place.removeprefix(f"{PICTURES_FIELD}.")
        return f"{say(self.language, 'picture_name', n=int(number) + 1)}: " if number.isdecimal() else ""


def asked(sent: Sent, asking: Asking, book: PriceBook, language: str) -> Response:
    """The form for a new ticket, everything typed kept."""
    problems = _answers.field_problems(asking.errors, language)
    return _pages.page(
        "support",
        book,
        language,
        asking.status,
        form=Form(sent, problems, language, _LABELS),
        errors=problems,
        notice=asking.notice,
        topics=TOPICS,
        order=asking.order,
        bought=_bought(sent, asking, language),
        key=asking.key,
        token=asking.token,
        limits=limits,
    )


def opened(answer: OpenedTicketAnswer, book: PriceBook, language: str, *, letter_sent: bool) -> Response:
    """The number and the link of a ticket that has just arrived."""
    values = {"ticket": answer, "secret": _secret(answer.track), "letter_sent": letter_sent}
    return _pages.page("opened", book, language, 201, **values)


def ticket(
    answer: TicketAnswer, sent: Sent, book: PriceBook, language: str, token: str, talk: Talk
) -> Response:
    """The ticket for whoever holds its link; its page carries the secret on, so that it can be answered."""
    problems = _answers.field_problems(talk.errors, language)
    return _pages.page(
        "ticket",
        book,
        language,
        talk.status,
        ticket=answer,
        secret=_secret(answer.track),
        into_secret=_secret(answer.into_track),
        ratings=RATINGS,
        form=Form(sent, problems, language, _LABELS),
        errors=problems,
        notice=talk.notice,
        token=token,
        limits=limits,
    )


def sought(book: PriceBook, language: str) -> Response:
    """What everybody is told who looks for a ticket."""
    return _pages.page("sought_ticket", book, language, 202)


def _bought(sent: Sent, asking: Asking, language: str) -> list[Bought]:
    """The lines to tick; all of them until somebody has chosen."""
    if asking.order is None:
        return []
    listed = sent.get("skus")
    chosen = listed if isinstance(listed, list) else []
    return [
        Bought(line.sku, line.name[language], line.option[language], asking.first or line.sku in chosen)
        for line in asking.order.lines
    ]


def _field(place: str) -> str:
    """`pictures.1` is shown at `pictures`."""
    return PICTURES_FIELD if place.startswith(f"{PICTURES_FIELD}.") else place


def _secret(link: str) -> str:
    """What stands behind the number in a ticket's link."""
    return link.partition("#")[2].partition(".")[2]
