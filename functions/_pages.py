"""The plain HTML pages that forms are answered with, for browsers that run no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import HTMLResponse, Response

from functions import _answers
from functions._filled import Filled
from functions._render import render
from functions._schema import ChoiceAnswer, FieldProblem, PlacedAnswer, TrackAnswer
from shop import limits
from shop.errors import FieldError
from shop.orders import Order
from shop.pricing import Quote
from shop.published import PriceBook
from shop.requests import Sent
from shop.service import NO_LETTER
from shop.terms import Terms
from shop.times import promise
from shop.words import say

_LABELS = {
    "contact.name": "field_name",
    "contact.email": "field_email",
    "contact.phone": "field_phone",
    "delivery.method": "delivery",
    "delivery.address.street": "field_street",
    "delivery.address.postcode": "field_postcode",
    "delivery.address.city": "field_city",
    "delivery.address.country": "field_country",
    "payment": "checkout_payment",
    "promo": "checkout_promo",
    "note": "checkout_note",
}


@dataclass(frozen=True, slots=True)
class Shop:
    """What the frame of a page says about the shop."""

    name: str
    home: str
    assets: str
    email: str
    phone: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Payment:
    id: str
    name: str
    note: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Form(Filled):
    """A checkout form, and what can be chosen in it."""

    methods: Sequence[ChoiceAnswer]
    method_name: str
    countries: Mapping[str, str]
    payments: Sequence[Payment]
    needs_address: bool
    address_optional: bool
    takes_codes: bool  #: whether the shop has promos with codes


def checkout(
    sent: Sent,
    book: PriceBook,
    language: str,
    key: str,
    token: str,
    priced: Quote,
    errors: Sequence[FieldError] = (),
    notice: str = "",
    status: int = 200,
    cut: Mapping[str, str] | None = None,
    before: str = "",
    quick: bool = False,
) -> Response:
    """The whole order on one page at the price it would have, everything typed kept.

    *cut* says by SKU what is not as it was asked for, *before* that the total was another.
    """
    problems = sorted(_answers.field_problems(errors, language), key=_place_on_page)
    return page(
        "quick" if quick else "checkout",
        book,
        language,
        status,
        quote=_answers.quote_answer(priced, language),
        form=_form(sent, book.terms, priced, problems, language),
        errors=problems,
        notice=notice,
        cut=cut or {},
        before=before,
        promise=promise(book.terms.answer_within, language),
        key=key,
        token=token,
        limits=limits,
    )


def placed(order: Order, answer: PlacedAnswer, book: PriceBook) -> Response:
    return page(
        "placed",
        book,
        order.language,
        201,
        order=_answers.track_answer(order, (), book.terms, order.language),
        placed=answer,
        promise=promise(book.terms.answer_within, order.language),
        letter_sent=order.customer.email is not None and not order.doubts and NO_LETTER not in order.flags,
    )


def tracked(
    order: TrackAnswer, secret: str, book: PriceBook, language: str, notice: str = "", status: int = 200
) -> Response:
    """The order for whoever holds its link; its page carries the secret on, so that it can be cancelled.

    *book* has those of its lines that are still sold.
    """
    sold = [line for line in order.lines if line.sku in book.offers]
    return page(
        "order",
        book,
        language,
        status,
        order=order,
        secret=secret,
        notice=say(language, notice) if notice else "",
        again=sold,
        lost=[f"{line.name} {line.option}".strip() for line in order.lines if line not in sold],
    )


def sought(book: PriceBook, language: str) -> Response:
    """What everybody is told who looks for an order."""
    return page("sought", book, language, 202)


def problem(
    book: PriceBook | None, language: str, status: int, title: str, errors: Sequence[FieldProblem]
) -> Response:
    return page("problem", book, language, status, title=title, errors=errors)


def page(name: str, book: PriceBook | None, language: str, status: int, **values: object) -> Response:
    """The page from `answers/<name>.html`; without a *book* its frame says nothing of the shop."""
    shop = _shop(book, language) if book else None
    return HTMLResponse(render(f"answers/{name}.html", language, shop=shop, **values), status)


def _place_on_page(problem: FieldProblem) -> int:
    names = list(_LABELS)
    return names.index(problem.field) if problem.field in names else -1


def _shop(book: PriceBook, language: str) -> Shop:
    terms = book.terms
    return Shop(
        name=terms.name[language],
        home=terms.path(language),
        assets=book.assets,
        email=terms.contact.email,
        phone=terms.contact.phone,
        address=terms.contact.address[language],
    )


def _form(sent: Sent, terms: Terms, priced: Quote, problems: Sequence[FieldProblem], language: str) -> Form:
    choices = _answers.quote_answer(priced, language).delivery.choices
    chosen = sent.get("payment")
    known = isinstance(chosen, str) and terms.payment_method(chosen) is not None
    return Form(
        sent=_with_country(sent, terms, priced.method),
        problems=problems,
        language=language,
        labels=_LABELS,
        methods=choices,
        method_name=next((choice.name for choice in choices if choice.id == priced.method), ""),
        countries={code: name[language] for code, name in terms.countries.items()},
        payments=[
            Payment(p.id, p.name[language], p.note[language], p.id == chosen if known else number == 0)
            for number, p in enumerate(terms.payment)
        ],
        needs_address=any(method.address for method in terms.delivery),
        address_optional=not all(method.address for method in terms.delivery),
        takes_codes=any(promo.code for promo in terms.promos),
    )


def _with_country(sent: Sent, terms: Terms, method: str | None) -> Sent:
    """The form as sent; where no country was, the first that the method reaches."""
    delivery = sent.get("delivery")
    delivery = dict(delivery) if isinstance(delivery, Mapping) else {}
    address = delivery.get("address")
    address = dict(address) if isinstance(address, Mapping) else {}
    chosen = terms.method(method or "")
    if not address.get("country") and chosen and chosen.countries:
        address["country"] = chosen.countries[0]
    return {**sent, "delivery": {**delivery, "address": address}}
