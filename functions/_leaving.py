"""Feedback by plain forms: the page that shows one, again and again until it can be left."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.responses import Response

from functions import _problems, _unseen, _voting, _web
from functions._post_schema import LeftAnswer
from functions._web import Sent
from functions._wiring import Ports
from shop.errors import FieldError, Invalid, KeyReused, TooMany
from shop.words import say

#: Leaves what was sent under that idempotency key, and says what becomes of it.
Leave = Callable[[Ports, Sent, str], LeftAnswer]


def leave(ports: Ports, sent: Sent, leave: Leave) -> Response:
    """The thanks, or the page to leave it from. A page that no function has made yet is looked at once more:
    only then it has a key, by which it is left once, and a token."""
    from functions import _feedback_pages  # jinja2 is loaded only where a page is made

    language = _language(ports, sent)
    if sent.key is None or not _web.valid_key(sent.key):
        notice = "feedback_look" if sent.fields.get("text") or sent.fields.get("stars") else ""
        return _shown(ports, sent, _unseen.new_key(), notice, status=200)
    try:
        left = leave(ports, sent, sent.key)
    except Invalid as invalid:
        return _shown(ports, sent, sent.key, "", invalid.errors)
    except KeyReused:
        return _shown(ports, sent, _unseen.new_key(), "feedback_twice")
    except TooMany as many:
        page = _shown(ports, sent, sent.key, "too_many", status=429, minutes=_problems.minutes(many))
        page.headers["Retry-After"] = str(many.seconds)
        return page
    if left.proof:
        return _voting.code(ports, sent, left.id, left.proof, left.message)
    return _feedback_pages.left(left.message, ports.prices.book(()), language)


def _shown(
    ports: Ports,
    sent: Sent,
    key: str,
    notice: str,
    errors: Sequence[FieldError] = (),
    status: int = 422,
    **values: object,
) -> Response:
    from functions import _feedback_pages

    sku = sent.fields.get("sku")
    language, book = _language(ports, sent), ports.prices.book([sku] if isinstance(sku, str) else ())
    said = say(language, notice, **values) if notice else ""
    token = _unseen.new_token(ports) if notice == "feedback_twice" else _unseen.kept_token(ports, sent)
    return _feedback_pages.form(sent.fields, book, language, key, token, errors, said, status)


def _language(ports: Ports, sent: Sent) -> str:
    return sent.language(ports.prices.book(()).terms.languages)
