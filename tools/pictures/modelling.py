"""Light and shade on a turned body."""

from collections.abc import Sequence

from tools.pictures.canvas import Canvas
from tools.pictures.curves import Point, polyline
from tools.pictures.form import Form
from tools.pictures.palette import WARM_LIGHT, dark, mix


def modelled(c: Canvas, outline: Sequence[Point], x: float, form: Form) -> None:
    """Light and shade that follow the contour: each is the outline narrowed towards one side."""
    half = outline[: len(outline) // 2]
    wide = max(px - x for px, _ in half)
    top, foot = half[0][1], half[-1][1]
    shade = mix(dark(form.glaze, 0.75), c.tint.shade, 0.35)
    strength = 0.5 if bright(form.glaze) else 0.62

    def zone(left: float, right: float) -> str:
        side = half[::3]
        return polyline(
            [(x + (p - x) * right, q) for p, q in side] + [(x + (p - x) * left, q) for p, q in side[::-1]]
        )

    with c.group(blur=wide * 0.13, opacity=strength):
        c.path(zone(0.42, 1.4), shade)
    with c.group(blur=wide * 0.07, opacity=strength * 0.5):
        c.path(zone(0.72, 1.3), shade)
    with c.group(blur=wide * 0.05, opacity=0.28):
        c.path(zone(-1.3, -0.93), shade)
    with c.group(blur=wide * 0.11, opacity=0.5 if bright(form.glaze) else 0.3):
        c.path(zone(-0.74, -0.22), WARM_LIGHT)
    with c.group(blur=wide * 0.03, opacity=0.3):
        c.path(zone(0.93, 1.1), mix(c.tint.table, form.glaze, 0.3))
    c.rect(
        x - wide,
        top,
        wide * 2,
        foot - top,
        c.linear(
            0, top, 0, foot, [(0, WARM_LIGHT, 0.12), (0.4, shade, 0), (0.75, shade, 0.08), (1, shade, 0.4)]
        ),
    )
    _stipple(c, half, x, shade)
    if form.gloss:
        _shine(c, half, x, form.gloss, wide)


def _stipple(c: Canvas, half: Sequence[Point], x: float, shade: str) -> None:
    dots = []
    for _ in range(520):
        px, py = c.rng.choice(half[8:])
        at = 1 - abs(c.rng.gauss(0, 0.34))
        if at > -0.2:
            dots.append((x + (px - x) * at, py + c.rng.uniform(-14, 14)))
    data = "".join(f"M{px:.1f} {py:.1f}h.1" for px, py in dots)
    c.line(data, shade, 3.2, opacity=0.2)


def _shine(c: Canvas, half: Sequence[Point], x: float, gloss: float, wide: float) -> None:
    count = len(half)
    upper = [(p, q) for p, q in half[int(count * 0.22) : int(count * 0.56)] if p - x > wide * 0.12]
    if len(upper) < 4:
        return
    streak = [(x - (p - x) * 0.66, q) for p, q in upper] + [
        (x - (p - x) * 0.58, q) for p, q in reversed(upper)
    ]
    with c.group(blur=max(2.0, wide * 0.018), opacity=gloss):
        c.path(polyline(streak), "#FFFDF6")


def bright(colour: str) -> bool:
    return sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) > 380
