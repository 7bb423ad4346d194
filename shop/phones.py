"""Phone numbers as links."""

from __future__ import annotations


def tel(number: str) -> str:
    """The address that dials the number (RFC 3966); what is written between its digits is left out."""
    return "tel:" + "".join(character for character in number if character in "+0123456789")
