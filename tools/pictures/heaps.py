"""Dry tea in heaps, scattered, and as powder."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from tools.pictures.canvas import Canvas
from tools.pictures.curves import polyline
from tools.pictures.palette import dark, light

Piece = Callable[[Canvas, float, float, float, str], None]


@dataclass(frozen=True, slots=True)
class Dry:
    """One tea before brewing: the shape of its pieces, their colours, how many and how large."""

    piece: Piece
    colours: tuple[str, ...]
    count: int = 170
    size: float = 60
    accents: tuple[tuple[Piece, str, int, float], ...] = ()


def heap(c: Canvas, tea: Dry, x: float, y: float, width: float = 700, height: float = 190) -> None:
    """A loose heap whose nearest edge lies at `y`, with a few strays around it."""
    half, deep, scale = width / 2, width * 0.5 * c.tilt, width / 700
    with c.group(blur=16, opacity=0.5):
        c.ellipse(x + width * 0.09, y - deep * 0.75, half * 1.08, deep * 1.02, c.tint.shade)
    with c.group(blur=6):
        c.path(_mound(x, y - deep * 0.78, half * 0.8, height * 0.8, deep * 0.46), dark(tea.colours[0], 0.55))
    spots = sorted((_spot(c, half, deep, height) for _ in range(tea.count)), key=lambda s: s[1] + s[2] * 0.35)
    accents = [(piece, colour, size) for piece, colour, many, size in tea.accents for _ in range(many)]
    chosen = dict(zip(c.rng.sample(range(tea.count // 3, tea.count), len(accents)), accents, strict=True))
    for i, (u, v, up) in enumerate(spots):
        px, py = x + u * half, y - deep + v * deep - up
        shade = max(0.0, min(0.5, 0.2 + 0.28 * u - 0.2 * up / height + 0.1 * v))
        piece, colour, size = chosen.get(i, (tea.piece, c.rng.choice(tea.colours), tea.size))
        tone = (
            dark(colour, shade) if i in chosen else light(dark(colour, shade), max(0.0, 0.16 - shade * 0.5))
        )
        piece(c, px, py, size * scale * c.rng.uniform(0.8, 1.15), tone)
    strays(c, tea, x, y - deep, half * 1.3, deep * 1.5, 9, scale)


def strays(
    c: Canvas, tea: Dry, x: float, y: float, rx: float, ry: float, count: int, scale: float = 1.0
) -> None:
    """Single pieces scattered in a ring about a centre, each on its own small shadow."""
    size = tea.size * scale
    for _ in range(count):
        turn, far = c.rng.uniform(0, 2 * math.pi), c.rng.uniform(0.85, 1.12)
        px, py = x + rx * far * math.cos(turn), y + ry * far * math.sin(turn)
        with c.group(blur=4, opacity=0.45):
            c.ellipse(px + size * 0.12, py + size * 0.14, size * 0.42, size * 0.2, c.tint.shade)
        tea.piece(c, px, py, size * c.rng.uniform(0.85, 1.1), c.rng.choice(tea.colours))


def powder(c: Canvas, x: float, y: float, width: float, height: float, colour: str) -> None:
    """A soft mound of fine powder."""
    half, deep = width / 2, width * 0.5 * c.tilt
    with c.group(blur=14, opacity=0.45):
        c.ellipse(x + width * 0.1, y - deep * 0.85, half * 1.02, deep * 0.95, c.tint.shade)
    shape = _mound(x, y - deep, half, height, deep)
    c.path(shape, colour)
    with c.group(clip=shape), c.group(blur=width * 0.06):
        ridge = [
            (x - width * 0.04, y - deep - height),
            (x + half, y - deep * 0.9),
            (x + half, y + 20),
            (x + width * 0.1, y + 20),
            (x + width * 0.08, y - height * 0.8),
        ]
        c.path(polyline(ridge), dark(colour, 0.45), opacity=0.6)
        c.ellipse(
            x - width * 0.16,
            y - deep - height * 0.3,
            width * 0.14,
            height * 0.3,
            light(colour, 0.5),
            opacity=0.6,
        )
    for _ in range(420):
        turn, far = c.rng.uniform(0, 6.3), abs(c.rng.gauss(0, 0.5))
        px = x + half * (0.62 + far * 0.5) * math.cos(turn)
        py = y - deep + deep * (0.72 + far * 0.5) * math.sin(turn)
        c.ellipse(px, py, 2.2, 1.7, dark(colour, c.rng.uniform(0, 0.3)), opacity=0.7)


def _spot(c: Canvas, half: float, deep: float, height: float) -> tuple[float, float, float]:
    u, v = c.rng.triangular(-1, 1, 0), c.rng.triangular(-1, 1, 0.35)
    dome = max(0.0, 1 - (u * u + v * v) ** 0.5)
    return u, v, height * dome**0.9 * c.rng.uniform(0.5, 1)


def _mound(x: float, y: float, half: float, height: float, deep: float) -> str:
    edge = [(x + half * n / 20, y - height * (1 - (abs(n) / 20) ** 1.3) ** 1.25) for n in range(-20, 21)]
    foot = [(x + half * math.cos(math.pi * n / 24), y + deep * math.sin(math.pi * n / 24)) for n in range(25)]
    return polyline(edge + foot)
