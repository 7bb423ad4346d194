"""Tea tools of wood, bamboo, felt and cloth: whisk, scoop, pick, tray, strainer, roll, twine."""

import math
from collections.abc import Sequence

from tools.pictures.canvas import Canvas
from tools.pictures.curves import Point, arc, polyline, ribbon, sample, smooth
from tools.pictures.palette import BAMBOO, WALNUT, WARM_LIGHT, dark, light
from tools.pictures.surface import shaded


def scoop(c: Canvas, start: Point, end: Point, width: float = 62, colour: str = BAMBOO) -> None:
    """A bamboo chashaku: a long strip with a node, bent up at the end into a small scoop."""
    (x1, y1), (x2, y2) = start, end
    dx, dy = x2 - x1, y2 - y1
    spine = [(x1 + dx * t, y1 + dy * t - math.sin(t * math.pi) * 26) for t in (0, 0.25, 0.5, 0.75, 0.92, 1)]
    _strip(
        c, spine, [width * 0.5, width * 0.62, width * 0.66, width * 0.8, width * 1.16, width * 0.9], colour
    )
    tip = spine[-2]
    with c.group(blur=6, opacity=0.6):
        c.ellipse(
            tip[0],
            tip[1],
            width * 0.34,
            width * 0.5,
            dark(colour, 0.5),
            transform=f"rotate({math.degrees(math.atan2(dy, dx)) + 90:.1f} {tip[0]:.1f} {tip[1]:.1f})",
        )
    mid = sample(spine, 10)[22]
    normal = (-dy / math.hypot(dx, dy) * width * 0.36, dx / math.hypot(dx, dy) * width * 0.36)
    c.line(
        polyline([(mid[0] - normal[0], mid[1] - normal[1]), (mid[0] + normal[0], mid[1] + normal[1])], False),
        dark(colour, 0.55),
        7,
        opacity=0.7,
    )


def pick(c: Canvas, start: Point, end: Point, width: float = 46) -> None:
    """A tea pick: a walnut grip and a slim steel point."""
    (x1, y1), (x2, y2) = start, end
    at = (x1 + (x2 - x1) * 0.52, y1 + (y2 - y1) * 0.52)
    _strip(c, [at, ((at[0] + x2) / 2, (at[1] + y2) / 2), end], [width * 0.42, width * 0.3, 3], "#A9A79F")
    _strip(
        c, [start, ((x1 + at[0]) / 2, (y1 + at[1]) / 2), at], [width * 0.8, width * 1.1, width * 0.7], WALNUT
    )
    near = (x1 + (x2 - x1) * 0.49, y1 + (y2 - y1) * 0.49)
    c.path(polyline(ribbon([near, at], [width * 0.74, width * 0.68])), "#C2A468")


def tray(
    c: Canvas, x: float, y: float, width: float, depth: float, height: float = 56, colour: str = WALNUT
) -> None:
    """A board with a raised rim and rounded corners; (x, y) is the middle of its top."""
    r = min(width, depth) * 0.16
    top = _rounded(x, y, width, depth, r)
    side = _rounded(x, y + height, width, depth, r)
    hull = [p for p in top if p[1] <= y] + [p for p in side if p[1] > y + height]
    shaded(c, [(px, py + height) for px, py in top], 46, 26, 20, 0.5)
    shaded(c, side, 8, 8, 8, 0.5)
    c.path(
        polyline(_around(hull, x, y)),
        c.linear(
            x - width / 2,
            0,
            x + width / 2,
            0,
            [(0, dark(colour, 0.15), 1), (0.3, dark(colour, 0.3), 1), (1, dark(colour, 0.6), 1)],
        ),
    )
    c.path(polyline(top), light(colour, 0.14))
    inner = _rounded(x, y + 2, width - 52, depth - 40, r * 0.85)
    c.path(polyline(inner), dark(colour, 0.5))
    floor = _rounded(x + 3, y + 9, width - 60, depth - 44, r * 0.85)
    with c.group(clip=polyline(inner)):
        c.path(polyline(floor), colour)
        _grain(c, x, y, width, depth, colour)
        c.path(
            polyline(floor),
            c.linear(
                x - width / 2,
                y - depth / 2,
                x + width / 2,
                y + depth / 2,
                [(0, WARM_LIGHT, 0.3), (0.5, colour, 0), (1, "#1E110A", 0.4)],
            ),
        )
        with c.group(blur=10, opacity=0.5):
            c.line(polyline(inner[-6:] + inner[:18], False), "#1E110A", 22)
    c.line(polyline(top), light(colour, 0.45), 3, opacity=0.5)


def strainer(c: Canvas, x: float, y: float, r: float = 220) -> None:
    """A fine steel strainer with a wooden grip, lying on its bowl."""
    k = c.tilt
    grip = [(x + r * 0.9, y + 10), (x + r * 1.8, y + r * 0.42), (x + r * 2.5, y + r * 0.76)]
    with c.group(blur=12, opacity=0.45, transform="translate(26 34)"):
        c.path(polyline(ribbon(grip, [30, 54, 44])), c.tint.shade)
        c.ellipse(x + 36, y + r * 0.3, r * 1.02, r * k * 1.02, c.tint.shade)
    bowl = [*arc(x, y, r, r * k, 180, 360, 30), *arc(x, y, r, r * k + r * 0.36, 0, 180, 30)]
    c.path(polyline(bowl), "#8C8B84")
    _mesh(c, polyline(bowl), x, y, r, "#6A6963")
    c.path(
        polyline(bowl),
        c.linear(x - r, 0, x + r, 0, [(0, "#FFFFFF", 0.3), (0.4, "#FFFFFF", 0), (1, "#20201C", 0.55)]),
    )
    inside = polyline(arc(x, y, r, r * k, 0, 360, 72))
    c.path(inside, c.linear(x - r, y - r * k, x + r, y + r * k, [(0, "#605F5A", 1), (1, "#C3C2BA", 1)]))
    _mesh(c, inside, x, y + r * 0.2, r, "#45443F")
    c.ellipse(x, y, r, r * k, "none", stroke="#77756E", stroke_width=20)
    c.ellipse(x - 2, y - 3, r, r * k, "none", stroke="#DAD8D0", stroke_width=9)
    c.path(polyline(ribbon([(x + r * 0.98, y + 16), (x + r * 1.24, y + r * 0.16)], [26, 20])), "#A8A69E")
    _strip(c, [(x + r * 1.2, y + r * 0.14), grip[1], grip[2]], [32, 56, 44], WALNUT, lying=False)


def twine(c: Canvas, points: Sequence[Point], width: float = 9, colour: str = "#B08E5E") -> None:
    """A piece of twisted string."""
    data = smooth(points)
    c.line(data, "#2A1A10", width * 1.2, opacity=0.25, transform="translate(4 6)")
    c.line(data, dark(colour, 0.3), width)
    c.line(data, light(colour, 0.2), width * 0.62, stroke_dasharray=f"{width * 0.7:.1f} {width * 0.9:.1f}")


def _strip(c: Canvas, spine: list[Point], widths: list[float], colour: str, lying: bool = True) -> None:
    outline = ribbon(spine, widths)
    if lying:
        shaded(c, outline, 16, 22, 9, 0.45)
    c.path(polyline(outline), dark(colour, 0.2))
    with c.group(clip=polyline(outline)):
        for n in range(4):
            off = (n - 1.5) * max(widths) * 0.2
            c.line(
                smooth([(px + off * 0.6, py + off) for px, py in spine]), dark(colour, 0.35), 2, opacity=0.35
            )
        inner = ribbon([(px - 3, py - max(widths) * 0.14) for px, py in spine], [w * 0.6 for w in widths])
        with c.group(blur=max(widths) * 0.1):
            c.path(polyline(inner), light(colour, 0.3))


def _grain(c: Canvas, x: float, y: float, width: float, depth: float, colour: str) -> None:
    for n in range(38):
        py = y - depth / 2 + depth * n / 38
        wave = [
            (x - width / 2 + width * i / 7, py + c.rng.uniform(-5, 5) + 12 * math.sin(i * 0.9 + n * 0.25))
            for i in range(8)
        ]
        tone = dark(colour, 0.5) if n % 3 else light(colour, 0.3)
        c.line(smooth(wave), tone, c.rng.uniform(1.5, 5), opacity=c.rng.uniform(0.14, 0.34))


def _mesh(c: Canvas, clip: str, x: float, y: float, r: float, colour: str) -> None:
    with c.group(clip=clip, opacity=0.55):
        for n in range(-24, 25):
            step = n * r / 20
            c.line(f"M{x + step - r:.1f} {y - r:.1f}L{x + step + r:.1f} {y + r:.1f}", colour, 1.7)
            c.line(f"M{x + step + r:.1f} {y - r:.1f}L{x + step - r:.1f} {y + r:.1f}", colour, 1.7)


def _rounded(x: float, y: float, width: float, depth: float, r: float) -> list[Point]:
    ry = r * depth / width if depth < width else r
    left, right, up, low = x - width / 2 + r, x + width / 2 - r, y - depth / 2 + ry, y + depth / 2 - ry
    return [
        *arc(left, up, r, ry, 180, 270, 10),
        *arc(right, up, r, ry, 270, 360, 10),
        *arc(right, low, r, ry, 0, 90, 10),
        *arc(left, low, r, ry, 90, 180, 10),
    ]


def _around(points: list[Point], x: float, y: float) -> list[Point]:
    return sorted(points, key=lambda p: math.atan2(p[1] - y, p[0] - x))
