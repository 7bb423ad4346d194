"""Where a host passes calls on to: one address for all functions, or one for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

#: What each function answers. A host takes the first rule that fits, so orders, with all the rest, is last.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "tickets": ("/api/tickets", "/api/tickets/*", "/api/pictures/*"),
    "feedback": ("/api/feedback", "/api/feedback/*"),
    "desk": ("/desk/*",),
    "orders": ("/api/*",),
}
_ALL = ("/api/*", "/desk/*")
_LOCAL = ("localhost", "127.0.0.1", "::1")
_NAMED = re.compile(r"([^=:/]*)=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Forwarding:
    """Paths and where their calls go; none where the site takes no calls."""

    rules: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, setting: str) -> Forwarding:
        """`https://one.example`, or `orders=https://…` and so on for each function.

        Raises ValueError with a half sentence for each thing that is wrong.
        """
        given = [(fits[1], fits[2]) for word in setting.split() if (fits := _NAMED.fullmatch(word))]
        if mistakes := [*(_mistakes(given) if given else _wrong("", setting.strip()))]:
            raise ValueError(*mistakes)
        if not given:
            return cls({path: setting.strip().rstrip("/") for path in _ALL})
        addresses = {name: address.rstrip("/") for name, address in given}
        return cls({path: addresses[name] for name in ANSWERS for path in ANSWERS[name]})

    def lines(self) -> Iterator[str]:
        """As `_redirects` has them."""
        for path, address in self.rules.items():
            yield f"{path} {address}{path.replace('*', ':splat')} 200"


NOWHERE = Forwarding()


def _mistakes(given: list[tuple[str, str]]) -> Iterator[str]:
    """What is wrong with addresses that stand beside their functions' names."""
    names = [name for name, _ in given]
    for name, address in given:
        if name in ANSWERS:
            yield from _wrong(f"for {name} ", address)
        else:
            yield f"names {name or 'nothing'}, which is no function; there are {', '.join(sorted(ANSWERS))}"
    yield from (f"names {name} twice" for name in sorted(ANSWERS) if names.count(name) > 1)
    if missing := [name for name in sorted(ANSWERS) if name not in names]:
        yield f"must name one address for all or one for each function; missing: {', '.join(missing)}"


def _wrong(which: str, address: str) -> Iterator[str]:
    """Plain http only to this machine: anywhere else everybody between could read the orders."""
    try:
        parts = urlsplit(address)
        host, whole = parts.hostname, parts.port != 0
    except ValueError:
        yield f"{which}must be an https address, such as https://orders.shop.example"
        return
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOCAL):
        yield f"{which}must be an https address, such as https://orders.shop.example"
    elif not (host and whole) or re.search(r"[\s?#@]", address):
        yield f"{which}must be an address and nothing else, such as https://orders.shop.example"
    elif parts.path.rstrip("/").endswith(("/api", "/desk")):
        yield f"{which}is the address without /api and /desk, which are added to it"
