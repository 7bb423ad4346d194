"""The plain pages for the person at this machine: one frame, no scripts, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup
from starlette.responses import FileResponse, HTMLResponse, Response

_STYLE = Path(__file__).with_suffix(".css")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_PAGE = Markup(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="stylesheet" href="style.css"></head><body>'
    '<nav aria-label="This machine"><a href="/">Shop</a><a href="/_orders/">Orders</a>'
    '<a href="/_mail/">Letters</a></nav>'
    "<main><h1>{title}</h1>{body}</main></body></html>"
)


def page(title: str, body: Markup, status: int = 200) -> Response:
    return HTMLResponse(_PAGE.format(title=title, body=body), status, headers=HEADERS)


async def style(_: object) -> Response:
    return FileResponse(_STYLE, media_type="text/css", headers=HEADERS)


def table(heads: list[str], rows: list[list[object]]) -> Markup:
    """A table of anything; every cell is escaped unless it is markup already."""
    head = Markup().join(Markup("<th>{}</th>").format(name) for name in heads)
    lines = (Markup().join(Markup("<td>{}</td>").format(cell) for cell in row) for row in rows)
    body = Markup().join(Markup("<tr>{}</tr>").format(line) for line in lines)
    frame = '<div class="wide"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    return Markup(frame).format(head, body)


def stacked(values: Iterable[str]) -> Markup:
    """Values below each other in one cell."""
    return Markup("<br>").join(values)
