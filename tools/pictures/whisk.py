"""The bamboo whisk, chasen."""

import math

from tools.pictures.canvas import Canvas
from tools.pictures.curves import arc, polyline, smooth
from tools.pictures.palette import BAMBOO, dark, light, mix


def whisk(c: Canvas, x: float, y: float, size: float = 1.0, standing: bool = True) -> None:
    """A chasen on its handle, tines up; not `standing`, it casts no shadow of its own."""
    half, knot, top = 92 * size, y - 330 * size, y - 640 * size
    if standing:
        _whisk_shadow(c, x, y, size)
    _tines(c, x, knot, top, size, back=True)
    _handle(c, x, y, half, knot, size)
    _tines(c, x, knot, top, size, back=False)
    _binding(c, x, knot, half, size)


def _handle(c: Canvas, x: float, y: float, half: float, knot: float, size: float) -> None:
    k = c.tilt
    side = [(x - half, knot), (x - half * 0.94, (y + knot) / 2), (x - half, y)]
    shape = [*side, *arc(x, y, half, half * k, 180, 0), *[(2 * x - px, py) for px, py in reversed(side)]]
    data = polyline(shape)
    c.path(data, BAMBOO)
    with c.group(clip=data):
        c.rect(
            x - half,
            knot,
            half * 2,
            y - knot + half,
            c.linear(
                x - half,
                0,
                x + half,
                0,
                [
                    (0, dark(BAMBOO, 0.3), 0.8),
                    (0.25, light(BAMBOO, 0.6), 0.9),
                    (0.55, BAMBOO, 0),
                    (1, dark(BAMBOO, 0.65), 0.9),
                ],
            ),
        )
        for n in range(13):
            px = x - half + half * 2 * (n + 0.5) / 13
            c.line(f"M{px:.1f} {knot:.1f}V{y + 30:.1f}", dark(BAMBOO, 0.5), 1.6, opacity=0.22)
        node = arc(x, y - 96 * size, half, half * k, 180, 0)
        c.line(polyline(node, False), dark(BAMBOO, 0.5), 9 * size, opacity=0.6)
        c.line(polyline([(px, py - 8) for px, py in node], False), light(BAMBOO, 0.5), 5 * size, opacity=0.8)


def _tines(c: Canvas, x: float, knot: float, top: float, size: float, back: bool) -> None:
    count, wide = 46, 205 * size
    for n in range(count):
        turn = math.pi * ((n + 0.5) / count) * (-1 if back else 1)
        cos, sin = math.cos(turn), math.sin(turn) * c.tilt
        foot = (x + 84 * size * cos, knot + 84 * size * sin)
        belly = (x + wide * 0.86 * cos, knot - 170 * size + wide * 0.8 * sin)
        rim = (x + wide * cos, top + 34 * size + wide * sin)
        tip = (x + wide * 0.84 * cos, top + wide * 0.8 * sin)
        tone = mix(
            light(BAMBOO, 0.4),
            dark(BAMBOO, 0.5),
            min(1.0, max(0.0, 0.5 + cos * 0.5 + (0.22 if back else -0.1))),
        )
        c.line(smooth([foot, belly, rim, tip]), tone, (4.2 if back else 5) * size, opacity=0.95)
    if back:
        for n in range(26):
            px = x + (n - 12.5) * 4.6 * size
            c.line(
                smooth(
                    [
                        (px * 0.6 + x * 0.4, knot),
                        (px, knot - 140 * size),
                        (x + (px - x) * 0.5, knot - 236 * size),
                    ]
                ),
                dark(BAMBOO, 0.15 + 0.02 * n),
                4.4 * size,
            )


def _binding(c: Canvas, x: float, knot: float, half: float, size: float) -> None:
    for n in range(5):
        ring = arc(x, knot - 16 * size + n * 10 * size, half * 0.99, half * c.tilt, 180, 0)
        c.line(polyline(ring, False), "#2B2A2C" if n % 2 else "#45423F", 9 * size)


def _whisk_shadow(c: Canvas, x: float, y: float, size: float) -> None:
    k, reach = c.tilt, 0.8
    with c.group(blur=12, opacity=0.44):
        for height, r in [(n * 10, 92) for n in range(34)] + [(340 + n * 8, 92 + n * 3.2) for n in range(36)]:
            step = height * size * reach
            c.ellipse(x + step, y + step * 0.5 * k, r * size, r * k * size, c.tint.shade)
    with c.group(blur=5, opacity=0.6):
        c.ellipse(x + 6, y + 4, 95 * size, 95 * k * size + 3, dark(c.tint.shade, 0.3))
