"""Six digits sent to an address, and the signed proofs that go with them. None of it is stored.

A code is worth something for one post, one address, one nonce and a quarter of an hour. Whoever asks for one
gets a proof of the asking, and with both has confirmed the address; for a day that needs no other code.

code.v1.<address>.<ends, seconds>.<nonce>.<mac>
voter.v1.<address>.<ends, seconds>.<mac>
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shop.errors import FieldError, Invalid
from shop.ports import Limits
from shop.signing import bytes_of, mac, signature, text_of

LIFE = timedelta(minutes=15)
TRIES = 5

#: How long whoever has confirmed an address may vote with it without another code.
KNOWN = timedelta(hours=24)

_DIGITS = 6
_ADDRESS, _ENDS, _MAC = r"([A-Za-z0-9_-]{1,400})", r"([1-9][0-9]{0,9})", r"([A-Za-z0-9_-]{43})"
_PROOF = re.compile(rf"code\.v1\.{_ADDRESS}\.{_ENDS}\.([A-Za-z0-9_-]{{22}})\.{_MAC}")
_VOTER = re.compile(rf"voter\.v1\.{_ADDRESS}\.{_ENDS}\.{_MAC}")

#: Keys of proofs: of those whose code was sent, and of those whose code nobody will ever be sent.
_LIVE, _VOID = "code-proof", "code-proof-void"


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking for a code; *nonce* is 22 characters of random or derived bytes."""

    post_id: str
    email: str
    nonce: str
    ends: int  #: seconds since 1970

    @property
    def ends_at(self) -> datetime:
        return datetime.fromtimestamp(self.ends, UTC)


def asked(post_id: str, email: str, nonce: bytes, at: datetime) -> Asked:
    """*nonce* has 16 bytes."""
    return Asked(post_id, email, text_of(nonce), int((at + LIFE).timestamp()))


def code(root_key: bytes, asked: Asked) -> str:
    """The six digits that are sent."""
    digest = mac(root_key, "code", asked.post_id, asked.email, asked.nonce, str(asked.ends))
    return f"{int.from_bytes(digest) % 10**_DIGITS:0{_DIGITS}}"


def proof(root_key: bytes, asked: Asked, *, sent: bool) -> str:
    """What whoever asks is given; whether a code is *sent* cannot be read from it."""
    email = text_of(asked.email.encode())
    signed = _proof_mac(root_key, _LIVE if sent else _VOID, asked)
    return f"code.v1.{email}.{asked.ends}.{asked.nonce}.{signed}"


def confirmed(root_key: bytes, post_id: str, proof: str, code_: str, limits: Limits, at: datetime) -> str:
    """The address that the code was sent to. Each try is counted before it is compared. Raises Invalid."""
    match = _PROOF.fullmatch(proof)
    found = _read(match, post_id) if match else None
    kind = _kind(root_key, found, match[4]) if match and found else ""
    if found is None or not kind:
        raise _wrong("wrong_code")
    if at >= found.ends_at:
        raise _wrong("old_code")
    # Counted at its end, so that all tries fall into one window.
    if not limits.hit(f"code:{found.nonce}", TRIES, LIFE, found.ends_at):
        raise _wrong("spent_code")
    right = hmac.compare_digest(code(root_key, found).encode(), code_.encode())
    if not right or kind == _VOID:
        raise _wrong("wrong_code")
    return found.email


def voter(root_key: bytes, email: str, at: datetime) -> str:
    """What whoever has confirmed an address may vote with for a day."""
    address, ends = text_of(email.encode()), str(int((at + KNOWN).timestamp()))
    return f"voter.v1.{address}.{ends}.{signature(root_key, 'voter', address, ends)}"


def voter_s(root_key: bytes, token: str, at: datetime) -> str:
    """The confirmed address of whoever has that. Raises Invalid."""
    match = _VOTER.fullmatch(token)
    if match is None or not hmac.compare_digest(signature(root_key, "voter", match[1], match[2]), match[3]):
        raise _wrong("required", "code")
    if at.timestamp() >= int(match[2]):
        raise _wrong("old_code")
    return bytes_of(match[1]).decode()


def _read(match: re.Match[str], post_id: str) -> Asked | None:
    try:
        return Asked(post_id, bytes_of(match[1]).decode(), match[3], int(match[2]))
    except ValueError:
        return None


def _kind(root_key: bytes, found: Asked, given: str) -> str:
    """Which of both keys it is signed with; none of them where it was not made here, or for another post."""
    kinds = (_LIVE, _VOID)
    return next((each for each in kinds if hmac.compare_digest(_proof_mac(root_key, each, found), given)), "")


def _proof_mac(root_key: bytes, kind: str, asked: Asked) -> str:
    return signature(root_key, kind, asked.post_id, asked.email, asked.nonce, str(asked.ends))


def _wrong(code: str, field: str = "code") -> Invalid:
    return Invalid([FieldError(field, code)])
