"""What forms carry unseen: a token against robots, and the key by which one is sent once."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from functions._web import Sent
from functions._wiring import Ports
from shop import tokens
from shop.requests import TOKEN_FIELD


def new_token(ports: Ports) -> str:
    return tokens.sign(ports.root_key, tokens.FORM, secrets.token_bytes(16), datetime.now(UTC))


def kept_token(ports: Ports, sent: Sent) -> str:
    """The form's own token for as long as it is good, so that its age is that of the first page."""
    token = sent.fields.get(TOKEN_FIELD)
    if isinstance(token, str):
        verdict = tokens.check(ports.root_key, tokens.FORM, token, datetime.now(UTC))
        if verdict.word in (tokens.GOOD, tokens.TOO_FAST):
            return token
    return new_token(ports)


def new_key() -> str:
    return secrets.token_urlsafe(24)
