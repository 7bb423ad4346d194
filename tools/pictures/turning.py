"""Vessels turned on the wheel: lit from the upper left, glazed, standing in their shadow."""

import math
from collections.abc import Sequence
from dataclasses import replace

from tools.pictures.canvas import Canvas
from tools.pictures.curves import arc, polyline, smooth
from tools.pictures.form import Form, Ring, height_at, radius_at, rings_of, silhouette
from tools.pictures.modelling import modelled
from tools.pictures.mouth import mouth
from tools.pictures.palette import WARM_LIGHT, dark, light
from tools.pictures.shadows import cast

STEEP = 0.58  # seen from so high, the bare foot is out of sight


def turned(c: Canvas, form: Form, x: float, y: float, size: float = 1.0, shadow: bool = True) -> None:
    """Draw a vessel whose foot is centred on (x, y)."""
    if c.tilt > STEEP:
        form = replace(form, bare=0)
    rings = rings_of(form, x, y, size, c.tilt)
    if shadow:
        cast(c, form, x, y, size)
    outline = silhouette(rings, c.tilt, x)
    data = polyline(outline)
    with c.group(clip=data):
        _skin(c, form, rings, x, y, size)
        modelled(c, outline, x, form)
    if not form.closed:
        mouth(c, form, rings, x, size)


def band(
    c: Canvas, form: Form, x: float, y: float, size: float, low: float, high: float, colour: str
) -> None:
    """A painted band around the body between two heights; call it after `turned`."""
    low_y, high_y = (height_at(form, y, h, size, c.tilt) for h in (low, high))
    low_r, high_r = (radius_at(form, h) * size for h in (low, high))
    edge = arc(x, low_y, low_r, low_r * c.tilt, 180, 0) + arc(x, high_y, high_r, high_r * c.tilt, 0, 180)
    c.path(polyline(edge), colour)


def _skin(c: Canvas, form: Form, rings: Sequence[Ring], x: float, y: float, size: float) -> None:
    wide = max(r for _, r in rings) * 1.1
    top = min(cy for cy, _ in rings) - wide
    c.rect(x - wide, top, wide * 2, y - top + wide, form.clay if form.bare else form.glaze)
    if form.bare:
        _glaze(c, form, rings, x, y, size)
    _throwing(c, form, rings, x, min(1.0, size))
    for n, height in enumerate(form.lines):
        cy, r = height_at(form, y, height, size, c.tilt), radius_at(form, height) * size
        ring = polyline(arc(x, cy, r, r * c.tilt, 180, 0), False)
        c.line(ring, form.line, (2.2 if n else 4.5) * size, opacity=0.7)
    for seam in form.seams:
        cy, r = height_at(form, y, seam, size, c.tilt), radius_at(form, seam) * size
        line = arc(x, cy, r, r * c.tilt, 180, 0 if c.tilt < STEEP else -180, 48)
        c.line(polyline(line, False), dark(form.glaze, 0.62), 4 * size, opacity=0.75)
        c.line(
            polyline([(px, py + 5 * size) for px, py in line], False),
            light(form.glaze, 0.5),
            3 * size,
            opacity=0.4,
        )
    _speckles(c, form, rings, x, min(1.0, 0.25 + size * 0.6))


def _glaze(c: Canvas, form: Form, rings: Sequence[Ring], x: float, y: float, size: float) -> None:
    cy, r = height_at(form, y, form.bare, size, c.tilt), radius_at(form, form.bare) * size
    phase = c.rng.uniform(0, 6)
    edge = []
    for n in range(61):
        turn = math.pi * (1 - n / 60)
        run = 0.8 + 0.7 * math.sin(turn * 3 + phase) + max(0, math.sin(turn * 7 + phase * 2))
        drop = form.drips * size * run * min(1.0, 3 * math.sin(turn))
        edge.append((x + r * math.cos(turn), cy + r * c.tilt * math.sin(turn) + drop))
    above = silhouette([(ring_y, ring_r * 1.005) for ring_y, ring_r in rings if ring_y <= cy], c.tilt, x)
    run_down = polyline([*edge[::-1], (x, cy - r)])
    pooled = c.linear(
        0, cy - 150 * size, 0, cy + r * c.tilt, [(0, form.glaze, 0), (1, dark(form.glaze, 0.28), 0.55)]
    )
    c.line(smooth(edge), dark(form.clay, 0.5), 12 * size, opacity=0.35)
    c.path(run_down, form.glaze)
    c.line(smooth(edge), light(form.glaze, 0.4), 3.5 * size)
    c.path(polyline(above), form.glaze)
    c.path(polyline(above) + run_down, pooled)


def _throwing(c: Canvas, form: Form, rings: Sequence[Ring], x: float, strength: float) -> None:
    for cy, r in rings[4:-3:3]:
        sway = c.rng.uniform(-2, 2)
        line = polyline(arc(x, cy + sway, r, r * c.tilt, 172, 8), False)
        c.line(line, dark(form.glaze, 0.5), 2.4, opacity=form.rings * strength * c.rng.uniform(0.6, 1.3))
        line = polyline(arc(x, cy + sway + 4, r, r * c.tilt, 172, 8), False)
        c.line(line, WARM_LIGHT, 2.4, opacity=form.rings * strength * c.rng.uniform(0.6, 1.3))


def _speckles(c: Canvas, form: Form, rings: Sequence[Ring], x: float, scale: float) -> None:
    for _ in range(form.speckle):
        cy, r = c.rng.choice(rings)
        turn = c.rng.uniform(0.05, math.pi - 0.05)
        dot = c.rng.choice((1.5, 2, 2.4, 3.4)) * scale
        px, py = x + r * math.cos(turn), cy + r * c.tilt * math.sin(turn) + c.rng.uniform(-8, 8)
        c.ellipse(px, py, dot, dot * 0.85, form.speck, opacity=c.rng.uniform(0.35, 0.8))
