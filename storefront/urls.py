"""Where things stand on the site."""

from __future__ import annotations

from dataclasses import dataclass

from shop.catalog import Category, Product

#: The page that stands at `/`.
HOME = "home"

CATALOG = "/catalog/"
PRODUCT = "/product/"
BASKET = "/basket/"
CHECKOUT = "/checkout/"
THANKS = "/thanks/"
ORDER = "/order/"
MISSING = "/404.html"

#: First parts of paths that are not an owner's to give to a page.
RESERVED = frozenset(
    path.strip("/").removesuffix(".html")
    for path in (CATALOG, PRODUCT, BASKET, CHECKOUT, THANKS, ORDER, MISSING)
) | {"_mail", "_orders", "api", "assets", "desk", "images", "prices"}


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

    def link(self, language: str, target: str) -> str:
        """A link as an owner writes it, for the default language, made right for this one."""
        return self.path(language, target) if target.startswith("/") else target


def file_of(path: str) -> str:
    """The file that a web server gives for a path."""
    return f"{path.strip('/')}/index.html".lstrip("/") if path.endswith("/") else path.lstrip("/")
