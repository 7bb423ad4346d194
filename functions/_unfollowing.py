"""The end of letters about an idea: asked for on a page, or by a mail program with one click."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from starlette.responses import Response

from functions import _languages, _post_schema, _web
from functions._web import Refused, Sent
from functions._wiring import Ports
from shop import followers
from shop.followers import ALL
from shop.post_forms import read_unfollow
from shop.words import say


def ask(ports: Ports, sent: Sent) -> Response:
    """GET /api/feedback/{id}/unfollow/{token}"""
    from functions import _pages  # jinja2 is loaded only where a page is made

    id, token = sent.path["id"], sent.path["token"]
    book, language = ports.prices.book(()), _language(ports, sent)
    if followers.may_unfollow(ports.root_key, id, token, datetime.now(UTC)) is None:
        return _pages.problem(book, language, 404, say(language, "unfollow_wrong"), ())
    link = f"/api/feedback/{quote(id, safe='')}/unfollow/{token}"
    question = say(language, "unfollow_all" if id == ALL else "unfollow_one")
    return _pages.page("unfollow", book, language, 200, question=question, link=link)


def unfollow(ports: Ports, sent: Sent) -> Response:
    """POST /api/feedback/{id}/unfollow, and the same with the token behind it, whatever the body says"""
    token = sent.path.get("token") or read_unfollow(sent.fields)
    if not followers.unfollow(sent.path["id"], token, ports, datetime.now(UTC)):
        raise Refused(404, "unfollow_wrong")
    language = _language(ports, sent)
    if sent.form:
        from functions import _pages

        return _pages.page("unfollowed", ports.prices.book(()), language, 200)
    return _web.answer(_post_schema.UnfollowedAnswer(say(language, "unfollowed")))


def _language(ports: Ports, sent: Sent) -> str:
    """The letter's, where its link says so."""
    asked = sent.fields.get("language")
    named = asked[0] if isinstance(asked, list) and asked else asked
    return _languages.preferred(
        named, sent.headers.get("accept-language", ""), ports.prices.book(()).terms.languages
    )
