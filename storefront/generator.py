"""From a folder of content to a published site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from shop import worktime
from shop.phones import tel
from shop.times import promise
from shop.words import say
from storefront import assets, feed, feedback, history, hosting, names, prices, publish, similar, words
from storefront.board_pages import BoardPages
from storefront.feedback import Button
from storefront.forwarding import NOWHERE, Forwarding
from storefront.hearing import Hearing, Source
from storefront.history import Keeper
from storefront.keeping import spans
from storefront.locales import own_name
from storefront.markup import Markup as Markdown
from storefront.pictures import Picture, PictureCache
from storefront.plan import Crumb, Output, Planner
from storefront.site import Site, load
from storefront.templating import ButtonView, Frame, Templates
from storefront.urls import (
    BASKET,
    CATALOG,
    CHECKOUT,
    FEEDBACK,
    FIND,
    IDEAS,
    IDEAS_FEED,
    SIMILAR,
    SUPPORT,
    THANKS,
    TICKET,
    WIDGET_WORDS,
    OwnerLinks,
    Urls,
    file_of,
)
from storefront.viewer import Viewer, gallery
from storefront.widget import sayings


def now() -> datetime:
    return datetime.now(UTC)


Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build has made."""

    products: int
    pages: int
    pictures: int
    languages: tuple[str, ...]
    digest: str
    notes: tuple[str, ...] = ()  #: what is no mistake, and still worth knowing


class Generator:
    """Builds one shop; keeping it makes the next build of the same shop quicker."""

    def __init__(
        self, content: Path, templates: Path, out: Path, cache: Path, url: str | None = None,
        *, history: Path | None = None, clock: Callable[[], datetime] = now, feedback: Source | None = None,
    ) -> None:  # fmt: skip
        """*url* stands in for the shop's own address while it is only looked at here.

        *history* is a price history to go on from instead of the one that was kept; *feedback* gives what
        visitors have said and the shop has published.
        """
        self._clock = clock
        self._keeper = Keeper(_kept(cache / "history", content), out, history)
        self._hearing = Hearing(feedback, _kept(cache / "feedback", content, served=bool(url)))
        self._url = url
        self._content, self._templates, self._out = content, templates, out
        self._pictures = PictureCache(content / "images", cache / "pictures")

    def build(self, progress: Progress, forwarding: Forwarding = NOWHERE) -> Report:
        """Publishes the site. Raises ContentProblems, and then what was published stays as it was."""
        at = self._clock()
        site = load(self._content, self._templates, self._pictures.made, at.date(), self._url)
        today = worktime.today(at, site.terms)
        before = self._keeper.recall(site.terms.url, today)
        book = history.continued(before, site, today)
        site = replace(site, lowest=history.lowest(book, site), said=self._hearing.recall())
        pictures = self._pictures.prepare(
            pictures_of(site), lambda done, total: progress("pictures", done, total)
        )
        styles = assets.read(self._templates, feedback.styles(site.button))
        with publish.replacing(self._out) as folder:
            outputs = self._pages(site, pictures, styles, folder, progress)
            for picture in set(pictures.values()):
                for made, path in picture.files():
                    publish.link(self._pictures.folder / made, folder / path.lstrip("/"))
            styles.copy(folder)
            index = prices.write(site, pictures, styles.path, folder)
            if not self._url:
                (folder / history.PUBLISHED).write_bytes(history.encoded(book, site.terms.url))
            publish.write_text(folder, "_headers", hosting.headers())
            publish.write_text(folder, "_redirects", hosting.redirects(site.terms, forwarding))
            publish.write_text(folder, "sitemap.xml", hosting.sitemap(site.terms, outputs))
            publish.write_text(folder, "robots.txt", hosting.robots(site.terms))
        if not self._url:
            self._keeper.keep(history.encoded(book, site.terms.url))
        notes = (*notes_on(site, self._templates), *self._keeper.notes(), *history.notes_on(before, site))
        notes += self._hearing.notes()
        languages = site.terms.languages
        return Report(len(site.products), len(outputs), len(pictures), languages, index.digest, notes)

    def _pages(
        self,
        site: Site,
        pictures: Mapping[str, Picture],
        styles: assets.Assets,
        folder: Path,
        progress: Progress,
    ) -> list[Output]:
        templates = Templates(self._templates, styles.path, styles.icons())
        spoken = words.load(self._templates, site.terms.languages)
        written = []
        for number, language in enumerate(site.terms.languages, start=1):
            markdown = _markdown(site, language, pictures, templates)
            viewer = Viewer(site, spoken[language], pictures, markdown)
            frame = _frame(site, viewer)
            for output in (*Planner(site, viewer).outputs(), *BoardPages(site, viewer).outputs()):
                page = templates.render(output, frame, spoken[language])
                publish.write_text(folder, file_of(output.path), page)
                written.append(output)
            feed_file = file_of(viewer.urls.path(language, IDEAS_FEED))
            publish.write_text(folder, feed_file, feed.atom(site, viewer))
            publish.write_text(folder, file_of(f"{WIDGET_WORDS}{language}.json"), sayings(viewer))
            progress("languages", number, len(site.terms.languages))
        (folder / file_of(SIMILAR)).write_bytes(similar.index(site.said.ideas, spoken.values()))
        return written


def _kept(folder: Path, content: Path, served: bool = False) -> Path:
    """The file in the cache that is this shop's; what is only looked at here has one of its own."""
    return folder / f"{content.resolve().name}{'-served' if served else ''}.json"


def notes_on(site: Site, templates: Path) -> tuple[str, ...]:
    """What is no mistake, and still worth knowing: texts that not every language has."""
    return (*words.unspoken(templates, site.terms.languages), *site.notes)


def pictures_of(site: Site) -> set[str]:
    """Every picture file the site shows."""
    files = {image.file for product in site.products for image in gallery(product)}
    files |= {category.picture for category in site.categories if category.picture}
    sections = (section for page in site.pages for section in page.sections)
    files |= {file for section in sections for file in _pictures_in(section.arguments)}
    return files | set(site.text_pictures)


def _pictures_in(arguments: Mapping[str, object]) -> Iterator[str]:
    for name, value in arguments.items():
        if name == "picture" and value:
            yield str(value)
        elif isinstance(value, tuple):
            yield from (f for item in value if isinstance(item, Mapping) for f in _pictures_in(item))


def _markdown(
    site: Site, language: str, pictures: Mapping[str, Picture], templates: Templates
) -> Callable[[str], str]:
    links = OwnerLinks(Urls(site.terms.languages), site.products)

    def picture(file: str, alt: str) -> str:
        return templates.picture(pictures[file], alt)

    markdown = Markdown(link=lambda target: links.to(language, target), picture=picture)
    return markdown.html


def _frame(site: Site, viewer: Viewer) -> Frame:
    t, language, urls, terms = viewer.words, viewer.language, viewer.urls, site.terms
    menus: dict[str, tuple[Crumb, ...]] = {
        menu: tuple(
            Crumb(page.title[language], urls.page(language, page.slug))
            for page in sorted(site.pages, key=lambda page: page.order)
            if page.menu == menu
        )
        for menu in ("header", "footer")
    }
    return Frame(
        name=terms.name[language],
        tagline=site.tagline[language],
        announcement=site.announcement[language],
        language=language,
        languages={code: own_name(code) for code in terms.languages},
        categories=tuple(viewer.category(category) for category in viewer.children(None)),
        header=menus["header"],
        footer=menus["footer"],
        hours=tuple((t.days(days), t.times(times)) for days, times in site.hours.items()),
        address=terms.contact.address[language],
        email=terms.contact.email,
        phone=terms.contact.phone,
        tel=tel(names.dialled(terms.contact.phone)) if terms.contact.phone else "",
        url=terms.url,
        home=urls.home(language),
        catalog=urls.path(language, CATALOG),
        basket=urls.path(language, BASKET),
        checkout=urls.path(language, CHECKOUT),
        thanks=urls.path(language, THANKS),
        find=urls.path(language, FIND),
        ideas=urls.path(language, IDEAS),
        support=urls.path(language, SUPPORT),
        ticket=urls.path(language, TICKET),
        feedback=urls.path(language, FEEDBACK),
        button=_button(site.button, language),
        consent=say(language, "feedback_consent"),
        privacy=viewer.privacy,
        answer_promise=promise(terms.answer_within, language),
        kept=spans(terms.retention, t),
    )


def _button(button: Button | None, language: str) -> ButtonView | None:
    return ButtonView(button.text[language], button.side, bool(button.colour)) if button else None
