"""How many pictures are kept in a day, of one ticket and in the whole shop: nobody fills the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from shop.cases import Picture
from shop.errors import FieldError, Invalid
from shop.limits import PICTURES_OF_SHOP, PICTURES_OF_TICKET
from shop.ports import Limits
from shop.requests import PICTURES_FIELD

_DAY = timedelta(days=1)


def make_room(pictures: Sequence[Picture], ticket_id: str, limits: Limits, at: datetime) -> None:
    """Counts those pictures; the words beside them are welcome all the same. Raises Invalid."""
    for _ in pictures:
        few = limits.hit(f"pictures:{ticket_id}", PICTURES_OF_TICKET, _DAY, at)
        if not few or not limits.hit("pictures", PICTURES_OF_SHOP, _DAY, at):
            raise Invalid((FieldError(PICTURES_FIELD, "pictures_full"),))
