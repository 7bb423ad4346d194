"""Webhooks by the Standard Webhooks specification: the endpoints that are told of events, and how."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from functions import _post
from functions._post import Answer, Connect, Resolve, Target, target_of
from functions._settings import Misconfigured, switch
from shop.errors import Throttled, Unavailable, Undeliverable
from shop.webhooks import EVENTS

_SHORTEST_SECRET, _LONGEST_SECRET = 24, 64
_MOST_SECRETS = 4
#: However long a receiver asks to be left alone.
_LONGEST_WAIT = 3600

_HOW = "https://address whsec_secret event,event"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Somebody who is told."""

    target: Target
    secrets: tuple[bytes, ...] = field(repr=False)
    events: tuple[str, ...] = EVENTS

    @property
    def id(self) -> str:
        """Names it in the outbox without its path, which may be a secret."""
        target = self.target
        whole = f"{target.scheme}://{target.authority}{target.path}"
        return f"{target.authority} {hashlib.sha256(whole.encode()).hexdigest()[:12]}"


class Webhooks:
    """The Hooks port."""

    def __init__(
        self,
        endpoints: Sequence[Endpoint],
        *,
        resolve: Resolve | None = None,
        connect: Connect | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._endpoints = {endpoint.id: endpoint for endpoint in endpoints}
        self._resolve, self._connect, self._context = resolve, connect, context

    @property
    def configured(self) -> tuple[Endpoint, ...]:
        return tuple(self._endpoints.values())

    def endpoints(self, event: str) -> tuple[str, ...]:
        return tuple(id for id, endpoint in self._endpoints.items() if event in endpoint.events)

    def send(self, endpoint: str, id: str, body: str, at: datetime) -> None:
        known = self._endpoints.get(endpoint)
        if known is None:
            raise Undeliverable("this endpoint is not configured any more")
        content = body.encode()
        headers = {"Content-Type": "application/json", "User-Agent": "Vitrina"}
        headers |= signed(known.secrets, id, content, at)
        answer = _post.post(
            known.target, headers, content,
            resolve=self._resolve, connect=self._connect, context=self._context,
        )  # fmt: skip
        _judge(answer, at)


def signed(secrets: Sequence[bytes], id: str, body: bytes, at: datetime) -> dict[str, str]:
    """The three headers by which a receiver knows whom a webhook is from; one signature for each secret."""
    seconds = str(int(at.timestamp()))
    content = b".".join((id.encode("ascii"), seconds.encode("ascii"), body))
    signatures = (base64.b64encode(hmac.digest(secret, content, "sha256")).decode() for secret in secrets)
    return {
        "webhook-id": id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def hooks_from(settings: Mapping[str, str], file: Path | None = None) -> Webhooks:
    """The endpoints of VITRINA_WEBHOOKS, else those of the file. Raises Misconfigured."""
    local = switch(settings, "VITRINA_WEBHOOKS_LOCAL")
    lines = settings.get("VITRINA_WEBHOOKS", "")
    if lines or file is None:
        return Webhooks(endpoints_of(lines, "VITRINA_WEBHOOKS", local))
    try:
        return Webhooks(endpoints_of(file.read_text(encoding="utf-8"), str(file), local))
    except FileNotFoundError:
        return Webhooks(())
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{file} cannot be read: {type(error).__name__}.") from error


def endpoints_of(lines: str, place: str, local: bool = False) -> list[Endpoint]:
    """One endpoint for each line. Raises Misconfigured, which says what is wrong and repeats no secret."""
    found: list[Endpoint] = []
    for number, line in enumerate(lines.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            endpoint = _endpoint(line.split(), local)
        except ValueError as error:
            raise Misconfigured(f"{place}, line {number}: {error}.") from None
        if endpoint.id in {each.id for each in found}:
            raise Misconfigured(f"{place}, line {number}: this address stands there twice.")
        found.append(endpoint)
    return found


def _endpoint(words: Sequence[str], local: bool) -> Endpoint:
    if not 2 <= len(words) <= 3:
        raise ValueError(f"write it as {_HOW}; the events may be left out")
    try:
        target = target_of(words[0], local)
    except ValueError as error:
        raise ValueError(f"the address {error}") from None
    events = tuple(words[2].split(",")) if len(words) == 3 else EVENTS
    if unknown := [event for event in events if event not in EVENTS]:
        raise ValueError(f'there is no event "{unknown[0]}"; there are {", ".join(EVENTS)}')
    return Endpoint(target, _secrets(words[1].split(",")), events)


def _secrets(texts: Sequence[str]) -> tuple[bytes, ...]:
    if len(texts) > _MOST_SECRETS:
        raise ValueError(f"there may be {_MOST_SECRETS} secrets at a time")
    return tuple(_secret(text) for text in texts)


def _secret(text: str) -> bytes:
    try:
        secret = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        secret = b""
    if not text.startswith("whsec_") or not _SHORTEST_SECRET <= len(secret) <= _LONGEST_SECRET:
        raise ValueError(
            f"a secret is whsec_ and, in base64, {_SHORTEST_SECRET} to {_LONGEST_SECRET} random bytes"
        )
    return secret


def _judge(answer: Answer, at: datetime) -> None:
    """Raises what an answer other than yes means."""
    if 200 <= answer.status <= 299:
        return
    if answer.status == 410:
        raise Undeliverable("the receiver says that it is gone for good")
    if answer.status in (429, 503) and (seconds := _seconds(answer.retry_after, at)):
        raise Throttled(min(seconds, _LONGEST_WAIT))
    raise Unavailable(f"the receiver answered {answer.status}")


def _seconds(retry_after: str | None, at: datetime) -> int:
    """How long Retry-After asks to wait; 0 where it does not say."""
    if retry_after is None:
        return 0
    if retry_after.isascii() and retry_after.isdigit():
        return int(retry_after[:9])
    try:
        moment = parsedate_to_datetime(retry_after)
        return max(0, int((moment - at).total_seconds()))
    except (ValueError, TypeError, OverflowError):
        return 0
