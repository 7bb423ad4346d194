"""What the site's own pages and the pages that functions answer with have in common."""

from __future__ import annotations

from fnmatch import fnmatchcase
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from functions import desk, feedback, orders, tickets
from functions._wiring import Ports
from shop import times, words
from storefront import starter
from storefront.forwarding import Forwarding
from storefront.generator import Generator
from tests.functions.browser import Answer, Client
from tests.functions.conftest import KEY

ROOT = Path(__file__).resolve().parents[2]
BASKET = {"lines.0.sku": "TP-01-S", "lines.0.quantity": "1", "language": "en"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a new shop in two languages that answers within two hours."""
    root = tmp_path_factory.mktemp("shop")
    starter.create(root / "content")
    file = root / "content" / "shop.yaml"
    text = file.read_text(encoding="utf-8").replace("languages: [en]", "languages: [en, ru]")
    file.write_text(text + "\nanswer_within: 2h\n", encoding="utf-8")
    generator = Generator(root / "content", ROOT / "templates", root / "dist", root / "cache")
    generator.build(lambda _what, _done, _total: None)
    return root / "dist"


def read(built: Path, path: str) -> Answer:
    return Answer(200, {}, (built / path / "index.html").read_bytes())


class Inputs(HTMLParser):
    """The fields of a page in their order, with what helps to fill them in."""

    def __init__(self, page: Answer) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None, str | None]] = []
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag in ("input", "select", "textarea") and name.startswith(("contact.", "delivery.address.")):
            self.found.append((name, given.get("autocomplete"), given.get("inputmode")))


@pytest.mark.parametrize("language", sorted(words.WORDS))
def test_a_sentence_both_rooms_know_is_the_same_in_both(language: str) -> None:
    file = ROOT / "templates" / "words" / f"{language}.yaml"
    pages: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    shared = pages.keys() & words.WORDS[language].keys()

    assert len(shared) > 25
    assert {key: pages[key] for key in shared} == {key: words.WORDS[language][key] for key in shared}


def test_both_checkouts_ask_the_same_in_the_same_order(client: Client, built: Path) -> None:
    static = Inputs(read(built, "checkout")).found
    answered = Inputs(client.submit("/api/quote", BASKET)).found

    assert answered == static
    assert answered[1:] == [
        ("contact.email", "email", "email"),
        ("contact.phone", "tel", "tel"),
        ("delivery.address.street", "shipping address-line1", None),
        ("delivery.address.postcode", "shipping postal-code", None),
        ("delivery.address.city", "shipping address-level2", None),
        ("delivery.address.country", "shipping country", None),
    ]


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("ru", "ru/")])
def test_the_thanks_page_promises_what_letters_and_answers_promise(
    built: Path, language: str, prefix: str
) -> None:
    assert times.promise(120, language) in read(built, f"{prefix}thanks").text


@pytest.mark.parametrize(("prefix", "heading"), [("", "Order V-10001-4"), ("ru/", "Заказ V-10001-4")])
def test_the_order_page_leads_to_the_order_without_script(
    client: Client, ports: Ports, order: dict[str, Any], built: Path, prefix: str, heading: str
) -> None:
    link = client.post("/api/orders", order, KEY).json["track"]
    number, key = link.split("#")[1].split(".")
    page = read(built, f"{prefix}order")

    shown = client.submit("/api/track", page.fields | {"number": number.lower(), "key": key})

    assert '<form class="notice placed__find" method="post" action="/api/track">' in page.text
    assert set(page.fields) == {"language", "number", "key"}
    told = page.text.partition('placed__find"')[2].partition("</p>")[0]
    assert told.endswith((" between them.", " точкой."))
    assert shown.status == 200
    assert f'<h1 class="page-title">{heading}</h1>' in shown.text


@pytest.mark.parametrize("path", ["order", "thanks"])
def test_no_page_says_that_a_letter_was_sent_to_whoever_left_only_a_phone(built: Path, path: str) -> None:
    page = read(built, path).text

    assert "letter we" not in page
    assert "from the letter" not in page


def test_an_order_looks_the_same_when_placed_and_when_followed(client: Client, ports: Ports) -> None:
    typed = {
        "contact.name": "Anna", "contact.phone": "+49 30 1234567", "delivery.method": "pickup",
        "payment": "invoice", "delivery.address.country": "",
    }  # fmt: skip
    page = client.submit("/api/quote", {**BASKET, "delivery.method": "pickup"})
    placed = client.submit("/api/orders", page.fields | typed)
    link = ports.orders.recent(1)[0].link(ports.root_key)
    number, key = link.split("#")[1].split(".")

    followed = client.submit("/api/track", {"number": number, "key": key, "language": "en"})

    assert placed.status == 201
    assert _summary(placed) == _summary(followed)
    assert ">Payment: Invoice — 14 days</p>" in placed.text
    assert ">Payment: Invoice — 14 days</p>" in followed.text
    assert "letter" not in placed.text
    assert "on its way" not in placed.text


def _summary(page: Answer) -> str:
    return page.text.partition('<section class="placed__bill')[2].partition("</section>")[0]


def test_a_host_passes_every_call_on_to_the_function_that_answers_it() -> None:
    names = {"orders": orders, "tickets": tickets, "feedback": feedback, "desk": desk}
    each = Forwarding.of(" ".join(f"{name}=https://{name}.example" for name in names))
    calls = {route.path: name for name, function in names.items() for route in function.routes(_nobody)}

    passed_on = {
        path: next(address for pattern, address in each.rules.items() if fnmatchcase(path, pattern))
        for path in calls
    }

    assert len(calls) > 20
    assert passed_on == {path: f"https://{name}.example" for path, name in calls.items()}


def _nobody() -> Ports:
    raise AssertionError("nothing is asked")
