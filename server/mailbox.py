"""`/_mail/`: the letters that would have been sent, newest first."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server import plain

#: A letter is shown as it is, but it may fetch and run nothing.
_LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"

#: How many letters the list names.
_SHOWN = 100


def app(folder: Path) -> Starlette:
    """Its pages are made by plain functions, which Starlette runs in threads: they read files."""

    def index(_: Request) -> Response:
        return plain.page("Letters", _list(folder))

    def letter(request: Request) -> Response:
        message = _find(folder, request.path_params["name"])
        if message is None:
            return plain.page("No such letter", Markup(), 404)
        return plain.page(message["Subject"] or "Without a subject", _shown(message))

    def body(request: Request) -> Response:
        message = _find(folder, request.path_params["name"])
        part = message.get_body(("html",)) if message else None
        if part is None:
            return plain.page("No such letter", Markup(), 404)
        headers = plain.HEADERS | {"Content-Security-Policy": _LETTER_POLICY}
        return Response(part.get_content(), media_type="text/html", headers=headers)

    return Starlette(
        routes=[
            Route("/", index),
            Route("/style.css", plain.style),
            Route("/{name}/style.css", plain.style),
            Route("/{name}/body", body),
            Route("/{name}/", letter),
        ]
    )


def _list(folder: Path) -> Markup:
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    if not files:
        return Markup("<p>No letters yet. Place an order and its two letters appear here.</p>")
    rows: list[list[object]] = []
    for file in files[:_SHOWN]:
        message = BytesHeaderParser(policy=policy.default).parsebytes(file.read_bytes())
        link = Markup('<a href="{}/">{}</a>').format(file.stem, message["Subject"])
        rows.append([message["Date"], message["To"], link])
    return plain.table(["Sent", "To", "Subject"], rows)


def _shown(message: EmailMessage) -> Markup:
    heads = [
        [name, message[name]] for name in ("From", "To", "Reply-To", "Date", "Message-ID") if message[name]
    ]
    text = message.get_body(("plain",))
    return (
        plain.table(["", ""], [list(head) for head in heads])
        + Markup('<h2>As seen</h2><iframe sandbox src="body" title="The letter"></iframe>')
        + Markup("<h2>As text</h2><pre>{}</pre>").format(text.get_content() if text else "")
    )


def _find(folder: Path, name: str) -> EmailMessage | None:
    file = next((file for file in folder.glob("*.eml") if file.stem == name), None)
    return _parse(file) if file else None


def _parse(file: Path) -> EmailMessage:
    return BytesParser(EmailMessage, policy=policy.default).parsebytes(file.read_bytes())
