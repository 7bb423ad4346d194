"""The plain pages for the person at this machine: one frame, no scripts, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    '<a href="/_mail/">Letters</a><a href="/_outbox/">Outbox</a></nav>'
    "<main><h1>{title}</h1>{body}</main></body></html>"
)


_FORMS = HEADERS | {
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "form-action 'none'", "form-action 'self'"
    )
}


def page(title: str, body: Markup, status: int = 200, *, forms: bool = False) -> Response:
    """*forms*: whether the page may send any, to this machine alone."""
    content = _PAGE.format(title=title, body=body)
    return HTMLResponse(content, status, headers=_FORMS if forms else HEADERS)


def refusal(words: str) -> Markup:
    """What was not done, and why, above everything else."""
    return Markup('<p class="refusal" role="alert">{}</p>').format(words) if words else Markup()


async def style(_: object) -> Response:
    return FileResponse(_STYLE, media_type="text/css", headers=HEADERS)


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Markup:
    """A table of anything; every cell is escaped unless it is markup already.

    On a phone each row is a block of its own, and each cell says its head itself.
    """
    head = Markup().join(Markup("<th>{}</th>").format(name) for name in heads)
    cell = Markup('<td data-head="{}">{}</td>')
    lines = (Markup().join(map(cell.format, heads, row)) for row in rows)
    body = Markup().join(Markup("<tr>{}</tr>").format(line) for line in lines)
    frame = '<div class="wide"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    return Markup(frame).format(head, body)


def stacked(values: Iterable[str]) -> Markup:
    """Values below each other in one cell."""
    return Markup("<br>").join(values)


def facts(rows: Iterable[Sequence[object]]) -> Markup:
    """Names and what they stand for."""
    lines = (Markup("<dt>{}</dt><dd>{}</dd>").format(name, what) for name, what in rows)
    return Markup('<dl class="facts">{}</dl>').format(Markup().join(lines))


def card(title: str, content: Markup) -> Markup:
    return Markup('<section class="card"><h3>{}</h3>{}</section>').format(title, content)


def field(label: str, name: str, form: str, value: str = "") -> Markup:
    """One line to write into; *form* tells the fields of one name on a page apart."""
    return Markup(
        '<p><label for="{form}-{name}">{label}</label>'
        '<input id="{form}-{name}" name="{name}" value="{value}" autocomplete="off"></p>'
    ).format(label=label, name=name, form=form, value=value)


def button(words: str, hint: str = "") -> Markup:
    said = Markup(' <span class="hint">{}</span>').format(hint) if hint else Markup()
    return Markup('<p><button type="submit">{}</button>{}</p>').format(words, said)
