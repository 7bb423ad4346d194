"""Teapots and gaiwans."""

from tools.pictures import gaiwan as lidded
from tools.pictures import leaves, pots, vessels
from tools.pictures.canvas import Canvas
from tools.pictures.felt import felt_case, felt_wrap
from tools.pictures.form import filled
from tools.pictures.heaps import strays
from tools.pictures.palette import LEAF
from tools.pictures.surface import arch, branch_shadow, ground, room, window_light
from tools.pictures.table import Scene, portrait
from tools.pictures.teas import TEAS
from tools.pictures.tools import tray
from tools.pictures.turning import turned


def scenes() -> dict[str, Scene]:
    drawn = {
        "gaiwan": gaiwan,
        "gaiwan-open": gaiwan_open,
        "gaiwan-large": gaiwan_large,
        "kyusu": kyusu,
        "kyusu-above": kyusu_above,
        "yixing": yixing,
        "yixing-detail": yixing_detail,
        "heron-celadon": heron_celadon,
        "heron-ash": heron_ash,
        "heron-ink": heron_ink,
        "travel-set": travel_set,
        "travel-set-packed": travel_set_packed,
    }
    return {name: portrait(draw) for name, draw in drawn.items()}


def gaiwan(c: Canvas) -> None:
    room(c, "mist", 1190, 0.3)
    branch_shadow(c, (1680, 40), (560, 520), 200)
    lidded.gaiwan(c, 760, 1570, 2.0)


def gaiwan_open(c: Canvas) -> None:
    ground(c, "rose", 0.62)
    strays(c, TEAS["tie-guan-yin"].dry, 430, 1640, 190, 90, 7)
    lidded.gaiwan(c, 700, 1180, 1.9, lid="off", fill=TEAS["tie-guan-yin"].liquor)
    lidded.gaiwan_lid(c, 1160, 1720, 1.75, shadow=True)


def gaiwan_large(c: Canvas) -> None:
    room(c, "oat", 1120, 0.3)
    arch(c, 800, 1118, 1100, 980)
    lidded.gaiwan(c, 690, 1540, 2.25, lid="ajar")
    turned(c, filled(vessels.bell_cup(), TEAS["longjing"].liquor, 0.8), 1250, 1770, 1.15)


def kyusu(c: Canvas) -> None:
    room(c, "celadon", 1160, 0.34)
    window_light(c, 820, 60, 620, 860, 0.5)
    pots.kyusu(c, 700, 1560, 1.6)


def kyusu_above(c: Canvas) -> None:
    ground(c, "oat", 0.66)
    branch_shadow(c, (1680, 40), (760, 360), 220, 0.22)
    turned(c, filled(vessels.yunomi("#E3DAC6", "#9C5B41"), TEAS["sencha"].liquor, 0.86), 1210, 1660, 0.98)
    pots.kyusu(c, 700, 1180, 1.55)


def yixing(c: Canvas) -> None:
    room(c, "plaster", 1150, 0.28)
    branch_shadow(c, (-80, 40), (900, 480), 210, 0.18)
    pots.yixing(c, 790, 1560, 1.72)


def yixing_detail(c: Canvas) -> None:
    room(c, "clay", 1330, 0.34)
    pots.yixing(c, 1120, 1720, 2.45, "#6B3F2D")


def heron_celadon(c: Canvas) -> None:
    room(c, "rose", 1200, 0.24)
    window_light(c, 840, 60, 600, 860, 0.5)
    pots.heron(c, 790, 1640, "celadon", 1.72)


def heron_ash(c: Canvas) -> None:
    room(c, "ochre", 1200, 0.24)
    arch(c, 790, 1198, 1120, 1060, 0.3)
    pots.heron(c, 790, 1640, "ash", 1.72)


def heron_ink(c: Canvas) -> None:
    room(c, "mist", 1200, 0.24)
    branch_shadow(c, (1690, 30), (900, 420), 200, 0.2)
    pots.heron(c, 790, 1640, "ink", 1.72)


def travel_set(c: Canvas) -> None:
    room(c, "sage", 1020, 0.38)
    felt_wrap(c, 780, 1560, 1240, 620)
    pots.travel_pot(c, 640, 1520, 2.0)
    turned(c, vessels.tasting("ash"), 1130, 1530, 1.15)
    turned(c, vessels.tasting("ash"), 980, 1730, 1.15)


def travel_set_packed(c: Canvas) -> None:
    room(c, "oat", 1130, 0.3)
    leaves.branch(c, [(1660, 1560), (1420, 1700), (1020, 1860)], 170, LEAF, count=7)
    felt_case(c, 740, 1580, 410, 760)


def tray_set(c: Canvas) -> None:
    """Shared with the tools: a gaiwan and cups on the walnut tray."""
    tray(c, 800, 1250, 1380, 860, 60)
    lidded.gaiwan(c, 560, 1230, 1.15)
    for x, y in ((1040, 1120), (1220, 1330), (920, 1450)):
        turned(c, filled(vessels.tasting("celadon"), TEAS["longjing"].liquor), x, y, 1.02)
