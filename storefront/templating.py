"""Pages from templates: the Jinja environment and what every page may use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup

from shop import consents, limits
from storefront.pictures import Picture
from storefront.plan import Crumb, Output
from storefront.problems import ContentProblems, Problem, shown
from storefront.views import CategoryView, Shown
from storefront.wording import word
from storefront.words import Words

#: How wide a picture stands in a column of text.
_IN_TEXT = "(min-width: 42em) 38rem, 100vw"


@dataclass(frozen=True, slots=True)
class ButtonView:
    """The feedback button in one language."""

    text: str  #: empty: the interface's own word
    side: str
    coloured: bool  #: whether the shop has chosen its colour


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
    tel: str  #: the link that dials it
    url: str
    home: str
    catalog: str
    basket: str
    checkout: str
    answer_promise: str  #: by when the shop answers, a whole sentence; empty where it does not say
    thanks: str
    find: str  #: where a lost link to an order is sent again
    ideas: str  #: the board of what visitors propose
    support: str
    ticket: str
    feedback: str
    button: ButtonView | None  #: for feedback; None where the shop wants none
    consent: str  #: what stands beside the form for feedback
    kept: Mapping[str, str]  #: how long what is known of people is kept, by what it is of
    privacy: str  #: the page about personal data; empty where the shop has none


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
            consent=consents.token(consents.FEEDBACK),
            icons={name: Markup(drawing) for name, drawing in icons.items()},
            css=lambda name: f"{assets}css/{name}.css",
            js=lambda name: f"{assets}js/{name}.js",
        )
        self._environment.filters["json_ld"] = json_ld

    def render(self, output: Output, frame: Frame, words: Words) -> str:
        with self._told():
            template = self._environment.get_template(f"pages/{output.template}.html")
            return template.render(
                page=output,
                site=frame,
                t=words,
                section=self._section(words, frame),
                **output.data,
            )

    def picture(self, picture: Picture, alt: str) -> str:
        """A picture inside a text; its description is escaped already."""
        with self._told():
            macros = self._environment.get_template("macros/picture.html").module
            try:
                return str(macros.picture(Shown(picture, Markup(alt)), _IN_TEXT))  # type: ignore[attr-defined]
            except Exception:
                # As rendering does: it gives the traceback the template's own lines.
                self._environment.handle_exception()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Whatever a template raises, a designer is told where."""
        try:
            yield
        except Exception as error:
            raise ContentProblems([_problem(error, self._folder)]) from error

    def _section(self, words: Words, frame: Frame) -> object:
        """Lets a page show a section by its name: the macro in the file of that name.

        A macro that takes `_level` is told which level of heading it starts with.
        """

        def show(name: str, arguments: Mapping[str, object], level: int = 2) -> Markup:
            template = self._environment.get_template(f"sections/{name}.html")
            macro = getattr(template.make_module({"t": words, "site": frame}), name)
            leveled = {"_level": level} if "_level" in macro.arguments else {}
            return Markup(macro(**arguments, **leveled))

        return show


def json_ld(record: Mapping[str, object] | Sequence[object]) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _problem(error: Exception, folder: Path) -> Problem:
    """Where in the templates it happened: the deepest frame of the traceback that is a template's."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        place = shown(Path(error.filename or folder))
        return Problem(place, error.lineno, 1, error.message or "not a valid template")
    file, line, trace = folder, 1, error.__traceback__
    while trace is not None:
        found = Path(trace.tb_frame.f_code.co_filename)
        if found.is_relative_to(folder):
            file, line = found, trace.tb_lineno
        trace = trace.tb_next
    return Problem(shown(file), line, 1, *_words(error))


def _words(error: Exception) -> tuple[str, str]:
    if isinstance(error, jinja2.TemplateError) and error.message:
        return error.message, ""
    return word("template_fails", {"text": f"{type(error).__name__}: {error}".removesuffix(": ")})
