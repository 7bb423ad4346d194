"""A round block to stand a vessel on, with the shadows of both."""

from tools.pictures.canvas import Canvas
from tools.pictures.curves import arc, polyline
from tools.pictures.form import Form
from tools.pictures.palette import dark, light
from tools.pictures.shadows import cast, shadow_shapes
from tools.pictures.turning import turned


def on_plinth(
    c: Canvas, form: Form, x: float, y: float, size: float, width: float, height: float, colour: str
) -> None:
    """A vessel standing on a block; `y` is the vessel's foot, just before the middle of its top."""
    r, k, middle = width / 2, c.tilt, y - width * c.tilt * 0.06
    _long_shadow(c, form, x, middle, size, r, height)
    side = [*arc(x, middle, r, r * k, 180, 0), *arc(x, middle + height, r, r * k, 0, 180)]
    c.path(
        polyline(side),
        c.linear(
            x - r,
            0,
            x + r,
            0,
            [
                (0, dark(colour, 0.12), 1),
                (0.22, light(colour, 0.22), 1),
                (0.6, dark(colour, 0.18), 1),
                (1, dark(colour, 0.38), 1),
            ],
        ),
    )
    c.ellipse(
        x,
        middle,
        r,
        r * k,
        c.linear(x - r, middle, x + r, middle, [(0, light(colour, 0.5), 1), (1, light(colour, 0.12), 1)]),
    )
    with c.group(clip=polyline(arc(x, middle, r, r * k, 0, 360, 72))):
        cast(c, form, x, y, size)
    turned(c, form, x, y, size, shadow=False)


def _long_shadow(c: Canvas, form: Form, x: float, y: float, size: float, r: float, height: float) -> None:
    k, reach = c.tilt, height * 0.8
    fall = reach * 0.5 * k
    block = [*arc(x, y + height, r, r * k, 90, 270), *arc(x + reach, y + height + fall, r, r * k, -90, 90)]
    with c.group(blur=12, opacity=0.44):
        c.path(polyline(block), c.tint.shade)
        shadow_shapes(c, form, x + reach, y + height + fall, size, c.tint.shade)
    with c.group(blur=6, opacity=0.5):
        c.ellipse(x + 4, y + height + 4, r * 1.005, r * k * 1.01, dark(c.tint.shade, 0.3))
