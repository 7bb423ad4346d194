"""What keeps a shop from leaving the house, in words for whoever wants to ship it."""

from __future__ import annotations


class NotShipped(Exception):
    """Raised when something cannot be shipped; its text says what, and what to do about it."""
