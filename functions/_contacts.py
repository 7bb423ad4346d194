"""Checks that an e-mail address or a phone number can exist, without asking anybody."""

from __future__ import annotations


class Contacts:
    """The ContactRules port.

    The libraries are loaded on first use: their tables weigh more than all the rest of an order.
    """

    def email(self, text: str) -> str | None:
        from email_validator import EmailNotValidError, validate_email

        try:
            valid = validate_email(text, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError:
            return None
        # RFC 2047, section 5: in a header this opens an encoded word, which no address may be.
        return None if "=?" in valid.local_part else valid.ascii_email

    def phone(self, text: str, country: str | None, shop_phone: str | None) -> str | None:
        import phonenumbers

        try:
            number = phonenumbers.parse(text, country or _region_of(shop_phone))
        except phonenumbers.NumberParseException:
            return None
        verdict = phonenumbers.is_possible_number_with_reason(number)
        if number.extension or verdict != phonenumbers.ValidationResult.IS_POSSIBLE:
            return None
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def _region_of(phone: str | None) -> str | None:
    """The country of a number that is written with its code."""
    import phonenumbers

    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(phone or "", None))
    except phonenumbers.NumberParseException:
        return None
    return str(region) if region else None
