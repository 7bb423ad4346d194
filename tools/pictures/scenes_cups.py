"""Cups, bowls for tea, mugs."""

from functools import partial

from tools.pictures import leaves, vessels
from tools.pictures.canvas import Canvas
from tools.pictures.form import filled
from tools.pictures.heaps import strays
from tools.pictures.limbs import limb
from tools.pictures.palette import LEAF, dark
from tools.pictures.plinth import on_plinth
from tools.pictures.shadows import cast
from tools.pictures.surface import arch, branch_shadow, cloth, ground, room, window_light
from tools.pictures.table import Draw, Scene, portrait
from tools.pictures.teas import TEAS
from tools.pictures.turning import turned


def scenes() -> dict[str, Scene]:
    drawn: dict[str, Draw] = {
        "tasting-celadon": partial(tasting, glaze="celadon", tint="rose"),
        "tasting-ash": partial(tasting, glaze="ash", tint="sage"),
        "tasting-ink": partial(tasting, glaze="ink", tint="ochre"),
        "yunomi": yunomi,
        "yunomi-pair": yunomi_pair,
        "chawan": chawan,
        "chawan-above": chawan_above,
        "mug-oat": partial(mug, colour="oat", tint="mist"),
        "mug-moss": partial(mug, colour="moss", tint="plaster"),
        "frost": frost,
        "frost-one": frost_one,
    }
    return {name: portrait(draw) for name, draw in drawn.items()}


def tasting(c: Canvas, glaze: str, tint: str) -> None:
    room(c, tint, 1060, 0.36)
    window_light(c, 860, 40, 560, 800, 0.42)
    block = {"celadon": "#D9C4A8", "ash": "#C07A5E", "ink": "#E4D3B4"}[glaze]
    on_plinth(c, vessels.tasting(glaze), 760, 1340, 2.5, 1000, 340, block)


def yunomi(c: Canvas) -> None:
    room(c, "clay", 1120, 0.34)
    branch_shadow(c, (1700, 30), (720, 460), 210, 0.26)
    turned(c, vessels.yunomi("#DDD0B8", "#8A6147"), 760, 1640, 2.7)


def yunomi_pair(c: Canvas) -> None:
    room(c, "oat", 1050, 0.38)
    arch(c, 960, 1048, 900, 860)
    turned(c, vessels.yunomi("#8C9A8E", "#8A6147"), 1060, 1390, 1.95)
    turned(c, filled(vessels.yunomi("#DDD0B8", "#8A6147"), TEAS["sencha"].liquor, 0.86), 590, 1640, 2.05)


def chawan(c: Canvas) -> None:
    room(c, "brown", 1060, 0.34)
    window_light(c, 860, 60, 560, 760, 0.16)
    turned(c, vessels.chawan("#9FA79A", "#A8684C"), 780, 1580, 2.25)


def chawan_above(c: Canvas) -> None:
    ground(c, "plaster", 0.78)
    branch_shadow(c, (1680, 60), (760, 330), 230, 0.24)
    turned(c, vessels.chawan("#9FA79A", "#A8684C"), 760, 1260, 2.25)


def mug(c: Canvas, colour: str, tint: str) -> None:
    room(c, tint, 1120, 0.34)
    window_light(c, 200, 60, 620, 880, 0.5)
    form = filled(vessels.mug(colour), "#B8672A", 0.84)
    x, y, size = 700, 1600, 2.25
    loop = [
        (x + px * size, y - h * size * 0.94)
        for px, h in ((120, 272), (238, 282), (292, 222), (284, 146), (226, 92), (120, 72))
    ]
    widths = [w * size for w in (42, 32, 28, 28, 32, 44)]
    cast(c, form, x, y, size, [(loop, widths)])
    limb(c, loop, widths, dark(form.glaze, 0.06))
    turned(c, form, x, y, size, shadow=False)


def frost(c: Canvas) -> None:
    room(c, "mist", 1060, 0.38)
    branch_shadow(c, (-60, 60), (860, 430), 210, 0.18)
    turned(c, vessels.frost("#D5DEDF"), 1050, 1420, 2.0)
    turned(c, vessels.frost(), 590, 1640, 2.15)


def frost_one(c: Canvas) -> None:
    room(c, "sage", 960, 0.46)
    cloth(c, [(220, 1240), (1220, 1120), (1500, 1740), (360, 1890)], "#EDE6D8", "#8FA3AA")
    turned(c, filled(vessels.frost(), TEAS["jasmine"].liquor, 0.8), 800, 1600, 2.7)
    strays(c, TEAS["jasmine"].dry, 1250, 1680, 90, 50, 3)
    leaves.leaf(c, 360, 1700, 200, 150, LEAF)
