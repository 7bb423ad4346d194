"""Orders by plain forms: the page that shows one, again and again until it can be placed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.responses import Response

from functions import _answers, _problems, _unseen, _web
from functions._web import Sent
from functions._wiring import Ports
from shop import cutting, quoting, service
from shop.baskets import read_basket, skus
from shop.cutting import Cut
from shop.errors import FieldError, Invalid, KeyReused, NotAPrice, QuoteChanged, TooMany
from shop.forms import is_quick
from shop.money import Money
from shop.ports import Placed
from shop.pricing import Quote
from shop.published import PriceBook
from shop.requests import QuoteRequest
from shop.words import say

_Place = Callable[[Ports, Sent, str], Placed]


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why nothing was ordered."""

    status: int = 200
    errors: Sequence[FieldError] = ()
    notice: str = ""
    quote: Quote | None = None  #: a price that was told with it


def place(ports: Ports, sent: Sent, place: _Place) -> Response:
    """The order placed, or the page to place it from."""
    from functions import _pages  # jinja2 is loaded only where a page is made

    language = sent.language(ports.prices.book(()).terms.languages)
    quick = is_quick(sent.fields)
    if sent.key is None or not _web.valid_key(sent.key):
        return _shown(ports, sent, _unseen.new_key(), _Refusal(422, notice=say(language, "confirm")), quick)
    try:
        placed = place(ports, sent, sent.key)
    except Invalid as invalid:
        return _shown(ports, sent, sent.key, _Refusal(422, invalid.errors), quick)
    except KeyReused:
        refusal = _Refusal(422, notice=say(language, "already_ordered"))
        return _shown(ports, sent, _unseen.new_key(), refusal, quick, token=_unseen.new_token(ports))
    except QuoteChanged as changed:
        refusal = _Refusal(409, notice=say(language, changed.code), quote=changed.quote)
        return _shown(ports, sent, sent.key, refusal, quick)
    except TooMany as many:
        words = say(language, "too_many", minutes=_problems.minutes(many))
        page = _shown(ports, sent, sent.key, _Refusal(429, notice=words), quick)
        page.headers["Retry-After"] = str(many.seconds)
        return page
    book = ports.prices.book(())
    return _pages.placed(placed.order, _answers.placed_answer(placed.order, ports.root_key), book)


def quote(ports: Ports, sent: Sent) -> Response:
    """The page to place an order from."""
    key = sent.key if sent.key and _web.valid_key(sent.key) else _unseen.new_key()
    try:
        service.quote_basket(sent.fields, ports, datetime.now(UTC))
    except Invalid as invalid:
        return _shown(ports, sent, key, _Refusal(422, invalid.errors), quick=False)
    return _shown(ports, sent, key, _Refusal(), quick=False)


def _shown(ports: Ports, sent: Sent, key: str, refusal: _Refusal, quick: bool, token: str = "") -> Response:
    """The page by the newest list, with no more of anything in it than can be had."""
    from functions import _pages

    book = ports.prices.book(skus(sent.fields))
    language = sent.language(book.terms.languages)
    fields, lost = cutting.on_sale(sent.fields, book)
    errors = [error for error in refusal.errors if not (lost and error.code == "not_on_sale")]
    if any(error.field == "promo" for error in errors):
        fields = {name: value for name, value in fields.items() if name != "promo"}
    priced, more = _priced(fields, book, ports, quick)
    fields, short = cutting.within(fields, priced)
    if short:
        priced, more = _priced(fields, book, ports, quick)
    elif refusal.quote and not lost:
        priced = quoting.with_choices(refusal.quote, priced)
    told = {cut.sku: _said(cut, language) for cut in (*lost, *short)}
    return _pages.checkout(
        sent.fields, book, language, key, token or _unseen.kept_token(ports, sent), priced, (*errors, *more),
        refusal.notice, refusal.status, told, _before(sent, priced, language), quick,
    )  # fmt: skip


def _priced(
    fields: Mapping[str, object], book: PriceBook, ports: Ports, quick: bool
) -> tuple[Quote, tuple[FieldError, ...]]:
    at = datetime.now(UTC)
    if not quick:
        return quoting.shown(fields, book, ports, at)
    return quoting.priced(QuoteRequest(read_basket(fields, book), None, None), book, ports, at), ()


def _said(cut: Cut, language: str) -> str:
    name = f"{cut.name[language]} {cut.option[language]}".strip()
    if cut.left is None:
        return say(language, "changed_lost", name=name)
    code = "changed_short" if cut.left else "changed_out"
    return say(language, code, name=name, n=cut.left, wanted=cut.wanted)


def _before(sent: Sent, priced: Quote, language: str) -> str:
    """What the total was on the page that was sent, where it is another now; only ever shown."""
    text, currency = sent.fields.get("expected_total"), priced.total.currency
    try:
        seen = Money.parse(text, currency) if isinstance(text, str) and text else priced.total
    except NotAPrice:
        return ""
    if seen == priced.total:
        return ""
    return say(language, "changed_total", before=seen.text(language), now=priced.total.text(language))
