"""The page behind a link in the owner's letters: what it shows and does, and for whom it does nothing."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions import desk as pages
from functions._wiring import Ports
from functions.outbox import drain
from shop import actions, desk
from shop.errors import Stale, Unavailable
from shop.orders import Order
from shop.statuses import STATUSES, TRANSITIONS
from shop.terms import Terms
from tests.functions.browser import Answer, Client
from tests.functions.conftest import KEY, ROOT_KEY
from tests.functions.published import TERMS, publish
from tests.functions.test_pages import well_formed
from tests.storefront.evasions import EVASIONS


@pytest.fixture
def owner(ports: Ports) -> Client:
    """The owner's browser, at a phone."""
    return Client(pages.application(lambda: ports))


@pytest.fixture
def placed(client: Client, ports: Ports, order: dict[str, Any]) -> Order:
    """An order that nobody has looked at."""
    assert client.post("/api/orders", order, KEY).status == 201
    return now(ports)


def now(ports: Ports) -> Order:
    return ports.orders.recent(1)[0]


def link(order: Order, *, purpose: str = actions.ORDER, age: timedelta = timedelta()) -> str:
    """The path of the link in a letter written so long ago."""
    at = datetime.now(UTC) - age
    return actions.PATH + actions.sign(ROOT_KEY, purpose, order.id, at)


def press(owner: Client, path: str, version: int, to: str, **fields: str) -> Answer:
    return owner.submit(path, {"version": str(version), "to": to, **fields})


def go(ports: Ports, *way: str) -> Order:
    """The order moved that way by somebody else."""
    terms = ports.prices.book(()).terms
    for to in way:
        desk.move(
            now(ports), to, terms, ports, datetime.now(UTC), who="anna", reason="other" * (to == "cancel")
        )
    return now(ports)


def offered(page: Answer) -> list[str]:
    return re.findall(r'name="to" value="(\w+)"', page.text)


def in_russian(site: Path) -> Terms:
    terms = replace(TERMS, languages=("ru", "en"))
    publish(site, terms=terms)
    return terms


def test_the_link_in_the_letter_shows_the_order(owner: Client, ports: Ports, placed: Order) -> None:
    drain(ports, datetime.now(UTC))
    folder = ports.mailer._folder  # type: ignore[attr-defined]
    letter = next(t for t in (f.read_text() for f in folder.glob("*.eml")) if "A new order" in t)
    found = re.search(
        r"https://shop\.example(/desk/act/[\w.-]+)", letter.replace("=\n", "").replace("=3D", "=")
    )
    assert found

    page = owner.get(found[1])

    assert page.status == 200
    assert well_formed(page)
    for said in (placed.number, "Anna Berg", "anna%40example.org?subject=Order%20V-10001-4",
                 "tel:+49301234567", "Invalidenstr. 1", "10115 Berlin", "please ring twice", "Gaiwan",
                 "€52.90",
                 "Confirm the order", "The customer is written to.", placed.link(ROOT_KEY)):  # fmt: skip
        assert said in page.text, said


def test_the_page_is_kept_by_nobody_and_sends_its_form_nowhere_else(owner: Client, placed: Order) -> None:
    page = owner.get(link(placed))

    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-robots-tag"] == "noindex"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "<script" not in page.text


@pytest.mark.parametrize("status", STATUSES)
def test_it_offers_exactly_the_moves_the_table_allows(
    owner: Client, ports: Ports, placed: Order, status: str
) -> None:
    go(ports, *(STATUSES[1 : STATUSES.index(status) + 1] if status != "cancel" else ("cancel",)))

    page = owner.get(link(placed))

    assert well_formed(page)
    assert offered(page) == list(TRANSITIONS[status])
    assert ("There is nothing left to do here." in page.text) == (not TRANSITIONS[status])


def test_an_order_is_moved_all_the_way_from_the_letter(owner: Client, ports: Ports, placed: Order) -> None:
    path = link(placed)

    for to, fields in (("approval", {}), ("assembling", {"comment": "blue ribbon"}),
                       ("delivery", {"tracking": "LX 123"}), ("complete", {})):  # fmt: skip
        answer = press(owner, path, now(ports).version, to, **fields)
        assert (answer.status, answer.headers["location"]) == (303, f"{path}?done=1")

    page = owner.get(f"{path}?done=1")
    assert (now(ports).status, now(ports).tracking) == ("complete", "LX 123")
    assert "Done. This is where it is now." in page.text
    assert "blue ribbon" in page.text
    assert html.unescape(page.text).count("you, ") == 4
    sent = [row.message.event for row in ports.outbox.waiting(99)]
    assert {"order_confirmed", "order_packing", "order_sent", "order_done"} <= set(sent)


def test_an_order_is_cancelled_with_a_reason(owner: Client, ports: Ports, placed: Order) -> None:
    refused = press(owner, link(placed), 1, "cancel", comment="nobody there")

    assert refused.status == 422
    assert well_formed(refused)
    assert "Please choose why it is cancelled." in refused.text
    assert 'value="nobody there"' in refused.text
    assert '<details class="act__fold" open>' in refused.text
    assert now(ports).status == "new"
    assert press(owner, link(placed), 1, "cancel", reason="no_call").status == 303
    assert (now(ports).status, now(ports).reason) == ("cancel", "no_call")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_twice_changes_nothing(owner: Client, ports: Ports, placed: Order, method: str) -> None:
    before, waiting = now(ports), ports.outbox.waiting(99)
    path = f"{link(placed)}?to=approval&version=1&reason=spam"

    answers = [owner.send(method, path, b"to=approval&version=1", {}) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert now(ports) == before
    assert ports.orders.events(placed.id)[1:] == []
    assert ports.outbox.waiting(99) == waiting


def test_a_robot_that_sends_the_form_without_a_button_does_nothing(
    owner: Client, ports: Ports, placed: Order
) -> None:
    page = owner.get(link(placed))
    hidden = {name: value for name, value in page.fields.items() if name == "version"}

    answers = [owner.submit(link(placed), fields) for fields in ({}, hidden, page.fields)]

    assert [answer.status for answer in answers] == [422, 422, 422]
    assert all("Please press one of the buttons below." in answer.text for answer in answers)
    assert now(ports).version == 1


def test_a_page_that_is_out_of_date_says_what_happened_and_keeps_what_was_typed(
    owner: Client, ports: Ports, placed: Order
) -> None:
    go(ports, "approval")

    answer = press(owner, link(placed), 1, "cancel", reason="no_product", comment="ran out on Monday")

    assert answer.status == 409
    assert well_formed(answer)
    assert "Nothing was done: this has changed since you opened the page." in answer.text
    assert "What has happened meanwhile" in answer.text
    assert "Received, waiting for our answer → Confirmed, we are getting it ready" in answer.text
    assert 'value="ran out on Monday"' in answer.text
    assert '<option value="no_product" selected>' in answer.text
    assert now(ports).status == "approval"
    assert answer.fields["version"] == "2"


def test_a_button_that_is_pressed_twice_moves_once(owner: Client, ports: Ports, placed: Order) -> None:
    answers = [press(owner, link(placed), 1, "approval") for _ in range(2)]

    assert [answer.status for answer in answers] == [303, 409]
    assert now(ports).version == 2


def test_what_the_clock_has_noted_is_in_nobody_s_way(owner: Client, ports: Ports, placed: Order) -> None:
    desk.tell_overdue(ports.prices.book(()).terms, ports, datetime.now(UTC) + timedelta(days=9))
    assert now(ports).version == 2

    answer = press(owner, link(placed), 1, "approval")

    assert answer.status == 303


def test_a_change_at_the_very_same_moment_is_met_by_looking_again(
    ports: Ports, placed: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, times = ports.orders.change, []

    def slow(wanted: Any) -> None:
        times.append(wanted)
        if len(times) == 1:
            raise Stale(placed.number)
        change(wanted)

    monkeypatch.setattr(ports.orders, "change", slow)
    owner = Client(pages.application(lambda: ports))

    assert press(owner, link(placed), 1, "approval").status == 303
    assert len(times) == 2


def test_a_move_that_is_not_in_the_table_is_refused_on_the_order_s_page(
    owner: Client, ports: Ports, placed: Order
) -> None:
    answer = press(owner, link(placed), 1, "complete")

    assert answer.status == 409
    assert "that is not possible from where it is now" in answer.text
    assert now(ports).version == 1


def test_a_role_that_may_not_move_it_is_told_who_does(
    owner: Client, ports: Ports, site: Path, placed: Order
) -> None:
    statuses = {name: replace(TERMS.status(name), who=("packer",)) for name in ("approval", "cancel")}
    publish(site, terms=replace(TERMS, statuses=statuses))

    page = owner.get(link(placed))

    assert offered(page) == []
    assert "somebody in another role" in page.text
    assert press(owner, link(placed), 1, "approval").status == 409
    assert now(ports).version == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_is_too_old_says_so_and_what_to_do(
    owner: Client, ports: Ports, placed: Order, method: str
) -> None:
    path = link(placed, age=timedelta(days=7, seconds=1))

    answer = owner.get(path) if method == "GET" else press(owner, path, 1, "approval")

    assert answer.status == 410
    assert well_formed(answer)
    assert "This link is too old" in answer.text
    assert "a new link can be sent to the shop’s own mailbox" in answer.text
    assert placed.number not in answer.text
    assert "Anna" not in answer.text
    assert now(ports).version == 1


def test_a_new_link_is_sent_to_the_shop_s_own_mailbox_and_nowhere_else(
    owner: Client, ports: Ports, placed: Order
) -> None:
    drain(ports, datetime.now(UTC))
    old = link(placed, age=timedelta(days=8))
    assert [owner.send(method, f"{old}?do=renew", b"do=renew", {}).status for method in ("GET", "HEAD")] == [
        410,
        410,
    ]
    assert ports.outbox.waiting(9) == []

    answers = [owner.submit(old, {"do": "renew"}) for _ in range(3)]

    assert [answer.status for answer in answers] == [202] * 3
    assert well_formed(answers[0])
    assert "It goes to hello@shop.example" in answers[0].text
    assert [row.message.event for row in ports.outbox.waiting(9)] == ["act_link"]
    drain(ports, datetime.now(UTC))
    folder = ports.mailer._folder  # type: ignore[attr-defined]
    letter = next(t for t in (f.read_text() for f in folder.glob("*.eml")) if "A new link" in t)
    found = re.search(r"https://shop\.example(/desk/act/[\w.-]+)", letter.replace("=\n", ""))
    assert found
    assert "To: Clay & Leaf <hello@shop.example>" in letter
    assert "Anna" not in letter
    assert press(owner, found[1], 1, "approval").status == 303


def test_nobody_gets_a_new_link_for_a_forged_one(owner: Client, ports: Ports, placed: Order) -> None:
    drain(ports, datetime.now(UTC))

    for path in forged(placed):
        assert owner.submit(path, {"do": "renew"}).status == 404

    assert ports.outbox.waiting(9) == []


def forged(order: Order) -> Iterator[str]:
    at = datetime.now(UTC)
    genuine = link(order)
    yield genuine[:-1] + ("A" if genuine[-1] != "A" else "B")
    yield genuine.replace(".order.", ".ticket.")
    yield genuine.replace(order.id, "f" * 32)
    yield actions.PATH + actions.sign(b"x" * 32, actions.ORDER, order.id, at)
    yield actions.PATH + actions.sign(ROOT_KEY, actions.ORDER, "f" * 32, at)
    yield actions.PATH + "x" * 5000
    yield actions.PATH + "%00%0d%0aX:1"
    yield actions.PATH + order.link(ROOT_KEY).partition("#")[2]


def test_no_forged_link_opens_or_does_anything(owner: Client, ports: Ports, placed: Order) -> None:
    for path in forged(placed):
        for answer in (owner.get(path), press(owner, path, 1, "approval")):
            assert answer.status == 404, path
            assert "This link opens nothing" in answer.text
            assert placed.number not in answer.text
    assert now(ports).version == 1


@pytest.mark.parametrize("purpose", [actions.TICKET, actions.POST])
def test_a_link_for_one_thing_opens_no_other(
    owner: Client, ports: Ports, placed: Order, purpose: str
) -> None:
    path = link(placed, purpose=purpose)

    assert owner.get(path).status == 404
    assert press(owner, path, 1, "approval").status == 404
    assert now(ports).version == 1


def test_what_is_sent_from_another_site_is_not_done(owner: Client, ports: Ports, placed: Order) -> None:
    sent = {"version": "1", "to": "approval"}

    foreign = owner.submit(link(placed), sent, sec_fetch_site="cross-site")
    plain = owner.post(link(placed), sent)

    assert (foreign.status, plain.status) == (403, 415)
    assert now(ports).version == 1


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_no_other_method_is_answered(owner: Client, ports: Ports, placed: Order, method: str) -> None:
    assert owner.send(method, link(placed), b"to=approval&version=1", {}).status == 405
    assert now(ports).version == 1


@pytest.mark.parametrize("evil", EVASIONS)
def test_nothing_a_visitor_or_the_owner_types_becomes_markup(
    client: Client, owner: Client, ports: Ports, order: dict[str, Any], evil: str
) -> None:
    typed = "".join(c for c in evil if c.isprintable())[:90]
    order["contact"]["name"] = f"{typed} x"
    order["note"] = f"{typed} x"
    order["delivery"]["address"] |= {"city": f"{typed} x", "street": f"{typed} x"}
    assert client.post("/api/orders", order, KEY).status == 201
    path = link(now(ports))

    pages = [
        owner.get(path),
        press(owner, path, 1, "cancel", comment=typed, tracking=typed, reason=typed),
        press(owner, path, 1, "approval", comment=typed),
        owner.get(f"{path}?done={typed.encode().hex()}"),
    ]

    assert [page.status for page in pages] == [200, 422, 303, 200]
    for page in (pages[0], pages[1], pages[3]):
        assert well_formed(page)
        assert not re.search(r"<(script|img(?! class=\"placed)|svg|iframe|object|style)\b", page.text)
        outside = re.sub(r">[^<]*<", "><", re.sub(r'"[^"]*"', '""', page.text))
        assert not re.search(r"\son\w+\s*=|javascript:", outside)


def test_no_line_of_a_form_becomes_a_header(owner: Client, ports: Ports, placed: Order) -> None:
    go(ports, "approval", "assembling")

    answer = press(owner, link(placed), 3, "delivery", tracking="LX\r\nBcc: x@evil.example")

    assert answer.status == 303
    assert set(answer.headers) & {"bcc", "set-cookie"} == set()
    drain(ports, datetime.now(UTC))
    folder = ports.mailer._folder  # type: ignore[attr-defined]
    for file in folder.glob("*.eml"):
        assert not re.search(r"(?im)^bcc:", file.read_text().partition("\n\n")[0])


def test_a_shop_whose_first_language_is_russian_reads_russian(
    owner: Client, site: Path, placed: Order
) -> None:
    in_russian(site)

    page = owner.send("GET", link(placed), b"", {"accept-language": "en"})
    gone = owner.get(link(placed, age=timedelta(days=8)))

    assert well_formed(page)
    assert '<html lang="ru">' in page.text
    assert "Подтвердить заказ" in page.text
    assert "Срок этой ссылки истёк" in gone.text


def test_when_nothing_can_be_reached_that_is_told_and_nothing_is_lost(ports: Ports, placed: Order) -> None:
    class Away:
        def __getattr__(self, _: str) -> Any:
            def away(*_: object) -> Any:
                raise Unavailable("the store is away")

            return away

    for broken in ({"orders": Away()}, {"prices": Away()}):
        owner = Client(pages.application(lambda broken=broken: replace(ports, **broken)))  # type: ignore[misc]
        answers = [owner.get(link(placed)), press(owner, link(placed), 1, "approval")]
        assert [answer.status for answer in answers] == [503, 503]
    assert now(ports).version == 1


def test_no_log_tells_a_link(
    owner: Client, placed: Order, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    path = link(placed)

    owner.get(path)
    press(owner, path, 1, "approval")
    press(owner, path, 1, "approval")
    owner.get(link(placed, age=timedelta(days=8)))

    token = path.rpartition("/")[2]
    out, err = capfd.readouterr()
    assert token.rpartition(".")[2] not in caplog.text + out + err
