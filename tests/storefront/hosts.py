"""`_headers` and `_redirects` read as Netlify reads them, as far as ours go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER = re.compile(r"  ([A-Za-z-]+): (\S.*)")
_RULE = re.compile(r"(/\S*) ((?:/|https?://)\S*) (200|404)")


@dataclass(frozen=True, slots=True)
class Rule:
    path: str
    target: str
    status: int

    def leads(self, path: str) -> str | None:
        """Where a call of that path goes; None where it is not this rule's."""
        pattern = re.escape(self.path).replace(r"/\*", "(?:/(.*))?")
        if not (fits := re.fullmatch(pattern, path)):
            return None
        return self.target.replace(":splat", (fits[1] or "") if fits.groups() else "")


def told(headers: str, path: str) -> dict[str, str]:
    """What browsers are told with that path; two rules for one header are a mistake."""
    found: dict[str, str] = {}
    for pattern, name, value in _told(headers):
        if re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), path):
            assert name not in found, f"{name} is told twice for {path}"
            found[name] = value
    return found


def _told(headers: str) -> Iterator[tuple[str, str, str]]:
    pattern = ""
    for line in headers.splitlines():
        if line.startswith("/"):
            pattern = line
        else:
            header = _HEADER.fullmatch(line)
            assert header, f"neither a path nor a header: {line}"
            assert pattern, f"before any path: {line}"
            yield pattern, header[1], header[2]


def rules(redirects: str) -> list[Rule]:
    found = []
    for line in redirects.splitlines():
        rule = _RULE.fullmatch(line)
        assert rule, f"no rule: {line}"
        found.append(Rule(rule[1], rule[2], int(rule[3])))
    return found


def led(redirects: str, path: str) -> tuple[str, int] | None:
    """Where the first rule that fits leads; None where none does."""
    for rule in rules(redirects):
        if (target := rule.leads(path)) is not None:
            return target, rule.status
    return None
