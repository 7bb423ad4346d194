"""Things that nobody else may see, and every way in which a page, a file or a log could say them."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Canary:
    """A person: whatever of theirs is found anywhere has leaked."""

    name: str
    email: str
    phone: str
    text: str

    @property
    def contact(self) -> dict[str, str]:
        return {"name": self.name, "email": self.email, "phone": self.phone}

    def seen_in(self, content: bytes) -> list[str]:
        """What of it stands there, in whichever way it is written."""
        said = content.decode("utf-8", "replace")
        plain = said.casefold()
        digits = re.sub(r"[\s().-]|%20|&nbsp;", "", said)
        number = re.sub(r"\D", "", self.phone)
        found = [form for form in self._forms() if form.casefold() in plain]
        return [*found, *([self.phone] if number[2:] in digits else ())]

    def _forms(self) -> Iterable[str]:
        local = self.email.partition("@")[0]
        for secret in (self.name, self.email, local, self.text):
            yield secret
            yield quote(secret)
            yield html.escape(secret)
            yield json.dumps(secret)[1:-1]
            yield base64.b64encode(secret.encode()).decode().rstrip("=")[:-1]
        for digest in (hashlib.md5, hashlib.sha1, hashlib.sha256):
            yield digest(self.email.encode()).hexdigest()


def canary(number: int) -> Canary:
    """Another one for each number, with letters that pages and JSON write differently."""
    return Canary(
        name=f"Кенарь{number:03} O'Canary & Söhne",
        email=f"canary-{number:03}-x7@secret.example",
        phone=f"+49 30 55{number:03}7731",
        text=f"Whisper{number:03} <только для магазина> & nobody else",
    )
