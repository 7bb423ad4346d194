"""shop.yaml: what the shop is called, promises and charges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from shop.statuses import DEFAULTS, OWNER, Status
from shop.terms import Contact, Feedback, PaymentMethod, Rates, Retention, Support, Tax, Terms
from shop.text import Text
from storefront import delivery, names, times
from storefront.feedback import Button
from storefront.feedback_models import ButtonKeys, FeedbackKeys
from storefront.fields import Context, Faults
from storefront.files import Folder
from storefront.findings import Findings
from storefront.nodes import Node, Scalar, Sequence, Way
from storefront.problems import Place, quoted
from storefront.shop_models import PaymentKeys, ShopKeys
from storefront.source import Source, read_yaml
from storefront.status_models import LastStatusKeys, NewStatusKeys, StatusesKeys, StatusKeys
from storefront.support_models import SupportKeys
from storefront.validation import validate

FILE = "shop.yaml"


@dataclass(frozen=True, slots=True)
class Settings:
    """The shop's terms, and what only its pages say."""

    terms: Terms
    tagline: Text = field(default_factory=lambda: Text({}))
    announcement: Text = field(default_factory=lambda: Text({}))
    description: Text = field(default_factory=lambda: Text({}))
    hours: Mapping[str, str] = field(default_factory=dict)  #: by day or span of days, as written
    button: Button | None = None  #: for feedback; None where the shop wants none


def read(folder: Folder, findings: Findings, today: date | None = None) -> tuple[Settings | None, Context]:
    """The settings, and the context in which all other content is read."""
    if not folder.exists(FILE):
        findings.note(Place(folder.shown(FILE), 1, 1), "no_shop")
        return None, Context()
    text = folder.text(FILE)
    source = read_yaml(folder.shown(FILE), text, findings.problems) if text is not None else None
    if source is None:
        return None, Context()
    context = replace(_context(source), today=today)
    keys = validate(ShopKeys, source, context, findings.problems)
    _check_ids(source, "delivery", findings)
    _check_ids(source, "payment", findings)
    _check_languages(source, findings)
    if keys:
        _check_once(keys.holidays or (), source, ("holidays",), findings)
        _check_once(keys.feedback.sites, source, ("feedback", "sites"), findings)
    return (_settings(keys, source, findings) if keys else None), context


def _settings(keys: ShopKeys, source: Source, findings: Findings) -> Settings:
    for index, method in enumerate(keys.delivery):
        if method.address is False and (method.countries or any(r.countries for r in method.rates or ())):
            findings.note(source.place(("delivery", index, "address")), "address_no")
        delivery.check_rates(method, source, ("delivery", index), findings)
    nothing = Text({})
    terms = Terms(
        name=keys.name,
        url=keys.url,
        currency=keys.currency,
        languages=keys.languages,
        timezone=keys.timezone,
        contact=Contact(keys.contact.email, keys.contact.phone, keys.contact.address or nothing),
        delivery=tuple(map(delivery.method, keys.delivery)),
        payment=tuple(map(_payment, keys.payment)),
        tax=Tax(keys.tax.rate, keys.tax.included),
        answer_within=keys.answer_within or 0,
        countries=delivery.countries(keys.delivery, keys.languages),
        rates=Rates(keys.limits.per_address, keys.limits.per_contact, keys.limits.per_shop),
        hours=times.week(keys.hours) if keys.hours else (),
        holidays=tuple(sorted(keys.holidays or ())),
        statuses=_statuses(keys.statuses),
        reasons=keys.cancel_reasons or {},
        feedback=Feedback(keys.feedback.moderation, keys.feedback.sites, keys.feedback.review_after),
        support=_support(keys.support, source, findings),
        retention=Retention(**dict(keys.retention)),
    )
    return Settings(
        terms=terms,
        tagline=keys.tagline or nothing,
        announcement=keys.announcement or nothing,
        description=keys.description or nothing,
        hours=keys.hours or {},
        button=_button(keys.feedback),
    )


def _payment(keys: PaymentKeys) -> PaymentMethod:
    return PaymentMethod(keys.id, keys.name, keys.note or Text({}))


def _button(keys: FeedbackKeys) -> Button | None:
    if isinstance(keys.button, ButtonKeys):
        return Button(keys.button.text or Text({}), keys.button.side, keys.button.colour or "")
    return Button() if keys.button else None


def _support(keys: SupportKeys, source: Source, findings: Findings) -> Support:
    if keys.solve_after and keys.remind_after >= keys.solve_after:
        place = source.place(
            ("support", "remind_after" if "remind_after" in keys.model_fields_set else "solve_after")
        )
        findings.note(place, "remind_late", remind=keys.remind_after, solve=keys.solve_after)
    return Support(keys.remind_after, keys.solve_after, keys.close_after, keys.rating)


def _statuses(keys: StatusesKeys | None) -> dict[str, Status]:
    return {name: _status(getattr(keys, name, None), status) for name, status in DEFAULTS.items()}


def _status(keys: NewStatusKeys | StatusKeys | LastStatusKeys | None, otherwise: Status) -> Status:
    """What the owner has written, and the default for the rest; the owner may always move an order."""
    written = {name: value for name, value in (keys or ()) if value is not None}
    if "who" in written:
        written["who"] = tuple(dict.fromkeys((OWNER, *written["who"])))
    return replace(otherwise, **written)


def _context(source: Source) -> Context:
    """Languages and currency as far as they can be read; the model reports what is wrong with them."""
    node = source.root.get("languages")
    languages = [_said(names.language, item) for item in node.items] if isinstance(node, Sequence) else []
    whole = bool(languages) and None not in languages
    readable = tuple(dict.fromkeys(code for code in languages if code is not None))
    currency = source.root.get("currency")
    return Context(readable if whole else None, _said(names.currency, currency) if currency else None)


def _said(reader: object, node: Node) -> str | None:
    try:
        return str(reader(node.text)) if callable(reader) and isinstance(node, Scalar) else None
    except Faults:
        return None


def _check_ids(source: Source, kind: str, findings: Findings) -> None:
    seen: dict[str, int] = {}
    methods = source.root.get(kind)
    for index in range(len(methods.items)) if isinstance(methods, Sequence) else ():
        node = source.node((kind, index, "id"))
        if not isinstance(node, Scalar):
            continue
        if node.text in seen:
            place = source.place((kind, index, "id"))
            findings.note(place, "id_twice", id=quoted(node.text), line=seen[node.text])
        seen.setdefault(node.text, node.line)


def _check_once(read: Iterable[object], source: Source, way: Way, findings: Findings) -> None:
    """No item of that list means the same as one before it, however it is written."""
    seen: set[object] = set()
    for index, value in enumerate(read):
        if value in seen:
            node = source.node((*way, index))
            text = node.text if isinstance(node, Scalar) else str(value)
            findings.note(source.place((*way, index)), "repeated", text=quoted(text))
        seen.add(value)


def _check_languages(source: Source, findings: Findings) -> None:
    seen: set[str] = set()
    node = source.root.get("languages")
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar):
            if item.text in seen:
                findings.note(Place(source.path, item.line, item.column), "repeated", text=quoted(item.text))
            seen.add(item.text)
