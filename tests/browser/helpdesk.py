"""Whoever answers in a shop that is being served, and pictures to be sent to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image

from functions._wiring import Ports, embedded
from shop import replying, ticket_moves
from shop.tickets import Ticket
from tests.browser.conftest import Shop


@contextmanager
def desk(shop: Shop) -> Iterator[Ports]:
    """The shop's own store, beside the process that serves it."""
    ports = embedded(str(shop.state.parent / "site"), shop.state)
    yield ports
    ports.close()


def ticket(shop: Shop, number: str) -> Ticket:
    with desk(shop) as ports:
        found = ports.tickets.by_number(number)
    assert found is not None, number
    return found


def reply(shop: Shop, number: str, text: str, to: str) -> None:
    with desk(shop) as ports:
        found = ports.tickets.by_number(number)
        assert found is not None, number
        replying.answer(found, text, to, ports, datetime.now(UTC), who="boris")


def close(shop: Shop, number: str) -> None:
    """As time does, a few days after a ticket is solved."""
    with desk(shop) as ports:
        found = ports.tickets.by_number(number)
        assert found is not None, number
        ports.tickets.change(ticket_moves.closed(found, ports.prices.book(()).terms, datetime.now(UTC)))


def pictures(shop: Shop, number: str) -> list[bytes]:
    """What is kept of all pictures of a ticket."""
    with desk(shop) as ports:
        found = ports.tickets.by_number(number)
        assert found is not None, number
        ids = [id for entry in ports.tickets.entries(found.id) for id in entry.pictures]
        kept = [ports.tickets.picture(found.id, id) for id in ids]
    return [picture.content for picture in kept if picture]


def photograph(folder: Path, name: str = "cup.jpg") -> Path:
    """A large one that was taken with the camera on its side, and says where."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    image = Image.effect_noise((400, 300), 40).convert("RGB").resize((3200, 2400))
    image.paste((120, 60, 30), (0, 0, 1600, 2400))
    file = BytesIO()
    image.save(file, "JPEG", quality=80, exif=exif.tobytes())
    (folder / name).write_bytes(file.getvalue())
    return folder / name
