"""What things stand on and what falls on it: wall, table, window light, branch shadow, cloth."""

import math
from collections.abc import Sequence

from tools.pictures.canvas import Canvas
from tools.pictures.curves import Point, arc, polyline, smooth
from tools.pictures.leaves import leaf_shape
from tools.pictures.palette import LINEN, TINTS, dark, light, mix


def room(c: Canvas, tint: str, horizon: float, tilt: float = 0.28) -> None:
    """A wall and a table meeting softly at `horizon`; sets the tint and tilt for what follows."""
    c.tint, c.tilt = TINTS[tint], tilt
    w, h, t = c.width, c.height, c.tint
    c.rect(0, 0, w, h, t.wall)
    c.rect(
        0,
        0,
        w,
        horizon + 30,
        c.radial(
            w * 0.15,
            horizon * 0.15,
            w * 1.1,
            horizon * 1.2,
            [(0, light(t.wall, 0.55), 0.9), (0.55, t.wall, 0.2), (1, dark(t.wall, 0.25), 0.55)],
        ),
    )
    with c.group(blur=7):
        c.rect(-60, horizon, w + 120, h - horizon + 60, t.table)
        c.rect(
            -60,
            horizon,
            w + 120,
            h - horizon + 60,
            c.linear(
                0,
                horizon,
                w,
                h,
                [(0, light(t.table, 0.30), 0.8), (0.45, t.table, 0.4), (1, dark(t.table, 0.30), 0.75)],
            ),
        )


def ground(c: Canvas, tint: str, tilt: float = 0.8) -> None:
    """One table top filling the picture, seen from above."""
    c.tint, c.tilt = TINTS[tint], tilt
    w, h, t = c.width, c.height, c.tint
    c.rect(0, 0, w, h, t.table)
    c.rect(
        0,
        0,
        w,
        h,
        c.radial(
            w * 0.2,
            h * 0.15,
            w * 1.15,
            h * 1.1,
            [(0, light(t.wall, 0.35), 0.95), (0.5, t.wall, 0.5), (1, dark(t.table, 0.28), 0.7)],
        ),
    )


def window_light(c: Canvas, x: float, y: float, width: float, height: float, strength: float = 0.42) -> None:
    """A slanted patch of daylight through a window of two by three panes."""
    lean = height * 0.28
    glow = light(c.tint.wall, 0.75)
    with c.group(blur=9, opacity=strength):
        for column in range(2):
            for row in range(3):
                left, top = x + width * column * 0.52, y + height * row / 3 + column * height * 0.05
                drop, slip = height * 0.30, lean * row / 3
                side = [(left + slip, top), (left + slip + width * 0.48, top + height * 0.045)]
                foot = [
                    (left + slip + width * 0.48 + lean * 0.3, top + height * 0.045 + drop),
                    (left + slip + lean * 0.3, top + drop),
                ]
                c.path(polyline(side + foot), glow)


def branch_shadow(c: Canvas, start: Point, end: Point, leaf: float = 150, strength: float = 0.2) -> None:
    """The blurred shadow of a twig that is itself outside the picture."""
    rng = c.rng
    (x1, y1), (x2, y2) = start, end
    bend = ((x1 + x2) / 2 + (y2 - y1) * 0.12, (y1 + y2) / 2 - (x2 - x1) * 0.12)
    with c.group(blur=11, opacity=strength, fill=c.tint.shade):
        c.line(smooth([start, bend, end]), c.tint.shade, 10)
        for n in range(9):
            t = 0.12 + n * 0.105
            x = (1 - t) ** 2 * x1 + 2 * t * (1 - t) * bend[0] + t**2 * x2
            y = (1 - t) ** 2 * y1 + 2 * t * (1 - t) * bend[1] + t**2 * y2
            turn = 62 if n % 2 else -48
            heading = _heading(x2 - x1, y2 - y1) + turn + rng.uniform(-12, 12)
            c.path(leaf_shape(x, y, leaf * rng.uniform(0.75, 1.1), heading, 0.36), c.tint.shade)


def arch(c: Canvas, x: float, foot: float, width: float, height: float, lift: float = 0.35) -> None:
    """A shallow niche in the wall, lighter than the wall, its left edge in shade."""
    r = width / 2
    top = foot - height + r
    edge = [(x - r, foot), *arc(x, top, r, r, 180, 360, 40), (x + r, foot)]
    wall = c.tint.wall
    c.path(
        polyline(edge),
        c.linear(
            x - r,
            0,
            x + r,
            0,
            [(0, dark(wall, 0.16), 1), (0.3, light(wall, lift * 0.5), 1), (1, light(wall, lift), 1)],
        ),
    )


def shaded(
    c: Canvas, outline: Sequence[Point], dx: float, dy: float, blur: float = 14, strength: float = 0.36
) -> None:
    """The shadow of a flat thing lying on the table, given its outline and its offset."""
    with c.group(blur=blur, opacity=strength, transform=f"translate({dx} {dy})"):
        c.path(polyline(outline), c.tint.shade)


def cloth(c: Canvas, corners: Sequence[Point], colour: str = LINEN, stripe: str = "") -> None:
    """A linen cloth lying flat: slightly wavering edges, a woven band, folds and a fringe."""
    rng = c.rng
    edge: list[Point] = []
    for i, (x1, y1) in enumerate(corners):
        x2, y2 = corners[(i + 1) % len(corners)]
        edge += [
            (x1 + (x2 - x1) * n / 5 + rng.uniform(-6, 6), y1 + (y2 - y1) * n / 5 + rng.uniform(-6, 6))
            for n in range(5)
        ]
    outline = smooth(edge, True)
    with c.group(blur=9, opacity=0.4, transform="translate(12 14)"):
        c.path(outline, c.tint.shade)
    c.path(outline, colour)
    with c.group(clip=outline):
        _weave(c, corners, colour, stripe)
    c.line(outline, light(colour, 0.5), 2.5, opacity=0.7)


def _weave(c: Canvas, corners: Sequence[Point], colour: str, stripe: str) -> None:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    for share in (0.07, 0.095, 0.9, 0.93) if stripe else ():
        c.line(
            polyline(
                [
                    (ax + (dx - ax) * share, ay + (dy - ay) * share),
                    (bx + (cx - bx) * share, by + (cy - by) * share),
                ],
                False,
            ),
            stripe,
            7,
            opacity=0.75,
        )
    for n in range(70):
        t = n / 70
        c.line(
            polyline(
                [(ax + (bx - ax) * t, ay + (by - ay) * t), (dx + (cx - dx) * t, dy + (cy - dy) * t)], False
            ),
            mix(colour, "#6B5A45", 0.5),
            1.6,
            opacity=0.16,
        )
        c.line(
            polyline(
                [(ax + (dx - ax) * t, ay + (dy - ay) * t), (bx + (cx - bx) * t, by + (cy - by) * t)], False
            ),
            mix(colour, "#6B5A45", 0.5),
            1.6,
            opacity=0.16,
        )
    for share in (0.36, 0.68):
        fold = [
            (ax + (bx - ax) * share, ay + (by - ay) * share),
            (dx + (cx - dx) * (share + 0.05), dy + (cy - dy) * (share + 0.05)),
        ]
        with c.group(blur=7):
            c.line(polyline(fold, False), dark(colour, 0.5), 13, opacity=0.28)
            c.line(polyline([(x - 14, y) for x, y in fold], False), "#FFFFFF", 12, opacity=0.45)


def _heading(dx: float, dy: float) -> float:
    return math.degrees(math.atan2(dy, dx))
