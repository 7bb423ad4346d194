"""Single pieces of dry tea: pearls, needles, twists, flat leaves, nuggets, crumbs, flowers, berries."""

import math

from tools.pictures.canvas import Canvas
from tools.pictures.curves import Point, polyline, ribbon
from tools.pictures.leaves import daisy, leaf, leaf_shape
from tools.pictures.palette import dark, light


def pearl(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    r = size * 0.5
    c.ellipse(
        x,
        y,
        r,
        r * 0.94,
        c.radial(
            x - r * 0.3,
            y - r * 0.35,
            r * 1.35,
            r * 1.3,
            [(0, light(colour, 0.45), 1), (0.5, colour, 1), (1, dark(colour, 0.6), 1)],
        ),
    )
    turn = c.rng.uniform(0, 360)
    with c.group(transform=f"rotate({turn:.0f} {x:.1f} {y:.1f})"):
        for n, tone in enumerate((dark(colour, 0.5), light(colour, 0.6), dark(colour, 0.4))):
            off = (n - 1) * r * 0.42
            left, right = x - r * 0.75, x + r * 0.75
            curve = f"M{left:.1f} {y + off:.1f}Q{x:.1f} {y + off - r * 0.5:.1f} {right:.1f} {y + off:.1f}"
            c.line(curve, tone, r * 0.11, opacity=0.7)


def needle(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    _twist(c, x, y, size * 1.35, colour, bend=0.1, thick=0.11)


def twist(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    _twist(c, x, y, size * 1.7, colour, bend=0.34, thick=0.14)


def curl(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    _twist(c, x, y, size * 0.95, colour, bend=0.4, thick=0.15)


def flat(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    angle = c.rng.gauss(0, 32) + c.rng.choice((0, 180))
    start = (x - math.cos(math.radians(angle)) * size, y - math.sin(math.radians(angle)) * size * 0.7)
    c.path(leaf_shape(start[0] + 3, start[1] + 6, size * 2, angle, 0.21), dark(colour, 0.6), opacity=0.5)
    c.path(leaf_shape(*start, size * 2, angle, 0.2), colour)
    c.path(
        leaf_shape(start[0], start[1] - 1, size * 1.9, angle - 1.5, 0.09), light(colour, 0.35), opacity=0.8
    )


def loose(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    angle = c.rng.gauss(0, 40) + c.rng.choice((0, 180))
    c.path(leaf_shape(x + 4, y + 8, size * 1.6, angle, 0.46), dark(colour, 0.7), opacity=0.45)
    leaf(c, x, y, size * 1.6, angle, colour, c.rng.uniform(0.28, 0.46))


def bud(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    angle = c.rng.gauss(-10, 30)
    c.path(leaf_shape(x + 3, y + 6, size * 1.5, angle, 0.26), "#2A2A1E", opacity=0.35)
    c.path(leaf_shape(x, y, size * 1.5, angle, 0.25), colour)
    c.path(leaf_shape(x, y - 2, size * 1.4, angle - 2, 0.1), light(colour, 0.7))


def nugget(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    rng, r = c.rng, size * 0.46
    edge = []
    for n in range(9):
        far = r * rng.uniform(0.72, 1.12)
        edge.append((x + far * math.cos(n * 0.698), y + far * 0.82 * math.sin(n * 0.698)))
    from_left = c.radial(
        x - r * 0.35,
        y - r * 0.4,
        r * 1.5,
        r * 1.4,
        [(0, light(colour, 0.34), 1), (0.45, colour, 1), (1, dark(colour, 0.68), 1)],
    )
    if rng.random() < 0.4:
        tail = [(x + r * 0.4, y), (x + r * 1.2, y - r * 0.3), (x + r * 1.6, y - r * rng.uniform(-0.5, 0.9))]
        c.path(polyline(ribbon(tail, [r * 0.4, r * 0.15])), dark(colour, 0.25))
    c.path(polyline(edge), from_left, stroke=dark(colour, 0.5), stroke_width=2, stroke_linejoin="round")
    fold = [
        (x - r * 0.6, y + r * rng.uniform(-0.2, 0.4)),
        (x, y - r * rng.uniform(0, 0.4)),
        (x + r * 0.6, y + r * 0.1),
    ]
    c.path(polyline(ribbon(fold, [1, r * 0.2, 1])), light(colour, 0.4), opacity=0.7)


def crumb(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    angle = c.rng.uniform(0, 180)
    with c.group(transform=f"rotate({angle:.0f} {x:.1f} {y:.1f})"):
        c.rect(x - size * 0.3, y - size * 0.13, size * 0.62, size * 0.3, dark(colour, 0.55), rx=size * 0.1)
        c.rect(x - size * 0.3, y - size * 0.16, size * 0.58, size * 0.22, light(colour, 0.1), rx=size * 0.1)


def chip(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """A flake broken off a pressed cake."""
    edge: list[Point] = [
        (
            x + size * c.rng.uniform(0.7, 1.2) * math.cos(n * 1.05),
            y + size * 0.6 * c.rng.uniform(0.7, 1.2) * math.sin(n * 1.05),
        )
        for n in range(6)
    ]
    c.path(polyline([(px, py + size * 0.22) for px, py in edge]), dark(colour, 0.65))
    c.path(polyline(edge), colour)
    for _ in range(5):
        _twist(
            c,
            x + c.rng.uniform(-0.5, 0.5) * size,
            y + c.rng.uniform(-0.3, 0.3) * size,
            size * 0.6,
            light(colour, c.rng.uniform(0.05, 0.3)),
            0.3,
            0.13,
        )


def petal(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    c.path(leaf_shape(x + 2, y + 4, size * 0.8, c.rng.uniform(0, 360), 0.5), dark(colour, 0.5), opacity=0.4)
    c.path(leaf_shape(x, y, size * 0.8, c.rng.uniform(0, 360), 0.55), colour)


def chamomile(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    c.ellipse(x + 4, y + 9, size * 0.75, size * 0.5, "#4A4326", opacity=0.35)
    daisy(c, x, y, size, colour)


def berry(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    rx, ry = size * 0.44, size * 0.52
    c.ellipse(
        x,
        y,
        rx,
        ry,
        c.radial(
            x - rx * 0.3,
            y - ry * 0.35,
            rx * 1.4,
            ry * 1.4,
            [(0, light(colour, 0.5), 1), (0.5, colour, 1), (1, dark(colour, 0.55), 1)],
        ),
        transform=f"rotate({c.rng.uniform(-70, 70):.0f} {x:.1f} {y:.1f})",
    )
    c.ellipse(x - rx * 0.3, y - ry * 0.4, rx * 0.17, ry * 0.13, "#FFF8E6", opacity=0.85)
    c.ellipse(x + rx * 0.2, y + ry * 0.55, rx * 0.12, rx * 0.1, dark(colour, 0.7))


def thyme(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    angle = c.rng.uniform(-60, 60)
    dx, dy = math.cos(math.radians(angle)) * size * 2, math.sin(math.radians(angle)) * size * 2
    c.line(polyline([(x, y), (x + dx, y + dy)], False), "#6B5A3E", size * 0.06)
    for n in range(6):
        for turn in (-55, 55):
            c.path(
                leaf_shape(x + dx * n / 6, y + dy * n / 6, size * 0.42, angle + turn, 0.42),
                dark(colour, 0.1 * (n % 2)),
            )


def _twist(c: Canvas, x: float, y: float, length: float, colour: str, bend: float, thick: float) -> None:
    rng = c.rng
    angle = math.radians(rng.gauss(0, 42))
    cos, sin = math.cos(angle) * length / 2, math.sin(angle) * length / 2
    b1, b2 = rng.uniform(-bend, bend), rng.uniform(-bend, bend)
    spine = [
        (x - cos, y - sin),
        (x - cos * 0.3 - sin * b1, y - sin * 0.3 + cos * b1),
        (x + cos * 0.35 - sin * b2, y + sin * 0.35 + cos * b2),
        (x + cos, y + sin),
    ]
    width = length * thick
    c.path(polyline(ribbon(spine, [width * 0.5, width * 1.1, width * 0.9, width * 0.2])), dark(colour, 0.45))
    c.path(
        polyline(
            ribbon(
                [(px - 1, py - width * 0.17) for px, py in spine], [width * 0.25, width * 0.6, width * 0.5, 1]
            )
        ),
        light(colour, 0.12),
    )
