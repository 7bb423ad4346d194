"""What a built site shows of what visitors have said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import msgspec
import pytest

from tests.storefront.conftest import build
from tests.storefront.said import answer, idea, published, review

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "[x](javascript:alert(1)) **b**",
    "{{ 7 * 7 }}{% raw %}",
    "]]></content><entry>&bogus;",
    '" onmouseover="alert(1)',
    "https://evil.example/ @import",
    "\u202egnp.exe",
)


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    return tmp_path / "dist"


def page(dist: Path, path: str) -> Any:
    text = (dist / path.strip("/") / "index.html").read_text("utf-8")
    return html5lib.parse(text, namespaceHTMLElements=False)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def records(document: Any) -> list[dict[str, Any]]:
    found = (script.text for script in document.iter("script") if script.get("type") == "application/ld+json")
    return [json.loads(text) for text in found]


def test_a_shop_that_publishes_nothing_invites_to_the_board(content: Path, dist: Path) -> None:
    build(content, dist)

    assert "Nobody has proposed anything yet." in words(page(dist, "ideas").find(".//main"))
    assert "Пока никто ничего не предложил." in words(page(dist, "ru/ideas").find(".//main"))
    assert page(dist, "ideas").find(".//nav[@class='tabs']") is None


def test_an_idea_has_a_page_in_every_language_and_keeps_its_own(content: Path, dist: Path) -> None:
    samples = idea("Пробники", language="ru", text="Хочу\nпопробовать.", answer=answer("Soon."), votes=3)
    build(content, dist, feedback=lambda: published(samples))

    for at in ("", "ru/"):
        document = page(dist, f"{at}ideas/{samples['id']}")
        heading = document.find(".//h1")
        assert (heading.text, heading.get("lang")) == ("Пробники", "ru")
        text = document.find(".//p[@class='said post__text']")
        assert (text.text, text.get("lang")) == ("Хочу\nпопробовать.", "ru")
        assert "Soon." in words(document.find(".//main"))
        assert document.find(".//*[@data-verified]").text == "3"


def test_the_board_lists_by_order_and_by_stage(content: Path, dist: Path) -> None:
    one, two = idea("one", votes=5, opened_at="2026-11-01T10:00:00Z"), idea("two", state="started")
    build(content, dist, feedback=lambda: published(one, two, idea("three", state="completed")))

    def titles(path: str) -> list[str]:
        return [words(title) for title in page(dist, path).iter("h2") if title.get("class") == "idea__title"]

    assert titles("ideas/top") == ["one", "two"]
    assert titles("ideas/new") == ["two", "one"]
    assert titles("ideas/started") == ["two"]
    assert titles("ideas/completed") == ["three"]
    tabs = page(dist, "ideas").find(".//nav[@class='tabs']")
    assert [link.get("href") for link in tabs.iter("a")] == [
        "/ideas/", "/ideas/new/", "/ideas/top/", "/ideas/started/", "/ideas/completed/", "/ideas/roadmap/",
    ]  # fmt: skip
    assert not (dist / "ideas" / "declined").exists()
    columns = page(dist, "ideas/roadmap").findall(".//section")
    assert [[words(title) for title in column.iter("h3")] for column in columns] == [[], ["two"], ["three"]]


def test_a_long_list_goes_on_on_further_pages(content: Path, dist: Path) -> None:
    build(content, dist, feedback=lambda: published(*(idea(f"Idea {n}") for n in range(65))))

    pages = [page(dist, f"ideas/new/{n}".removesuffix("/1")) for n in (1, 2, 3)]
    assert [len(each.findall(".//li[@class='idea']")) for each in pages] == [30, 30, 5]
    turns = [[link.get("href") for link in each.findall(".//nav[@class='turn']/a")] for each in pages]
    assert turns == [["/ideas/new/2/"], ["/ideas/new/", "/ideas/new/3/"], ["/ideas/new/2/"]]


def test_a_duplicate_leads_to_the_original_and_is_in_no_list(content: Path, dist: Path) -> None:
    first = idea("Samples")
    second = idea("Samples please", state="duplicate", duplicate_of=first["id"])
    build(content, dist, feedback=lambda: published(first, second))

    document = page(dist, f"ideas/{second['id']}")
    notice = document.find(".//p[@class='notice']/a")
    assert (notice.get("href"), notice.text) == (f"/ideas/{first['id']}/", "Samples")
    assert document.find(".//*[@data-votes]") is None
    assert document.find(".//meta[@name='robots']").get("content") == "noindex"
    assert second["id"] not in (dist / "ideas" / "index.html").read_text("utf-8")
    assert second["id"] not in (dist / "sitemap.xml").read_text("utf-8")


def test_votes_that_nobody_confirmed_are_told_apart(content: Path, dist: Path) -> None:
    build(content, dist, feedback=lambda: published(idea(votes=1, unverified=4), idea(votes=0)))

    counts = [words(each) for each in page(dist, "ideas/top").iter("p") if each.get("data-votes")]
    assert counts == ["1 vote and 4 not confirmed", "0 votes and 0 not confirmed"]
    assert page(dist, "ideas/top").findall(".//*[@data-more]")[1].get("hidden") is not None


def test_the_feed_is_atom_with_everything_as_text(content: Path, dist: Path) -> None:
    ideas = [idea(text, text=text, author=text, answer=answer(text)) for text in HOSTILE]
    build(content, dist, feedback=lambda: published(*ideas))

    feed = ElementTree.parse(dist / "ideas" / "feed.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(HOSTILE)
    for entry in entries:
        assert [child.tag for child in entry.iter()].count(f"{ATOM}entry") == 1
        content_of = entry.find(f"{ATOM}content")
        assert content_of is not None
        assert content_of.get("type") == "text"
        assert len(content_of) == 0
    said = {(entry.findtext(f"{ATOM}title") or "") for entry in entries}
    assert said == {text.replace("\u202e", "") for text in HOSTILE}
    assert feed.findtext(f"{ATOM}updated") == "2026-11-25T10:00:00Z"
    russian = ElementTree.parse(dist / "ru" / "ideas" / "feed.xml").getroot()
    assert (russian.findtext(f"{ATOM}title") or "").endswith(": Идеи и пожелания")


def test_a_stranger_s_words_are_never_markup_nor_a_link(content: Path, dist: Path) -> None:
    ideas = [idea(text, text=f"{text} and more", author=text, answer=answer(text)) for text in HOSTILE]
    reviews = [review("POT", title=text, text=text, author=text, answer=answer(text)) for text in HOSTILE]
    build(content, dist, feedback=lambda: published(*ideas, reviews=reviews))

    for file in dist.rglob("*.html"):
        document = html5lib.parse(file.read_text("utf-8"), namespaceHTMLElements=False)
        for element in document.iter():
            assert not [name for name in element.attrib if str(name).startswith("on")], file
            for name in ("href", "src", "action"):
                target = element.get(name, "")
                assert not target.startswith(("javascript:", "https://evil")), file
            if element.tag == "script":
                assert element.get("src", "/").startswith("/"), file
                assert element.get("src") or element.get("type") == "application/ld+json", file
            assert element.tag != "img" or element.get("src") != "x", file
        assert "49{%" not in file.read_text("utf-8")
    document = page(dist, "product/pot")
    assert {review["reviewBody"] for review in records(document)[0]["review"]} == {
        text.replace("\u202e", "") for text in HOSTILE
    }


def test_reviews_stand_at_their_product_with_stars_and_an_average(content: Path, dist: Path) -> None:
    said = [
        review("POT-L", 5, text="Fine.", bought=True, author="Anna", language="ru"),
        review("POT", 4, answer=answer("Thank you.")),
        review("POT", 4, author=""),
        review("GONE", 1),
    ]
    build(content, dist, feedback=lambda: published(reviews=said))

    reviews = page(dist, "product/pot").find(".//section[@id='reviews']")
    assert len(reviews.findall(".//li")) == 3
    assert "4.3 of 5" in words(reviews)
    assert "3 reviews" in words(reviews)
    assert words(reviews).count("Bought here") == 1
    assert "A visitor" in words(reviews)
    assert "Thank you." in words(reviews)
    assert "4,3 из 5" in words(page(dist, "ru/product/pot").find(".//section[@id='reviews']"))
    assert "Nobody has written about it yet." in words(page(dist, "product/the-first-thing").find(".//main"))
    assert "4.3" in words(page(dist, "catalog/pots").find(".//p[@class='card__rating']"))


def test_search_engines_are_told_of_real_reviews_and_of_nothing_else(content: Path, dist: Path) -> None:
    build(content, dist, feedback=lambda: published(reviews=[review("POT", 5), review("POT", 4)]))

    record = records(page(dist, "product/pot"))[0]
    assert record["aggregateRating"] == {
        "@type": "AggregateRating", "ratingValue": "4.5", "reviewCount": 2, "bestRating": 5, "worstRating": 1,
    }  # fmt: skip
    assert [each["reviewRating"]["ratingValue"] for each in record["review"]] in ([5, 4], [4, 5])
    other = records(page(dist, "product/the-first-thing"))[0]
    assert {"aggregateRating", "review"}.isdisjoint(other)


def test_many_reviews_wait_behind_one_press(content: Path, dist: Path) -> None:
    build(content, dist, feedback=lambda: published(reviews=[review("POT") for _ in range(20)]))

    reviews = page(dist, "product/pot").find(".//section[@id='reviews']")
    assert len(reviews.findall("./ul/li")) == 6
    assert len(reviews.findall("./details/ul/li")) == 14


def test_similar_ideas_are_found_by_the_words_that_say_something(content: Path, dist: Path) -> None:
    build(
        content,
        dist,
        feedback=lambda: published(
            idea("Please add the samples to my orders", text="Ещё пробники!", votes=4),
            idea("Again", state="duplicate", duplicate_of="0" * 32),
        ),
    )

    index = msgspec.json.decode((dist / "ideas" / "similar.json").read_bytes())
    assert {"please", "the", "еще", "для"} <= set(index["noise"])
    ((_, heading, language, telling, votes),) = index["ideas"]
    assert (heading, language, votes) == ("Please add the samples to my orders", "en", 4)
    assert telling == "samples orders пробники"


def test_two_builds_of_the_same_words_are_the_same_to_the_byte(content: Path, tmp_path: Path) -> None:
    said = published(idea("a"), idea("b"), reviews=[review("POT"), review("POT", 3)])
    for name in ("one", "two"):
        build(content, tmp_path / name, feedback=lambda: said)

    one, two = (
        {f.relative_to(root): f.read_bytes() for f in root.rglob("*") if f.is_file()}
        for root in (tmp_path / "one", tmp_path / "two")
    )
    assert one == two


def test_an_address_that_slips_into_the_list_is_on_no_page(content: Path, dist: Path) -> None:
    canary = {
        "email": "canary@example.org",
        "contact": {"email": "canary@example.org"},
        "voters": ["canary@"],
    }
    said = published(idea() | canary, reviews=[review("POT") | canary])
    build(content, dist, feedback=lambda: said)

    files = [file for file in dist.rglob("*") if file.is_file()]
    assert [file for file in files if b"canary" in file.read_bytes()] == []
