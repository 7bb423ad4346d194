"""Where things stand on the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shop.catalog import Category, Product

#: The page that stands at `/`.
HOME = "home"
#: The page about personal data, where the owner has written one.
PRIVACY = "privacy"

CATALOG = "/catalog/"
PRODUCT = "/product/"
BASKET = "/basket/"
CHECKOUT = "/checkout/"
THANKS = "/thanks/"
ORDER = "/order/"
FIND = "/find/"
IDEAS = "/ideas/"
IDEAS_FEED = "/ideas/feed.xml"
ROADMAP = "/ideas/roadmap/"
#: What the browser finds similar ideas in; one for all languages.
SIMILAR = "/ideas/similar.json"
SUPPORT = "/support/"
TICKET = "/support/ticket/"
FEEDBACK = "/feedback/"
WIDGET = "/feedback/widget/"
#: The button for other sites, and the folder with what it says in each language.
WIDGET_SCRIPT = "/widget.js"
WIDGET_WORDS = "/widget/"
MISSING = "/404.html"

#: First parts of paths that are not an owner's to give to a page.
RESERVED = frozenset(
    path.strip("/").removesuffix(".html")
    for path in (CATALOG, PRODUCT, BASKET, CHECKOUT, THANKS, ORDER, FIND, IDEAS, SUPPORT, FEEDBACK, MISSING)
) | {"_mail", "_orders", "api", "assets", "desk", "images", "prices", "widget"}


@dataclass(frozen=True, slots=True)
class Urls:
    """Paths by language: the shop's first language lives at `/`, the others at `/<code>/`."""

    languages: tuple[str, ...]

    def path(self, language: str, path: str) -> str:
        return path if language == self.languages[0] else f"/{language}{path}"

    def home(self, language: str) -> str:
        return self.path(language, "/")

    def category(self, language: str, category: Category) -> str:
        return self.path(language, f"{CATALOG}{category.slug}/")

    def product(self, language: str, product: Product) -> str:
        return self.path(language, f"{PRODUCT}{product.slug[language]}/")

    def page(self, language: str, slug: str) -> str:
        return self.path(language, "/" if slug == HOME else f"/{slug}/")


class OwnerLinks:
    """Links as an owner writes them, for the first language, made right for another."""

    def __init__(self, urls: Urls, products: Iterable[Product]) -> None:
        first = urls.languages[0]
        self._urls = urls
        self._products = {urls.product(first, product): product for product in products}

    def to(self, language: str, target: str) -> str:
        if not target.startswith("/"):
            return target
        end = min((target.index(mark) for mark in "?#" if mark in target), default=len(target))
        path, rest = target[:end], target[end:]
        product = self._products.get(path)
        return (self._urls.product(language, product) if product else self._urls.path(language, path)) + rest


def file_of(path: str) -> str:
    """The file that a web server gives for a path."""
    return f"{path.strip('/')}/index.html".lstrip("/") if path.endswith("/") else path.lstrip("/")
