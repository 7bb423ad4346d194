"""What is said of the parts of a shop that do not fit together."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # across files
    "id_twice": ("the id {id} is used twice", "the first one is at line {line}; choose another"),
    "address_no": (
        "countries are listed, but no address is asked for",
        'remove "address: no", or the countries',
    ),
    "rate_open": (
        "the rate is for everything, as the price is",
        'write "countries:" or "up_to:", or change "price:" of the way of delivery',
    ),
    "rate_unreached": (
        "this rate is never used: the one on line {line} fits whatever this one fits",
        "put the narrower one first",
    ),
    "rate_country": (
        "the way of delivery does not go to {country}",
        'add it to "countries:" of the way of delivery, or remove it here',
    ),
    "remind_late": (
        "a reminder after {remind} days comes too late: after {solve} the ticket counts as solved",
        'write fewer days for "remind_after:", or more for "solve_after:"',
    ),
    "code_twice": ("the code {id} is used twice", "the first one is on line {line}; choose another"),
    "promo_name_twice": (
        "another promo is called {id}",
        'the first one is on line {line}; write "id:" for one of them, by which its uses are counted',
    ),
    "promo_takes_nothing": (
        "the promo takes nothing off",
        "write percent: 10, or amount: 5.00, or free_delivery: yes",
    ),
    "promo_takes_twice": (
        "a promo takes off one thing, and this one has {first} already",
        'keep one of them; two promos with "stacks: yes" may come together',
    ),
    "promo_amount_zero": ("the promo takes nothing off", "write an amount above 0, such as 5.00"),
    "promo_until": ("the promo ends before it begins", 'correct "from:" or "until:"'),
    "promo_shows_code": (
        "the code {code} can be read here, and everybody sees this",
        "choose other words, or remove the code so that the promo applies by itself",
    ),
    "answer_name_twice": (
        "another answer is called {name}",
        "the first one is on line {line}; choose another",
    ),
    "answer_name_long": (
        "the name has {length} characters",
        'write {limit} at most, to choose it by; what customers read stands in "text:"',
    ),
    "answer_long": ("the answer has {length} characters", "a message holds {limit}; make two of it"),
    "was": ("the previous price is not higher than the price", 'correct "was:", or remove it'),
    "no_price": ('the key "price" is missing', "write it for the product, or for every variant"),
    "sku_twice": ("the SKU {sku} is used twice", "it is also at {place}; every SKU is unique in the shop"),
    "slug_twice": ("the address {slug} is already taken by {other}", 'write another "slug:" for one of them'),
    "unknown_sku": ("there is no product {sku}", "{near}"),
    "variant_sku": ("{sku} is a variant, not a product", "write {product}"),
    "related_self": ("the product is related to itself", "remove it from the list"),
    "unknown_tag": ("no product has the tag {tag}", "{near}"),
    "unknown_category": ("there is no category {slug}", "{near}"),
    "category_twice": (
        "the category {slug} is described differently at {place}",
        'describe it once; elsewhere write "category: {plain}"',
    ),
    "cycle": ("the category {slug} is inside itself", 'correct "parent:" in one of: {loop}'),
    "variants_alone": ("there are variants, but no options", "for example options: {{Size: [S, L]}}"),
    "options_alone": ("there are options, but no variants", "write a variant for every combination on sale"),
    "stock_with_variants": (
        "the stock of a product with variants is counted by variant",
        'write "stock:" beside each variant and remove it here',
    ),
    "counted_alone": (
        '"counted" is written, but no stock',
        'write "stock:" with the number you counted, or remove the line',
    ),
    "bundle_stock": (
        'a bundle has no "{key}" of its own',
        "remove the line; there are as many as its parts allow",
    ),
    "bundle_variants": (
        "a bundle has no options and variants",
        "write a product of its own for every combination, each with its own bundle:",
    ),
    "bundle_self": ("the bundle {sku} contains itself", "remove it from the list"),
    "bundle_in_bundle": ("{sku} is a bundle itself", "write what is in it: {contents}"),
    "bundle_of_options": ("{sku} has variants", "write which one is in the bundle: {variants}"),
    "no_part": ("there is no product or variant {sku}", "{near}"),
    "unused_value": (
        "the value {value} of {option} is in no variant",
        "write a variant with it, or remove the value",
    ),
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
    "nothing_chosen": (
        "the section {section} names no products",
        'write "tag: new", or "products:" with their SKUs',
    ),
    "side": ("{text} is not a side", "write left or right"),
    "no_macro": ("the section has no macro of its own name", "write {{% macro {name}(…) %}}"),
    "template": ("the template cannot be read: {text}", ""),
    "template_fails": ("the template fails here: {text}", ""),
    "words_missing": (
        "words of the interface are missing",
        "translate from en.yaml: {keys}",
    ),
    "words_entry": (
        "these are no words of the interface",
        "write a sentence, or its plural forms with at least other:",
    ),
}
