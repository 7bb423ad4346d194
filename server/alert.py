"""A letter to the shop when something on its server has failed: `python -m server.alert vitrina-backup`.

It leaves at once and past the outbox: the store may be what has failed.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from functions import _wiring
from functions._wiring import Ports
from shop.errors import ShopError
from shop.terms import Terms
from shop.times import moment

_SUBJECT = {"en": "{unit} has failed on the shop's server", "ru": "На сервере магазина не удалось: {unit}"}
_TEXT = {
    "en": (
        "On {at} {unit} failed on the server of {shop}.\n\n"
        "What was wrong, says this command there:\n\n  journalctl --unit {unit}\n\n"
        "When it is mended, run it again and see that it ends well:\n\n  systemctl start {unit}\n"
    ),
    "ru": (
        "{at} на сервере магазина «{shop}» не удалось выполнить {unit}.\n\n"
        "Причину покажет на сервере команда:\n\n  journalctl --unit {unit}\n\n"
        "Когда она устранена, запустите ещё раз и убедитесь, что всё прошло:\n\n  systemctl start {unit}\n"
    ),
}


def alert(unit: str, ports: Ports, at: datetime) -> str:
    """Writes to the shop's address, which is returned. Raises ShopError."""
    terms = ports.prices.book(()).terms
    ports.mailer.send(secrets.token_hex(16), letter(unit, terms, at))
    return terms.contact.email


def letter(unit: str, terms: Terms, at: datetime) -> EmailMessage:
    language = terms.languages[0] if terms.languages[0] in _TEXT else "en"
    shop = terms.name[language]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = mail["To"] = Address(shop, addr_spec=terms.contact.email)
    mail["Subject"] = _SUBJECT[language].format(unit=unit)
    mail["Date"] = format_datetime(at)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_TEXT[language].format(unit=unit, shop=shop, at=moment(at, terms.timezone, language)))
    return mail


def main(arguments: Sequence[str]) -> int:
    try:
        [unit] = arguments
        to = alert(unit, _wiring.ports(), datetime.now(UTC))
    except ValueError:
        print("Name what has failed: python -m server.alert vitrina-backup", file=sys.stderr)
        return 2
    except ShopError as error:
        print(f"Nobody could be written to: {error}", file=sys.stderr)
        return 1
    print(f"Written to {to}: {unit} has failed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
