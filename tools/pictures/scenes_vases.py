"""Vases, bowls and plates."""

import math

from tools.pictures import leaves, vessels
from tools.pictures.canvas import Canvas
from tools.pictures.curves import arc, polyline, smooth
from tools.pictures.form import height_at
from tools.pictures.palette import dark, light
from tools.pictures.plinth import on_plinth
from tools.pictures.surface import arch, branch_shadow, ground, room, window_light
from tools.pictures.table import Scene, portrait
from tools.pictures.turning import turned

PLATES = ("#B9805F", "#A9BBA4", "#E2D6BF", "#7F9096")


def scenes() -> dict[str, Scene]:
    drawn = {
        "reed": reed,
        "reed-bare": reed_bare,
        "moon-jar": moon_jar,
        "moon-jar-window": moon_jar_window,
        "tide": tide,
        "tide-above": tide_above,
        "plates": plates,
        "plates-above": plates_above,
    }
    return {name: portrait(draw) for name, draw in drawn.items()}


def reed(c: Canvas) -> None:
    room(c, "rose", 1330, 0.24)
    window_light(c, 160, 120, 640, 900, 0.4)
    _stem(c, 800, 860)
    turned(c, vessels.bottle(), 780, 1730, 0.98)


def reed_bare(c: Canvas) -> None:
    room(c, "sage", 1250, 0.26)
    arch(c, 780, 1248, 1060, 1140, 0.25)
    turned(c, vessels.bottle("#E2D8C4", "#9A6244"), 760, 1700, 1.36)


def moon_jar(c: Canvas) -> None:
    room(c, "clay", 1180, 0.26)
    branch_shadow(c, (1700, 20), (820, 420), 210, 0.24)
    turned(c, vessels.moon_jar(), 760, 1640, 1.5)


def moon_jar_window(c: Canvas) -> None:
    room(c, "oat", 1300, 0.26)
    window_light(c, 120, 60, 900, 1180, 0.85)
    spine = [(905, 900), (860, 640), (960, 420), (1180, 190)]
    leaves.branch(c, spine, 170, "#8C9A70", count=9, thickness=13, start=0.4)
    on_plinth(c, vessels.moon_jar(), 900, 1500, 0.88, 760, 240, "#C9B79C")


def tide(c: Canvas) -> None:
    room(c, "plaster", 1080, 0.34)
    branch_shadow(c, (-60, 40), (820, 400), 210, 0.18)
    bowl = vessels.basin()
    turned(c, bowl, 780, 1600, 1.36)
    rim = height_at(bowl, 1600, 262, 1.36, c.tilt)
    with c.group(clip=_above_front(c, 780, rim, 654)):
        for x, y, size, lean in (
            (920, rim - 10, 1.0, 12),
            (560, rim + 6, 0.98, -16),
            (740, rim + 86, 1.08, 5),
        ):
            _pear(c, x, y + 70, size, lean)


def tide_above(c: Canvas) -> None:
    ground(c, "ochre", 0.84)
    bowl = vessels.basin()
    turned(c, bowl, 760, 1160, 1.36)
    for x, y, size in ((640, 1000, 116), (880, 960, 122), (790, 1180, 126)):
        _plum(c, x, y, size)
    _plum(c, 1300, 1700, 118)
    leaves.leaf(c, 1290, 1640, 230, -40, "#7F8C5A")


def plates(c: Canvas) -> None:
    room(c, "celadon", 1090, 0.34)
    window_light(c, 840, 60, 560, 780, 0.5)
    for n, glaze in enumerate(PLATES):
        turned(c, vessels.plate(glaze), 770 + (0, 14, -10, 6)[n], 1600 - n * 74, 1.85)


def plates_above(c: Canvas) -> None:
    ground(c, "rose", 0.9)
    for (x, y), glaze in zip(((520, 640), (1080, 820), (480, 1270), (1050, 1450)), PLATES, strict=True):
        turned(c, vessels.plate(glaze), x, y, 0.9)
        _rings(c, x, height_at(vessels.plate(glaze), y, 34, 0.9, c.tilt), 184, c.tilt, glaze)
    leaves.sprig(c, 470, 620, 130, -40)


def _stem(c: Canvas, x: float, y: float) -> None:
    straw = "#9A7B4C"
    c.line(smooth([(x, y), (x + 14, y - 300), (x + 90, y - 620)]), straw, 8)
    c.line(smooth([(x + 6, y - 120), (x - 90, y - 330), (x - 190, y - 420)]), straw, 5)
    for n in range(64):
        t = n / 64
        px, py = x + 20 + 120 * t, y - 340 - 400 * t
        side = -1 if n % 2 else 1
        length = 105 * math.sin(math.pi * (0.12 + 0.8 * t)) + 14
        tip = (px + side * length * 0.62 + 18, py - length * 0.8)
        tone = light(straw, 0.2 + 0.4 * c.rng.random())
        c.line(
            smooth([(px, py), ((px + tip[0]) / 2 + side * 14, (py + tip[1]) / 2 + 4), tip]),
            tone,
            5,
            opacity=0.9,
        )
        c.ellipse(tip[0], tip[1], 8, 13, light(straw, 0.5), opacity=0.85)
    leaves.leaf(c, x - 60, y - 280, 200, -148, "#B39A62", 0.12)


def _above_front(c: Canvas, x: float, rim: float, r: float) -> str:
    front = arc(x, rim, r, r * c.tilt, 0, 180, 40)
    return polyline([(x + r, rim - 900), *front, (x - r, rim - 900)])


def _pear(c: Canvas, x: float, y: float, size: float, lean: float) -> None:
    skin, r = "#B9A24A", 150 * size
    half = [
        (0, -2.05),
        (0.26, -1.98),
        (0.42, -1.55),
        (0.62, -1.1),
        (0.96, -0.5),
        (1.0, 0.05),
        (0.78, 0.62),
        (0.3, 0.86),
    ]
    edge = [(x + px * r, y + py * r) for px, py in half] + [
        (x - px * r, y + py * r) for px, py in half[:0:-1]
    ]
    data = smooth(edge, True)
    with c.group(transform=f"rotate({lean} {x:.1f} {y:.1f})"):
        c.line(smooth([(x, y - r * 1.95), (x + 8, y - r * 2.2), (x + 26, y - r * 2.4)]), "#5B4430", 11)
        c.path(data, skin)
        with c.group(clip=data):
            c.path(
                data,
                c.radial(
                    x - r * 0.35,
                    y - r * 0.4,
                    r * 1.6,
                    r * 1.9,
                    [(0, light(skin, 0.55), 0.95), (0.45, skin, 0.5), (1, dark(skin, 0.62), 0.95)],
                ),
            )
            with c.group(blur=34, opacity=0.5):
                c.ellipse(x + r * 0.5, y - r * 0.1, r * 0.4, r * 0.7, "#B5654A")
            for _ in range(130):
                c.ellipse(
                    x + c.rng.uniform(-1, 1) * r,
                    y + c.rng.uniform(-1.9, 0.8) * r,
                    2.4,
                    2.4,
                    "#6E5A2A",
                    opacity=0.4,
                )


def _plum(c: Canvas, x: float, y: float, r: float) -> None:
    skin = "#5A3448"
    with c.group(blur=12, opacity=0.45):
        c.ellipse(x + r * 0.35, y + r * 0.4, r, r * 0.95, "#241418")
    c.ellipse(
        x,
        y,
        r,
        r * 0.96,
        c.radial(
            x - r * 0.35,
            y - r * 0.4,
            r * 1.5,
            r * 1.5,
            [(0, "#B58A9A", 1), (0.35, "#7F5068", 1), (0.75, skin, 1), (1, dark(skin, 0.6), 1)],
        ),
    )
    c.line(
        smooth([(x - r * 0.1, y - r * 0.7), (x + r * 0.25, y - r * 0.1), (x + r * 0.2, y + r * 0.8)]),
        dark(skin, 0.4),
        6,
        opacity=0.5,
    )
    with c.group(blur=9, opacity=0.4):
        c.ellipse(
            x - r * 0.4,
            y - r * 0.42,
            r * 0.24,
            r * 0.15,
            "#F3E6EA",
            transform=f"rotate(-40 {x - r * 0.4:.0f} {y - r * 0.42:.0f})",
        )
    c.line(f"M{x:.0f} {y - r * 0.72:.0f}q8 -34 34 -52", "#4E3A2A", 9)


def _rings(c: Canvas, x: float, y: float, r: float, k: float, glaze: str) -> None:
    for share in (0.45, 0.72, 0.98):
        c.ellipse(
            x, y, r * share, r * share * k, "none", stroke=dark(glaze, 0.4), stroke_width=3, opacity=0.22
        )
