"""A name server on this machine: over UDP, with the records it is given."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset

#: What stands in a record's place: the server cannot say, or says nothing at all.
FAILS, SAYS_NOTHING = "fails", "says nothing"

Records = Mapping[tuple[str, str], list[str] | str]


@contextmanager
def answering(records: Records) -> Iterator[dns.resolver.Resolver]:
    """What asks it. Names are known where they, or names below them, have a record."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=_serve, args=(server, records), daemon=True)
        thread.start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.getsockname()[1]
        yield resolver
        server.sendto(b"", server.getsockname())
        thread.join(timeout=5)


def _serve(server: socket.socket, records: Records) -> None:
    while True:
        query, whose = server.recvfrom(4096)
        if not query:
            return
        if answer := _answer(dns.message.from_wire(query), records):
            server.sendto(answer.to_wire(), whose)


def _answer(query: dns.message.Message, records: Records) -> dns.message.Message | None:
    [asked] = query.question
    name, kind = str(asked.name).rstrip("."), dns.rdatatype.to_text(asked.rdtype)
    found = records.get((name, kind), [])
    if found == SAYS_NOTHING:
        return None
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.RA
    if found == FAILS:
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif found:
        answer.answer.append(dns.rrset.from_text_list(asked.name, 60, "IN", kind, list(found)))
    elif not any(known == name or known.endswith(f".{name}") for known, _ in records):
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer
