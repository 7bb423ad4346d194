from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shop.history import History
from storefront import history
from storefront.generator import Generator, Report
from storefront.history import Keeper, NoHistory
from tests.storefront.conftest import TEMPLATES, quiet

FIRST = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
KNOWN = "Lowest price in the 30 days before the reduction: €45.00"


@dataclass
class Diary:
    """A shop that is built from day to day; one of its things costs what the day says."""

    content: Path
    root: Path
    day: int = 0
    named: Path | None = None
    url: str | None = None

    def sells(self, price: str, was: str | None = None, more: str = "") -> None:
        (self.content / "catalog" / "things.yaml").write_text(
            "category: {slug: things, name: Things}\nproducts:\n"
            f"  - {{sku: FIRST-1, slug: first, name: First, price: {price}"
            f"{f', was: {was}' if was else ''}{more}}}\n",
            "utf-8",
        )

    def build(self, after: int = 0) -> Report:
        self.day += after
        return Generator(
            self.content, TEMPLATES, self.root / "dist", self.root / "cache", self.url,
            history=self.named, clock=lambda: FIRST + timedelta(days=self.day),
        ).build(quiet)  # fmt: skip

    def page(self, path: str = "product/first") -> str:
        return (self.root / "dist" / path / "index.html").read_text("utf-8")

    @property
    def kept(self) -> Path:
        return self.root / "cache" / "history" / "content.json"

    @property
    def published(self) -> Path:
        return self.root / "dist" / "prices" / "history.json"


def about(report: Report, word: str) -> list[str]:
    return [note for note in report.notes if word in note]


@pytest.fixture
def diary(content: Path, tmp_path: Path) -> Diary:
    (content / "catalog" / "pots.yaml").unlink()
    diary = Diary(content, tmp_path)
    diary.sells("45")
    return diary


def reduced_after_two_months(diary: Diary) -> Report:
    diary.build()
    diary.sells("50")
    diary.build(after=50)
    diary.sells("40", was="50")
    return diary.build(after=10)


def test_a_reduced_price_stands_with_the_lowest_before_it(diary: Diary) -> None:
    reduced_after_two_months(diary)

    assert KNOWN in diary.page()
    assert "Самая низкая цена за 30 дней до снижения: 45,00\u00a0€" in diary.page("ru/product/first")


def test_a_card_says_it_only_where_it_is_not_the_previous_price_itself(diary: Diary) -> None:
    reduced_after_two_months(diary)
    assert KNOWN in diary.page("catalog/things")

    diary.sells("40", was="45")
    diary.build()

    assert KNOWN not in diary.page("catalog/things")
    assert KNOWN in diary.page()


def test_every_choice_has_its_own_lowest_price(diary: Diary) -> None:
    def cups(small: str, large: str) -> None:
        (diary.content / "catalog" / "cups.yaml").write_text(
            "category: {slug: cups, name: Cups}\nproducts:\n"
            "  - sku: CUP\n    name: Cup\n    options: {Size: [S, L]}\n    variants:\n"
            f"      - {{sku: CUP-S, options: {{Size: S}}, {small}}}\n"
            f"      - {{sku: CUP-L, options: {{Size: L}}, {large}}}\n",
            "utf-8",
        )

    cups("price: 11", "price: 22")
    diary.build()
    cups("price: 10, was: 11", "price: 20, was: 22")
    diary.build(after=40)

    page = diary.page("product/cup")
    choice = page.split('<template data-price-of="CUP-L">')[1].split("</template>")[0]
    assert "before the reduction: €22.00" in choice
    assert "€11.00" not in choice


def test_what_is_not_known_is_not_shown_and_told_once(diary: Diary) -> None:
    diary.sells("40", was="50")

    report = diary.build()

    assert "before the reduction" not in diary.page()
    assert about(report, "FIRST-1") == [
        "the lowest price of the 30 days before the reduction is not known for FIRST-1, and not shown:"
        " the price history does not reach back so far."
    ]


def test_an_owner_hears_that_the_previous_price_is_not_the_lowest(diary: Diary) -> None:
    report = reduced_after_two_months(diary)

    assert about(report, "FIRST-1") == [
        '"was:" is higher than the lowest price of the 30 days before the reduction for FIRST-1;'
        " the pages show both."
    ]


def test_an_owner_hears_of_a_new_number_without_a_new_count_until_the_next_build(diary: Diary) -> None:
    diary.sells("45", more=", stock: 7, counted: 2026-08-30")
    diary.build()
    diary.sells("45", more=", stock: 5, counted: 2026-08-30")

    changed, same = (about(diary.build(), "stock") for _ in range(2))
    diary.sells("45", more=", stock: 9, counted: 2026-09-01")
    counted = about(diary.build(), "stock")

    assert changed == [
        '"stock:" has changed and "counted:" has not for FIRST-1 (7 to 5): orders since the last count'
        " are still subtracted. If you have counted anew, write when."
    ]
    assert same == counted == []


def test_a_build_with_an_empty_cache_goes_on_from_what_is_published(diary: Diary) -> None:
    diary.build()
    diary.sells("50")
    diary.build(after=50)
    diary.kept.unlink()
    diary.sells("40", was="50")

    diary.build(after=10)

    assert KNOWN in diary.page()
    assert diary.kept.read_bytes() == diary.published.read_bytes()


def test_what_another_shop_has_published_there_is_no_history_of_this_one(diary: Diary) -> None:
    diary.build()
    diary.kept.unlink()
    shop = diary.content / "shop.yaml"
    shop.write_text(shop.read_text("utf-8").replace("https://shop.example", "https://other.example"), "utf-8")

    diary.build(after=50)

    assert json.loads(diary.published.read_text("utf-8"))["history"]["since"] == "2026-10-21"


def test_a_named_history_goes_before_all_others(diary: Diary) -> None:
    diary.build()
    saved = diary.root / "saved.json"
    diary.published.rename(saved)
    diary.kept.unlink()
    diary.sells("50")
    diary.build(after=50)
    diary.named = saved
    diary.sells("40", was="50")

    diary.build(after=10)

    assert KNOWN in diary.page()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (None, "there is no file saved.json, which was to be the price history"),
        ("<html>", "saved.json cannot be read as a price history: JSON is malformed"),
        ('{"shop": "s", "history": {"since": "2026"}}', "saved.json cannot be read as a price history: "),
    ],
    ids=["missing", "a page", "no date"],
)
def test_a_named_history_that_cannot_be_used_stops_the_build(
    diary: Diary, written: str | None, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(diary.root)
    diary.named = Path("saved.json")
    if written is not None:
        diary.named.write_text(written, "utf-8")

    with pytest.raises(NoHistory) as raised:
        diary.build()

    assert str(raised.value).startswith(told)
    assert not (diary.root / "dist").exists()


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\xff\xfe",
        b'{"shop":"s","history":{"since":"2026-01-01","entries":{}},"version":9}',
        b'{"shop":"s","history":{"since":"2026-01-01","entries":{"A":[]}},"version":1}',
        b'{"shop":"s","history":{"since":"2026-01-01","entries":{"A":[{"day":"2026-02-01","price":null},'
        b'{"day":"2026-01-01","price":null}]}},"version":1}',
    ],
    ids=["empty", "no text", "of a later version", "without entries", "out of order"],
)
def test_a_broken_file_in_the_cache_is_told_of_and_put_aside(diary: Diary, broken: bytes) -> None:
    diary.build()
    diary.kept.write_bytes(broken)

    report = diary.build(after=40)

    aside = diary.kept.with_name("content-broken-1.json")
    (note,) = about(report, "history")
    assert note.startswith(f"{diary.kept} cannot be read as a price history: ")
    assert f"--history {aside}" in note
    assert aside.read_bytes() == broken
    assert json.loads(diary.kept.read_text("utf-8"))["history"]["since"] == "2026-09-01", (
        "from what is published"
    )
    assert about(diary.build(), "cannot be read") == []


def test_a_second_broken_file_does_not_overwrite_the_first(diary: Diary) -> None:
    diary.build()
    for broken in (b"one", b"two", b"one"):
        diary.kept.write_bytes(broken)
        diary.build()

    assert sorted(file.name for file in diary.kept.parent.iterdir()) == [
        "content-broken-1.json", "content-broken-2.json", "content.json",
    ]  # fmt: skip


def test_a_shop_that_is_only_looked_at_here_leaves_no_trace(diary: Diary) -> None:
    diary.url = "http://127.0.0.1:8000"

    diary.build()

    assert not diary.kept.exists()
    assert not diary.published.exists()


def test_a_day_is_that_of_the_shop(diary: Diary) -> None:
    shop = diary.content / "shop.yaml"
    shop.write_text(shop.read_text("utf-8").replace("Europe/Berlin", "Pacific/Auckland"), "utf-8")
    late = datetime(2026, 9, 1, 20, 0, tzinfo=UTC)

    Generator(diary.content, TEMPLATES, diary.root / "dist", diary.root / "cache", clock=lambda: late).build(
        quiet
    )

    assert json.loads(diary.kept.read_text("utf-8"))["history"]["since"] == "2026-09-02"


def test_what_is_kept_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = Keeper(tmp_path / "history" / "shop.json", tmp_path / "dist")
    first = history.encoded(History(date(2026, 9, 1)), "https://shop.example")
    keeper.keep(first)

    def full(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="full"):
        keeper.keep(b"other")

    assert [file.name for file in (tmp_path / "history").iterdir()] == ["shop.json"]
    assert (tmp_path / "history" / "shop.json").read_bytes() == first
