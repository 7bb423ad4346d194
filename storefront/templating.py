"""Pages from templates: the Jinja environment and what every page may use."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup

from shop import limits
from storefront.pictures import Picture
from storefront.plan import Crumb, Output
from storefront.problems import ContentProblems, Problem
from storefront.views import CategoryView, Shown, Viewer
from storefront.words import Words

#: How wide a picture stands in a column of text.
_IN_TEXT = "(min-width: 42em) 38rem, 100vw"


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page of one language."""

    name: str
    tagline: str
    announcement: str
    language: str
    languages: Mapping[str, str]  #: code -> its own name
    categories: tuple[CategoryView, ...]
    header: tuple[Crumb, ...]
    footer: tuple[Crumb, ...]
    hours: tuple[tuple[str, str], ...]
    address: str
    email: str
    phone: str | None
    url: str
    currency: str
    home: str
    catalog: str
    basket: str
    checkout: str


class Templates:
    """Renders outputs; a mistake in a template becomes a Problem at its place."""

    def __init__(self, folder: Path, assets: str, icons: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=True,
        )
        self._environment.globals.update(
            assets=assets,
            limits=limits,
            icons={name: Markup(drawing) for name, drawing in icons.items()},
            css=lambda name: f"{assets}css/{name}.css",
            js=lambda name: f"{assets}js/{name}.js",
        )
        self._environment.filters["json_ld"] = json_ld

    def render(self, output: Output, frame: Frame, words: Words, viewer: Viewer) -> str:
        try:
            template = self._environment.get_template(f"pages/{output.template}.html")
            return template.render(
                page=output,
                site=frame,
                t=words,
                terms=viewer.site.terms,
                section=self._section(words, frame),
                **output.data,
            )
        except jinja2.TemplateError as error:
            raise ContentProblems([_problem(error, self._folder)]) from error

    def picture(self, picture: Picture, alt: str) -> str:
        """A picture inside a text; its description is escaped already."""
        macros = self._environment.get_template("macros/picture.html").module
        return str(macros.picture(Shown(picture, Markup(alt)), _IN_TEXT))  # type: ignore[attr-defined]

    def _section(self, words: Words, frame: Frame) -> object:
        """Lets a page show a section by its name: the macro in the file of that name."""

        def show(name: str, arguments: Mapping[str, object]) -> Markup:
            template = self._environment.get_template(f"sections/{name}.html")
            module = template.make_module({"t": words, "site": frame})
            return Markup(getattr(module, name)(**arguments))

        return show


def json_ld(record: Mapping[str, object] | Sequence[object]) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _problem(error: jinja2.TemplateError, folder: Path) -> Problem:
    """Where in the templates it happened: the deepest frame of the traceback that is a template's."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return Problem(
            error.filename or str(folder), error.lineno, 1, error.message or "not a valid template"
        )
    place, trace = (str(folder), 1), error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(str(folder)):
            place = (file, trace.tb_lineno)
        trace = trace.tb_next
    return Problem(*place, 1, error.message or type(error).__name__)
