"""The models of `statuses:` in shop.yaml: what a shop decides about each status of an order."""

from __future__ import annotations

from pydantic import Field

from shop.statuses import APPROVAL, ASSEMBLING, CANCEL, COMPLETE, DEFAULTS, DELIVERY, NEW
from storefront.keys import Keys
from storefront.kinds import Minutes, Role, Text, YesNo

_LABEL = "What customers read on the page of their order; the interface's own words when absent."
_LIMIT = "How long it may take, in working time, before you are written to; 0 is no limit."
_LETTER = "Whether the customer is written to; yes when absent."
_WHO = "Who may move an order here; the owner always may."


class NewStatusKeys(Keys):
    """The status of an order that has just come in."""

    label: Text | None = Field(None, description=_LABEL, examples=[{"en": "In our hands", "ru": "Уже у нас"}])
    limit: Minutes | None = Field(None, description=_LIMIT, examples=["30m"])


class StatusKeys(Keys):
    """A status on the way of an order."""

    label: Text | None = Field(None, description=_LABEL, examples=[{"en": "Packing", "ru": "Собираем"}])
    limit: Minutes | None = Field(None, description=_LIMIT, examples=["8h"])
    letter: YesNo | None = Field(None, description=_LETTER, examples=["no"])
    who: tuple[Role, ...] | None = Field(
        None, min_length=1, description=_WHO, examples=[["manager", "packer"]]
    )


class LastStatusKeys(Keys):
    """A status that nothing follows, and which therefore has no limit."""

    label: Text | None = Field(None, description=_LABEL, examples=[{"en": "Delivered", "ru": "Вручён"}])
    letter: YesNo | None = Field(None, description=_LETTER, examples=["no"])
    who: tuple[Role, ...] | None = Field(None, min_length=1, description=_WHO, examples=[["manager"]])


def _otherwise(name: str) -> str:
    """What holds where nothing is written."""
    limit, who = DEFAULTS[name].limit, DEFAULTS[name].who
    span = f"{limit // 60}h" if limit and limit % 60 == 0 else f"{limit}m"
    parts = [*([f"limit {span}"] if limit else []), *([f"by {', '.join(who)}"] if who else [])]
    return f" Otherwise: {'; '.join(parts)}."


class StatusesKeys(Keys):
    """The statuses of an order, in their order; what is absent keeps its default."""

    new: NewStatusKeys | None = Field(
        None, description="Just come in." + _otherwise(NEW), examples=[{"limit": "30m"}]
    )
    approval: StatusKeys | None = Field(
        None, description="Confirmed." + _otherwise(APPROVAL), examples=[{"limit": "4h"}]
    )
    assembling: StatusKeys | None = Field(
        None, description="Being packed." + _otherwise(ASSEMBLING), examples=[{"letter": "no"}]
    )
    delivery: StatusKeys | None = Field(
        None, description="On its way." + _otherwise(DELIVERY), examples=[{"limit": "40h"}]
    )
    complete: LastStatusKeys | None = Field(
        None, description="Done." + _otherwise(COMPLETE), examples=[{"letter": "no"}]
    )
    cancel: LastStatusKeys | None = Field(
        None, description="Cancelled." + _otherwise(CANCEL), examples=[{"who": ["manager", "support"]}]
    )
