"""How this machine's own pages answer: from the shop's store, to forms of theirs alone, always in words."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from functions._wiring import Ports
from server import forms, plain
from server.forms import Fields
from shop.errors import ShopError

#: The shop's store; None before the shop was built for the first time.
Books = Callable[[], Ports | None]


def answered(books: Books, answer: Callable[[Ports], Response]) -> Response:
    try:
        ports = books()
        if ports is None:
            return plain.page("Nothing yet", Markup("<p>The shop is not built yet.</p>"))
        return answer(ports)
    except ShopError as error:
        return plain.page("Not now", plain.refusal(f"This cannot be done right now: {error}."), 503)


async def posted(request: Request, books: Books, answer: Callable[[Ports, Fields], Response]) -> Response:
    try:
        fields = await forms.read(request)
    except forms.Foreign:
        words = "This form is not from this page as it is now. Open the page again and press once more."
        return plain.page("Nothing was done", plain.refusal(words), 403)
    return await run_in_threadpool(answered, books, lambda ports: answer(ports, fields))
