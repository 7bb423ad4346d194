"""Which pages exist, from which template, with what data. Pure: it only says what will be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from shop.catalog import Category, Product
from storefront import structured, urls
from storefront.checkout import checkout
from storefront.pages import Page
from storefront.sections import Section
from storefront.site import Site
from storefront.viewer import Viewer
from storefront.widget import snippet

#: The section that carries the heading of a front page it stands first on.
_OPENING = "hero"
#: Pages that answer what customers ask most, where a shop has them.
_ANSWERS = ("returns", "delivery", "payment")
#: How many products a section shows unless it says otherwise.
_SECTION_LIMIT = 4


@dataclass(frozen=True, slots=True)
class Output:
    """One page to render."""

    path: str
    template: str
    title: str
    data: Mapping[str, object]
    description: str = ""
    image: str | None = None
    indexed: bool = True
    alternates: Mapping[str, str] = field(default_factory=dict)  #: language -> path
    json_ld: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Crumb:
    name: str
    url: str


class Planner:
    """All pages of one language."""

    def __init__(self, site: Site, viewer: Viewer) -> None:
        self._site, self._view, self._words = site, viewer, viewer.words
        self._urls, self._language = viewer.urls, viewer.language
        self._by_slug = {category.slug: category for category in site.categories}

    def outputs(self) -> Iterator[Output]:
        yield from (self._page(page) for page in self._site.pages)
        yield self._catalog()
        yield from (self._category(category) for category in self._site.categories)
        yield from (self._product(product) for product in self._site.products)
        yield self._support()
        yield from self._service_pages()

    def _page(self, page: Page) -> Output:
        home = page.slug == urls.HOME
        title = page.title[self._language]
        name = self._site.terms.name[self._language]
        return Output(
            path=self._urls.page(self._language, page.slug),
            template="home" if home else "page",
            title=f"{name} — {self._site.tagline[self._language]}" if home and self._site.tagline else title,
            description=(page.description or self._site.description)[self._language],
            data={
                "heading": title,
                "body": self._view.markdown(page.body.get(self._language, "")),
                "sections": tuple(self._section(section) for section in page.sections),
                "opened": home and [section.name for section in page.sections[:1]] == [_OPENING],
                "crumbs": () if home else self._crumbs(),
            },
            image=_section_picture(page.sections, self._view),
            alternates=self._alternates(lambda language: self._urls.page(language, page.slug)),
            json_ld=(structured.shop(self._site, self._language),) if home else (),
        )

    def _catalog(self) -> Output:
        return Output(
            path=self._urls.path(self._language, urls.CATALOG),
            template="catalog",
            title=str(self._words("catalog")),
            data={
                "categories": tuple(self._view.category(category) for category in self._view.children(None)),
                "crumbs": self._crumbs(),
            },
            alternates=self._alternates(lambda language: self._urls.path(language, urls.CATALOG)),
        )

    def _category(self, category: Category) -> Output:
        view = self._view.category(category)
        products = self._view.products_in(category)
        crumbs = self._crumbs(*self._above(category))
        return Output(
            path=view.url,
            template="category",
            title=view.name,
            description=structured.plain(self._view.markdown(category.description[self._language])),
            data={
                "category": view,
                "text": self._view.markdown(category.description[self._language]),
                "products": tuple(self._view.card(product) for product in products),
                "quick": tuple(self._view.product(product) for product in products if not product.sold_out),
                "crumbs": crumbs,
            },
            image=view.image.picture.largest if view.image else None,
            alternates=self._alternates(lambda language: self._urls.category(language, category)),
            json_ld=(structured.breadcrumbs(self._site, [*crumbs, Crumb(view.name, view.url)]),),
        )

    def _product(self, product: Product) -> Output:
        view = self._view.product(product)
        category = self._by_slug[product.category]
        crumbs = self._crumbs(*self._above(category), category)
        return Output(
            path=view.card.url,
            template="product",
            title=view.card.name,
            description=structured.plain(view.description),
            data={"product": view, "crumbs": crumbs},
            image=view.gallery[0].picture.largest if view.gallery else None,
            alternates=self._alternates(lambda language: self._urls.product(language, product)),
            json_ld=(
                structured.product(self._site, view),
                structured.breadcrumbs(self._site, [*crumbs, Crumb(view.card.name, view.card.url)]),
            ),
        )

    def _support(self) -> Output:
        """Where somebody who needs help is heard; what the shop has written about that stands beside it."""
        pages = {page.slug: page for page in self._site.pages}
        before = tuple(
            Crumb(pages[slug].title[self._language], self._urls.page(self._language, slug))
            for slug in _ANSWERS
            if slug in pages
        )
        return Output(
            path=self._urls.path(self._language, urls.SUPPORT),
            template="support",
            title=str(self._words("support_title")),
            data={"before": before},
            description=str(self._words("support_text")),
            alternates=self._alternates(partial(self._urls.path, path=urls.SUPPORT)),
        )

    def _service_pages(self) -> Iterator[Output]:
        """The pages around an order; no search engine should list them."""
        pages: tuple[tuple[str, str, Mapping[str, object]], ...] = (
            (urls.BASKET, "basket", {}),
            (urls.CHECKOUT, "checkout", {"checkout": checkout(self._site.terms, self._words)}),
            (urls.THANKS, "thanks", {}),
            (urls.ORDER, "order", {}),
            (urls.FIND, "find", {}),
            (urls.TICKET, "ticket", {}),
            (urls.FEEDBACK, "feedback", {}),
            (
                urls.WIDGET,
                "widget",
                {"snippet": snippet(self._site, self._words), "sites": self._site.terms.feedback.sites},
            ),
            (urls.MISSING, "404", {}),
        )
        for path, template, data in pages:
            yield Output(
                path=self._urls.path(self._language, path),
                template=template,
                title=str(self._words(f"{template}_title")),
                data=data,
                indexed=False,
                alternates=self._alternates(partial(self._urls.path, path=path)),
            )

    def _section(self, section: Section) -> tuple[str, Mapping[str, object]]:
        """A section's name and its arguments, each turned into what its macro shows."""
        given = dict(section.arguments)
        ready: dict[str, object] = {}
        tag, limit = given.pop("tag", None), given.pop("limit", _SECTION_LIMIT)
        if tag is not None:
            assert isinstance(limit, int)
            ready["products"] = self._view.tagged(str(tag), limit)
        for name, value in given.items():
            ready[name] = self._view.argument(name, value)
        return section.name, ready

    def _above(self, category: Category) -> list[Category]:
        above = []
        while category.parent is not None:
            category = self._by_slug[category.parent]
            above.append(category)
        return above[::-1]

    def _crumbs(self, *categories: Category) -> tuple[Crumb, ...]:
        home = Crumb(str(self._words("home")), self._urls.home(self._language))
        below = (Crumb(c.name[self._language], self._urls.category(self._language, c)) for c in categories)
        return (home, *below)

    def _alternates(self, path: Callable[[str], str]) -> dict[str, str]:
        return {language: path(language) for language in self._site.terms.languages}


def _section_picture(sections: tuple[Section, ...], view: Viewer) -> str | None:
    """The first big picture a page shows: what a link to it is illustrated with elsewhere."""
    for section in sections:
        file = section.arguments.get("picture")
        if isinstance(file, str):
            return view.picture(file).picture.largest
    return None
