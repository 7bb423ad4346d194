"""Shadows of turned forms on the table, long and to the right."""

from collections.abc import Sequence

from tools.pictures.canvas import Canvas
from tools.pictures.curves import Point, polyline, ribbon, sample
from tools.pictures.form import Form, dense
from tools.pictures.palette import dark

SLANT = 0.8  # length of a shadow on the table for each unit of height


def cast(
    c: Canvas,
    form: Form,
    x: float,
    y: float,
    size: float,
    limbs: Sequence[tuple[Sequence[Point], Sequence[float]]] = (),
) -> None:
    """The long shadow, of spout and handle too, and the dark line where the foot meets the table."""
    foot = max(form.profile[0][0] * size, 4)
    reach = max(height for _, height in form.profile) * size * SLANT * form.cast
    fade = c.linear(
        x, y, x + reach + foot, y, [(0, c.tint.shade, 1), (0.5, c.tint.shade, 0.85), (1, c.tint.shade, 0.35)]
    )
    with c.group(blur=7 + 7 * c.tilt, opacity=0.46):
        shadow_shapes(c, form, x, y, size, fade)
        for spine, widths in limbs:
            flat = [(px + (y - py) * SLANT, y + (y - py) * SLANT * 0.5 * c.tilt) for px, py in spine]
            c.path(polyline(ribbon(flat, [w * 0.55 for w in widths])), fade)
    with c.group(blur=5, opacity=0.6):
        c.ellipse(x + foot * 0.05, y + 3, foot * 1.02, foot * c.tilt * 1.02 + 3, dark(c.tint.shade, 0.3))


def shadow_shapes(c: Canvas, form: Form, x: float, y: float, size: float, fill: str) -> None:
    """Every ring of the form laid flat along the light, to be blurred as one."""
    fine = dense([(height * size, radius * size) for radius, height in sample(list(form.profile), 7)])
    for height, radius in fine:
        step = height * SLANT * form.cast
        c.ellipse(x + step, y + step * 0.5 * c.tilt, max(radius, 1), max(radius * c.tilt, 1), fill)
