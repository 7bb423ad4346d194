"""How Hypothesis runs: a busy machine is no failure, so no example has a deadline."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("vitrina", deadline=None)
settings.load_profile("vitrina")
