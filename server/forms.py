"""Forms on this machine's own pages: only what was sent from one of them, in this very process, is read."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl

from markupsafe import Markup
from starlette.requests import Request

Fields = Mapping[str, str]

_BYTES = 64 * 1024
_FIELDS = 200

#: Known to nobody but the pages of this process.
_TOKEN = secrets.token_urlsafe(32)


class Foreign(Exception):
    """Raised when a form was not sent from a page of this process, or is none."""


def form(action: str, content: Markup) -> Markup:
    """A form that this process will read."""
    return Markup(
        '<form method="post" action="{}"><input type="hidden" name="token" value="{}">{}</form>'
    ).format(action, _TOKEN, content)


async def read(request: Request) -> Fields:
    """The fields of a form that one of these pages has sent. Raises Foreign."""
    # Old browsers say nothing of where a form comes from; the token then stands alone.
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise Foreign
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _BYTES:
            raise Foreign
    try:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:
        raise Foreign from None
    if not hmac.compare_digest(fields.get("token", "").encode(), _TOKEN.encode()):
        raise Foreign
    return {name: text.strip() for name, text in fields.items()}
