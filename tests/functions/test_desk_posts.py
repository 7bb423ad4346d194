"""A post behind a link in the owner's letter: published, answered, merged, kept from everybody there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions import desk as pages
from functions._wiring import Ports
from functions.outbox import drain
from shop import actions, consents, posting, posts, showing
from shop.posts import KINDS, STATES, Post, Vote
from shop.visits import Visit
from tests.functions.browser import Answer, Client
from tests.functions.conftest import ROOT_KEY
from tests.functions.test_pages import well_formed
from tests.storefront.evasions import EVASIONS

SENT = {
    "kind": "idea",
    "title": "A bigger pot",
    "text": "Please make a pot for six people.",
    "contact": {"name": "Anna Berg", "email": "anna@example.org"},
    "consent": consents.token(consents.FEEDBACK),
    "page": "/product/gaiwan/",
}


@pytest.fixture
def owner(ports: Ports) -> Client:
    return Client(pages.application(lambda: ports))


@pytest.fixture
def post(ports: Ports) -> Post:
    return left(ports)


def left(ports: Ports, number: int = 1, **changes: Any) -> Post:
    return posting.leave(
        {**SENT, **changes}, Visit(), key=f"key-{number}", language="en", post_id=f"{number:032x}",
        shop=ports, at=datetime.now(UTC),
    ).case  # fmt: skip


def link(post: Post, purpose: str = actions.POST, age: timedelta = timedelta()) -> str:
    return actions.PATH + actions.sign(ROOT_KEY, purpose, post.id, datetime.now(UTC) - age)


def now(ports: Ports, post: Post) -> Post:
    found = ports.posts.by_id(post.id)
    assert found is not None
    return found


def put(ports: Ports, post: Post, **changes: Any) -> Post:
    """The post as if all that had happened to it."""
    before = now(ports, post)
    filing = posts.flagged(before, f"at-{before.version}", datetime.now(UTC))
    assert filing is not None
    changed = replace(filing.case, flags=(), **changes)
    ports.posts.change(replace(filing, case=changed))
    return changed


def press(owner: Client, post: Post, do: str, version: int = 1, **fields: str) -> Answer:
    return owner.submit(link(post), {"version": str(version), "do": do, **fields})


def buttons(page: Answer) -> set[str]:
    return set(re.findall(r'name="do" value="([\w.]+)"', page.text))


def test_the_link_in_the_letter_shows_the_post(owner: Client, ports: Ports, post: Post) -> None:
    drain(ports, datetime.now(UTC))
    folder = ports.mailer._folder  # type: ignore[attr-defined]
    letters = [file.read_text().replace("=\n", "") for file in folder.glob("*.eml")]
    owners = [each for each in letters if "/desk/act/" in each]
    found = re.search(r"https://shop\.example(/desk/act/[\w.-]+)", owners[0])
    assert found

    page = owner.get(found[1])

    assert page.status == 200
    assert well_formed(page)
    assert len(owners) == 1
    assert "Reply-To" not in owners[0]
    for said in ("An idea", "A bigger pot", "Please make a pot for six people.", "Anna Berg",
                 "anna%40example.org", "/product/gaiwan/", "Waits for you to look at it", "Publish it",
                 "Nobody has confirmed this address"):  # fmt: skip
        assert said in page.text, said


def test_an_idea_is_published_with_an_answer(owner: Client, ports: Ports, post: Post) -> None:
    answer = press(owner, post, "move.open", answer="A good thought.\n\nWe ask our potter.")

    assert (answer.status, answer.headers["location"]) == (303, f"{link(post)}?done=1")
    (shown,) = showing.published(ports).ideas
    assert shown.answer is not None
    assert (shown.title, shown.answer.text) == ("A bigger pot", "A good thought.\n\nWe ask our potter.")
    assert "Done. This is where it is now." in owner.get(f"{link(post)}?done=1").text


def test_an_idea_is_answered_where_it_is(owner: Client, ports: Ports, post: Post) -> None:
    press(owner, post, "move.open")

    assert press(owner, post, "answer", 2, answer="We ask our potter.").status == 303

    after = now(ports, post)
    assert after.answer is not None
    assert (after.state, after.answer.text) == ("open", "We ask our potter.")


def test_what_is_rejected_is_seen_by_nobody(owner: Client, ports: Ports, post: Post) -> None:
    assert press(owner, post, "move.rejected").status == 303

    assert showing.published(ports).ideas == ()
    assert "Publish it" in owner.get(link(post)).text


def test_an_idea_is_put_together_with_another_and_its_votes_go_along(
    owner: Client, ports: Ports, post: Post
) -> None:
    other, hidden = left(ports, 2, title="A pot for six"), left(ports, 3, title="Something else")
    for each in (post, other):
        press(owner, each, "move.open")
    ports.votes.cast(Vote(post.id, "v", True, datetime.now(UTC)))
    page = owner.get(link(post))
    assert f'value="{other.id}"' in page.text
    assert f'value="{hidden.id}"' not in page.text

    assert press(owner, post, "merge", 2).status == 422
    assert press(owner, post, "merge", 2, into="f" * 32).status == 422
    assert press(owner, post, "merge", 2, into=other.id).status == 303

    assert (now(ports, post).state, now(ports, post).duplicate_of) == ("duplicate", other.id)
    assert ports.votes.tally([other.id])[other.id].verified == 1


@pytest.mark.parametrize(
    ("kind", "state"),
    [(kind, state) for kind in KINDS for state in STATES if state != "read" or kind not in posts.PUBLIC],
)
def test_it_offers_exactly_what_can_follow(owner: Client, ports: Ports, kind: str, state: str) -> None:
    post = left(ports)
    other = left(ports, 2)
    press(owner, other, "move.open")
    stars = 4 if kind == "review" else 0
    changed = put(ports, post, kind=kind, state=state, stars=stars, sku="TP-01-S" if stars else "")

    page = owner.get(link(post))

    assert well_formed(page)
    offered = buttons(page)
    assert {each for each in offered if "." in each} == {f"move.{to}" for to in posts.choices(changed)}
    assert ("answer" in offered) == posts.is_shown(changed)
    merges = kind == "idea" and "duplicate" in posts.TRANSITIONS[state]
    assert ("merge" in offered) == merges
    assert ('id="answer"' in page.text) == (kind in posts.PUBLIC)


def test_what_is_declined_needs_an_answer(owner: Client, ports: Ports, post: Post) -> None:
    press(owner, post, "move.open")

    refused = press(owner, post, "move.declined", 2)

    assert refused.status == 422
    assert well_formed(refused)
    assert 'id="answer-error"' in refused.text
    assert press(owner, post, "move.declined", 2, answer="It would not fit our kiln.").status == 303


def test_a_page_that_is_out_of_date_says_what_happened_and_keeps_what_was_typed(
    owner: Client, ports: Ports, post: Post
) -> None:
    press(owner, post, "move.open", answer="Yes!")

    answer = press(owner, post, "move.rejected", answer="No, sorry.")

    assert answer.status == 409
    assert well_formed(answer)
    assert "Waits for you to look at it → Published: votes are welcome" in answer.text
    assert "No, sorry.</textarea>" in answer.text
    assert now(ports, post).state == "open"


def test_what_the_clock_has_noted_is_in_nobody_s_way(owner: Client, ports: Ports, post: Post) -> None:
    put(ports, post)

    assert press(owner, post, "move.open").status == 303


def test_looking_twice_and_sending_no_button_change_nothing(owner: Client, ports: Ports, post: Post) -> None:
    path = f"{link(post)}?do=move.open&version=1"
    for method in ("GET", "HEAD", "GET", "HEAD"):
        assert owner.send(method, path, b"", {}).status == 200

    assert owner.submit(link(post), owner.get(link(post)).fields).status == 422
    assert now(ports, post) == post


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"do": "publish"}, {"do": "move"}, {"do": "move.nowhere"}, {"do": "answer.open"},
        {"do": "move.open", "answer": "x" * 5001}, {"do": "move.open", "answer": "a\0b"},
        {"do": "answer", "answer": " "}, {"do": "move.open", "state": "completed"},
        {"do": "move.open", "version": "x"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_done(
    owner: Client, ports: Ports, post: Post, fields: dict[str, str]
) -> None:
    answer = owner.submit(link(post), {"version": "1", **fields})

    assert answer.status == 422
    assert well_formed(answer)
    assert now(ports, post) == post


def test_what_cannot_follow_is_refused(owner: Client, ports: Ports, post: Post) -> None:
    assert press(owner, post, "move.completed").status == 409
    assert now(ports, post) == post


def test_no_other_link_opens_it(owner: Client, ports: Ports, post: Post) -> None:
    for path in (link(post, actions.TICKET), link(replace(post, id="f" * 32)), link(post)[:-1] + "~"):
        assert owner.get(path).status == 404
        assert owner.submit(path, {"version": "1", "do": "move.open"}).status == 404
    assert owner.get(link(post, age=timedelta(days=8))).status == 410
    assert now(ports, post) == post


@pytest.mark.parametrize("evil", EVASIONS[::3])
def test_nothing_that_is_typed_becomes_markup(owner: Client, ports: Ports, evil: str) -> None:
    typed = "".join(c for c in evil if c.isprintable())[:90] + " x"
    post = left(ports, title=typed, text=typed, contact={"name": typed, "email": "anna@example.org"})
    press(owner, left(ports, 2, title=typed, text=typed), "move.open")
    press(owner, post, "move.open", answer=typed)

    seen = [owner.get(link(post)), press(owner, post, "move.open", answer=typed, into=typed[:60])]

    assert [page.status for page in seen] == [200, 409]
    for page in seen:
        assert well_formed(page)
        assert not re.search(r"<(script|svg|iframe|object|style|img)\b", page.text)


def test_a_new_link_is_sent_instead_of_one_that_is_too_old(owner: Client, ports: Ports, post: Post) -> None:
    drain(ports, datetime.now(UTC))

    assert owner.submit(link(post, age=timedelta(days=8)), {"do": "renew"}).status == 202

    drain(ports, datetime.now(UTC))
    folder = ports.mailer._folder  # type: ignore[attr-defined]
    letters = [file.read_text().replace("=\n", "") for file in folder.glob("*.eml")]
    (letter,) = (each for each in letters if "Subject: A new link: An idea" in each)
    found = re.search(r"https://shop\.example(/desk/act/[\w.-]+)", letter)
    assert found
    assert owner.get(found[1]).status == 200
