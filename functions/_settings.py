"""What is wrong with a setting, in words for whoever runs the shop."""

from __future__ import annotations

from shop.errors import Unavailable


class Misconfigured(Unavailable):
    """Raised when a setting is missing or wrong; its text says which and how to write it."""
