"""Letters that reached somebody, and what of them a visitor has typed."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage

RUN = 8  #: characters in a row that may not be the visitor's

#: Nothing of eight characters in it stands in a letter by itself, as `https://` and `.example` do.
BAIT = (
    "Claim a refund at evil.test/login now",
    "<img src=//evil.test/pixel>A parcel is waiting",
    "Victim\r\nBcc: everybody@example.org",
    "=?utf-8?b?Q2xhaW0geW91ciByZWZ1bmQ=?= Claim it",
    "{{ link }}{% raw %}javascript:alert(1)",
    "Срочно позвоните в банк по номеру 8 800 000",
    "𝐂𝐥𝐚𝐢𝐦 𝐲𝐨𝐮𝐫 𝐩𝐫𝐢𝐳𝐞 𝐧𝐨𝐰",
)


@dataclass
class Mailboxes:
    """A mailer that keeps what it is given."""

    sent: list[EmailMessage] = field(default_factory=list)

    def send(self, id: str, message: EmailMessage) -> None:
        self.sent.append(message)

    def of(self, base: str) -> list[EmailMessage]:
        """What reached that mailbox, however its address was written."""
        return [mail for mail in self.sent if base_of(address_of(mail)) == base]


def address_of(mail: EmailMessage) -> str:
    return str(mail["To"].addresses[0].addr_spec)


def base_of(address: str) -> str:
    name, _, host = address.lower().partition("@")
    return f"{name.partition('+')[0]}@{host}"


def said(mail: EmailMessage) -> str:
    """All a letter says, in every form somebody may read it in, but whom it is for."""
    heads = [value for name, value in mail.items() if name != "To"]
    bodies = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return _plain(" ".join([*heads, *bodies, *(html.unescape(body) for body in bodies)]))


def quoted(typed: Mapping[str, str], mail: EmailMessage) -> list[str]:
    """Every run of eight characters that somebody typed and the letter says."""
    letter = said(mail)
    runs = {
        words[at : at + RUN] for words in map(_plain, typed.values()) for at in range(len(words) - RUN + 1)
    }
    return sorted(run for run in runs if run in letter)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
