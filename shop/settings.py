"""Settings of whoever runs a shop: how one is declared, and what is wrong with those that are set."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

#: What the names of all our variables begin with.
OURS = "VITRINA_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable of the environment. Its words stand in the reference and in what is said of a mistake.

    They are Markdown without links, so that they can be printed as they are.
    """

    name: str
    meaning: str  #: what it is: "the mail server that letters are handed to"
    otherwise: str = ""  #: what holds without it; nothing for one that is needed
    example: str = ""
    secret: bool = False
    #: One of these must be set, too; the first is the one to name.
    beside: tuple[str, ...] = ()
    #: With which others it cannot be set, and what both would say.
    instead: tuple[str, ...] = ()
    says: str = ""

    @property
    def needed(self) -> bool:
        return not self.otherwise


def mistakes(environment: Mapping[str, str], settings: Sequence[Setting]) -> list[str]:
    """A sentence for each setting that is missing, lacks another beside it, or contradicts one."""
    return [sentence for each in settings for sentence in _wrong(each, environment, settings)]


def slips(environment: Mapping[str, str], known: Collection[str], *, near: bool = False) -> list[str]:
    """A sentence for each variable of ours that nothing reads, with the name that was probably meant.

    *near*: only those that are probably a slip; whoever asks does not know the names of all.
    """
    unknown = sorted(
        name for name, value in environment.items() if value and name.startswith(OURS) and name not in known
    )
    meant = {name: _meant(name, known) for name in unknown}
    return [
        f"{name} is no setting; did you mean {meant[name]}?" if meant[name] else f"{name} is no setting."
        for name in unknown
        if meant[name] or not near
    ]


def _wrong(one: Setting, environment: Mapping[str, str], settings: Sequence[Setting]) -> list[str]:
    if not environment.get(one.name):
        return [f"{one.name} is not set; it must be {one.meaning}."] if one.needed else []
    found = [
        f"{one.name} and {other} both say {one.says}; set one of them."
        for other in one.instead
        if environment.get(other)
    ]
    if one.beside and not any(environment.get(other) for other in one.beside):
        meaning = next(each.meaning for each in settings if each.name == one.beside[0])
        found.append(f"{one.name} needs {one.beside[0]} beside it, {meaning}.")
    return found


def _meant(name: str, known: Collection[str]) -> str:
    # Only a slip needs it, so no start of a function waits for it.
    from difflib import get_close_matches

    ours = [each.removeprefix(OURS) for each in known if each.startswith(OURS)]
    found = get_close_matches(name.removeprefix(OURS).upper(), ours, n=1, cutoff=0.65)
    return OURS + found[0] if found else ""
