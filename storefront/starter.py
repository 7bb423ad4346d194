"""The empty shop that `build.py new` writes: small, complete, and good to build on."""

from __future__ import annotations

from pathlib import Path

from storefront import schema

_FILES = {
    "shop.yaml": """\
# yaml-language-server: $schema=schema/shop.json
name: My shop
tagline: Made here, sold here
url: https://shop.example            # where the site will live
currency: EUR
languages: [en]                     # the first is the default; add more: [en, ru]
timezone: Europe/Berlin
contact: {email: hello@shop.example}
delivery:
  - {id: courier, name: Courier, price: 4.90, countries: [DE]}
  - {id: pickup, name: Pick up in the shop, price: 0}
payment:
  - {id: cash, name: Cash on delivery}
""",
    "catalog/things.yaml": """\
# yaml-language-server: $schema=../schema/catalog.json
category: {slug: things, name: Things}
products:
  - sku: FIRST-1
    name: The first thing
    price: 12.50
    stock: 3
    description: Say what it is, what it is made of, and why you like it.
""",
    "pages/home.md": """\
---
title: A few good things
sections:
  - products: {title: On the shelf, products: [FIRST-1], link: /catalog/things/}
---
Welcome. This page is `pages/home.md`; change a word, save, and look again.
""",
    "pages/about.md": """\
---
title: About
menu: header
---
Who you are, where you are, and how people can reach you.
""",
}


def create(folder: Path) -> None:
    """Writes the shop and the schemas its files name. Raises FileExistsError where the folder exists."""
    folder.mkdir(parents=True)
    (folder / "images").mkdir()
    for name, text in _FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    schema.write(folder / "schema")
