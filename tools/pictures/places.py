"""Parts of the larger scenes: shelf boards, tea terraces, the shop's window and door, tissue, a spool."""

import math
from collections.abc import Callable

from tools.pictures import pots, vessels
from tools.pictures.canvas import Canvas
from tools.pictures.curves import arc, polyline, smooth
from tools.pictures.form import Form
from tools.pictures.leaves import leaf
from tools.pictures.packs import pouch
from tools.pictures.palette import WALNUT, dark, light
from tools.pictures.teas import TEAS
from tools.pictures.turning import turned


def raw(profile: tuple[tuple[float, float], ...], clay: str = "#C58A6C") -> Form:
    """The same shape before glazing, drying."""
    return Form(
        profile, clay, inside=dark(clay, 0.1), lip=light(clay, 0.2), wall=9, gloss=0, rings=0.16, speckle=40
    )


def shelf(c: Canvas, y: float) -> None:
    """A board across the picture whose upper front edge lies at `y`."""
    w = c.width
    with c.group(blur=18, opacity=0.4):
        c.rect(0, y + 40, w, 60, c.tint.shade)
    c.rect(
        0,
        y - 44,
        w,
        46,
        c.linear(0, y - 44, 0, y, [(0, dark("#B98D62", 0.2), 1), (1, light("#B98D62", 0.25), 1)]),
    )
    c.rect(0, y, w, 46, c.linear(0, 0, w, 0, [(0, light("#A67A52", 0.15), 1), (1, dark("#A67A52", 0.3), 1)]))
    for n in range(6):
        wave = [(i * w / 9, y + 5 + n * 7.5 + c.rng.uniform(-3, 3)) for i in range(10)]
        c.line(smooth(wave), dark("#A67A52", 0.4), 2, opacity=0.35)


def terrace(c: Canvas, n: int) -> None:
    """One slope of clipped tea bushes in rows; the higher `n`, the nearer."""
    w, h, base = c.width, c.height, 660 + n * 125
    tone = ("#94A88C", "#7F9874", "#69855C", "#54714A", "#3F5A3A")[n]
    side = 1 if n % 2 else -1

    def top(x: float) -> float:
        return base + side * (x - w / 2) * 0.09 + 46 * math.sin(x / w * 4.4 + n * 1.7)

    with c.group(blur=22):
        c.path(
            polyline(
                [(x, top(x) - 34) for x in range(-100, w + 101, 100)]
                + [(w + 100, base + 130), (-100, base + 130)]
            ),
            "#EEF0E4",
            opacity=0.7,
        )
    c.path(polyline([(x, top(x)) for x in range(0, w + 1, 20)] + [(w, h), (0, h)]), tone)
    for row in range(5):
        _bushes(c, n, row, tone, top)


def window(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """The display: lit shelves behind glass in a wooden frame."""
    c.rect(
        x,
        y,
        width,
        height,
        c.radial(
            x + width * 0.4,
            y + height * 0.3,
            width * 0.8,
            height,
            [(0, "#F6E3B8", 1), (0.6, "#DDBB86", 1), (1, "#A9835A", 1)],
        ),
    )
    for board in (y + height * 0.46, y + height - 26):
        c.rect(x, board, width, 26, WALNUT)
        c.rect(x, board, width, 6, light(WALNUT, 0.4))
    upper, lower = y + height * 0.46 + 4, y + height - 20
    for px, form, size in (
        (120, vessels.moon_jar(), 0.27),
        (400, vessels.yunomi(), 0.5),
        (540, vessels.yunomi("#8C9A8E"), 0.5),
        (760, vessels.bottle("#8E9B8C"), 0.26),
        (910, vessels.chawan("#4E5654"), 0.4),
    ):
        turned(c, form, x + px, upper, size)
    pots.heron(c, x + 150, lower, "celadon", 0.38)
    for px, name, colour in (
        (350, "longjing", "#C3A27A"),
        (520, "sea-buckthorn", "#B5654A"),
        (690, "dong-ding", "#4C4640"),
    ):
        pouch(c, TEAS[name].label, x + px, lower, colour, 150, 220)
    pots.yixing(c, x + 890, lower, 0.33)
    c.path(
        polyline([(x, y), (x + width * 0.3, y), (x + width * 0.06, y + height), (x, y + height)]),
        "#FFFFFF",
        opacity=0.16,
    )
    c.path(
        polyline(
            [
                (x + width * 0.5, y),
                (x + width * 0.6, y),
                (x + width * 0.36, y + height),
                (x + width * 0.26, y + height),
            ]
        ),
        "#FFFFFF",
        opacity=0.12,
    )
    c.rect(x, y, width, height, "none", stroke="#253833", stroke_width=26)
    c.rect(x - 12, y - 12, width + 24, height + 24, "none", stroke="#4F6A62", stroke_width=4)
    c.rect(x + width * 0.5 - 7, y, 14, height, "#253833")


def door(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """The glazed door beside the window."""
    c.rect(x, y, width, height, "#253833")
    c.rect(
        x + 14,
        y + 14,
        width - 28,
        height - 14,
        c.linear(x, 0, x + width, 0, [(0, "#46625A", 1), (1, "#30473F", 1)]),
    )
    c.rect(
        x + 70,
        y + 70,
        width - 140,
        height * 0.58,
        c.linear(x, y, x + width, y + height, [(0, "#EBD7AC", 1), (0.5, "#C29F70", 1), (1, "#7F6548", 1)]),
    )
    c.path(
        polyline(
            [
                (x + 70, y + 70),
                (x + 190, y + 70),
                (x + 90, y + 70 + height * 0.58),
                (x + 70, y + 70 + height * 0.58),
            ]
        ),
        "#FFFFFF",
        opacity=0.2,
    )
    c.rect(x + 70, y + 70, width - 140, height * 0.58, "none", stroke="#253833", stroke_width=10)
    c.rect(x + 70, y + height * 0.75, width - 140, height * 0.18, "none", stroke="#253833", stroke_width=6)
    c.rect(x + 30, y + height * 0.46, 14, 120, "#D2B06A", rx=7)
    c.line(f"M{x + width / 2} {y + 110}l-50 60h100z", "#6B5A45", 3)
    c.rect(x + width / 2 - 74, y + 168, 148, 84, "#F3ECDD", rx=6)
    leaf(c, x + width / 2 - 40, y + 224, 92, -20, "#6B7F4E")


def awning(c: Canvas, x: float, y: float, width: float) -> None:
    """A striped awning with a scalloped edge, and the shade below it."""
    with c.group(blur=14, opacity=0.4):
        c.rect(x, y + 60, width, 76, "#0E1613")
    count = 24
    for n in range(count):
        left, wide = x + width * n / count, width / count
        tone = "#EFE3CD" if n % 2 else "#B5654A"
        c.path(f"M{left:.1f} {y}h{wide:.1f}v62a{wide / 2:.1f} 26 0 0 1 {-wide:.1f} 0z", tone)
    c.rect(x, y, width, 62, c.linear(0, y, 0, y + 62, [(0, "#FFF4DF", 0.25), (1, "#3A2418", 0.2)]))


def pavement_pot(c: Canvas, x: float, y: float) -> None:
    """A clay pot with a small tree, standing at the door."""
    for n in range(26):
        turn = c.rng.uniform(0, 6.28)
        far = c.rng.uniform(10, 120)
        leaf(
            c,
            x + far * math.cos(turn),
            y - 420 + far * 1.1 * math.sin(turn),
            110,
            math.degrees(turn),
            ("#5E7A48", "#6F8C56", "#47633C")[n % 3],
            0.4,
        )
    c.line(f"M{x} {y - 150}Q{x - 12} {y - 260} {x} {y - 400}", "#6B4F3A", 15)
    turned(c, raw(((76, 0), (80, 8), (104, 90), (118, 170), (124, 190)), "#B5654A"), x, y, 1.0)


def tissue(c: Canvas, x: float, y: float) -> None:
    """Crumpled tissue paper laid open."""
    points = []
    for n in range(18):
        far = 1.0 if n % 2 else 0.78
        far *= c.rng.uniform(0.9, 1.12)
        points.append((x + 400 * far * math.cos(n * 0.349), y - 30 + 190 * far * math.sin(n * 0.349)))
    with c.group(blur=14, opacity=0.4, transform="translate(22 18)"):
        c.path(polyline(points), c.tint.shade)
    c.path(polyline(points), "#F5EFE3")
    for n, (px, py) in enumerate(points):
        after = points[(n + 1) % len(points)]
        c.path(
            polyline([(x, y - 10), (px, py), after]), ("#FFFFFF", "#DFD4C2", "#EFE7D8")[n % 3], opacity=0.75
        )


def spool(c: Canvas, x: float, y: float) -> None:
    """A wooden spool of twine."""
    form = Form(
        ((96, 0), (96, 26), (70, 34), (74, 110), (70, 178), (96, 186), (96, 212), (90, 214)),
        "#B08E5E",
        closed=True,
        rings=0,
        gloss=0,
    )
    turned(c, form, x, y)
    rise = (1 - c.tilt**2) ** 0.5
    for n in range(13):
        cy = y - (44 + n * 10) * rise
        c.line(
            polyline(arc(x, cy, 74, 74 * c.tilt, 176, 4), False),
            dark("#B08E5E", 0.35 if n % 2 else 0.1),
            7,
            opacity=0.7,
        )
    c.ellipse(x, y - 214 * rise, 90, 90 * c.tilt, "#DDBF94")
    c.ellipse(x, y - 214 * rise, 20, 20 * c.tilt, "#5B4028")


def _bushes(c: Canvas, n: int, row: int, tone: str, top: Callable[[float], float]) -> None:
    gap, size = 26 + n * 9 + row * 5, 34 + n * 15 + row * 6
    x = -size + c.rng.uniform(0, 20)
    while x < c.width + size:
        y = top(x) + row * gap + c.rng.uniform(-3, 3) + gap * 0.4
        c.ellipse(x, y, size * 0.74, size * 0.46, dark(tone, 0.24 - row * 0.02))
        c.ellipse(
            x - size * 0.1, y - size * 0.12, size * 0.6, size * 0.34, light(tone, 0.1 + 0.05 * c.rng.random())
        )
        x += size * 0.92
