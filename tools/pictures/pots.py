"""Pots: kyusu, Yixing and the tall Heron; turned bodies with spouts, handles and lids."""

from collections.abc import Sequence

from tools.pictures.canvas import Canvas
from tools.pictures.curves import Point, moved
from tools.pictures.form import Form, height_at
from tools.pictures.limbs import hollow, limb, spout_mouth
from tools.pictures.palette import CLAY, YIXING, dark, light
from tools.pictures.shadows import cast
from tools.pictures.turning import STEEP, turned

KYUSU = (
    (170, 0),
    (178, 8),
    (236, 42),
    (276, 90),
    (290, 142),
    (278, 196),
    (240, 242),
    (196, 262),
    (172, 268),
    (168, 278),
    (120, 300),
    (52, 312),
    (34, 322),
    (44, 344),
    (50, 360),
    (34, 376),
    (0, 380),
)
SHUI_PING = (
    (136, 0),
    (142, 8),
    (196, 42),
    (244, 98),
    (268, 166),
    (262, 236),
    (224, 294),
    (180, 324),
    (146, 336),
    (144, 348),
    (96, 376),
    (36, 390),
    (24, 400),
    (40, 424),
    (36, 446),
    (0, 456),
)
HERON = (
    (136, 0),
    (142, 8),
    (168, 90),
    (176, 200),
    (160, 340),
    (128, 470),
    (104, 560),
    (100, 590),
    (98, 604),
    (74, 630),
    (30, 646),
    (18, 656),
    (30, 684),
    (26, 704),
    (0, 712),
)
HERON_GLAZES = {"celadon": "#A3B89E", "ash": "#CFC8BA", "ink": "#363C3E"}


def kyusu(c: Canvas, x: float, y: float, size: float = 1.0, colour: str = "#9C5B41") -> None:
    """A side-handled pot: spout to the left and back, hollow handle towards the right and front."""
    body = Form(
        KYUSU, colour, closed=True, seams=(270,), gloss=0.22, rings=0.13, speckle=60, speck=dark(colour, 0.5)
    )
    rise = (1 - c.tilt**2) ** 0.5
    spout = moved(
        [(-180, -120 * rise), (-290, -176 * rise), (-345, -236 * rise), (-380, -292 * rise)], x, y, 1
    )
    spout = [(x + (px - x) * size, y + (py - y) * size) for px, py in spout]
    handle = [
        (x + px * size, y + (-h * rise + depth * c.tilt) * size)
        for px, h, depth in ((196, 128, 150), (290, 150, 190), (390, 186, 226), (478, 232, 258))
    ]
    cast(c, body, x, y, size, [(spout, [90 * size, 44 * size]), (handle, [70 * size, 80 * size])])
    limb(c, spout, [130 * size, 86 * size, 58 * size, 50 * size], colour)
    spout_mouth(c, spout[-1], 27 * size, colour, -32)
    turned(c, body, x, y, size, shadow=False)
    limb(c, handle, [92 * size, 68 * size, 74 * size, 92 * size], colour)
    hollow(c, handle, 46 * size, colour)
    if c.tilt > STEEP:
        _knob(c, x, height_at(body, y, 318, size, c.tilt), size, colour)


def yixing(c: Canvas, x: float, y: float, size: float = 1.0, colour: str = YIXING) -> None:
    """The round, level pot: spout tip, rim and handle stand at one height."""
    body = Form(
        SHUI_PING,
        colour,
        closed=True,
        seams=(338,),
        gloss=0.3,
        rings=0.05,
        speckle=120,
        speck=light(colour, 0.35),
    )
    spout = _placed([(-200, 130), (-296, 190), (-352, 262), (-386, 340)], x, y, size)
    handle = _placed([(214, 306), (316, 352), (392, 296), (388, 200), (322, 124), (226, 96)], x, y, size)
    _side_handled(c, body, x, y, size, spout, [124, 78, 52, 42], handle, [44, 34, 30, 30, 36, 46])


def heron(c: Canvas, x: float, y: float, glaze: str, size: float = 1.0) -> None:
    """The tall slender pot with a neck for a spout."""
    colour = HERON_GLAZES[glaze]
    body = Form(
        HERON, colour, CLAY, bare=58, closed=True, seams=(592,), gloss=0.55, rings=0.1, speckle=110, drips=9
    )
    spout = _placed([(-120, 170), (-222, 220), (-252, 340), (-262, 470), (-312, 590)], x, y, size)
    handle = _placed([(96, 530), (190, 600), (286, 556), (300, 420), (256, 280), (150, 214)], x, y, size)
    _side_handled(c, body, x, y, size, spout, [112, 76, 46, 36, 30], handle, [36, 30, 28, 27, 30, 40])


def travel_pot(c: Canvas, x: float, y: float, size: float = 1.0, colour: str = "#C9C2B0") -> None:
    """A small round pot without a handle, to be held by its body."""
    profile = (
        (100, 0),
        (106, 8),
        (168, 56),
        (190, 128),
        (168, 196),
        (112, 232),
        (106, 240),
        (104, 248),
        (60, 266),
        (22, 274),
        (18, 282),
        (28, 298),
        (0, 312),
    )
    body = Form(
        profile, colour, CLAY, bare=34, closed=True, seams=(236,), gloss=0.4, rings=0.1, speckle=90, drips=6
    )
    spout = _placed([(-140, 110), (-206, 150), (-244, 216)], x, y, size)
    cast(c, body, x, y, size)
    limb(c, spout, [92 * size, 54 * size, 36 * size], colour)
    spout_mouth(c, spout[-1], 19 * size, colour, -30)
    turned(c, body, x, y, size, shadow=False)


def _side_handled(
    c: Canvas,
    body: Form,
    x: float,
    y: float,
    size: float,
    spout: list[Point],
    spout_widths: list[float],
    handle: list[Point],
    handle_widths: list[float],
) -> None:
    wide, thin = [w * size for w in spout_widths], [w * size for w in handle_widths]
    cast(c, body, x, y, size, [(spout, wide), (handle, thin)])
    limb(c, spout, wide, body.glaze)
    spout_mouth(c, spout[-1], wide[-1] * 0.54, body.glaze, -28)
    limb(c, handle, thin, body.glaze)
    turned(c, body, x, y, size, shadow=False)


def _placed(points: Sequence[Point], x: float, y: float, size: float) -> list[Point]:
    return [(x + px * size, y - height * size * 0.96) for px, height in points]


def _knob(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """The knob again, set off from the lid; from above it would melt into it."""
    knob = Form(
        ((34, 0), (40, 12), (52, 34), (44, 52), (0, 58)), light(colour, 0.06), closed=True, rings=0, gloss=0.3
    )
    with c.group(blur=9, opacity=0.5):
        c.ellipse(x + 26 * size, y + 12 * size, 60 * size, 48 * size, dark(colour, 0.75))
    turned(c, knob, x, y, size, shadow=False)
