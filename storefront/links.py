"""Where links may lead: into the shop, to the web, to a mailbox or a telephone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from storefront import fields
from storefront.fields import Fault, Faults
from storefront.problems import quoted
from storefront.wording import word

_CONTROLS = re.compile("[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_WEB = re.compile(r"https?://[^/\\\s?#@]+(?:[/?#]\S*)?", re.IGNORECASE)
_INSIDE = re.compile(r"/(?![/\\])[^\s\\]*|#\S*")
_OTHER = re.compile(r"(?:mailto|tel):[^\s/\\]+", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def target(href: str) -> str | None:
    """Where a link leads, or None where it must not lead; judged in every way a browser may read it."""
    once, *more = _readings(href)
    readings = more or [once]
    safe = all(_WEB.fullmatch(r) or _INSIDE.fullmatch(r) or _OTHER.fullmatch(r) for r in readings)
    return readings[0] if safe and not _CONTROLS.search(readings[-1]) else None


def refusal(href: str) -> tuple[str, str]:
    """The message and the hint for a link that leads nowhere good."""
    last = list(_readings(href))[-1]
    found = _SCHEME.match(_CONTROLS.sub("", last))
    if found and found[1].lower() not in ("http", "https", "mailto", "tel"):
        return word("scheme", {"text": quoted(found[0])})
    return word("bad_link", {"text": quoted(href)})


def link(value: object) -> str:
    """A page of the shop, `/delivery/`, or an https address elsewhere."""
    written = fields.words(value)
    inside = re.fullmatch(r"/(?![/\\])[^\s\\<>\"']*|#[\w-]+", written)
    if not inside and not re.fullmatch(r"https://[^\s/\\<>\"'@]+(?:[/?#][^\s\\<>\"']*)?", written):
        raise Faults(Fault("bad_link", {"text": quoted(written)}))
    return written


def _readings(href: str) -> Iterator[str]:
    """The text itself, and again after every round of decoding entities."""
    for _ in range(8):
        yield href
        decoded = html.unescape(href)
        if decoded == href:
            return
        href = decoded
    yield "\x00"
