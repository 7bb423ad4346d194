"""What is said of single values: their shape, texts, numbers, names."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # the shape of values
    "unknown_key": ("unknown key {key}", "{near}"),
    "missing": ('the key "{key}" is missing', "{example}"),
    "nothing": ("nothing is written for {key}", "write a value, or remove the line"),
    "commented": (
        "nothing is written for {key}: what stands behind # is a comment",
        'put the colour in quotes, such as "#2f5747"',
    ),
    "no_colon": (
        "{key} has no value: a comma or a bracket cuts the text",
        'put the text in quotes, such as "Cup, blue"',
    ),
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
    "number_expected": (
        "one number is expected here",
        "write it after the colon, such as {example}; no list and no further keys",
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
    "how_many": ("{text} stands here without a number", "write how many of it, such as {plain}: 1"),
    "number_cut": ("a comma cuts off {text}", "write whole numbers here; a comma separates what is in it"),
    # numbers, money, time
    "price": ("{text} is not a price", "{how}"),
    "price_digits": ("{text} has too many digits after the point", "{currency} is written {digits}"),
    "whole": ("{text} is not a whole number", "{how}"),
    "grams": ("{text} is not a weight in grams", "{how}"),
    "range": ("{text} is out of range", "write a number from {low} to {high}"),
    "percent": ("{text} is not a percentage", 'write the number alone, such as 19 or 7.5, without "%"'),
    "share": (
        "{text} is not a percentage to take off",
        'write a number above 0, up to 100, without "%", such as 10 or 7.5',
    ),
    "moment": (
        "{text} is neither a date nor a moment",
        "{how}",
    ),
    "button_shape": ("the button is yes, no, or keys of its own", "for example {{side: left}}"),
    "yes_no": ("{text} is neither yes nor no", "write yes or no"),
    "date": ("{text} is not a date", "{how}"),
    "no_such_day": ("there is no day {text}", "{how}"),
    "no_such_time": ("there is no time {text}", "write it from 0:00 to 23:59, or the day alone"),
    "counted": (
        "{text} is neither a date nor a date with a time",
        "{how}",
    ),
    "counted_later": ("{text} has not come yet", "write when you counted; today is {today}"),
    "duration": ("{text} is not a span of time", "write minutes or hours, such as 30m or 2h"),
    "duration_none": (
        "{text} leaves no time at all",
        "write minutes or hours, such as 30m or 2h, or 0 where no time is set",
    ),
    "hours": ("{text} are no opening hours", 'write them like "10:00-19:00", or "closed"'),
    "hours_order": (
        "{text} closes before it opens",
        'write the opening time first; past midnight, write "18:00-24:00" and for the next day "0:00-2:00"',
    ),
    "hours_overlap": (
        "{text} names an hour twice, or a later one first",
        "write the spans of a day in order",
    ),
    "day": ("{text} is not a day or a span of days", "write mon, tue, wed, thu, fri, sat, sun, or mon-fri"),
    "day_order": (
        "{text} runs past the end of the week",
        "write two lines, such as fri-sun and mon, each with its hours",
    ),
    "hours_cut": (
        "a comma cuts off the hours {text}",
        'put all hours of a day in quotes, such as "10:00-14:00, 15:00-19:00"',
    ),
    "day_twice": ("{text} names a day that already has its hours", "keep every day once"),
    # names of things
    "currency": (
        "{text} is not a currency code",
        "write the three letters of ISO 4217, such as EUR, USD or RUB",
    ),
    "timezone": ("{text} is not a time zone", "{near}"),
    "url": ("{text} is not the address of a site", "write it like https://shop.example, without a path"),
    "site_plain": (
        "what is typed on {text} could be read on its way",
        "write https://…; only localhost does without",
    ),
    "port": ("{text} has a port that does not exist", "write one from 1 to 65535, or none"),
    "email": ("{text} is not an e-mail address", "write it like hello@shop.example"),
    "phone": ("{text} is not a phone number", "write it with its country code, such as +49 30 901820"),
    "country": ("{text} is not a country code", "write {how}"),
    "slug": (
        "{text} cannot be part of an address",
        "use small Latin letters, digits and hyphens, such as {example}",
    ),
    "sku": ("{text} cannot be a SKU", "use Latin letters, digits, hyphens, dots and underscores, 64 at most"),
    "code": ("{text} cannot be a code", "use 4 to 64 letters and digits, such as SPRING10"),
    "id": ("{text} cannot be an id", "use small Latin letters, digits and hyphens, such as {example}"),
    "role": ("{text} is no role", "{near}"),
    "reason": (
        "{text} cannot be the id of a reason",
        "use small Latin letters, digits and _, such as no_call",
    ),
    "file_name": (
        "{text} is not the name of a picture file",
        "write the name alone, such as gaiwan.jpg; the file is in {folder}",
    ),
    "odd_letter": (
        "{text} looks right, but character {position} is not what it seems: {name}",
        "type it again: {plain}",
    ),
    "picture_ending": (
        "{text} is not a picture that can be shown here: {ending} is not used",
        "save it as JPEG, PNG or WebP",
    ),
    "phone_extension": ("{text} has an extension", "write the number without it; a text may name it"),
    "barcode": ("{text} is not a barcode", "write its 8 to 14 digits"),
    "menu": ("{text} is not a menu", "write header or footer, or remove the line"),
    # feedback
    "colour": (
        "{text} is not a colour",
        'write it in quotes, as # and six digits of 0 to f, such as "#2f5747"',
    ),
    "colour_light": (
        "white words on {text} cannot be read well: their contrast is {contrast}, and 4.5 is needed",
        'write a darker one, such as "{darker}"',
    ),
    "button_side": ("{text} is no place for the button", "write left, right or bottom"),
    "button_long": ("the button says {length} characters", "write 30 at most"),
    "moderation": ("{text} does not say whose words you look at", "{near}"),
}
