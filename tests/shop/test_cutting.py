from __future__ import annotations

from dataclasses import replace

import pytest

from shop.cutting import on_sale, within
from shop.pricing import Line, quote
from shop.text import Text
from tests.shop.makers import BOOK, TERMS, offer

OFFERS = {
    **BOOK.offers,
    "C": replace(offer("C", "1", 0), name=Text.plain("Cup"), option=Text.plain("blue")),
}


def quoted(*lines: Line):  # type: ignore[no-untyped-def]
    return quote(lines, OFFERS, TERMS, "one")


def test_a_line_is_cut_to_what_is_left_and_one_that_is_sold_out_goes() -> None:
    cut, cuts = within({"note": "x"}, quoted(Line("A", 5), Line("B", 4), Line("C", 1)))

    assert cut == {"note": "x", "lines": [{"sku": "A", "quantity": 5}, {"sku": "B", "quantity": 3}]}
    assert [(each.sku, each.wanted, each.left) for each in cuts] == [("B", 4, 3), ("C", 1, 0)]
    assert (cuts[1].name["en"], cuts[1].option["en"]) == ("Cup", "blue")


@pytest.mark.parametrize("lines", [(Line("A", 5), Line("B", 3)), (Line("C", 1),)])
def test_a_basket_of_which_all_or_nothing_is_left_stays_as_it_came(lines: tuple[Line, ...]) -> None:
    sent = {"lines": "as they came"}

    assert within(sent, quoted(*lines)) == (sent, ())


def test_what_is_no_longer_sold_is_left_out_once_for_each() -> None:
    lines = [{"sku": " A ", "quantity": "1"}, {"sku": "X"}, {"sku": "X"}, {"quantity": 1}]

    cut, cuts = on_sale({"lines": lines}, BOOK)

    assert cut == {"lines": [lines[0], lines[3]]}
    assert [(each.sku, each.left) for each in cuts] == [("X", None)]


@pytest.mark.parametrize("lines", [None, "A", [], [{"sku": "X"}], [{"sku": "A"}], [{"sku": 1}, {"sku": ""}]])
def test_a_form_that_cannot_be_mended_so_stays_as_it_came(lines: object) -> None:
    assert on_sale({"lines": lines}, BOOK) == ({"lines": lines}, ())
