"""What a section may be given: the arguments of its macro, read without running it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import jinja2
from jinja2 import nodes

from storefront.problems import Problem, shown
from storefront.wording import word

_EXTENSIONS = ("jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n")
#: The ways to choose the products of a section.
_CHOOSING = ("products", "tag")


@dataclass(frozen=True, slots=True)
class Signature:
    """The arguments of a section that are an owner's to write."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    either: tuple[str, ...] = ()  #: optional, but one of them is needed

    @property
    def names(self) -> tuple[str, ...]:
        return self.required + self.optional


def signatures(templates: Path, problems: list[Problem]) -> dict[str, Signature]:
    """Every section's signature, read from its macro without running it."""
    environment = jinja2.Environment(extensions=_EXTENSIONS, autoescape=True)
    found: dict[str, Signature] = {}
    folder = templates / "sections"
    for path in sorted(folder.glob("*.html")) if folder.is_dir() else ():
        try:
            tree = environment.parse(path.read_text(encoding="utf-8"), filename=str(path))
        except (jinja2.TemplateSyntaxError, UnicodeDecodeError) as error:
            line = error.lineno if isinstance(error, jinja2.TemplateSyntaxError) else 1
            problems.append(Problem(shown(path), line, 1, *word("template", {"text": str(error)})))
            continue
        macro = next((m for m in tree.find_all(nodes.Macro) if m.name == path.stem), None)
        if macro is None:
            problems.append(Problem(shown(path), 1, 1, *word("no_macro", {"name": path.stem})))
        else:
            found[path.stem] = _signature(macro)
    return found


def _signature(macro: nodes.Macro) -> Signature:
    arguments = [argument.name for argument in macro.args]
    required = arguments[: len(arguments) - len(macro.defaults)]
    optional = dict(zip(arguments[len(required) :], macro.defaults, strict=True))
    unset = tuple(name for name in _CHOOSING if name in optional and _is_empty(optional[name]))
    return Signature(
        tuple(name for name in required if _for_owners(name)),
        tuple(name for name in optional if _for_owners(name)),
        unset if unset == _CHOOSING else (),
    )


def _is_empty(default: nodes.Expr) -> bool:
    return not (default.items if isinstance(default, nodes.Tuple | nodes.List) else default.as_const())


def _for_owners(name: str) -> bool:
    return not name.startswith("_") and name != "site"
