"""Whether what a visitor typed is only text where it is shown: a page's tags, and what is wrong with them."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

#: Stands in every payload.
MARK = "xss7"
#: Where text that was typed may stand in a tag.
_TEXTS = ("value", "content", "alt", "title", "placeholder", "aria-label", "data-name", "download")
_OWN = "https://shop.example/"
_RUNS = ("javascript:", "vbscript:", "data:")


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shape: list[str] = []  #: each tag with the names of its attributes
        self.wrong: list[str] = []  #: what could run, or lead away
        self.text: list[str] = []
        self.records: list[object] = []  #: what search engines read
        self._script = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append(f"{tag} {' '.join(sorted(name for name, _ in attrs))}")
        self._script = "run" if tag == "script" else ""
        if MARK in tag:
            self.wrong.append(tag)
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.shape.append(f"/{tag}")
        self._script = ""

    def handle_data(self, data: str) -> None:
        if self._script == "run":
            self.wrong.append(f"script {data[:60]}") if data.strip() else None
        elif self._script:
            self.records.append(json.loads(data))
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data[:60]}")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in ("srcdoc", "style") or MARK in name:
            self.wrong.append(f"{tag} {name}")
        if value.strip().casefold().startswith(_RUNS) and name not in _TEXTS:
            self.wrong.append(f"{tag} {name}={value[:60]}")
        if name not in _TEXTS and "evil.test" in (urlsplit(urljoin(_OWN, value)).hostname or ""):
            self.wrong.append(f"{tag} {name}={value[:60]}")
        if tag == "script" and name == "type" and value == "application/ld+json":
            self._script = "read"
