from __future__ import annotations

import re

import html5lib
import pytest

from storefront.markup import Markup
from tests.storefront.evasions import EVASIONS

HTML_NAMESPACE = "{http://www.w3.org/1999/xhtml}"
TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p",
    "pre", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"href", "title", "src", "alt", "class", "role", "start", "tabindex"}


@pytest.fixture(scope="module")
def markup() -> Markup:
    return Markup(lambda path: f"/ru{path}", lambda file, alt: f'<img src="/i/{file}" alt="{alt}">')


def test_markdown_becomes_html(markup: Markup) -> None:
    html = markup.html("Some *soft* and **loud** words, `code`.\n\n* one\n* two\n")

    assert html == (
        "<p>Some <em>soft</em> and <strong>loud</strong> words, <code>code</code>.</p>\n"
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )


def test_tables_are_tables(markup: Markup) -> None:
    html = markup.html("| a | b |\n|---|--:|\n| 1 | 2 |\n")

    assert html.startswith('<div class="table" role="group" tabindex="0"><table>')
    assert '<td class="right">2</td>' in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("source", "levels"),
    [("# a\n\n## b", "23"), ("## a\n\n### b", "23"), ("### a", "2"), ("# a\n\n###### b", "26")],
)
def test_headings_start_below_the_page_title(markup: Markup, source: str, levels: str) -> None:
    assert "".join(re.findall(r"<h(\d)>", markup.html(source))) == levels


def test_links_inside_the_shop_are_put_into_the_language(markup: Markup) -> None:
    assert markup.html("[a](/delivery/)") == '<p><a href="/ru/delivery/">a</a></p>'
    assert markup.html("[a](#b)") == '<p><a href="#b">a</a></p>'


@pytest.mark.parametrize(
    "target",
    [
        "https://a.example/?b=1&c=2",
        "http://a.example",
        "mailto:a@b.example",
        "tel:+4930901820",
        "https://a.example/#x",
    ],
)
def test_links_elsewhere_stay_as_they_are(markup: Markup, target: str) -> None:
    assert f'href="{target.replace("&", "&amp;")}"' in markup.html(f"[a]({target})")
    assert markup.faults(f"[a]({target})") == []


def test_addresses_in_angle_brackets_become_links(markup: Markup) -> None:
    assert 'href="https://a.example/"' in markup.html("<https://a.example/>")
    assert 'href="mailto:a@b.example"' in markup.html("<a@b.example>")
    assert markup.faults("<https://a.example/> <a@b.example>") == []


def test_pictures_are_made_by_the_caller(markup: Markup) -> None:
    html = markup.html('Look: ![A "white" <pot>](pot.jpg "title") here')

    assert html == '<p>Look: <img src="/i/pot.jpg" alt="A &quot;white&quot; &lt;pot&gt;"> here</p>'


def test_pictures_and_links_are_found_with_their_lines(markup: Markup) -> None:
    found = markup.examine("a\n\n![x](x.jpg) [y](/y/)\n\n[again](/y/)\n\n[z]\n\n[z]: /z/\n")

    assert found.pictures == [(2, "x.jpg")]
    assert found.links == [(2, "/y/"), (4, "/y/"), (8, "/z/")]


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("a\n\n<b>x</b>", 2, 'HTML tags are not used in texts: "<b>"'),
        ("a\n\nx</div>", 2, 'HTML tags are not used in texts: "</div>"'),
        ("<!-- hidden -->", 0, 'HTML tags are not used in texts: "<!-- hidden -->"'),
        ("a\n[x](javascript:alert(1))", 1, 'a link may not start with "javascript:"'),
        ("[x][1]\n\n[1]: data:text/html,x", 2, 'a link may not start with "data:"'),
        ("<ftp://a.example>", 0, 'a link may not start with "ftp:"'),
        ("[x](delivery/)", 0, '"delivery/" is not a link'),
        ("[x](//evil.example)", 0, '"//evil.example" is not a link'),
        ("[x](https://user@evil.example)", 0, '"https://user@evil.example" is not a link'),
        ("![x](../x.jpg)", 0, 'a picture is named by its file alone, not "../x.jpg"'),
        (
            "![x](https://a.example/x.jpg)",
            0,
            'a picture is named by its file alone, not "https://a.example/x.jpg"',
        ),
    ],
)
def test_what_would_not_be_published_is_told(markup: Markup, source: str, line: int, message: str) -> None:
    assert [(fault[0], fault[1]) for fault in markup.faults(source)] == [(line, message)]


@pytest.mark.parametrize(
    "source", ["`<b>`", "    <b>\n", "a < b > c", "1 <3", "x & y &amp; z", "[not a link]"]
)
def test_what_only_looks_like_html_is_text(markup: Markup, source: str) -> None:
    assert markup.faults(source) == []


@pytest.mark.parametrize(
    "source",
    ["[" * 100_000, "> " * 500 + "a", " " * 500 + "- a", "*a **b " * 5000, "[[]]" * 5000, "a" * 200_001],
    ids=["brackets", "quotes", "indent", "stars", "pairs", "long"],
)
def test_tangled_texts_are_refused_and_shown_as_written(markup: Markup, source: str) -> None:
    assert markup.faults(source)[0][1] == "the text is too tangled to be read as Markdown"
    assert markup.html(source).startswith("<p>")


@pytest.mark.parametrize("source", EVASIONS, ids=range(len(EVASIONS)))
def test_no_script_gets_through(markup: Markup, source: str) -> None:
    for text in (
        source,
        f"text {source} text",
        f"- {source}\n",
        f"| a |\n|---|\n| {source} |\n",
        f"# {source}",
    ):
        assert_harmless(markup.html(text))


def assert_harmless(html: str) -> None:
    root = html5lib.parseFragment(html, container="div")
    for element in root.iter():
        if element is root:
            continue
        assert isinstance(element.tag, str), f"a comment in {html}"
        tag = element.tag.removeprefix(HTML_NAMESPACE)
        assert tag in TAGS, html
        assert set(element.attrib) <= ATTRIBUTES, html
        href = element.get("href", "")
        assert re.match(r"(https?://[^/]|mailto:|tel:|/ru/(?![/\\])|/ru/?$|#|$)", href, re.IGNORECASE), html
        assert not re.search(r"[\x00-\x20]", href), html
        assert re.fullmatch(r"/i/[^/\\:]+|", element.get("src", "")), html


@pytest.mark.parametrize(
    "html",
    [
        "<script>",
        "<a href=javascript:alert(1)>",
        "<img src=/i/x onerror=x>",
        "<!-- -->",
        "<a href='/ru//evil'>",
    ],
)
def test_the_judge_sees_what_is_harmful(html: str) -> None:
    with pytest.raises(AssertionError):
        assert_harmless(html)
