"""The pictures printed on the tea labels, one for each tea, drawn in a square from -100 to 100."""

import math
from collections.abc import Callable, Sequence

from tools.pictures.canvas import Canvas
from tools.pictures.curves import Point, polyline, sample, smooth
from tools.pictures.leaves import blossom, branch, daisy, leaf, leaf_shape, sprig
from tools.pictures.palette import dark, light

Print = Callable[[Canvas, str, str], None]


def emblem(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """The shop's mark: a bowl with a leaf growing out of it."""
    with c.group(transform=f"translate({x:.1f} {y:.1f}) scale({size / 100:.4f})"):
        c.path("M-46 0H46C44 34 24 46 14 46V54H-14V46C-24 46 -44 34 -46 0Z", colour)
        c.path(leaf_shape(0, -8, 62, -62, 0.42), colour)
        c.path(leaf_shape(-2, -8, 42, -128, 0.42), colour)


def dragon(c: Canvas, main: str, second: str) -> None:
    _disc(c, 34, -40, 30, second)
    for n in range(4):
        y = 36 + n * 20
        wave = [(-110 + i * 20, y + (6 if i % 2 else -6)) for i in range(12)]
        c.line(smooth(wave), main, 5, opacity=0.9 - n * 0.15)
    sprig(c, -14, 30, 112, -84, main)


def sunrise(c: Canvas, main: str, second: str) -> None:
    _disc(c, 0, 18, 46, second)
    for n in range(5):
        hill = [
            (-110, 40 + n * 15),
            (-50, 26 + n * 16),
            (20, 40 + n * 13),
            (110, 22 + n * 17),
            (110, 110),
            (-110, 110),
        ]
        c.path(polyline(_round(hill)), dark(main, 0.10 * n) if n % 2 else light(main, 0.25))


def jasmine(c: Canvas, main: str, second: str) -> None:
    branch(c, [(-80, 90), (-30, 20), (10, -30), (60, -90)], 56, main, count=7, thickness=5)
    for x, y, size in ((-24, 8, 34), (34, -22, 30), (6, 52, 26), (56, 34, 18)):
        blossom(c, x, y, size, second)


def peony(c: Canvas, main: str, second: str) -> None:
    for n in range(3):
        leaf(c, 0, 20, 96, 30 + n * 60, main, 0.42)
    for size, many, tone in ((84, 9, 0.22), (64, 8, 0.1), (44, 6, 0.0)):
        blossom(c, 0, -12, size, dark(second, tone), count=many, turn=-90 + size)


def whirl(c: Canvas, main: str, second: str) -> None:
    _disc(c, 0, 0, 84, main)
    turn = [(math.cos(t / 5) * (80 - t * 1.55), math.sin(t / 5) * (80 - t * 1.55)) for t in range(48)]
    c.line(smooth(turn), second, 7)


def cranes(c: Canvas, main: str, second: str) -> None:
    _disc(c, -26, -34, 40, second)
    leaf(c, -10, 86, 150, -112, main, 0.34)
    leaf(c, -6, 88, 170, -78, dark(main, 0.18), 0.34)
    leaf(c, 0, 90, 130, -40, light(main, 0.12), 0.36)


def cliffs(c: Canvas, main: str, second: str) -> None:
    _disc(c, 42, -52, 26, second)
    for x, top, wide, tone in ((46, -20, 46, 0.2), (-44, -74, 48, 0.0), (6, 12, 56, 0.35)):
        c.path(
            polyline(
                [
                    (x - wide, 110),
                    (x - wide * 0.7, top + 22),
                    (x - wide * 0.3, top),
                    (x + wide * 0.25, top + 10),
                    (x + wide * 0.6, top + 46),
                    (x + wide, 110),
                ]
            ),
            light(main, tone),
        )
        c.line(f"M{x - 10} {top + 16}L{x - 16} {top + 52}L{x - 6} 110", dark(main, 0.4), 3, opacity=0.5)
    for x, y in ((-40, -72), (-58, -56), (2, 14), (44, -18)):
        sprig(c, x, y, 26, -90, second)


def moon(c: Canvas, main: str, second: str) -> None:
    _disc(c, 0, -26, 52, second)
    for n in range(5):
        wave = [(-110 + i * 22, 42 + n * 15 + (7 if (i + n) % 2 else -7)) for i in range(11)]
        c.path(smooth([*wave, (112, 120), (-112, 120)]), light(main, 0.5 - n * 0.12))


def summit(c: Canvas, main: str, second: str) -> None:
    _disc(c, 0, -36, 38, second)
    for x, top, wide, tone in ((-50, -10, 70, 0.35), (52, -2, 72, 0.25), (0, -46, 84, 0.0)):
        c.path(
            polyline([(x - wide, 110), (x, top), (x + wide, 110)]), light(main, tone), stroke_linejoin="round"
        )
        c.path(
            polyline([(x, top), (x + wide, 110), (x + wide * 0.2, 110), (x + wide * 0.1, top + 60)]),
            dark(main, 0.25),
            opacity=0.5,
        )


def orchid(c: Canvas, main: str, second: str) -> None:
    for angle, size in ((-118, 150), (-100, 190), (-80, 180), (-62, 150), (-44, 110)):
        leaf(c, -6, 104, size, angle, main, 0.12)
    for x, y in ((-20, -52), (26, -22), (4, 16)):
        blossom(c, x, y, 27, second, heart=dark(second, 0.4), count=5)


def snow_peaks(c: Canvas, main: str, second: str) -> None:
    for n, base in enumerate((-8, 26, 60)):
        ridge = [
            (-112, base + 20),
            (-70, base - 26 + n * 8),
            (-34, base + 4),
            (12, base - 46 + n * 14),
            (50, base),
            (82, base - 20),
            (112, base + 14),
        ]
        c.path(polyline([*ridge, (112, 110), (-112, 110)]), light(main, 0.55 - n * 0.25))
    c.path(polyline([(-4, -32), (12, -54), (26, -34), (16, -38), (8, -28)]), "#FBF6EA")
    _disc(c, -56, -62, 20, second)
    sprig(c, 0, 84, 48, -90, second)


def river(c: Canvas, main: str, second: str) -> None:
    _disc(c, 0, -24, 56, second)
    far = _round([(-110, 22), (-56, 6), (10, 18), (110, 0), (110, 46), (-110, 46)])
    c.path(polyline(far), light(main, 0.25))
    c.path(polyline([(-110, 40), (110, 40), (110, 120), (-110, 120)]), main)
    for n in range(5):
        wide = 52 - n * 9 + (7 if n % 2 else 0)
        c.rect(-wide, 50 + n * 11, wide * 2, 5, second, rx=2.5)
    for n in range(3):
        c.line(f"M{-66 + n * 26} {-66 + n * 9}q7 -9 14 0q7 -9 14 0", main, 3)


def tree(c: Canvas, main: str, second: str) -> None:
    c.path(polyline([(-9, 100), (-5, 10), (5, 10), (10, 100)]), dark(main, 0.2))
    for ring, many in ((74, 17), (50, 12), (26, 7)):
        for n in range(many):
            turn = 2 * math.pi * n / many + ring
            leaf(
                c,
                math.cos(turn) * ring * 0.6,
                -20 + math.sin(turn) * ring * 0.6,
                40,
                math.degrees(turn),
                second if (n + ring) % 5 == 0 else main,
                0.45,
            )


def pines(c: Canvas, main: str, second: str) -> None:
    for n in range(3):
        smoke = [(-30 + n * 34, 10), (-50 + n * 38, -30), (-14 + n * 34, -62), (-36 + n * 38, -104)]
        c.line(smooth(smoke), second, 8 - n, opacity=0.65)
    for x, size, tone in ((-58, 0.9, 0.15), (56, 1.0, 0.1), (-8, 1.25, 0.0)):
        for n in range(4):
            y, wide = 100 - n * 26 * size, (40 - n * 8) * size
            c.path(
                polyline([(x - wide, y), (x, y - 44 * size), (x + wide, y)]),
                light(dark(main, 0.12 * (n % 2)), tone),
            )


def fireweed(c: Canvas, main: str, second: str) -> None:
    c.line("M0 104Q6 0 0 -96", main, 5)
    for n in range(8):
        leaf(c, 2, 96 - n * 9, 62 - n * 3, -24 if n % 2 else -156, main, 0.2)
    for n in range(13):
        size = 25 - n * 1.5
        blossom(
            c,
            (1 if n % 2 else -1) * (26 - n * 1.7),
            26 - n * 9.4,
            size,
            second,
            heart=light(second, 0.6),
            count=4,
        )


def linden(c: Canvas, main: str, second: str) -> None:
    branch(c, [(-96, -40), (-30, -62), (40, -50), (96, -70)], 66, main, count=6, thickness=5)
    c.line("M10 -54Q12 -10 -6 24M10 -54Q20 -4 36 18", dark(main, 0.2), 3)
    for x, y, size in ((-10, 40, 34), (44, 32, 30), (14, 74, 26)):
        daisy(c, x, y, size, second, squash=1)


def thorn(c: Canvas, main: str, second: str) -> None:
    branch(c, [(-70, 100), (-20, 30), (0, -20), (44, -100)], 74, main, count=10, thickness=6, start=0.1)
    for n in range(15):
        x, y = -38 + n * 5.4 + (10 if n % 2 else -14), 56 - n * 9.5 + (n % 3) * 4
        c.ellipse(x, y, 10, 12, second)
        c.ellipse(x - 3, y - 4, 3, 3, light(second, 0.6))


def _disc(c: Canvas, x: float, y: float, r: float, colour: str) -> None:
    c.ellipse(x, y, r, r, colour)


def _round(points: Sequence[Point]) -> list[Point]:
    return [*sample(points[:4], 8), *points[4:]]
