"""How names of things are read: ids, SKUs, files, currencies, countries, addresses of people and sites."""

from __future__ import annotations

import re
from functools import cache

from shop.money import CURRENCIES
from shop.statuses import ROLES
from shop.text import Text
from storefront import characters
from storefront import slugs as spelling
from storefront.fields import Context, Fault, Faults, by_language, fault, text, words
from storefront.problems import quoted
from storefront.wording import near

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
_OTHER_PICTURES = frozenset(
    (".avif", ".bmp", ".gif", ".heic", ".heif", ".ico", ".jxl", ".pdf", ".psd", ".svg", ".tif", ".tiff")
)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG_LIKE: dict[str, object] = {"example": "gaiwan"}
_REASON = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_CODE = re.compile(r"\w(?:[\w -]{2,62})\w")
_SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LAST_PORT = 65535
_BARCODE = re.compile(r"[0-9]{8,14}")


def identifier(value: object) -> str:
    return _matching(_ID, "id", value, example=spelling.slug(words(value)) or "courier")


def code(value: object) -> str:
    """What customers type to have a promo, on a keyboard of one alphabet."""
    written = _matching(_CODE, "code", value)
    plain = characters.in_one_alphabet(written)
    if plain != written:
        place = next(n for n, (was, now) in enumerate(zip(written, plain, strict=True)) if was != now)
        raise fault(
            "odd_letter", written, position=place + 1, name=characters.name(written[place]), plain=plain
        )
    return written


def role(value: object) -> str:
    """Somebody who works in the shop."""
    written = words(value)
    if written not in ROLES:
        raise fault("role", written, near=near(written, ROLES) or f"write one of {', '.join(ROLES)}")
    return written


def reasons(value: object, context: Context) -> dict[str, Text]:
    """Reasons to cancel an order: what each is called, by its id."""
    if not isinstance(value, dict) or not value:
        raise Faults(Fault("keys_expected", {"example": "such as broken: It broke in our hands"}))
    read: dict[str, Text] = {}
    faults: list[Fault] = []
    for id, said in value.items():
        if not _REASON.fullmatch(id):
            faults.append(Fault("reason", {"text": quoted(id)}, (id,), on_key=True))
        try:
            read[id] = text(said, context)
        except Faults as error:
            faults.extend(Fault(each.code, each.values, (id, *each.at), each.on_key) for each in error.faults)
    if faults:
        raise Faults(*faults)
    return read


def slug(value: object) -> str:
    """A part of an address: `gaiwan-porcelain`."""
    return _matching(_ID, "slug", value, **_SLUG_LIKE)


def slugs(value: object, context: Context) -> Text:
    """A part of an address, for every language or by language."""
    faults: list[Fault] = []
    written_by = by_language(value, context)
    for language, written in written_by.items():
        if not _ID.fullmatch(written):
            at = (language,) if isinstance(value, dict) else ()
            faults.append(_odd(_ID, written, at) or Fault("slug", _SLUG_LIKE | {"text": quoted(written)}, at))
    if faults:
        raise Faults(*faults)
    return Text(written_by)


def known_slug(value: object) -> str:
    """The slug of something that is looked up later, and not found where it could not be one."""
    written = words(value)
    if is_misspelt(written):
        return _matching(_ID, "slug", value, **_SLUG_LIKE)
    return written


def is_misspelt(slug: str) -> bool:
    """Whether a letter of another alphabet, or an invisible one, alone spoils it."""
    return _odd(_ID, slug) is not None


def sku(value: object) -> str:
    return _matching(_SKU, "sku", value)


def is_sku(name: str) -> bool:
    return _SKU.fullmatch(name) is not None


def barcode(value: object) -> str:
    return _matching(_BARCODE, "barcode", value)


def file_name(value: object) -> str:
    """The plain name of a picture file."""
    written = words(value)
    if not is_file_name(written):
        ending = written[written.rfind(".") :].lower()
        if ending in _OTHER_PICTURES:
            raise fault("picture_ending", written, ending=ending)
        raise fault("file_name", written, folder="content/images/")
    return written


def is_file_name(name: str) -> bool:
    """Whether it may be a picture's; one without any ending may, as it may only be forgotten."""
    plain = not re.search(r'[/\\:*?"<>|]', name) and name[0] != "."
    return plain and ("." not in name or name.lower().endswith(PICTURE_SUFFIXES))


def menu(value: object) -> str:
    written = words(value)
    if written not in ("header", "footer"):
        raise fault("menu", written)
    return written


def currency(value: object) -> str:
    written = words(value)
    if written not in CURRENCIES:
        raise fault("currency", written)
    return written


def language(value: object) -> str:
    written = words(value)
    if written not in _language_codes():
        raise fault("language_code", written)
    return written


def timezone(value: object) -> str:
    import zoneinfo

    written = words(value)
    known = zoneinfo.available_timezones()
    if written not in known:
        raise fault("timezone", written, near=near(written, known) or "write it like Europe/Berlin")
    return written


def email(value: object) -> str:
    from email_validator import EmailNotValidError, validate_email

    written = words(value)
    try:
        return validate_email(written, check_deliverability=False).normalized
    except EmailNotValidError:
        raise fault("email", written) from None


def phone(value: object) -> str:
    import phonenumbers

    written = words(value)
    try:
        number = phonenumbers.parse(written)
        if number.extension:
            raise fault("phone_extension", written)
        if phonenumbers.is_possible_number(number):
            return written
    except phonenumbers.NumberParseException:
        pass
    raise fault("phone", written)


def dialled(number: str) -> str:
    """A phone number that was read before, in the digits that are dialled: `+4930901820` (E.164)."""
    import phonenumbers

    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.E164)


def site_address(value: object) -> str:
    """The shop's address, `https://shop.example`, with the host in ASCII and no slash at the end."""
    written = words(value)
    found = re.fullmatch(r"(https?)://([^/\s:@?#\\]+)(:\d{1,5})?/?", written, re.IGNORECASE)
    try:
        host = found[2].encode("idna").decode("ascii").lower() if found else ""
    except UnicodeError:
        host = ""
    if not found or not re.fullmatch(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", host):
        raise fault("url", written)
    if found[3] and not 0 < int(found[3][1:]) <= _LAST_PORT:
        raise fault("port", written)
    return f"{found[1].lower()}://{host}{found[3] or ''}"


def _matching(pattern: re.Pattern[str], code: str, value: object, **values: object) -> str:
    written = words(value)
    if not pattern.fullmatch(written):
        odd = _odd(pattern, written)
        raise Faults(odd) if odd else fault(code, written, **values)
    return written


def _odd(pattern: re.Pattern[str], written: str, at: tuple[str, ...] = ()) -> Fault | None:
    """The letter of another alphabet, or the invisible one, that alone spoils a name."""
    plain = characters.typed_again(written)
    if plain == written or not pattern.fullmatch(plain):
        return None
    place = characters.first_odd(written)
    values = {"text": quoted(written), "position": place + 1, "name": characters.name(written[place])}
    return Fault("odd_letter", values | {"plain": plain}, at)


@cache
def _language_codes() -> frozenset[str]:
    from shop.words import FALLBACK
    from storefront.locales import locale

    return frozenset(
        code for code in map(str, locale(FALLBACK).languages) if re.fullmatch("[a-z]{2,3}", code)
    )
