"""The kinds of pages a shop has, each with the page of the demo shop that tries it hardest."""

from __future__ import annotations

PAGES = {
    "home": "/",
    "catalog": "/catalog/",
    "category": "/catalog/cups/",
    "parent": "/catalog/tea/",
    "product": "/product/kyusu/",
    "choices": "/product/tasting-cup/",
    "sold-out": "/product/dong-ding/",
    "no-picture": "/product/mountain-mint/",
    "long-name": "/product/lapsang-souchong/",
    "text": "/delivery/",
    "basket": "/basket/",
    "checkout": "/checkout/",
    "thanks": "/thanks/",
    "order": "/order/",
    "find": "/find/",
    "support": "/support/",
    "ticket": "/support/ticket/",
    "ideas": "/ideas/",
    "roadmap": "/ideas/roadmap/",
    "feedback": "/feedback/",
    "widget": "/feedback/widget/",
    "missing": "/404.html",
}


def address(kind: str, language: str) -> str:
    return PAGES[kind] if language == "en" else f"/ru{PAGES[kind]}"
