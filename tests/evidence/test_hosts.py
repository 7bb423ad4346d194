"""dist/ behind nginx, Caddy and netlify dev, one suite for all. `make evidence` only: it needs them all."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from PIL import Image

from storefront.hosting import FRESH, SECURITY
from tests.browser.conftest import free_port
from tests.evidence import hosts, whole
from tests.evidence.figures import note
from tests.evidence.hosts import Answer, Host
from tests.evidence.relay import Relay, relaying
from tests.evidence.served import FORM, build, until
from tests.storefront.hosts import told

JSON = "application/json"
ORDER = {
    "lines": [{"sku": "FIRST-1", "quantity": 1}],
    "contact": {"name": "Anna", "email": "anna@example.org"},
    "delivery": {"method": "pickup"},
    "payment": "cash",
}
#: A number in a documentation range, which no visitor of a test can have.
FORGED = "203.0.113.7"
HIDDEN = ("_headers", "_redirects", ".vitrina")
OWN = ("nginx", "caddy")


@dataclass(frozen=True)
class Shop:
    site: Path
    state: Path
    relay: Relay


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop in two languages with a picture, its functions, and all that hosts have passed on to them."""
    if not os.environ.get("VITRINA_PROOF"):
        pytest.skip("part of make evidence")
    folder = tmp_path_factory.mktemp("hosted")
    site, state, behind, front = folder / "dist", folder / "state", free_port(), free_port()
    build(folder, "new", "shop")
    _stock(folder / "shop")
    build(folder, "build", "--content", "shop", VITRINA_FUNCTIONS_URL=f"http://127.0.0.1:{front}")
    with hosts.functions(site, state, behind), relaying(front, behind) as relay:
        yield Shop(site, state, relay)


def _stock(content: Path) -> None:
    settings, things = content / "shop.yaml", content / "catalog" / "things.yaml"
    settings.write_text(settings.read_text().replace("languages: [en]", "languages: [en, ru]"))
    Image.new("RGB", (800, 600), "sienna").save(content / "images" / "thing.png")
    text = things.read_text().replace("stock: 3", "stock: 900\n    images: [thing.png]")
    things.write_text(text)


@pytest.fixture(scope="module", params=[*OWN, "netlify"])
def host(
    request: pytest.FixtureRequest, shop: Shop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    if reason := hosts.missing(request.param):
        pytest.skip(reason)
    start = getattr(hosts, request.param)
    with start(tmp_path_factory.mktemp(request.param), shop.site, shop.relay.port, free_port()) as running:
        yield running


def test_every_file_comes_whole_and_with_its_headers(host: Host, shop: Shop) -> None:
    files = [file for file in sorted(shop.site.rglob("*")) if file.is_file() and file.name not in HIDDEN]
    source = (shop.site / "_headers").read_text()
    wrong = []

    for file in files:
        path = "/" + str(file.relative_to(shop.site)).removesuffix("index.html")
        answer = host.asks(path)
        said = _told(host, source, path)
        if answer.status != 200 or answer.body != file.read_bytes() or said.items() - _single(answer).items():
            wrong.append((path, answer.status, said.items() - _single(answer).items()))

    note(f"hosts-{host.name}", files=len(files), headers=len(SECURITY))
    assert wrong == []


def _told(host: Host, source: str, path: str) -> dict[str, str]:
    said = told(source, path)
    if host.name in OWN:
        return {**FRESH, **said}
    said.pop("Cache-Control", None)  # netlify dev lets nothing be kept, whatever it is told
    return said


def _single(answer: Answer) -> dict[str, str]:
    """Headers by name; one that comes twice has both its values."""
    return {name: ", ".join(answer.headers.get_all(name) or ()) for name in (*answer.headers, *SECURITY)}


@pytest.mark.parametrize("path", ["/about", "/ru/about", "/product/the-first-thing"])
def test_an_address_without_its_slash_leads_to_the_page(host: Host, path: str) -> None:
    answer = host.asks(path)
    if answer.status in (301, 308):
        assert answer.headers["location"] == f"{path}/"
        answer = host.asks(f"{path}/")

    assert answer.status == 200
    assert answer.body == host.asks(f"{path}/").body


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/nothing/", "en"),
        ("/nothing", "en"),
        ("/de/nothing", "en"),
        ("/assets/nothing.css", "en"),
        ("/images/", "en"),
        ("/ru/nothing/", "ru"),
        ("/ru/product/nothing/at/all", "ru"),
    ],
)
def test_what_is_not_there_is_told_in_the_language_of_its_address(
    host: Host, path: str, language: str
) -> None:
    answer = host.asks(path)

    assert answer.status == 404
    assert f'<html lang="{language}"' in answer.body.decode()
    assert SECURITY.items() <= _single(answer).items()
    assert "immutable" not in _single(answer).get("Cache-Control", "")


@pytest.mark.parametrize(
    "path", ["/_headers", "/_redirects", "/.vitrina", "/..%2f..%2fetc/passwd", "/.%2e/state/secret"]
)
def test_what_is_no_page_is_not_given_out(host: Host, shop: Shop, path: str) -> None:
    if host.name == "netlify" and path in ("/_headers", "/_redirects", "/.vitrina"):
        pytest.skip("netlify dev serves the folder as it is")

    answer = host.asks(path)

    assert answer.status in (400, 403, 404)
    assert b"root:" not in answer.body
    assert (shop.state / "secret").read_bytes() not in answer.body


def test_an_order_is_placed_once_however_often_it_is_sent(host: Host) -> None:
    key, body = uuid4().hex, json.dumps(ORDER).encode()

    first = host.asks("/api/orders", body, Content_Type=JSON, Idempotency_Key=key)
    again = host.asks("/api/orders", body, Content_Type=JSON, Idempotency_Key=key)

    assert (first.status, again.status) == (201, 201)
    assert json.loads(first.body)["number"] == json.loads(again.body)["number"]
    assert again.headers["idempotent-replayed"] == "true"
    assert first.headers["cache-control"] == "no-store"
    assert len(first.headers.get_all("content-security-policy") or ()) == 1


def test_a_form_without_script_leads_from_a_product_to_an_order(host: Host) -> None:
    basket = {
        "lines.0.sku": "FIRST-1",
        "lines.0.quantity": "1",
        "delivery.method": "pickup",
        "language": "ru",
    }

    page = host.asks(
        "/api/quote", urlencode(basket).encode(), Content_Type=FORM, Sec_Fetch_Site="same-origin"
    )
    hidden = re.findall(r'name="([^"]+)" value="([^"]*)"', page.body.decode())
    fields = {
        **dict(hidden),
        "contact.name": "Анна",
        "contact.email": "anna@example.org",
        "delivery.method": "pickup",
        "payment": "cash",
    }
    fields = {name: text for name, text in fields.items() if not name.startswith("delivery.address")}
    done = host.asks(
        "/api/orders", urlencode(fields).encode(), Content_Type=FORM, Sec_Fetch_Site="same-origin"
    )

    assert page.status == 200
    assert '<html lang="ru"' in page.body.decode()
    assert done.status in (200, 201), done.body.decode()
    assert re.search(r"V-\d{5}-\d", done.body.decode())


def test_a_ticket_keeps_its_picture(host: Host) -> None:
    ticket = whole.ticket(pictures=[whole.picture()])
    opened = _sends(host, "/api/tickets", ticket, Idempotency_Key=uuid4().hex)
    number, key = whole.fragment(json.loads(opened.body)["track"])

    seen = _sends(host, f"/api/tickets/{number}/view", {"key": key})
    picture = re.search(r'"(/api/pictures/[^"]+)"', seen.body.decode())

    assert opened.status == 201
    assert picture
    shown = host.asks(picture[1])
    assert (shown.status, shown.headers["content-type"].partition("/")[0]) == (200, "image")
    assert len(shown.body) == int(shown.headers["content-length"]) > 50


def test_the_link_in_the_owners_letter_opens_the_order(host: Host, shop: Shop) -> None:
    placed = _sends(host, "/api/orders", ORDER, Idempotency_Key=uuid4().hex)
    number = json.loads(placed.body)["number"]
    links: list[str] = []
    until(lambda: bool(links.extend(_links(shop.state, number)) or links), "no letter came")

    page = host.asks(links[0])
    never = host.asks("/desk/act/nothing")

    assert page.status == 200
    assert number in page.body.decode()
    assert page.headers["x-robots-tag"] == "noindex"
    assert never.status in (400, 403, 404, 410)
    if host.name in OWN:
        assert links[0] not in _logged(host)


def _links(state: Path, number: str) -> list[str]:
    letters = (
        file.read_text().replace("=\n", "").replace("=3D", "=") for file in state.glob("letters/*.eml")
    )
    return [
        found
        for letter in letters
        if number in letter
        for found in re.findall(r"https://shop\.example(/desk/act/[\w.-]+)", letter)
    ]


@pytest.mark.parametrize(("path", "size"), [("/api/orders", 70_000), ("/api/tickets", 13_000_000)])
def test_too_much_is_refused_in_words(host: Host, path: str, size: int) -> None:
    if (host.name, size) == ("netlify", 13_000_000):
        pytest.skip("netlify dev ends when it is answered before it has sent all")
    try:
        answer = host.asks(path, b" " * size, Content_Type=JSON, Idempotency_Key=uuid4().hex)
    except OSError:
        assert (host.name, size) == ("caddy", 13_000_000)
        return
    if (host.name, answer.status, size) == ("caddy", 502, 13_000_000):
        return  # over HTTP/1.1 Caddy hangs up, or says so, where it is answered before it has sent all

    assert answer.status == 413
    assert json.loads(answer.body)["type"] == "urn:vitrina:problem:too_large"


@pytest.mark.parametrize("size", [40_000_000])
def test_far_too_much_never_reaches_the_functions(host: Host, shop: Shop, size: int) -> None:
    if host.name == "netlify":
        pytest.skip("Netlify's own limit is not in netlify dev")
    before = sum(map(len, shop.relay.passed))

    try:
        status = host.asks("/api/tickets", b" " * size, Content_Type=JSON).status
    except OSError:
        status = 413  # it hung up

    assert status == 413
    assert sum(map(len, shop.relay.passed)) - before < size


@pytest.mark.parametrize(
    "forged",
    [
        {"X_Forwarded_For": FORGED},
        {"X_Forwarded_For": f"{FORGED}, {FORGED}, {FORGED}"},
        {"x_forwarded_for": FORGED, "X_Real_IP": FORGED, "Forwarded": f"for={FORGED}"},
        {"X_Forwarded_For": f"{FORGED},"},
    ],
)
def test_an_address_that_a_visitor_makes_up_is_not_believed(
    host: Host, shop: Shop, forged: dict[str, str]
) -> None:
    if host.name == "netlify":
        pytest.skip("netlify dev passes on what a visitor has written, and names nobody")
    marker, source = f"mark={uuid4().hex}", "127.0.0.9"

    answer = host.asks(f"/api/health?{marker}", source=source, **forged)

    chain = ",".join(shop.relay.headers(marker, "x-forwarded-for"))
    assert answer.status == 200
    assert chain == source


def test_text_is_sent_compressed_and_what_is_secret_is_not(host: Host) -> None:
    if host.name == "netlify":
        pytest.skip("Netlify compresses at its edge, not in netlify dev")

    page = host.asks("/", Accept_Encoding="gzip")
    answer = host.asks("/api/openapi.json", Accept_Encoding="gzip")

    assert page.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in page.headers["vary"].lower()
    assert gzip.decompress(page.body) == host.asks("/").body
    assert answer.headers["content-encoding"] is None


def test_a_page_takes_no_post(host: Host) -> None:
    if host.name == "netlify":
        pytest.skip("netlify dev gives the page")

    assert host.asks("/about/", b"x", Content_Type=FORM).status == 405


@pytest.mark.parametrize("name", OWN)
def test_calls_are_told_to_come_again_while_the_functions_are_away(
    name: str, shop: Shop, tmp_path: Path
) -> None:
    if reason := hosts.missing(name):
        pytest.skip(reason)

    with getattr(hosts, name)(tmp_path, shop.site, free_port(), free_port()) as host:
        answer, page = host.asks("/api/orders", b"{}", Content_Type=JSON), host.asks("/")

    assert answer.status in (502, 503)
    assert answer.headers["retry-after"] == "10"
    assert page.status == 200
    for log in tmp_path.glob("*log*"):
        assert "/api/orders" not in log.read_text()


def test_no_log_tells_who_has_visited(host: Host) -> None:
    if host.name == "netlify":
        pytest.skip("netlify dev is no host")
    host.asks("/nothing-here/", source="127.0.0.77", User_Agent="Anna's telephone")

    assert "127.0.0.77" not in _logged(host)
    assert "Anna" not in _logged(host)


def _logged(host: Host) -> str:
    return "".join(file.read_text() for file in host.folder.glob("*log*"))


def _sends(host: Host, path: str, fields: dict[str, Any], **headers: str) -> Answer:
    return host.asks(path, json.dumps(fields).encode(), Content_Type=JSON, **headers)
