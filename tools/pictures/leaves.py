"""Fresh leaves, twigs, branches and blossoms."""

import math
from collections.abc import Sequence

from tools.pictures.canvas import Canvas
from tools.pictures.curves import Point, polyline, ribbon, sample, smooth
from tools.pictures.palette import LEAF, dark, light


def leaf_shape(x: float, y: float, length: float, angle: float, width: float = 0.38) -> str:
    """Path data of a pointed leaf growing from (x, y) in the direction `angle`, degrees."""
    half = width / 2
    side = [(0.0, 0.0), (0.18, half * 0.72), (0.42, half), (0.7, half * 0.66), (1.0, 0.0)]
    edge = sample(side, 6) + [(u, -v) for u, v in sample(side, 6)[-2:0:-1]]
    return polyline(_turned(edge, x, y, length, angle))


def leaf(
    c: Canvas, x: float, y: float, length: float, angle: float, colour: str = LEAF, width: float = 0.38
) -> None:
    """A leaf in two tones with its midrib and side veins."""
    half = width / 2
    side = [(0.0, 0.0), (0.18, half * 0.72), (0.42, half), (0.7, half * 0.66), (1.0, 0.0)]
    upper = polyline(_turned([(u, -v) for u, v in sample(side, 6)], x, y, length, angle))
    lower = polyline(_turned(sample(side, 6), x, y, length, angle))
    lit = upper if math.cos(math.radians(angle)) >= 0 else lower
    c.path(leaf_shape(x, y, length, angle, width), dark(colour, 0.12))
    c.path(lit, light(colour, 0.16))
    veins = []
    for n in range(1, 5):
        u = 0.12 + n * 0.15
        for sign in (-1, 1):
            veins.append(
                _turned([(u, 0), (u + 0.12, sign * half * 0.7 * (1.15 - u * 0.7))], x, y, length, angle)
            )
    for vein in veins:
        c.line(polyline(vein, False), light(colour, 0.4), max(1.0, length * 0.006), opacity=0.35)
    c.line(
        polyline(_turned([(0, 0), (0.96, 0)], x, y, length, angle), False),
        light(colour, 0.45),
        max(1.4, length * 0.012),
        opacity=0.7,
    )


def branch(
    c: Canvas,
    spine: Sequence[Point],
    leaf_size: float,
    colour: str = LEAF,
    bark: str = "#6B4F3A",
    count: int = 9,
    thickness: float = 12,
    start: float = 0.2,
) -> None:
    """A twig along the spine with leaves by turns on either side."""
    points = sample(spine, 16)
    c.path(polyline(ribbon(spine, [thickness, thickness * 0.35])), bark)
    c.line(smooth(spine), light(bark, 0.3), thickness * 0.14, opacity=0.5)
    for n in range(count):
        i = int((start + (1 - start) * n / (count - 1)) * (len(points) - 2))
        (x, y), (nx, ny) = points[i], points[i + 1]
        heading = math.degrees(math.atan2(ny - y, nx - x))
        turn = 0 if n == count - 1 else (50 if n % 2 else -52)
        shade = light(colour, 0.18) if n % 3 == 0 else dark(colour, 0.1 * (n % 3))
        size = leaf_size * (1.08 - 0.4 * n / count) * c.rng.uniform(0.88, 1.1)
        leaf(c, x, y, size, heading + turn + c.rng.uniform(-10, 10), shade)


def daisy(
    c: Canvas,
    x: float,
    y: float,
    size: float,
    petal: str = "#F6F1E2",
    heart: str = "#D9A032",
    count: int = 13,
    squash: float = 0.8,
) -> None:
    """An open flower of narrow petals about a round heart."""
    for n in range(count):
        angle = 360 * n / count + c.rng.uniform(-6, 6)
        with c.group(transform=f"translate({x:.1f} {y:.1f}) scale(1 {squash})"):
            c.path(leaf_shape(0, 0, size, angle, 0.42), dark(petal, 0.05 * (n % 3)))
    c.ellipse(x, y + size * 0.04, size * 0.33, size * 0.3 * squash, dark(heart, 0.25))
    c.ellipse(x - size * 0.03, y - size * 0.03, size * 0.29, size * 0.25 * squash, heart)


def blossom(
    c: Canvas,
    x: float,
    y: float,
    size: float,
    petal: str,
    heart: str = "#E5C36A",
    count: int = 5,
    turn: float = -90,
) -> None:
    """A flower of round petals."""
    for n in range(count):
        angle = math.radians(turn + 360 * n / count)
        px, py = x + math.cos(angle) * size * 0.5, y + math.sin(angle) * size * 0.5
        with c.group(transform=f"rotate({math.degrees(angle):.1f} {px:.1f} {py:.1f})"):
            c.ellipse(px, py, size * 0.52, size * 0.4, dark(petal, 0.04 + 0.04 * (n % 2)))
            c.ellipse(px + size * 0.06, py, size * 0.36, size * 0.26, light(petal, 0.35), opacity=0.5)
    c.ellipse(x, y, size * 0.17, size * 0.17, heart)


def sprig(c: Canvas, x: float, y: float, size: float, angle: float = -90, colour: str = LEAF) -> None:
    """Two leaves and a bud, as they are plucked."""
    c.line(
        polyline(_turned([(-0.5, 0), (0.15, 0)], x, y, size, angle), False), dark(colour, 0.2), size * 0.045
    )
    leaf(c, x, y, size * 0.95, angle - 48, colour, 0.36)
    leaf(c, x, y, size * 0.85, angle + 46, dark(colour, 0.12), 0.36)
    leaf(c, x, y, size * 0.8, angle, light(colour, 0.22), 0.2)


def pine(c: Canvas, x1: float, y1: float, x2: float, y2: float) -> None:
    """A twig of pine from one point to the other."""
    heading = math.degrees(math.atan2(y2 - y1, x2 - x1))
    c.line(polyline([(x1, y1), (x2, y2)], False), "#5B4434", 15)
    for n in range(150):
        t = n / 150
        x, y = x1 + (x2 - x1) * t, y1 + (y2 - y1) * t
        turn = math.radians(heading + c.rng.choice((-1, 1)) * c.rng.uniform(20, 62))
        far = c.rng.uniform(120, 190) * (1.1 - 0.5 * t)
        c.line(
            polyline([(x, y), (x + far * math.cos(turn), y + far * math.sin(turn))], False),
            c.rng.choice(("#2F4638", "#3E5844", "#516B50", "#263A30")),
            5,
        )


def _turned(points: list[Point], x: float, y: float, size: float, angle: float) -> list[Point]:
    cos, sin = math.cos(math.radians(angle)) * size, math.sin(math.radians(angle)) * size
    return [(x + u * cos - v * sin, y + u * sin + v * cos) for u, v in points]
