"""Sections: parts of a page that an owner places by name. A section's macro is its schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from storefront import amounts, fields, links, names
from storefront.fields import Context, Fault, Faults
from storefront.findings import Findings
from storefront.nodes import Mapping as Keys
from storefront.nodes import Node, Scalar, Sequence, Way, plain
from storefront.problems import quoted
from storefront.signatures import Signature
from storefront.source import Source
from storefront.validation import faults_as_problems
from storefront.wording import near


@dataclass(frozen=True, slots=True)
class Section:
    """A section on a page; arguments are records where their name gives them a meaning, else Texts."""

    name: str
    arguments: Mapping[str, object] = field(default_factory=dict)


class Sections:
    """The sections a designer offers in `templates/sections/`."""

    def __init__(self, signatures: Mapping[str, Signature]) -> None:
        self.signatures = signatures

    def read(self, source: Source, context: Context, findings: Findings) -> tuple[Section, ...]:
        """The sections a page places, with every mistake noted."""
        node = source.root.get("sections")
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            findings.problems.append(source.problem(("sections",), "list_expected"))
            return ()
        read = (
            self._section(item, source, ("sections", index), context, findings)
            for index, item in enumerate(node.items)
        )
        return tuple(section for section in read if section)

    def _section(
        self, node: Node, source: Source, way: Way, context: Context, findings: Findings
    ) -> Section | None:
        name, arguments = _named(node)
        if name is None:
            findings.problems.append(source.problem(way, "section_shape"))
            return None
        inside = (*way, name)
        signature = self.signatures.get(name)
        if signature is None:
            known = f"there are {', '.join(sorted(self.signatures))}" if self.signatures else ""
            hint = near(name, self.signatures) or known
            findings.problems.append(
                source.problem(inside, "unknown_section", on_key=True, name=quoted(name), near=hint)
            )
            return None
        if arguments is not None and not isinstance(arguments, Keys):
            findings.problems.append(source.problem(inside, "section_shape"))
            return None
        return self._arguments(name, signature, arguments, _Arguments(source, inside, context, findings))

    def _arguments(self, name: str, signature: Signature, given: Keys | None, read: _Arguments) -> Section:
        entries = given.entries if given else ()
        values: dict[str, object] = {}
        for key, value in entries:
            if key.text in signature.names:
                values[key.text] = read.value(key.text, value, (*read.at, key.text))
            else:
                known = "its settings are " + ", ".join(signature.names) if signature.names else "it has none"
                hint = near(key.text, signature.names) or known
                read.problem((*read.at, key.text), "unknown_argument", on_key=True, section=quoted(name),
                             name=quoted(key.text), near=hint)  # fmt: skip
        written = {key.text for key, _ in entries}
        for missing in signature.required:
            if missing not in written:
                read.problem(
                    read.at, "missing_argument", on_key=not entries, section=quoted(name), name=missing
                )
        if signature.either and not any(_is_chosen(*entry, signature.either) for entry in entries):
            read.problem(read.at, "nothing_chosen", on_key=True, section=quoted(name))
        return Section(name, values)


@dataclass(frozen=True, slots=True)
class _Arguments:
    """Reads arguments; the name of an argument says what it means."""

    source: Source
    at: Way
    context: Context
    findings: Findings

    def value(self, name: str, node: Node, way: Way) -> object:
        if isinstance(node, Scalar) and node.empty:
            self.problem(way, "nothing", on_key=True, key=quoted(name))
            return None
        try:
            return self._read(name, node, way)
        except Faults as error:
            self.findings.problems.extend(faults_as_problems(self.source, way, error.faults))
            return None

    def problem(self, way: Way, code: str, *, on_key: bool = False, **values: object) -> None:
        self.findings.problems.append(self.source.problem(way, code, on_key=on_key, **values))

    def _read(self, name: str, node: Node, way: Way) -> object:
        value = plain(node)
        if name == "items":
            return self._items(node, way)
        if name in _LISTS:
            return self._list(*_LISTS[name], node, way)
        if name == "text":
            text = fields.markdown(value, self.context)
            self.findings.markdown(self.source, way)
            return text
        if name in _READERS:
            read = _READERS[name](value)
            if name in ("picture", "link", "tag") and not (name == "link" and _elsewhere(str(read))):
                self.findings.refer(name, str(read), self.source, way)
            return read
        return fields.text(value, self.context)

    def _list(self, kind: str, reader: Callable[[object], str], node: Node, way: Way) -> tuple[str, ...]:
        if not isinstance(node, Sequence):
            raise Faults(Fault("list_expected"))
        listed: list[str] = []
        for index, item in enumerate(node.items):
            try:
                listed.append(reader(plain(item)))
                self.findings.refer(kind, listed[-1], self.source, (*way, index))
            except Faults as error:
                self.findings.problems.extend(faults_as_problems(self.source, (*way, index), error.faults))
        return tuple(listed)

    def _items(self, node: Node, way: Way) -> tuple[Mapping[str, object], ...]:
        if not isinstance(node, Sequence):
            raise Faults(Fault("list_expected"))
        items = []
        for index, item in enumerate(node.items):
            if isinstance(item, Keys):
                inside = (*way, index)
                items.append(
                    {
                        key.text: self.value(key.text, value, (*inside, key.text))
                        for key, value in item.entries
                    }
                )
            else:
                self.problem((*way, index), "keys_expected", example="such as - {title: By hand}")
        return tuple(items)


def _side(value: object) -> str:
    written = fields.words(value)
    if written not in ("left", "right"):
        raise Faults(Fault("side", {"text": quoted(written)}))
    return written


def _limit(value: object) -> int:
    return amounts.whole(value, 1, 1000)


_READERS: dict[str, Callable[[object], object]] = {
    "picture": names.file_name,
    "link": links.link,
    "limit": _limit,
    "side": _side,
    "tag": fields.words,
}
_LISTS: dict[str, tuple[str, Callable[[object], str]]] = {
    "products": ("product", names.sku),
    "categories": ("category", names.slug),
}


def _elsewhere(link: str) -> bool:
    return not link.startswith("/")


def _is_chosen(key: Scalar, value: Node, either: tuple[str, ...]) -> bool:
    return key.text in either and not (isinstance(value, Sequence) and not value.items)


def _named(node: Node) -> tuple[str | None, Node | None]:
    """A section's name and arguments: `- newest`, or `- hero: {title: …}`."""
    if isinstance(node, Scalar) and not node.empty:
        return node.text, None
    if isinstance(node, Keys) and len(node.entries) == 1:
        key, value = node.entries[0]
        return key.text, None if isinstance(value, Scalar) and value.empty else value
    return None, None
