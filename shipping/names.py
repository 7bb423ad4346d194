"""What name servers say: the one door to dnspython."""

from __future__ import annotations

from typing import Any, Protocol

_SECONDS = 5.0  #: for one question, all servers and repetitions together


class Silent(Exception):
    """Raised when name servers do not answer, or answer that they cannot."""


class Names(Protocol):
    """What may be asked. Each raises Silent."""

    def texts(self, name: str) -> list[str]:
        """The TXT records there; none where there is no such name."""

    def exchangers(self, name: str) -> list[str]:
        """The hosts that take mail for it, by its MX records."""

    def exists(self, name: str) -> bool:
        """Whether that name or one below it is known."""


class NameServers:
    """The Names port: the servers that this machine asks, or those of *resolver*."""

    def __init__(self, resolver: Any = None) -> None:
        self._resolver = resolver

    def texts(self, name: str) -> list[str]:
        return [b"".join(record.strings).decode("utf-8", "replace") for record in self._asked(name, "TXT")]

    def exchangers(self, name: str) -> list[str]:
        hosts = (str(record.exchange).rstrip(".") for record in self._asked(name, "MX"))
        return [host for host in hosts if host]  # a lone dot says that no mail is taken (RFC 7505)

    def exists(self, name: str) -> bool:
        return self._answer(name, "TXT") is not None

    def _asked(self, name: str, kind: str) -> list[Any]:
        answer = self._answer(name, kind)
        return [] if answer is None or answer.rrset is None else list(answer.rrset)

    def _answer(self, name: str, kind: str) -> Any:
        """None where the name is not known."""
        import dns.exception
        import dns.name
        import dns.resolver

        try:
            resolver = self._resolver or dns.resolver.Resolver()
            return resolver.resolve(name, kind, raise_on_no_answer=False, lifetime=_SECONDS, search=False)
        except (dns.resolver.NXDOMAIN, dns.name.LabelTooLong, dns.name.EmptyLabel, dns.name.NameTooLong):
            return None
        except (dns.exception.DNSException, OSError) as error:
            raise Silent(type(error).__name__) from error
