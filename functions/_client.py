"""The network address a request came from, believing no more of its headers than trusted proxies wrote."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

#: `192.0.2.1:4711` and `[2001:db8::1]:4711`, as some proxies write them.
_WITH_PORT = re.compile(r"\[([^\]]*)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}")

#: Providers give a household anything up to this much of IPv6; whoever has it could send from all of it.
_IPV6_PREFIX = 56

#: No address is longer, whatever is written around it.
_LONGEST = 100


def network(peer: str | None, forwarded: Sequence[str], proxies: int) -> str | None:
    """The visitor's IPv4 address or IPv6 network; None where it says nothing, as on one's own machine.

    *peer* is who connected. *forwarded* are the X-Forwarded-For headers: each proxy adds on the right whom
    it was asked by, and what stands further left than *proxies* entries anybody may have made up.
    """
    return _network(_believed(forwarded, proxies) or peer or "")


def _believed(forwarded: Sequence[str], proxies: int) -> str | None:
    """What the outermost trusted proxy wrote; None where fewer wrote than should have, or no address."""
    if not proxies:
        return None
    hops = ",".join(forwarded).rsplit(",", proxies)
    wrote = hops[-proxies] if len(hops) >= proxies else ""
    return wrote if _address(wrote) else None


def _network(text: str) -> str | None:
    address = _address(text)
    if address is None or not address.is_global:
        return None
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address), _IPV6_PREFIX), strict=False))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if match := _WITH_PORT.fullmatch(text):
        text = match[1] or match[2]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
