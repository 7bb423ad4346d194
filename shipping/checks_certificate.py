"""The site's certificate: for its name, by an authority that browsers believe, and for how long."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta

from shipping.asking import Site, why
from shipping.findings import Findings, error, warning
from shipping.patient import Patient

_SECONDS = 10.0
_SOON = timedelta(days=14)  #: what renews itself has done so by then

_RENEW = "Renew it: on your own server Caddy and certbot do it by themselves; look into their logs."

#: What OpenSSL calls them: https://docs.openssl.org/master/man1/openssl-verification-options/
_MEANT = {
    10: ("the certificate has expired", _RENEW),
    62: ("the certificate is for another name", "Have one made for this name; add the name at your host."),
}
_UNKNOWN = (
    "the certificate is not signed by an authority that browsers know",
    "Have one made by such an authority: your host does it, or Caddy or certbot, without charge.",
)


def certificate(patient: Patient) -> Findings:
    if not patient.address.startswith("https:"):
        return
    site = patient.outside()
    try:
        until = until_of(site)
    except ssl.SSLCertVerificationError as fault:
        yield error(site.host, *_MEANT.get(fault.verify_code, _UNKNOWN))
        return
    except (OSError, ValueError) as fault:
        yield error(site.host, f"the site cannot be reached: {why(fault)}", _reach(site))
        return
    if until - patient.at < _SOON:
        what = f"the certificate is good for {max(0, (until - patient.at).days)} more days"
        yield warning(site.host, what, _RENEW)


def until_of(site: Site) -> datetime:
    with (
        socket.create_connection((site.host, site.port), timeout=_SECONDS) as plain,
        site.context.wrap_socket(plain, server_hostname=site.host) as secured,
    ):
        said = secured.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(said["notAfter"])), UTC)


def _reach(site: Site) -> str:
    where = "its A, AAAA or CNAME record"
    return f"See that {site.host} leads to your host ({where}) and that port {site.port} is open."
