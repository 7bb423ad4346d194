"""Asking a site from outside: one request, no redirects, little patience, and failures in words."""

from __future__ import annotations

import json
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

_SECONDS = 10.0
_MOST_READ = 16 * 1024 * 1024

_HEADERS = {"User-Agent": "Vitrina doctor", "Accept-Encoding": "identity"}


class Unreachable(Exception):
    """Raised when nothing answers; its text says why, without what was asked."""


class Untrusted(Unreachable):
    """Raised when who answers has no certificate that can be believed."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def fields(self) -> dict[str, Any]:
        """The body's JSON object; empty where it is none."""
        try:
            read = json.loads(self.body)
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}


class Site:
    """A site by its address, such as https://shop.example."""

    def __init__(self, url: str, context: ssl.SSLContext | None = None) -> None:
        self.url, self.host = url.rstrip("/"), urlsplit(url).hostname or ""
        self.port = urlsplit(url).port or (443 if url.startswith("https:") else 80)
        self.context = context or ssl.create_default_context()
        self._opener = urllib.request.build_opener(
            _Unmoved, urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=self.context)
        )

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Raises Unreachable."""
        return self._asked(urllib.request.Request(self.url + path, headers={**_HEADERS, **(headers or {})}))

    def post(self, path: str, content: object, **headers: str) -> Answer:
        """As JSON; the header `Idempotency-Key` is written Idempotency_Key. Raises Unreachable."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(
            self.url + path,
            json.dumps(content).encode(),
            {**_HEADERS, "Content-Type": "application/json", **named},
            method="POST",
        )
        return self._asked(request)

    def _asked(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                return Answer(answer.status, answer.headers, answer.read(_MOST_READ))
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.headers, refused.read(_MOST_READ))
        except (OSError, HTTPException, ValueError) as error:
            raise _failure(error) from error


def why(error: Exception) -> str:
    """The end of a sentence that begins with what could not be reached."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate cannot be believed"
    if isinstance(error, ssl.SSLError):
        return "it does not speak TLS there"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(error, TimeoutError):
        return "nothing answered in time"
    return f"the connection failed ({type(error).__name__})"


def _failure(error: Exception) -> Unreachable:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if not isinstance(cause, Exception):
        return Unreachable(why(error))
    kind = Untrusted if isinstance(cause, ssl.SSLCertVerificationError) else Unreachable
    return kind(why(cause))


class _Unmoved(urllib.request.HTTPRedirectHandler):
    """Another address is another site."""

    def redirect_request(self, *_args: object) -> None:
        return None
