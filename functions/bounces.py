"""Letters that came back and complaints, as SES tells of them; deployed as `functions.bounces.handler`.

SNS calls the function by its permission to do so; where Postbox stands for SES, a trigger of its data stream.
There is no address on the web that a stranger could post to, so there is no signature to check either.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any

import msgspec
from msgspec import Struct

from functions import _wiring
from functions._about import about
from functions._ses import TAG
from functions._wiring import Ports
from shop import bounces
from shop.errors import ShopError, Unavailable
from shop.letters import CUSTOMER, HEADER
from shop.outbox import Message

_SILENCED, _IGNORED, _MALFORMED, _WAITING = "silenced", "ignored", "malformed", "waiting"

_log = logging.getLogger("vitrina.bounces")


@dataclass(frozen=True, slots=True)
class Heard:
    silenced: int = 0
    ignored: int = 0  #: what says that all is well, or may still become so
    malformed: int = 0


class _Recipient(Struct):
    emailAddress: str


class _Bounce(Struct):
    bounceType: str
    bouncedRecipients: list[_Recipient]


class _Complaint(Struct):
    complainedRecipients: list[_Recipient]
    complaintFeedbackType: str | None = None


class _Header(Struct):
    name: str
    value: str


class _Mail(Struct):
    tags: dict[str, list[str]] = {}
    headers: list[_Header] = []


class _Notice(Struct):
    """An event of a configuration set, or a notification of an identity: they name their kind differently."""

    mail: _Mail
    eventType: str = ""
    notificationType: str = ""
    bounce: _Bounce | None = None
    complaint: _Complaint | None = None


class _Sns(Struct):
    Message: str


class _Record(Struct):
    Sns: _Sns


def handler(event: dict[str, Any], _context: Any) -> dict[str, int]:
    """What SNS or the trigger calls."""
    return asdict(hear(_wiring.ports(), event, datetime.now(UTC)))


def hear(ports: Ports, event: dict[str, Any], at: datetime) -> Heard:
    """Silences the addresses that letters came back from. A record that is wrong holds up no other.

    Raises Unavailable after all of them where one has to be told again, which does no harm to the others.
    """
    heard: Counter[str] = Counter()
    for number, record in enumerate(event.get("Records") or event.get("messages") or [], 1):
        try:
            heard[_told(_notice(record), ports, at)] += 1
        except ShopError as error:
            _log.error("record %d waits: %s", number, error)
            heard[_WAITING] += 1
        except Exception as error:  # its text may hold an address, so only its kind is told
            _log.error("record %d is none of SES: %s", number, type(error).__name__)
            heard[_MALFORMED] += 1
    if waiting := heard.pop(_WAITING, 0):
        raise Unavailable(f"{waiting} records have to be told again")
    return Heard(**heard)


def _notice(record: Any) -> _Notice:
    """Of SNS a notice in an envelope, of a data stream the bare one."""
    if isinstance(record, dict) and "Sns" not in record:
        return msgspec.convert(record, _Notice)
    return msgspec.json.decode(msgspec.convert(record, _Record).Sns.Message, type=_Notice)


def _told(notice: _Notice, ports: Ports, at: datetime) -> str:
    why, recipients = _meant(notice)
    if not why:
        return _IGNORED
    message = _message(notice.mail, ports)
    if message is None:
        return _strangers(recipients, why, ports, at)
    if message.recipient != CUSTOMER:
        _log.error("the owner's own letter %s came back: %s", message.id, why)
        return _IGNORED
    told = about(message, ports, at)
    if told is None:
        return _strangers(recipients, why, ports, at)
    told.came_back(why, at)
    return _SILENCED


def _meant(notice: _Notice) -> tuple[str, list[_Recipient]]:
    """Why somebody is not to be written to any more, and who; nothing where a letter may still arrive."""
    kind = notice.eventType or notice.notificationType
    if kind == "Bounce" and notice.bounce and notice.bounce.bounceType == "Permanent":
        return bounces.UNDELIVERABLE, notice.bounce.bouncedRecipients
    if kind == "Complaint" and notice.complaint:
        if notice.complaint.complaintFeedbackType == "not-spam":  # taken out of the spam again
            return "", []
        return bounces.COMPLAINT, notice.complaint.complainedRecipients
    return "", []


def _message(mail: _Mail, ports: Ports) -> Message | None:
    """The message that was sent with that tag, or with our header where there are no tags."""
    ids = mail.tags.get(TAG) or [each.value for each in mail.headers if each.name.lower() == HEADER.lower()]
    return ports.outbox.message(ids[0].strip()) if ids else None


def _strangers(recipients: list[_Recipient], why: str, ports: Ports, at: datetime) -> str:
    """Silences addresses of a letter that tells of nothing known; never the shop's own."""
    own = ports.prices.book(()).terms.contact.email.casefold()
    silenced = _IGNORED
    for recipient in recipients:
        email = parseaddr(recipient.emailAddress)[1]
        if "@" in email and email.casefold() != own:
            bounces.silence(email, why, ports, at)
            silenced = _SILENCED
    return silenced
