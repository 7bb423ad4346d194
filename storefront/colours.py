"""Colours as an owner writes them, and whether words on them can be read."""

from __future__ import annotations

import re

from storefront.fields import fault, words

#: Between words and what they stand on, WCAG 2.2, success criterion 1.4.3.
CONTRAST = 4.5
_WHITE = (255, 255, 255)
_STEPS = 256

_Rgb = tuple[int, int, int]


def ground(value: object) -> str:
    """The colour of something that carries white words: `#2f5747`."""
    written = words(value)
    colour = _parsed(written)
    if colour is None:
        raise fault("colour", written)
    if contrast(colour, _WHITE) < CONTRAST:
        reached = f"{contrast(colour, _WHITE):.1f}"
        raise fault("colour_light", written, contrast=reached, darker=_shown(_darker(colour)))
    return _shown(colour)


def contrast(one: _Rgb, other: _Rgb) -> float:
    """From 1 to 21, as WCAG 2.2 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _parsed(written: str) -> _Rgb | None:
    found = re.fullmatch(r"#?([0-9a-f]{3}|[0-9a-f]{6})", written.lower(), re.ASCII)
    if not found:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _shown(colour: _Rgb) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def _darker(colour: _Rgb) -> _Rgb:
    """The lightest shade of the colour that carries white words."""
    shades = (_shade(colour, step) for step in range(_STEPS, 0, -1))
    return next(shade for shade in shades if contrast(shade, _WHITE) >= CONTRAST)


def _shade(colour: _Rgb, step: int) -> _Rgb:
    red, green, blue = (part * step // _STEPS for part in colour)
    return red, green, blue


def _luminance(colour: _Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
