"""Signatures over several fields, each kind of signature with a key of its own."""

from __future__ import annotations

import base64
import hmac


def mac(root_key: bytes, purpose: str, *fields: str) -> bytes:
    """Over every field with its length before it, so that no two sets of fields sign alike."""
    key = hmac.digest(root_key, purpose.encode() + b"\0", "sha256")
    said = b"".join(len(each).to_bytes(4) + each for each in (part.encode() for part in fields))
    return hmac.digest(key, said, "sha256")


def signature(root_key: bytes, purpose: str, *fields: str) -> str:
    """The same for an address or a form: 43 letters, digits, hyphens and underlines."""
    return text_of(mac(root_key, purpose, *fields))


def text_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    """What *text_of* made that text from; another way to write the same is none. Raises ValueError."""
    content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if text_of(content) != text:
        raise ValueError("not as it was written")
    return content
