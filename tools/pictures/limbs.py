"""Spouts and handles: tubes that join a turned body."""

from collections.abc import Sequence

from tools.pictures.canvas import Canvas
from tools.pictures.curves import Point, polyline, ribbon, sample
from tools.pictures.palette import WARM_LIGHT, dark, light


def limb(c: Canvas, spine: Sequence[Point], widths: Sequence[float], colour: str) -> None:
    """A spout or a handle: a tube lit from the upper left."""
    outline = polyline(ribbon(spine, widths))
    thick = max(widths)
    c.path(outline, dark(colour, 0.3))
    with c.group(clip=outline):
        for shift, tone, blur, share in (
            (-0.12, colour, 0.12, 0.9),
            (-0.22, light(colour, 0.28), 0.09, 0.42),
        ):
            with c.group(blur=max(2.0, thick * blur)):
                inner = ribbon(
                    [(px + shift * thick * 0.8, py + shift * thick) for px, py in spine],
                    [w * share for w in widths],
                )
                c.path(polyline(inner), tone)
        low = ribbon([(px + thick * 0.3, py + thick * 0.42) for px, py in spine], [w * 0.5 for w in widths])
        with c.group(blur=max(2.0, thick * 0.08), opacity=0.4):
            c.path(polyline(low), dark(colour, 0.75))
    ridge = [(px - thick * 0.13, py - thick * 0.17) for px, py in sample(list(spine), 6)[3:-3]]
    with c.group(blur=2.5, opacity=0.4):
        c.line(polyline(ridge, False), WARM_LIGHT, max(3.0, min(widths) * 0.1))


def spout_mouth(c: Canvas, tip: Point, r: float, colour: str, turn: float) -> None:
    """The opening at the end of a spout."""
    x, y = tip
    with c.group(transform=f"rotate({turn} {x:.1f} {y:.1f})"):
        c.ellipse(x, y, r, r * 0.42, light(colour, 0.3))
        c.ellipse(x, y + r * 0.04, r * 0.72, r * 0.27, dark(colour, 0.75))


def hollow(c: Canvas, handle: list[Point], r: float, colour: str) -> None:
    ay, (x, y) = handle[-2][1], handle[-1]
    with c.group(transform=f"translate({x:.1f} {y:.1f}) rotate({-28 if ay > y else 28})"):
        c.ellipse(0, 0, r * 0.5, r * 1.0, light(colour, 0.22))
        c.ellipse(2, 0, r * 0.34, r * 0.74, dark(colour, 0.7))
