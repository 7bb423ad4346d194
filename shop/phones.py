"""Phone numbers as links."""

from __future__ import annotations


def tel(number: str) -> str:
    """The address that dials the number (RFC 3966); what is written between its digits is left out.

    So is the `(0)` that nobody dials from abroad: `+49 (0)30 90` is `+493090`.
    """
    dialled = number.replace("(0)", "") if number.startswith("+") else number
    return "tel:" + "".join(character for character in dialled if character in "+0123456789")
