"""Somebody of the shop who reads what visitors have left, and a look into their letters for a code."""

from __future__ import annotations

import re
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page

from functions._wiring import Ports, embedded
from shop import consents, desk, moderating
from shop.posts import IDEA, OPEN, PENDING, Post
from tests.browser.conftest import PATIENCE, Shop
from tests.browser.customers import call

_CODE = re.compile(r"^\s*(\d{6}|\d{3} \d{3})\s*$", re.MULTILINE)


@contextmanager
def store(shop: Shop) -> Iterator[Ports]:
    ports = embedded(str(shop.state.parent / "site"), shop.state)
    try:
        yield ports
    finally:
        ports.close()


def left(shop: Shop, title: str, **more: Any) -> str:
    """The id of an idea that somebody has left past the pages."""
    idea = {
        "kind": IDEA, "title": title, "text": f"{title}, please.", "contact": {"name": "Clara"},
        "consent": consents.token(consents.FEEDBACK),
    }  # fmt: skip
    id: str = call(shop, "/api/feedback", idea | more, secrets.token_hex(8))["id"]
    return id


def newest(shop: Shop, text: str) -> Post:
    """What a visitor has just left with these words in it."""
    with store(shop) as ports:
        return next(post for post in ports.posts.listed((PENDING,), 50) if text in post.text + post.title)


def move(shop: Shop, id: str, to: str = OPEN, answer: str = "") -> None:
    with store(shop) as ports:
        post = ports.posts.by_id(id)
        assert post is not None
        moderating.move(post, to, answer, ports, datetime.now(UTC), who="owner")


def merge(shop: Shop, id: str, into: str) -> None:
    with store(shop) as ports:
        duplicate, original = ports.posts.by_id(id), ports.posts.by_id(into)
        assert duplicate is not None
        assert original is not None
        moderating.merge(duplicate, original, ports, datetime.now(UTC), who="owner")


def complete(shop: Shop, number: str) -> None:
    """Brings an order to its customer."""
    with store(shop) as ports:
        for status in ("approval", "assembling", "delivery", "complete"):
            order = ports.orders.by_number(number)
            assert order is not None
            terms = ports.prices.book(()).terms
            desk.move(order, status, terms, ports, datetime.now(UTC), who="owner")


def submit(page: Page, path: str, fields: dict[str, str]) -> None:
    """The page that answers a form without script, in a browser that can be asked about it."""
    page.goto("/404.html")
    page.evaluate(
        """([path, fields]) => {
            const form = Object.assign(document.createElement("form"), {method: "post", action: path});
            for (const [name, value] of Object.entries(fields)) {
                const field = document.createElement("input");
                form.append(Object.assign(field, {name, value, type: "hidden"}));
            }
            document.body.append(form);
            form.submit();
        }""",
        [path, fields],
    )
    page.wait_for_url(f"**{path}")


def wait_for(shop: Shop, path: str, words: str = "") -> None:
    """Until the page has been built and says that."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(shop.url + path) as answer:
                if words in answer.read().decode():
                    return
        except urllib.error.HTTPError:
            pass
        assert time.monotonic() < end, f"{path} was not built, or does not say {words}"
        time.sleep(0.2)


def code_for(shop: Shop, email: str) -> str:
    """The six digits of the newest letter to that address."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for letter in reversed(shop.letters(0, within=0)):
            body = letter.get_body(("plain",)) if letter["To"] == email else None
            if body and (found := _CODE.search(body.get_content())):
                return found[1]
        time.sleep(0.1)
    raise AssertionError(f"no code has come to {email}")
