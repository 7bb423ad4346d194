"""What the models of content are made of: keys with values, and values that have several forms."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Discriminator, Tag
from pydantic.fields import FieldInfo

#: Marks the steps in pydantic's locations that are not in the file.
FORM = "form:"


@dataclass(frozen=True, slots=True)
class Kind:
    """What to write, in a few words for the reference."""

    name: str


def one_of_forms(plain: str, keys: str) -> Discriminator:
    """Chooses between a short form and one with keys by the look of the value."""
    return Discriminator(lambda value: FORM + (keys if isinstance(value, dict) else plain))


def form(name: str) -> Tag:
    return Tag(FORM + name)


class Keys(BaseModel):
    """Keys and values; one that is not listed is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def keys_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys as an owner writes them."""
    return {field.alias or name: field for name, field in model.model_fields.items()}
