"""The opening of a vessel: its lip, its inside, and what it holds."""

import math
from collections.abc import Sequence

from tools.pictures.canvas import Canvas
from tools.pictures.curves import arc, polyline
from tools.pictures.form import Form, Ring
from tools.pictures.palette import dark, light


def mouth(c: Canvas, form: Form, rings: Sequence[Ring], x: float, size: float) -> None:
    cy, r = rings[-1]
    k, lip = c.tilt, form.lip or light(form.glaze, 0.3)
    inside = form.inside or form.glaze
    wall = form.wall * size
    c.ellipse(
        x,
        cy,
        r,
        r * k,
        c.linear(x - r, cy, x + r, cy, [(0, light(lip, 0.45), 1), (0.6, lip, 1), (1, dark(lip, 0.12), 1)]),
    )
    inner = r - wall
    hole = polyline(arc(x, cy + wall * 0.15, inner, inner * k, 0, 360, 72))
    with c.group(clip=hole):
        c.ellipse(
            x,
            cy,
            r,
            r * k + 4,
            c.linear(
                x - inner,
                cy - inner * k,
                x + inner,
                cy + inner * k,
                [
                    (0, dark(inside, 0.58), 1),
                    (0.35, dark(inside, 0.34), 1),
                    (0.75, dark(inside, 0.06), 1),
                    (1, light(inside, 0.3), 1),
                ],
            ),
        )
        depth = _depth(form)
        if form.fill:
            _liquor(c, form, rings, x, wall)
        elif depth < r * 3:
            _floor(c, form, x, cy, inner, depth * size)
    glint = c.linear(x - r, cy, x - r * 0.3, cy, [(0, "#FFFDF6", 0.75), (1, "#FFFDF6", 0)])
    c.line(polyline(arc(x, cy, r - 1, (r - 1) * k, 110, 300, 40), False), glint, max(2.0, wall * 0.3))


def _depth(form: Form) -> float:
    return max(height for _, height in form.profile)


def _floor(c: Canvas, form: Form, x: float, cy: float, inner: float, depth: float) -> None:
    drop = depth * math.sqrt(1 - c.tilt**2) * 0.86
    floor = inner * 0.6
    inside = form.inside or form.glaze
    with c.group(blur=inner * 0.12):
        c.ellipse(x, cy + drop, floor, floor * c.tilt, dark(inside, 0.2), opacity=0.5)


def _liquor(c: Canvas, form: Form, rings: Sequence[Ring], x: float, wall: float) -> None:
    foot_y, rim_y = rings[0][0], rings[-1][0]
    level = foot_y + (rim_y - foot_y) * form.level
    r = min(rings, key=lambda ring: abs(ring[0] - level))[1] - wall
    k, tea = c.tilt, form.fill
    disc = polyline(arc(x, level, r, r * k, 0, 360, 72))
    c.path(disc, tea)
    with c.group(clip=disc):
        c.path(
            disc,
            c.radial(
                x + r * 0.1,
                level + r * k * 0.12,
                r * 1.02,
                r * k * 1.02,
                [
                    (0, light(tea, 0.16), 0.9),
                    (0.7, tea, 0.5),
                    (0.93, dark(tea, 0.3), 0.75),
                    (1, dark(tea, 0.45), 0.9),
                ],
            ),
        )
        with c.group(blur=r * 0.06, opacity=0.45):
            c.path(
                polyline(
                    arc(x, level, r * 1.1, r * k * 1.1, 120, 290, 40)
                    + arc(x + r * 0.2, level + r * k * 0.2, r, r * k, 290, 120, 40)
                ),
                dark(tea, 0.75),
            )
        with c.group(blur=r * 0.025, opacity=0.6):
            c.path(
                polyline(
                    arc(x, level, r * 0.84, r * 0.84 * k, 15, 72, 20)
                    + arc(x, level, r * 0.74, r * 0.74 * k, 72, 15, 20)
                ),
                light(tea, 0.75),
            )
        with c.group(blur=r * 0.012, opacity=0.5):
            c.path(
                polyline(
                    arc(x, level, r * 0.62, r * 0.62 * k, 205, 240, 12)
                    + arc(x, level, r * 0.36, r * 0.36 * k, 240, 205, 12)
                ),
                "#FFFDF2",
            )
    c.line(polyline(arc(x, level, r, r * k, 0, 360, 72)), light(tea, 0.5), 2.2, opacity=0.5)
