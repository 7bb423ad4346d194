"""The gaiwan: a lidded bowl on a saucer."""

from tools.pictures.canvas import Canvas
from tools.pictures.form import Form, filled, height_at
from tools.pictures.palette import PORCELAIN, light
from tools.pictures.shadows import cast
from tools.pictures.turning import turned

GAIWAN = ((74, 0), (78, 22), (150, 90), (196, 170), (222, 250), (242, 296))
GAIWAN_LID = (
    (186, -6),
    (188, 4),
    (172, 30),
    (110, 70),
    (62, 84),
    (52, 92),
    (52, 104),
    (68, 124),
    (70, 130),
    (50, 130),
)
SAUCER = ((104, 0), (106, 12), (190, 22), (238, 52), (246, 62))


def gaiwan(
    c: Canvas,
    x: float,
    y: float,
    size: float = 1.0,
    lid: str = "on",
    fill: str = "",
    colour: str = PORCELAIN,
    line: str = "#7F97A8",
) -> None:
    """A lidded bowl on its saucer; the lid is `on`, `ajar` or `off`."""
    saucer = Form(
        SAUCER, colour, inside=light(colour, 0.3), lip="#FBF8F2", wall=9, gloss=0, rings=0.02, cast=1.4
    )
    bowl = Form(
        GAIWAN,
        colour,
        inside="#FAF7F0",
        lip="#FCFAF4",
        wall=7,
        gloss=0.75,
        rings=0.03,
        cast=0.7,
        lines=(252, 238),
        line=line,
    )
    turned(c, saucer, x, y, size)
    stand = height_at(saucer, y, 24, size, c.tilt)
    if lid == "off":
        cast(c, bowl, x, y, size)
    turned(c, filled(bowl, fill, 0.74), x, stand, size, shadow=lid != "off")
    rim = height_at(bowl, stand, 296, size, c.tilt)
    if lid == "on":
        _seat(c, x, rim, 226 * size)
        gaiwan_lid(c, x, rim + 8 * size, size * 1.12, colour, line)
    elif lid == "ajar":
        with c.group(transform=f"rotate(-15 {x:.1f} {rim:.1f})"):
            gaiwan_lid(c, x - 16 * size, rim - 14 * size, size * 1.12, colour, line)


def gaiwan_lid(
    c: Canvas,
    x: float,
    y: float,
    size: float,
    colour: str = PORCELAIN,
    line: str = "#7F97A8",
    shadow: bool = False,
) -> None:
    """The lid alone, its edge at `y`."""
    form = Form(
        GAIWAN_LID,
        colour,
        inside="#F6F2E9",
        lip="#FBF8F2",
        wall=9,
        gloss=0.5,
        rings=0.03,
        lines=(16, 24),
        line=line,
    )
    turned(c, form, x, y, size, shadow=shadow)


def _seat(c: Canvas, x: float, y: float, r: float) -> None:
    with c.group(blur=5, opacity=0.5):
        c.ellipse(x + 4, y + 6, r * 0.97, r * 0.97 * c.tilt, "#5A4C3E")
