"""What people agree to by sending a form: which text stood there, and which version of it, is kept.

The text is the sentence `<name>_consent` of `shop.words`. Whoever changes it gives it the next version.
"""

from __future__ import annotations

from collections.abc import Mapping

#: That what they write may be shown to everybody.
FEEDBACK = "feedback"

VERSIONS: Mapping[str, str] = {FEEDBACK: "1"}


def token(name: str) -> str:
    """What a form sends for the text that stood in it: `feedback.1`."""
    return f"{name}.{VERSIONS[name]}"


def given(name: str, sent: str) -> Mapping[str, str]:
    """What is kept of an agreement; nothing where nobody agreed to the text as it now is."""
    return {"text": name, "version": VERSIONS[name]} if sent == token(name) else {}
