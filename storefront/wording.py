"""Every sentence the content reader says, by the name of the mistake: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from storefront.problems import quoted

#: Longer words are no slips of the finger, and comparing them costs.
_LONGEST_GUESS = 40
_MOST_CHOICES = 20_000


def word(code: str, values: dict[str, object]) -> tuple[str, str]:
    """The message and the hint of a mistake."""
    message, hint = WORDS[code]
    known = {"near": "", **values}
    return message.format(**known), hint.format(**known).strip()


def near(wrong: str, choices: Iterable[str]) -> str:
    """`did you mean "price"?`, or nothing where no choice comes close."""
    if len(wrong) > _LONGEST_GUESS:
        return ""
    known = {choice.casefold(): choice for choice in list(choices)[:_MOST_CHOICES]}
    found = get_close_matches(wrong.casefold(), known, n=1, cutoff=0.7)
    return f"did you mean {quoted(known[found[0]])}?" if found else ""


WORDS: dict[str, tuple[str, str]] = {
    # files and folders
    "no_content": (
        "there is no such folder",
        "a shop's content is a folder with shop.yaml, catalog/ and pages/",
    ),
    "empty_content": ("the folder is empty", "start with shop.yaml, catalog/ and pages/home.md"),
    "no_shop": (
        "the shop has no shop.yaml",
        "it names the shop, its currency, languages, delivery and payment",
    ),
    "no_home": ("the shop has no front page", "write it in pages/home.md"),
    "no_catalog": ("there is nothing on sale", "write categories and products in {folder}/<category>.yaml"),
    "outside": ("this leads outside the content folder", "put the file itself here instead of a link to it"),
    "broken_link": ("this link leads nowhere", "put the file itself here, or remove the link"),
    "not_a_file": ("this is not an ordinary file", "remove it, or give it another name"),
    "folder_here": ("folders are not read here", "move its files to {folder}"),
    "not_a_folder": ("this should be a folder", "rename the file, and make a folder of this name"),
    "unreadable": ("the file cannot be read", "check that you have the right to open it"),
    "too_big": ("the file is larger than 1 MB", "split it into several files"),
    "not_utf8": ("the file is not saved as UTF-8 text", 'save it again with the encoding "UTF-8"'),
    "control": ("an invisible control character ({name}) is here", "delete it and type the text again"),
    "rename_yaml": ("this file is not read", "rename it to {name}"),
    "unknown_file": ("this file is not read", "{expected}"),
    "unknown_folder": ("this folder is not read", "{near}"),
    "no_promos": ("this version does not read promos.yaml yet", "move it out of the content folder for now"),
    # YAML
    "empty_file": ("the file is empty", "write it, or remove the file"),
    "not_keys": ("the file should consist of keys and values", 'such as "name: Clay & Leaf"'),
    "duplicate_key": (
        "the key {key} is written twice here",
        "the first one is on line {line}; keep one of them",
    ),
    "anchor": ('anchors ("&") are not used here', 'write the text in quotes if it starts with "&"'),
    "alias": ('aliases ("*") are not used here', 'write the text in quotes if it starts with "*"'),
    "merge": ('merge keys ("<<") are not used here', "write the keys out"),
    "tag": ('tags ("!") are not used here', 'write the text in quotes if it starts with "!"'),
    "documents": ('a second document starts here ("---")', "keep one document in a file"),
    "too_deep": ("this is nested more than {depth} levels deep", "check the brackets and the indentation"),
    "odd_key": ("a key must be plain words", 'write the key in quotes if it starts with "[" or "{{"'),
    "no_front": (
        "the file does not start with its keys",
        'begin with a line "---", then the keys, then "---"',
    ),
    "open_front": ("the keys at the start are not closed", 'write a line "---" after the last key'),
    "tab": ("a tab is used for indentation", "use spaces, two for every level"),
    "open_quote": (
        "a quote is opened here and never closed",
        "write the closing quote at the end of the text",
    ),
    "after_quote": ("the text goes on after the closing quote", "put the whole text in {quotes}"),
    "second_colon": ("there is a second colon in this line", 'put the text in quotes: {key}: "{text}"'),
    "no_space": ("there is no space after the colon", "write {key}: {text}"),
    "bad_start": ("a text may not start with {start}", "put the whole text in quotes"),
    "open_bracket": (
        'a "{bracket}" is opened here and not closed',
        'separate the items by commas and end with "{end}"',
    ),
    "list_here": ("a list cannot start on this line", 'put every item on its own line, starting with "- "'),
    "escape": ('a "\\" has a special meaning in double quotes', "use 'single quotes' for this text"),
    "block_text": ('the text stands on the same line as "|" or ">"', "start it on the next line, indented"),
    "indent": ("this line does not fit the lines above it", "keys of one group start in the same column"),
    "yaml": (
        "this cannot be understood",
        "check the colons, quotes and indentation here and on the line above",
    ),
    # the shape of values
    "unknown_key": ("unknown key {key}", "{near}"),
    "missing": ('the key "{key}" is missing', "{example}"),
    "nothing": ("nothing is written for {key}", "write a value, or remove the line"),
    "nothing_item": ("an item of this list is empty", 'write it after the "-", or remove the line'),
    "keys_expected": ("keys and values are expected here", "{example}"),
    "list_expected": (
        "a list is expected here",
        'put the items in brackets, "[one, two]", or each on a line with "- "',
    ),
    "words_expected": (
        "a plain text is expected here",
        "write the words after the colon; no list and no further keys",
    ),
    "empty_text": ("the text is empty", "write it, or remove the line"),
    "too_short": ("at least one is needed here", "{example}"),
    "options_shape": ("options are names with lists of values", "for example {{Size: [S, L]}}"),
    "wrong": ("this value does not fit here", "look it up in docs/reference/content.md"),
    # texts and languages
    "unknown_language": ("unknown language {code}", "the shop's languages are {languages}"),
    "missing_language": (
        "the text is not written in {missing}",
        "add a line for it, or write one text for every language",
    ),
    "language_code": ("{text} is not a language code", "write it like en, ru or de"),
    "repeated": ("{text} is written twice", "keep one of them"),
    "attributes_mixed": (
        "some values here are texts, others are groups",
        "write either {{Volume: 120 ml}} or {{en: {{Volume: 120 ml}}}} throughout",
    ),
    # numbers, money, time
    "price": ("{text} is not a price", "{how}"),
    "price_digits": ("{text} has too many digits after the point", "{currency} is written {digits}"),
    "whole": ("{text} is not a whole number", "write digits only, such as {example}"),
    "range": ("{text} is out of range", "write a number from {low} to {high}"),
    "percent": ("{text} is not a percentage", 'write the number alone, such as 19 or 7.5, without "%"'),
    "yes_no": ("{text} is neither yes nor no", "write yes or no"),
    "date": ("{text} is not a date", "write it as year-month-day, such as 2026-12-25"),
    "duration": ("{text} is not a span of time", "write minutes or hours, such as 30m or 2h"),
    "hours": ("{text} are no opening hours", 'write them like "10:00-19:00", or "closed"'),
    "hours_order": ("{text} closes before it opens", "write the opening time first"),
    "day": ("{text} is not a day or a span of days", "write mon, tue, wed, thu, fri, sat, sun, or mon-fri"),
    "day_twice": ("{text} names a day that already has its hours", "keep every day once"),
    # names of things
    "currency": (
        "{text} is not a currency code",
        "write the three letters of ISO 4217, such as EUR, USD or RUB",
    ),
    "timezone": ("{text} is not a time zone", "{near}"),
    "url": ("{text} is not the address of a site", "write it like https://shop.example, without a path"),
    "email": ("{text} is not an e-mail address", "write it like hello@shop.example"),
    "phone": ("{text} is not a phone number", "write it with its country code, such as +49 30 901820"),
    "country": ("{text} is not a country code", "write the two letters of ISO 3166, such as DE"),
    "slug": (
        "{text} cannot be part of an address",
        "use small Latin letters, digits and hyphens, such as {example}",
    ),
    "sku": ("{text} cannot be a SKU", "use Latin letters, digits, hyphens, dots and underscores, 64 at most"),
    "id": ("{text} cannot be an id", "use small Latin letters, digits and hyphens, such as courier"),
    "file_name": (
        "{text} is not the name of a picture file",
        "write the name alone, such as gaiwan.jpg; the file is in {folder}",
    ),
    "barcode": ("{text} is not a barcode", "write its 8 to 14 digits"),
    "menu": ("{text} is not a menu", "write header or footer, or remove the line"),
    # across files
    "id_twice": ("the id {id} is used twice", "the first one is at line {line}; choose another"),
    "address_no": (
        "countries are listed, but no address is asked for",
        'remove "address: no", or the countries',
    ),
    "was": ("the previous price is not higher than the price", 'correct "was:", or remove it'),
    "no_price": ('the key "price" is missing', "write it for the product, or for every variant"),
    "sku_twice": ("the SKU {sku} is used twice", "it is also at {place}; every SKU is unique in the shop"),
    "slug_twice": ("the address {slug} is already taken by {other}", 'write another "slug:" for one of them'),
    "unknown_sku": ("there is no product {sku}", "{near}"),
    "variant_sku": ("{sku} is a variant, not a product", "write {product}"),
    "related_self": ("the product is related to itself", "remove it from the list"),
    "unknown_category": ("there is no category {slug}", "{near}"),
    "category_twice": (
        "the category {slug} is described differently at {place}",
        'describe it once; elsewhere write "category: {plain}"',
    ),
    "cycle": ("the category {slug} is inside itself", 'correct "parent:" in one of: {loop}'),
    "variants_alone": ("there are variants, but no options", "for example options: {{Size: [S, L]}}"),
    "options_alone": ("there are options, but no variants", "write a variant for every combination on sale"),
    "unknown_option": ("unknown option {option}", "{near}"),
    "missing_option": ('the option "{option}" is not chosen', "choose one of {values}"),
    "unknown_value": ("{value} is not a value of {option}", "choose one of {values}"),
    "same_options": ("another variant has the same options", "it is on line {line}"),
    "no_category": ("the product has no category", 'write "category: teapots" with the slug of a category'),
    "category_in_yaml": (
        '"category" is written for the whole file',
        "remove it here, or move the product to the file of its category",
    ),
    "description_twice": (
        "the description is written twice",
        'keep the text below the keys, or "description:"',
    ),
    "no_base": ("this is a translation of {base}, which does not exist", "write {base} first"),
    "default_file": (
        "the text in {language} belongs in {base}",
        "it is the shop's first language; rename the file",
    ),
    "file_language": ("the file is for an unknown language {code}", "the shop's languages are {languages}"),
    "not_translated": ("there is no text in {language}", "add {file}"),
    "other_sku": ("this is a translation of {sku}", "write sku: {plain}"),
    "file_slug": (
        "the file name cannot be an address",
        "use small Latin letters, digits and hyphens, such as delivery.md",
    ),
    "reserved": ("the address /{slug}/ is used by the shop itself", "give the file another name"),
    # pictures
    "no_picture": ("picture {file} is not in {folder}", "{near}"),
    "picture_kind": ("this is not a JPEG, PNG or WebP picture", "save it as one of these"),
    "picture_damaged": ("the picture is damaged", "open it, save it again, and put the new file here"),
    "picture_bytes": (
        "the picture is larger than 30 MB",
        "save it smaller; 2000 pixels on the long side are enough",
    ),
    "picture_pixels": (
        "the picture has more than 40 million pixels",
        "save it smaller; 2000 pixels on the long side are enough",
    ),
    # Markdown and links
    "raw_html": ("HTML tags are not used in texts: {text}", "write Markdown; put code between `backquotes`"),
    "scheme": (
        "a link may not start with {text}",
        "use an https, mailto or tel address, or a page of the shop such as /delivery/",
    ),
    "bad_link": (
        "{text} is not a link",
        "write https://… for another site, or a page of the shop such as /delivery/",
    ),
    "picture_path": (
        "a picture is named by its file alone, not {text}",
        "put it in {folder} and write its name, such as gaiwan.jpg",
    ),
    "unknown_page": ("the link {link} leads to no page of the shop", "{near}"),
    "tangled": ("the text is too tangled to be read as Markdown", "{why}"),
    # sections
    "unknown_section": ("unknown section {name}", "{near}"),
    "section_shape": ("a section is its name and its settings", "for example - hero: {{title: Welcome}}"),
    "unknown_argument": ("the section {section} has no setting {name}", "{near}"),
    "missing_argument": ('the section {section} needs "{name}"', "add a line for it"),
    "side": ("{text} is not a side", "write left or right"),
    "no_macro": ("the section has no macro of its own name", "write {{% macro {name}(…) %}}"),
    "template": ("the template cannot be read: {text}", ""),
    "template_fails": ("the template fails here: {text}", ""),
    "words_entry": (
        "these are no words of the interface",
        "write a sentence, or its plural forms with at least other:",
    ),
}
