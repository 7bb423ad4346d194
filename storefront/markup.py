"""Markdown to HTML that is safe to publish: no raw HTML, and links only where links may lead."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from re import Match
from xml.etree.ElementTree import Element

import markdown
from markdown.inlinepatterns import HTML_RE, InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, STX

from storefront import links
from storefront.names import is_file_name
from storefront.problems import quoted
from storefront.wording import word

#: What a paragraph may hold at most; beyond it, reading Markdown takes too long or nests too deep.
_MOST_TEXT = 200_000
_MOST_BLOCK = 20_000
_MOST_MARKS = 3_000
_MOST_OPEN = 60
_MOST_DEPTH = 40
_MARKS = re.compile(r"[\[\]*_`<>()!]")


Slip = tuple[int, str, str]


#: Pages may carry no style of their own, so a column is aligned by a class.
_ALIGNED = re.compile(r'<(t[hd]) align="(left|center|right)">')


@dataclass(slots=True)
class Examined:
    """What a text contains: faults, links inside the shop and pictures, each with its line counted from 0."""

    faults: list[Slip] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)
    pictures: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Seen:
    """What came up while one text was converted."""

    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


class Markup:
    """Converts Markdown. *link* gives a path inside the shop its final form; *picture* makes the HTML of
    a picture from its file name and its description, which is already escaped."""

    def __init__(self, link: Callable[[str], str], picture: Callable[[str, str], str]) -> None:
        self._seen = _Seen()
        self._markdown = markdown.Markdown(
            extensions=["tables", "sane_lists"],
            extension_configs={"tables": {"use_align_attribute": True}},
            output_format="html",
        )
        self._markdown.preprocessors.deregister("html_block")
        self._markdown.inlinePatterns.deregister("html")
        self._markdown.inlinePatterns.register(_RawHtml(self._seen, self._markdown), "html", 90)
        tree = _Tree(self._markdown, self._seen, link, picture)
        self._markdown.treeprocessors.register(tree, "shop", -5)

    def html(self, source: str) -> str:
        """The text as HTML, headings from `h2` on. A text that `faults` refuses is shown as it is written."""
        if _tangled(source):
            return f"<p>{html.escape(source)}</p>"
        try:
            return _wide(self._convert(source))
        except RecursionError:
            return f"<p>{html.escape(source)}</p>"

    def faults(self, source: str) -> list[Slip]:
        """Line, message and hint of everything that would not be published as it is written."""
        return self.examine(source).faults

    def examine(self, source: str) -> Examined:
        """The faults of a text, and the links and pictures that somebody has to look up."""
        if why := _tangled(source):
            return Examined([(0, *word("tangled", {"why": why}))])
        if not re.search(r"[<\[]", source):
            return Examined()
        try:
            self._convert(source)
        except RecursionError:
            return Examined([(0, *word("tangled", {"why": "it is nested too deep; write it more simply"}))])
        return self._examined(source)

    def _convert(self, source: str) -> str:
        self._seen.tags.clear()
        self._seen.links.clear()
        self._seen.pictures.clear()
        return self._markdown.reset().convert(source)

    def _examined(self, source: str) -> Examined:
        found = Examined()
        where = _Finder(source)
        opened = {tag.strip("<>").split()[0] for tag in self._seen.tags}
        for tag in self._seen.tags:
            written = tag.split(STX)[0]
            line = where.line(written)
            if not tag.startswith("</") or tag[2:-1] not in opened:
                found.faults.append((line, *word("raw_html", {"text": quoted(written)})))
        for href in self._seen.links:
            line, target = where.line(href), links.target(href)
            if target is None:
                found.faults.append((line, *links.refusal(href)))
            elif target.startswith("/"):
                found.links.append((line, target))
        for name in self._seen.pictures:
            line, file = where.line(name), html.unescape(name)
            if file and is_file_name(file):
                found.pictures.append((line, file))
            else:
                found.faults.append(
                    (line, *word("picture_path", {"text": quoted(file), "folder": "content/images/"}))
                )
        return found


class _RawHtml(InlineProcessor):
    """Shows a tag as text and remembers it."""

    def __init__(self, seen: _Seen, md: markdown.Markdown) -> None:
        super().__init__(HTML_RE, md)
        self._seen = seen

    def handleMatch(self, m: Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        self._seen.tags.append(m[0])
        return m[0], m.start(0), m.end(0)


class _Tree(Treeprocessor):
    """The last step: links are judged, pictures made, headings put below the page's own."""

    def __init__(
        self,
        md: markdown.Markdown,
        seen: _Seen,
        link: Callable[[str], str],
        picture: Callable[[str, str], str],
    ) -> None:
        super().__init__(md)
        self._seen, self._link, self._picture = seen, link, picture

    def run(self, root: Element) -> None:
        shift = _shift(root)
        for element in list(root.iter()):
            if element.tag == "a":
                self._judge(element)
            elif shift and re.fullmatch("h[1-6]", element.tag):
                element.tag = f"h{min(int(element.tag[1]) + shift, 6)}"
            for index, child in reversed(list(enumerate(element))):
                if child.tag == "img":
                    self._replace(element, index, child)

    def _judge(self, element: Element) -> None:
        href = element.get("href", "").replace(AMP_SUBSTITUTE, "&")
        self._seen.links.append(href)
        target = links.target(href)
        if target is None:
            element.tag = "span"
            element.attrib.clear()
        else:
            element.set("href", html.escape(self._link(target) if target.startswith("/") else target))

    def _replace(self, parent: Element, index: int, image: Element) -> None:
        """Puts the picture's ready HTML where the image stood."""
        name = image.get("src", "").replace(AMP_SUBSTITUTE, "&")
        self._seen.pictures.append(name)
        alt = html.escape(html.unescape(image.get("alt", "").replace(AMP_SUBSTITUTE, "&")))
        file = html.unescape(name)
        words = (
            self.md.htmlStash.store(self._picture(file, alt))
            if file and is_file_name(file)
            else html.unescape(alt)
        )
        words += image.tail or ""
        parent.remove(image)
        if index:
            before = parent[index - 1]
            before.tail = (before.tail or "") + words
        else:
            parent.text = (parent.text or "") + words


class _Finder:
    """Finds the line on which something is written; what stands there twice is found in turn."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._from: dict[str, int] = {}

    def line(self, words: str) -> int:
        for form in (words, html.unescape(words)):
            at = self._source.find(form, self._from.get(form, 0)) if form else -1
            if at >= 0:
                self._from[form] = at + len(form)
                return self._source.count("\n", 0, at)
        return 0


def _shift(root: Element) -> int:
    levels = [int(element.tag[1]) for element in root.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    return 2 - min(levels) if levels else 0


def _wide(text: str) -> str:
    """Tables that may be wider than a phone scroll by themselves, with a finger or the arrow keys."""
    opened = text.replace("<table>", '<div class="table" role="group" tabindex="0"><table>')
    classed = _ALIGNED.sub(r'<\1 class="\2">', opened)
    return classed.replace("</table>", "</table></div>")


def _tangled(source: str) -> str:
    """Why a text is not given to the converter, or nothing."""
    if len(source) > _MOST_TEXT:
        return f"it has more than {_MOST_TEXT:,} characters; split it"
    if re.search(
        rf"^(?:[ \t]{{{_MOST_DEPTH * 2},}}\S|(?:[ \t]*>){{{_MOST_DEPTH // 2},}})", source, re.MULTILINE
    ):
        return "it is nested too deep; write it more simply"
    for block in re.split(r"\n[ \t]*\n", source):
        if len(block) > _MOST_BLOCK:
            return f"a paragraph has more than {_MOST_BLOCK:,} characters; split it"
        if sum(1 for _ in _MARKS.finditer(block)) > _MOST_MARKS:
            return f"a paragraph has more than {_MOST_MARKS:,} marks such as * or [; split it"
        if _open_brackets(block) > _MOST_OPEN:
            return 'too many "[" are open at once'
    return ""


def _open_brackets(block: str) -> int:
    """How many `[` are open at once at most, which is what makes reading slow."""
    depth = most = 0
    for found in re.finditer(r"[\[\]]", block):
        depth = depth + 1 if found[0] == "[" else max(depth - 1, 0)
        most = max(most, depth)
    return most
