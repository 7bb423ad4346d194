"""What a YAML parser complains about, said in an owner's words and at the place to correct."""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from storefront.characters import INVISIBLE, name
from storefront.problems import Problem, quoted
from storefront.wording import word

_ITEM = r"\s*(?:- +)*"
_NO_SPACE = re.compile(_ITEM + r"""([A-Za-z_][\w-]*):([^\s:/"'\[{|>].*)""")
_SECOND_COLON = re.compile(_ITEM + r"([^\s:#\"'][^:]*): +([^\"'\[{|>#\s].*:(?: .*)?)")
_TWO_COLONS = re.compile(
    r"""[{,] *([^\s:,{}\[\]"'][^:,{}\[\]"']*): +([^\s"'\[{,}:][^,{}\[\]:]*: [^,{}\[\]]*)"""
)
_AFTER_QUOTE = re.compile(_ITEM + r"""[^\s:#][^:]*: +("[^"]*"|'[^']*') *[^\s#,]""")
_OPEN_QUOTE = re.compile(_ITEM + r"""(?:[^\s:#][^:"']*: +)?(?:[\[{] *)?(["'])(?:(?!\1).)*$""")
_ODD_SPACE = re.compile(rf" *(?:- +)*(?:-?|[\w-]+: *)([{INVISIBLE}])")
_OTHER_COLON = re.compile(_ITEM + r"([^\W\d][\w-]*) *([=：︓﹕∶ː]) *([^\s=].*)")
_AFTER_BRACKET = re.compile(_ITEM + r"[^\s:#][^:]*: +(?:\[[^\[\]]*\]|\{[^{}]*\}) *[^\s#,}\]]")
_NEARBY = 12
_TAB = re.compile(r" *\t")

Mark = tuple[int, int]
Answer = tuple[Mark, str, dict[str, object]]


def explain(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """The problem behind a parser's error."""
    case = _Case(text, error)
    answers = (guess(case) for guess in _GUESSES)
    (line, column), code, values = next(answer for answer in answers if answer)
    return Problem(path, line + 1, column + 1, *word(code, values))


class _Case:
    """The error and the lines around it."""

    def __init__(self, text: str, error: yaml.MarkedYAMLError) -> None:
        self.lines = text.split("\n")
        mark = error.problem_mark or error.context_mark
        self.place = (mark.line, mark.column) if mark else (0, 0)
        context = error.context_mark
        self.context_place = (context.line, context.column) if context else self.place
        self.says = f"{error.context or ''}: {error.problem or ''}".lower()

    def line(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    @property
    def here(self) -> str:
        return self.line(self.place[0])

    @property
    def character(self) -> str:
        return self.here[self.place[1] : self.place[1] + 1]


def _tab(case: _Case) -> Answer | None:
    for number in range(max(case.place[0] - 1, 0), case.place[0] + 1):
        if found := _TAB.match(case.line(number)):
            return (number, found.end() - 1), "tab", {}
    return None


def _invisible(case: _Case) -> Answer | None:
    for number in range(case.place[0], max(case.place[0] - 3, -1), -1):
        if found := _ODD_SPACE.match(case.line(number)):
            return (number, found.start(1)), "invisible", {"name": name(found[1])}
    return None


def _open_quote(case: _Case) -> Answer | None:
    if "quoted scalar" in case.says and ("end of stream" in case.says or "document" in case.says):
        return case.context_place, "open_quote", {}
    return None


def _unclosed(case: _Case) -> Answer | None:
    """A quote that is closed by the next text's opening quote, some lines below."""
    for number in range(max(case.place[0] - _NEARBY, 0), case.place[0]):
        if not (found := _OPEN_QUOTE.match(case.line(number))):
            continue
        quote = found[1]
        follow = "\n".join(case.lines[number + 1 : case.place[0] + 1]).partition(quote)
        if follow[1] and not re.match(r"\s*(?:$|[,}\]#])", follow[2].partition("\n")[0]):
            return (number, found.start(1)), "open_quote", {}
    return None


def _escape(case: _Case) -> Answer | None:
    if "escape" in case.says or "hexdecimal" in case.says or "hexadecimal" in case.says:
        line, column = case.place
        return (line, max(case.here.rfind("\\", 0, column + 1), 0)), "escape", {}
    return None


def _after_quote(case: _Case) -> Answer | None:
    found = _AFTER_QUOTE.match(case.here)
    if found is None:
        return None
    quotes = "'single quotes'" if found[1].startswith('"') else '"double quotes"'
    return (case.place[0], found.end() - 1), "after_quote", {"quotes": quotes}


def _second_colon(case: _Case) -> Answer | None:
    found = _SECOND_COLON.fullmatch(case.here)
    if "mapping values" not in case.says or not found:
        return None
    key, text = found[1].strip(), found[2].rstrip()
    shown: dict[str, object] = {"key": quoted(key)[1:-1], "text": quoted(text)[1:-1]}
    return (case.place[0], case.place[1]), "second_colon", shown


def _colon_in_braces(case: _Case) -> Answer | None:
    """`{name: Spring: sale}`, where it seems as if a brace were open."""
    row, column = case.context_place
    line = case.line(row)
    if "parsing a flow mapping" not in case.says or case.place[0] != row:
        return None
    found = _TWO_COLONS.search(line, column)
    if not found or found.end(2) > case.place[1] + 1 + len(found[2]):
        return None
    shown: dict[str, object] = {"key": quoted(found[1])[1:-1], "text": quoted(found[2].rstrip())[1:-1]}
    return (row, line.index(":", found.start(2))), "second_colon", shown


def _no_space(case: _Case) -> Answer | None:
    for number in range(max(case.place[0] - 2, 0), case.place[0] + 1):
        if found := _NO_SPACE.fullmatch(case.line(number)):
            values: dict[str, object] = {"key": found[1], "text": quoted(found[2])[1:-1]}
            return (number, found.end(1)), "no_space", values
    return None


def _other_colon(case: _Case) -> Answer | None:
    if "expected ':'" not in case.says:
        return None
    number = case.context_place[0]
    if found := _OTHER_COLON.fullmatch(case.line(number)):
        values = {"sign": quoted(found[2]), "key": found[1], "text": quoted(found[3])[1:-1]}
        return (number, found.start(2)), "other_colon", values
    return None


def _after_bracket(case: _Case) -> Answer | None:
    found = _AFTER_BRACKET.match(case.here)
    return ((case.place[0], found.end() - 1), "after_bracket", {}) if found else None


def _start(case: _Case) -> Answer | None:
    if "cannot start any token" in case.says or "alphabetic or numeric" in case.says:
        character = case.character
        if "anchor" in case.says or "alias" in case.says:
            row, column = case.context_place
            return case.context_place, "bad_start", {"start": quoted(case.line(row)[column : column + 1])}
        return case.place, "bad_start", {"start": quoted(character)}
    return None


def _bracket(case: _Case) -> Answer | None:
    for kind, bracket, end in (("flow sequence", "[", "]"), ("flow mapping", "{", "}")):
        if f"parsing a {kind}" in case.says:
            return case.context_place, "open_bracket", {"bracket": bracket, "end": end}
    return None


def _list(case: _Case) -> Answer | None:
    return (case.place, "list_here", {}) if "sequence entries are not allowed" in case.says else None


def _block(case: _Case) -> Answer | None:
    if "comment or line break" in case.says or "block scalar" in case.says:
        return case.place, "block_text", {}
    return None


def _tag(case: _Case) -> Answer | None:
    return (case.context_place, "tag", {}) if "tag" in case.says else None


def _indent(case: _Case) -> Answer | None:
    signs = (
        "expected key",
        "'-' indicator",
        "block end",
        "mapping values",
        "expected ':'",
        "<document start>",
    )
    return (case.place, "indent", {}) if any(sign in case.says for sign in signs) else None


def _otherwise(case: _Case) -> Answer | None:
    return case.place, "yaml", {}


_GUESSES: tuple[Callable[[_Case], Answer | None], ...] = (
    _tab,
    _invisible,
    _open_quote,
    _unclosed,
    _escape,
    _second_colon,
    _colon_in_braces,
    _no_space,
    _other_colon,
    _after_quote,
    _after_bracket,
    _start,
    _bracket,
    _list,
    _block,
    _tag,
    _indent,
    _otherwise,
)
