"""A certificate for servers on this machine, and the authority that has signed it: valid until 2126.

They are kept here because Python's standard library cannot make any. The key in `server.pem` is public by
being here, and the authority's own key was thrown away: nothing can be signed with it any more.
"""

from __future__ import annotations

import ssl
from pathlib import Path

AUTHORITY = Path(__file__).with_name("authority.pem")
SERVER = Path(__file__).with_name("server.pem")
#: Each with its own key, signed by itself: for `localhost` until 2021; for another name; for `localhost`.
EXPIRED = Path(__file__).with_name("expired.pem")
ELSEWHERE = Path(__file__).with_name("elsewhere.pem")
STRANGER = Path(__file__).with_name("stranger.pem")

#: The names the certificate is for, beside `localhost` and 127.0.0.1.
MAIL, HOOKS = "mail.example", "hooks.example"


def trusting(authority: Path = AUTHORITY) -> ssl.SSLContext:
    """What a client needs that trusts this authority and no other."""
    return ssl.create_default_context(cafile=authority)


def serving() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(SERVER)
    return context
