"""Faults of the published site: its certificate, its pages, the functions behind it."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

from shipping import checks_certificate
from shop.errors import Unavailable
from shop.published import INDEX
from tests.certificates import ELSEWHERE, EXPIRED, STRANGER
from tests.functions.published import OFFERS, publish
from tests.shipping.clinic import Clinic
from tests.shipping.house import VISITOR, served
from tests.shipping.plants import ERROR, WARNING, plant


class _Gone:
    def __getattr__(self, _name: str) -> Any:
        raise Unavailable("as if it were gone")


def _house(clinic: Clinic, certificate: Path | None, scheme: str = "https") -> None:
    clinic.live = f"{scheme}://localhost:{clinic.enter(served(lambda: clinic.house, certificate))}"


@plant("certificate", ERROR, "has expired", "Renew it")
def an_expired_certificate(clinic: Clinic) -> None:
    _house(clinic, EXPIRED)
    clinic.trusted = EXPIRED


@plant("certificate", ERROR, "for another name", "for this name")
def a_certificate_of_another_name(clinic: Clinic) -> None:
    _house(clinic, ELSEWHERE)
    clinic.trusted = ELSEWHERE


@plant("certificate", ERROR, "not signed by an authority", "Caddy or certbot")
def a_certificate_of_one_s_own(clinic: Clinic) -> None:
    _house(clinic, STRANGER)


@plant("certificate", WARNING, "good for 9 more days", "Renew it")
def a_certificate_that_ends_soon(clinic: Clinic) -> None:
    clinic.patch.setattr(checks_certificate, "until_of", lambda _site: clinic.at + timedelta(days=9, hours=1))


@plant("certificate", ERROR, "the site cannot be reached: nothing listens there", "port")
def no_site(clinic: Clinic) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        clinic.live = f"https://localhost:{free.getsockname()[1]}"


@plant("site", ERROR, "the home page is answered 404", "has written into dist/")
def an_empty_site(clinic: Clinic) -> None:
    clinic.house.pages["/"] = (404, b"")


@plant("site", ERROR, "lack headers that protect them: Content-Security-Policy", "dist/_headers")
def no_policy(clinic: Clinic) -> None:
    del clinic.house.headers["Content-Security-Policy"]


@plant("site", WARNING, "have other headers than the build wrote: Referrer-Policy", "dist/_headers")
def another_policy(clinic: Clinic) -> None:
    clinic.house.headers["Referrer-Policy"] = "unsafe-url"


@plant("site", ERROR, " seconds apart", "timedatectl")
def a_clock_that_is_wrong(clinic: Clinic) -> None:
    clinic.house.slow = timedelta(seconds=-600)


@plant("site", WARNING, "answered 200, not 404", "404.html")
def a_site_that_knows_every_page(clinic: Clinic) -> None:
    clinic.house.lost = (200, clinic.house.lost[1])


@plant("site", ERROR, "/.git/config: everybody can read this", "Publish dist/ alone")
def the_repository_published(clinic: Clinic) -> None:
    clinic.house.pages["/.git/config"] = (200, b"[core]\n\tbare = false\n")


@plant("site", ERROR, "orders.sqlite3: everybody can read this", "change every secret")
def the_orders_published(clinic: Clinic) -> None:
    clinic.house.pages["/orders.sqlite3"] = (200, b"SQLite format 3\0")


@plant("functions", ERROR, "does not hand calls to the functions", "VITRINA_FUNCTIONS_URL")
def no_functions(clinic: Clinic) -> None:
    clinic.settings["closed"] = "1"


@plant("functions", ERROR, "cannot use their store", "log")
def functions_without_a_store(clinic: Clinic) -> None:
    clinic.open(outbox=_Gone())


@plant("functions", ERROR, "letters wait too long", "build.py outbox")
def functions_whose_letters_wait(clinic: Clinic) -> None:
    class Behind:
        def behind(self, *_at: object) -> bool:
            return True

    clinic.open(outbox=Behind())


@plant(
    "functions", ERROR, "the functions cannot read the price list", "Set VITRINA_PRICES to https://localhost"
)
def functions_without_prices(clinic: Clinic) -> None:
    clinic.open(prices=_Gone())


@plant("functions", ERROR, "the price list is not there", "prices/ included")
def a_site_without_prices(clinic: Clinic) -> None:
    clinic.house.pages[f"/{INDEX}"] = (404, b"")


@plant("functions", ERROR, "from another list than the pages show", "After a publication wait 60 seconds")
def functions_of_other_prices(clinic: Clinic) -> None:
    other = clinic.folder / "other"
    publish(other, OFFERS[:1])
    clinic.house.site = other


@plant("functions", WARNING, "another build than the one that is published", "Publish what was built")
def a_build_that_was_not_published(clinic: Clinic) -> None:
    clinic.open()
    published = (clinic.site / INDEX).read_bytes()
    clinic.house.pages[f"/{INDEX}"] = (200, published)
    assert clinic.house.ports
    clinic.house.ports().prices.book(())
    clinic.site = clinic.folder / "newer"
    publish(clinic.site, OFFERS[:1])


@plant("functions", ERROR, "a made-up X-Forwarded-For is believed", "Set it to 1")
def an_address_that_visitors_choose(clinic: Clinic) -> None:
    clinic.settings["VITRINA_PROXIES"] = "2"


@plant("functions", ERROR, "all visitors look like one", "Set it to 1")
def visitors_who_look_like_one(clinic: Clinic) -> None:
    clinic.settings["VITRINA_PROXIES"] = "0"


@plant("functions", WARNING, "2 proxies stand before the functions", "Set it to 2")
def proxies_that_are_not_believed(clinic: Clinic) -> None:
    clinic.settings["VITRINA_PROXIES"] = "0"
    clinic.open()
    inner = clinic.house.ports
    assert inner
    clinic.house.forwards = lambda sent: ", ".join(filter(None, (sent, VISITOR, "1.1.1.1")))
    clinic.house.peer = "1.0.0.1"
