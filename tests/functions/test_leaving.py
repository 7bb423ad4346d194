"""Feedback by plain forms, whatever becomes of it afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.routing import Route

from functions import _calls, _leaving
from functions._calls import post
from functions._post_schema import LeftAnswer
from functions._web import Sent
from functions._wiring import Ports
from shop.errors import FieldError, Invalid, KeyReused, ShopError, TooMany
from tests.functions.browser import Answer, Client
from tests.functions.test_pages import well_formed

TYPED = {
    "kind": "problem",
    "text": "The lid\nof <b>mine is chipped.",
    "contact.name": "Anna <b>Berg",
    "contact.email": "anna@example.org",
    "page": "/product/kyusu/",
    "language": "en",
}


class Shop:
    """Takes whatever is left, or refuses it."""

    def __init__(self, error: ShopError | None = None) -> None:
        self.error = error
        self.left: list[tuple[Sent, str]] = []

    def leave(self, _ports: Ports, sent: Sent, key: str) -> LeftAnswer:
        if self.error:
            raise self.error
        self.left.append((sent, key))
        return LeftAnswer("a-post", "pending", False, "We read it & answer soon.", None)


Opens = Callable[[Shop], Client]


@pytest.fixture
def open_shop(ports: Ports) -> Opens:
    def opened(shop: Shop) -> Client:
        route = Route(
            "/api/feedback",
            post(lambda ports, sent: _leaving.leave(ports, sent, shop.leave), lambda: ports),
            methods=["POST"],
        )
        return Client(_calls.application([route]))

    return opened


def kept(page: Answer) -> dict[str, str]:
    return {name: page.fields[name] for name in TYPED}


def test_what_comes_from_a_static_page_is_looked_at_once_more_and_nothing_is_left(open_shop: Opens) -> None:
    shop = Shop()

    page = open_shop(shop).submit("/api/feedback", TYPED)

    assert (page.status, shop.left) == (200, [])
    assert well_formed(page)
    assert kept(page) == TYPED
    assert "Nothing has been sent yet." in page.text
    assert page.fields["subject"] == ""
    assert page.fields["form_token"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_was_looked_at_is_left_with_its_key_and_answered_with_what_happens_next(
    open_shop: Opens, language: str
) -> None:
    shop = Shop()
    client = open_shop(shop)
    looked = client.submit("/api/feedback", TYPED | {"language": language})

    thanks = client.submit("/api/feedback", looked.fields)

    [(sent, key)] = shop.left
    assert (thanks.status, well_formed(thanks)) == (201, True)
    assert "We read it &amp; answer soon." in thanks.text
    assert {"en": "Thank you", "ru": "Спасибо"}[language] in thanks.text
    assert key == looked.fields["idempotency_key"]
    assert sent.fields["contact"] == {"name": "Anna <b>Berg", "email": "anna@example.org"}


def test_mistakes_stand_beside_their_fields_and_nothing_typed_is_lost(open_shop: Opens) -> None:
    wrong = [FieldError("contact.email", "not_an_email"), FieldError("text", "required")]
    shop = Shop(Invalid(wrong))

    page = open_shop(shop).submit("/api/feedback", TYPED | {"idempotency_key": "once-and-for-all"})

    assert page.status == 422
    assert well_formed(page)
    assert kept(page) == TYPED
    assert page.fields["idempotency_key"] == "once-and-for-all"
    for id in ("contact-email", "text"):
        assert f'href="#{id}"' in page.text
        assert f'id="{id}-error"' in page.text
    assert page.text.count('aria-invalid="true"') == 2
    assert "<title>Please check: Your feedback" in page.text


def test_a_mistake_in_a_field_nobody_sees_leads_to_the_top(open_shop: Opens) -> None:
    shop = Shop(Invalid([FieldError("page", "too_long", {"limit": 200})]))

    page = open_shop(shop).submit("/api/feedback", TYPED | {"idempotency_key": "once-and-for-all"})

    assert 'href="#main"' in page.text


def test_a_page_that_was_sent_with_other_words_before_gets_a_key_and_a_token_of_its_own(
    open_shop: Opens,
) -> None:
    looked = open_shop(Shop()).submit("/api/feedback", TYPED)

    page = open_shop(Shop(KeyReused())).submit("/api/feedback", looked.fields)

    assert page.status == 422
    assert kept(page) == TYPED
    assert page.fields["idempotency_key"] != looked.fields["idempotency_key"]
    assert page.fields["form_token"] != looked.fields["form_token"]


def test_too_much_at_once_is_told_with_a_time_to_come_back(open_shop: Opens) -> None:
    page = open_shop(Shop(TooMany(90))).submit("/api/feedback", TYPED | {"idempotency_key": "once-and-all"})

    assert (page.status, page.headers["retry-after"]) == (429, "90")
    assert "2 min" in page.text
    assert kept(page) == TYPED
    assert page.fields["idempotency_key"] == "once-and-all"


def test_a_kind_nobody_knows_leaves_the_first_one_chosen(open_shop: Opens) -> None:
    page = open_shop(Shop()).submit("/api/feedback", TYPED | {"kind": "compliment"})

    assert page.fields["kind"] == "idea"
