from __future__ import annotations

import json
from pathlib import Path

from shop.terms import Canned
from shop.text import Text
from tests.storefront.conftest import Shop, build


def read(shop: Shop, text: str) -> tuple[Canned, ...]:
    shop.write("answers.yaml", text)
    return shop.load().terms.canned


def test_answers_are_read_in_the_order_they_are_written(shop: Shop) -> None:
    sent, back = read(
        shop,
        "- {name: {en: On its way, ru: В пути}, text: {en: It has left us., ru: Посылка отправлена.}}\n"
        "- name: Back\n  text: |\n    Send it  back.\n\n    Within 30 days.\n",
    )

    assert sent == Canned(
        Text({"en": "On its way", "ru": "В пути"}),
        Text({"en": "It has left us.", "ru": "Посылка отправлена."}),
    )
    assert back.text["ru"] == "Send it back.\n\nWithin 30 days."


def test_a_shop_need_not_have_any(shop: Shop) -> None:
    assert shop.load().terms.canned == ()


def test_an_answer_as_long_as_a_message_may_be_is_taken(shop: Shop) -> None:
    (longest,) = read(shop, f"- name: Long\n  text: {'ё' * 4000}\n")

    assert len(longest.text["en"]) == 4000


def test_answers_are_published_with_the_terms(content: Path, tmp_path: Path) -> None:
    (content / "answers.yaml").write_text("- {name: On its way, text: It has left us.}\n")

    build(content, tmp_path / "dist")

    index = json.loads((tmp_path / "dist" / "prices" / "index.json").read_text("utf-8"))
    assert index["terms"]["canned"] == [
        {"name": {"by_language": {"*": "On its way"}}, "text": {"by_language": {"*": "It has left us."}}}
    ]
