"""Feedback over HTTP: leaving it, what is published of it, votes, and what other sites may ask."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from functions import _calls, feedback, orders
from functions._wiring import Ports
from shop import codes, consents, desk, limits, moderating
from shop.errors import Invalid
from shop.outbox import LETTER, Message
from shop.post_messages import asked_of
from shop.posts import OPEN, PUBLIC, READ, SHOWN
from shop.terms import NEVER, UNVERIFIED, Feedback, Terms
from tests.functions.browser import Client
from tests.functions.conftest import KEY
from tests.functions.published import TERMS, publish

BLOG = "https://blog.example"
IDEA: dict[str, Any] = {
    "kind": "idea",
    "title": "Больше чая",
    "text": "Please sell oolong.\n\nAnd more of it.",
    "contact": {"name": "Anna", "email": "anna@example.org"},
    "page": "/ru/order/?a=b#V-10001-4.secret",
    "consent": consents.token(consents.FEEDBACK),
    "language": "en",
}


@pytest.fixture
def client(ports: Ports) -> Client:
    return Client(_calls.application([*feedback.routes(lambda: ports), *orders.routes(lambda: ports)]))


def decide(site: Path, **feedback: Any) -> Terms:
    """The shop decides otherwise about feedback."""
    terms = replace(TERMS, feedback=Feedback(**feedback))
    publish(site, terms=terms)
    return terms


def leave(client: Client, key: str = KEY, **changes: Any) -> Any:
    answer = client.post("/api/feedback", {**IDEA, **changes}, key)
    assert answer.status == 201, answer.text
    return answer.json


def letters(ports: Ports, event: str) -> list[Message]:
    found = [each.message for each in ports.outbox.waiting(500) if each.message.kind == LETTER]
    return [each for each in found if each.event == event]


def code(ports: Ports, post_id: str, email: str = "anna@example.org") -> str:
    """What the newest letter to that address says."""
    asked = [asked_of(each) for each in letters(ports, "idea_code")]
    last = [each for each in asked if (each.post_id, each.email) == (post_id, email)][-1]
    return codes.code(ports.root_key, last)


def publish_post(ports: Ports, id: str) -> None:
    post = ports.posts.by_id(id)
    assert post is not None
    moderating.move(post, OPEN if post.kind in PUBLIC else READ, "", ports, datetime.now(UTC), who="owner")


def test_an_idea_is_left_and_waits_to_be_looked_at(client: Client, ports: Ports) -> None:
    left = leave(client)

    post = ports.posts.by_id(left["id"])
    assert post is not None
    assert (left["state"], left["shown"]) == ("pending", False)
    assert (post.title, post.text) == (IDEA["title"], IDEA["text"])
    assert (post.author.name, post.author.email, post.author.verified) == ("Anna", "anna@example.org", False)
    assert (post.page, post.doubts) == ("/ru/order/", ())
    assert post.consent == {"text": "feedback", "version": "1"}
    assert [each.about_id for each in letters(ports, "post_left")] == [post.id]
    assert client.get("/api/feedback").json == {"ideas": [], "reviews": []}
    assert ports.posts.listed(SHOWN, 1) == []  # or enough of them would crowd the ideas out


def test_the_same_key_leaves_it_once(client: Client, ports: Ports) -> None:
    first = client.post("/api/feedback", IDEA, KEY)
    again = client.post("/api/feedback", IDEA, KEY)
    other = client.post("/api/feedback", {**IDEA, "text": "Something else"}, KEY)

    assert again.json == first.json
    assert again.headers["idempotent-replayed"] == "true"
    assert (other.status, other.json["type"]) == (422, "urn:vitrina:problem:key_reused")
    assert len(ports.posts.listed(("pending",), 10)) == 1


def test_the_answer_stays_the_same_once_the_address_is_confirmed_and_the_post_is_moved(
    client: Client, ports: Ports, site: Path
) -> None:
    decide(site, moderation=UNVERIFIED)
    first = leave(client)
    client.post(
        f"/api/feedback/{first['id']}/vote", {"proof": first["proof"], "code": code(ports, first["id"])}
    )

    assert leave(client) == first


@pytest.mark.parametrize("key", [None, "short"])
def test_without_a_key_nothing_is_left(client: Client, ports: Ports, key: str | None) -> None:
    assert client.post("/api/feedback", IDEA, key).status == 400
    assert ports.posts.listed(("pending",), 10) == []


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"kind": "praise"}, {"kind": "choose_kind"}),
        ({"text": " \n "}, {"text": "required"}),
        ({"text": "я" * 5001}, {"text": "too_long"}),
        ({"title": "я" * 101}, {"title": "too_long"}),
        ({"contact": {"name": "я" * 101}}, {"contact.name": "too_long"}),
        ({"contact": {"email": "x"}}, {"contact.email": "not_an_email"}),
        ({"contact": {"phone": "+49"}}, {"contact.phone": "unknown_field"}),
        ({"state": "open"}, {"state": "unknown_field"}),
        ({"_cc": "b@example.org"}, {"_cc": "unknown_field"}),
        ({"redirect": "https://x.example"}, {"redirect": "unknown_field"}),
        ({"stars": 5}, {"stars": "only_reviews"}),
        ({"sku": "TEA-1"}, {"sku": "only_reviews"}),
        ({"order": {"number": "V-10001-4", "key": "k"}}, {"order": "only_reviews"}),
        ({"kind": "review", "stars": 6, "sku": "TEA-1"}, {"stars": "choose_stars"}),
        ({"kind": "review", "stars": True, "sku": "TEA-1"}, {"stars": "not_text"}),
        ({"kind": "review", "stars": 5}, {"sku": "required"}),
        ({"kind": "review", "stars": 5, "sku": "GONE"}, {"sku": "not_on_sale"}),
        (
            {"kind": "review", "stars": 5, "sku": "TEA-1", "order": {"number": "V-10001-4", "key": "k"}},
            {"order": "order_not_found"},
        ),
    ],
)  # fmt: skip
def test_every_mistake_is_told(client: Client, changes: dict[str, Any], wrong: dict[str, str]) -> None:
    answer = client.post("/api/feedback", {**IDEA, **changes}, KEY)

    assert answer.status == 422
    assert {each["field"]: each["code"] for each in answer.json["errors"]} == wrong


def test_limits_count_letters_after_they_are_composed(client: Client, ports: Ports) -> None:
    decomposed = "и\u0306"  # й in two characters

    left = leave(client, title=decomposed * limits.TITLE, text=decomposed * limits.TEXT)

    post = ports.posts.by_id(left["id"])
    assert post is not None
    assert (post.title, post.text) == ("й" * limits.TITLE, "й" * limits.TEXT)


@pytest.mark.parametrize("kind", ["problem", "question", "thanks"])
def test_what_is_between_a_visitor_and_the_shop_is_never_shown(
    client: Client, ports: Ports, site: Path, kind: str
) -> None:
    decide(site, moderation=NEVER)

    left = leave(client, kind=kind)
    publish_post(ports, left["id"])

    assert (left["state"], left["proof"]) == ("pending", None)
    assert left["message"] == "Thank you. It has reached us."
    assert letters(ports, "idea_code") == []
    assert client.get("/api/feedback").json == {"ideas": [], "reviews": []}


def test_without_moderation_it_is_shown_at_once(client: Client, site: Path) -> None:
    decide(site, moderation=NEVER)

    left = leave(client)

    shown = client.get("/api/feedback")
    assert (left["state"], left["shown"]) == ("open", True)
    assert [each["id"] for each in shown.json["ideas"]] == [left["id"]]
    assert shown.headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize(
    "changes", [{"subject": "robot"}, {"form_token": "forged"}, {"consent": "feedback.0"}]
)
def test_without_moderation_what_is_doubted_or_was_not_agreed_to_is_looked_at(
    client: Client, site: Path, changes: dict[str, str]
) -> None:
    decide(site, moderation=NEVER)

    assert leave(client, **changes)["state"] == "pending"


def test_who_confirms_the_address_is_shown_where_only_others_are_looked_at(
    client: Client, ports: Ports, site: Path
) -> None:
    decide(site, moderation=UNVERIFIED)
    left = leave(client)

    vote = {"proof": left["proof"], "code": code(ports, left["id"])}
    answer = client.post(f"/api/feedback/{left['id']}/vote", vote)

    (idea,) = client.get("/api/feedback").json["ideas"]
    assert left["state"] == "pending"
    assert (answer.status, answer.json["votes"], answer.json["counted"]) == (200, 1, True)
    assert (idea["id"], idea["votes"], idea["unverified"]) == (left["id"], 1, 0)


def bought(client: Client, ports: Ports, order: dict[str, Any], to: str = "complete") -> dict[str, str]:
    """What the link of an order says that has come so far."""
    number, _, key = client.post("/api/orders", order, KEY).json["track"].partition("#")[2].partition(".")
    for status in ("approval", "assembling", "delivery", "complete"):
        found = ports.orders.by_number(number)
        assert found is not None
        if found.status != to:
            desk.move(found, status, TERMS, ports, datetime.now(UTC), who="owner")
    return {"number": number, "key": key}


def review(held: dict[str, str] | None = None, **changes: Any) -> dict[str, Any]:
    given = {**IDEA, "kind": "review", "stars": 5, "sku": "TP-01-S", "title": "", "contact": {"name": "Anna"}}
    return {**given, **({"order": held} if held else {}), **changes}


def test_a_review_with_the_link_of_a_complete_order_was_bought(
    client: Client, ports: Ports, order: dict[str, Any], site: Path
) -> None:
    held = bought(client, ports, order)
    decide(site, moderation=UNVERIFIED)

    left = client.post("/api/feedback", review(held), "review-key-1")

    (shown,) = client.get("/api/feedback").json["reviews"]
    assert (left.status, left.json["state"]) == (201, "open")
    assert (shown["bought"], shown["stars"], shown["sku"], shown["author"]) == (True, 5, "TP-01-S", "Anna")


def test_a_line_of_an_order_is_reviewed_once(client: Client, ports: Ports, order: dict[str, Any]) -> None:
    held = bought(client, ports, order)

    first = client.post("/api/feedback", review(held), "review-key-1")
    again = client.post("/api/feedback", review(held), "review-key-2")
    other = client.post("/api/feedback", review(held, stars=1), "review-key-3")

    assert (first.status, again.status) == (201, 201)
    assert again.json["id"] == first.json["id"]
    assert (other.status, other.json["errors"][0]["code"]) == (422, "already_reviewed")


@pytest.mark.parametrize(("to", "sku"), [("delivery", "TP-01-S"), ("complete", "TEA-1")])
def test_what_was_not_got_with_the_order_is_not_called_bought(
    client: Client, ports: Ports, order: dict[str, Any], to: str, sku: str
) -> None:
    held = bought(client, ports, order, to)

    left = client.post("/api/feedback", review(held, sku=sku), "review-key-1")

    post = ports.posts.by_id(left.json["id"])
    assert post is not None
    assert not post.bought


def test_a_review_needs_no_words_and_no_address(client: Client) -> None:
    assert client.post("/api/feedback", review(text="", stars="4"), KEY).status == 201


def test_what_pages_of_the_shop_s_other_sites_may_ask(client: Client, site: Path) -> None:
    decide(site, sites=(BLOG,))
    asked = {"origin": BLOG, "access-control-request-method": "POST"}

    before = client.send("OPTIONS", "/api/feedback", b"", asked)
    left = client.post("/api/feedback", IDEA, KEY, origin=BLOG)
    token = client.get("/api/form-token", {"origin": BLOG})

    assert before.status == 204
    assert before.headers["access-control-allow-methods"] == "POST"
    assert before.headers["access-control-allow-headers"] == "Content-Type, Idempotency-Key"
    for answer in (before, left, token):
        assert answer.headers["access-control-allow-origin"] == BLOG
        assert answer.headers["vary"] == "Origin"
        assert "access-control-allow-credentials" not in answer.headers


def test_a_refusal_can_be_read_there_too(client: Client, site: Path) -> None:
    decide(site, sites=(BLOG,))

    answer = client.post("/api/feedback", {**IDEA, "kind": ""}, KEY, origin=BLOG)

    assert (answer.status, answer.headers["access-control-allow-origin"]) == (422, BLOG)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://blog.example.evil.example"])
def test_other_sites_may_ask_nothing(client: Client, site: Path, origin: str) -> None:
    decide(site, sites=(BLOG,))

    for answer in (
        client.send("OPTIONS", "/api/feedback", b"", {"origin": origin}),
        client.post("/api/feedback", IDEA, KEY, origin=origin),
        client.get("/api/form-token", {"origin": origin}),
    ):
        assert "access-control-allow-origin" not in answer.headers


def test_no_other_call_is_shared(client: Client, site: Path, order: dict[str, Any]) -> None:
    decide(site, sites=(BLOG,))

    for answer in (
        client.get("/api/feedback", {"origin": BLOG}),
        client.post("/api/orders", order, KEY, origin=BLOG),
        client.post("/api/track", {}, origin=BLOG),
    ):
        assert "access-control-allow-origin" not in answer.headers


def test_what_everybody_sees_holds_no_other_field(
    client: Client, ports: Ports, order: dict[str, Any], site: Path
) -> None:
    held = bought(client, ports, order)
    decide(site, moderation=NEVER)
    idea = leave(client, contact={"name": "Anna", "email": "canary-one@example.org"}, page="/canary-page/")
    client.post("/api/feedback", review(held, page="/canary-page/"), "review-key-1")
    leave(client, "private-key-1", kind="question", title="canary-title", text="canary-text")
    leave(client, "doubted-key-1", subject="robot", title="canary-title", text="canary-text",
          contact={"name": "canary-name"})  # fmt: skip
    confirmed = {"proof": idea["proof"], "code": code(ports, idea["id"], "canary-one@example.org")}
    client.post(f"/api/feedback/{idea['id']}/vote", confirmed)
    client.post(f"/api/feedback/{idea['id']}/vote", {"email": "canary-two@example.org"})

    shown = client.get("/api/feedback")
    votes = client.get(f"/api/feedback/votes?id={idea['id']}")

    stored = ports.posts.by_id(idea["id"])
    assert stored is not None
    voters = [vote.voter for vote in ports.votes.of_post(idea["id"])]
    secrets = (*stored.contacts, held["number"], held["key"], *voters)
    assert len(secrets) == 4
    assert (len(shown.json["ideas"]), len(shown.json["reviews"])) == (1, 1)
    assert votes.json == {idea["id"]: {"votes": 1, "unverified": 0}}
    for answer in (shown, votes):
        for canary in ("canary", *secrets):
            assert canary not in answer.text
    assert set(shown.json["ideas"][0]) == {
        "id", "kind", "title", "text", "author", "state", "opened_at", "changed_at", "answer", "duplicate_of",
        "language", "votes", "unverified",
    }  # fmt: skip
    assert set(shown.json["reviews"][0]) == {
        "id", "sku", "stars", "title", "text", "author", "bought", "opened_at", "answer", "language",
    }  # fmt: skip


def test_a_duplicate_leads_to_what_is_shown(client: Client, ports: Ports, site: Path) -> None:
    decide(site, moderation=NEVER)
    first, second = leave(client), leave(client, "second-key-1")
    stored = [ports.posts.by_id(each["id"]) for each in (first, second)]
    assert all(stored)
    moderating.merge(stored[0], stored[1], ports, datetime.now(UTC), who="owner", answer="The same.")  # type: ignore[arg-type]

    ideas = {each["id"]: each for each in client.get("/api/feedback").json["ideas"]}

    assert ideas[first["id"]]["duplicate_of"] == second["id"]
    assert ideas[first["id"]]["answer"]["text"] == "The same."
    assert ideas[second["id"]]["duplicate_of"] is None


def test_a_duplicate_of_what_was_taken_down_leads_nowhere(client: Client, ports: Ports, site: Path) -> None:
    decide(site, moderation=NEVER)
    first, second = leave(client), leave(client, "second-key-1")
    stored = [ports.posts.by_id(each["id"]) for each in (first, second)]
    moderating.merge(stored[0], stored[1], ports, datetime.now(UTC), who="owner")  # type: ignore[arg-type]
    moderating.move(stored[1], "rejected", "", ports, datetime.now(UTC), who="owner")  # type: ignore[arg-type]

    (idea,) = client.get("/api/feedback").json["ideas"]

    assert (idea["id"], idea["duplicate_of"]) == (first["id"], None)


def test_votes_over_http(client: Client, ports: Ports, site: Path) -> None:
    decide(site, moderation=NEVER)
    path = f"/api/feedback/{leave(client)['id']}/vote"

    counted = client.post(path, {})
    asked = client.post(path, {"email": "bert@example.org", "language": "ru"})
    typed = code(ports, path.split("/")[3], "bert@example.org")
    done = client.post(path, {"proof": asked.json["proof"], "code": typed})
    again = client.post(path, {"proof": done.json["proof"]})
    wrong = client.post(path, {"proof": asked.json["proof"], "code": "000000"})
    missing = client.post("/api/feedback/nothing/vote", {})

    assert (counted.status, counted.json["unverified"]) == (200, 1)
    assert (asked.status, set(asked.json)) == (202, {"proof", "message"})
    assert (done.status, done.json["votes"], done.json["unverified"]) == (200, 1, 0)
    assert (again.status, again.json["counted"]) == (200, False)
    assert (wrong.status, wrong.json["errors"][0]["code"]) == (422, "wrong_code")
    assert (missing.status, missing.json["type"]) == (404, "urn:vitrina:problem:post_not_found")


def test_a_settled_idea_says_so(client: Client, ports: Ports, site: Path) -> None:
    decide(site, moderation=NEVER)
    id = leave(client)["id"]
    post = ports.posts.by_id(id)
    assert post is not None
    moderating.move(post, "completed", "", ports, datetime.now(UTC), who="owner")

    answer = client.post(f"/api/feedback/{id}/vote", {})

    assert (answer.status, answer.json["type"]) == (409, "urn:vitrina:problem:illegal_move")


def test_of_fifty_tries_at_a_code_at_the_same_moment_the_store_lets_five_be_compared(
    client: Client, ports: Ports
) -> None:
    left = leave(client)
    right = int(code(ports, left["id"]))
    guesses = [f"{(right + 1 + number) % 1_000_000:06}" for number in range(50)]
    at = datetime.now(UTC)

    def tried(guess: str) -> str:
        try:
            return codes.confirmed(ports.root_key, left["id"], left["proof"], guess, ports.limits, at)
        except Invalid as invalid:
            return invalid.errors[0].code

    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(tried, guesses))

    assert Counter(answers) == {"wrong_code": 5, "spent_code": 45}
    assert tried(f"{right:06}") == "spent_code"
