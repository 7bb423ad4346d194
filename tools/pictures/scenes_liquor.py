"""The second picture of every tea: the cup, its liquor in its own colour, a few leaves."""

import math

from tools.pictures import leaves, vessels
from tools.pictures.canvas import Canvas
from tools.pictures.curves import arc, polyline, smooth
from tools.pictures.dryleaf import berry, thyme
from tools.pictures.form import Form, filled, height_at
from tools.pictures.gaiwan import SAUCER
from tools.pictures.heaps import strays
from tools.pictures.palette import LEAF, LEAF_DARK, PORCELAIN, dark, light
from tools.pictures.plinth import on_plinth
from tools.pictures.surface import branch_shadow, cloth, ground, room, window_light
from tools.pictures.table import Scene, portrait
from tools.pictures.teas import TEAS
from tools.pictures.tools import tray
from tools.pictures.turning import turned
from tools.pictures.whisk import whisk


def scenes() -> dict[str, Scene]:
    drawn = {
        "longjing-cup": longjing,
        "sencha-cup": sencha,
        "jasmine-cup": jasmine,
        "white-peony-cup": white_peony,
        "matcha-bowl": matcha,
        "tie-guan-yin-cup": tie_guan_yin,
        "da-hong-pao-cup": da_hong_pao,
        "milk-oolong-cup": milk_oolong,
        "dong-ding-cup": dong_ding,
        "keemun-cup": keemun,
        "darjeeling-cup": darjeeling,
        "assam-cup": assam,
        "pu-erh-cup": pu_erh,
        "lapsang-cup": lapsang,
        "ivan-chai-cup": ivan_chai,
        "linden-cup": linden,
        "sea-buckthorn-cup": sea_buckthorn,
    }
    return {name: portrait(draw) for name, draw in drawn.items()}


def longjing(c: Canvas) -> None:
    ground(c, "oat", 0.86)
    window_light(c, 120, 120, 900, 1200, 0.6)
    _scattered(c, "longjing", 800, 1050, 620, 780, 9)
    _cup(c, vessels.bell_cup(), "longjing", 800, 1130, 2.5, 0.78)
    leaves.sprig(c, 1210, 420, 190, -60, LEAF)


def sencha(c: Canvas) -> None:
    room(c, "celadon", 1010, 0.4)
    branch_shadow(c, (1700, 60), (700, 430), 190)
    _scattered(c, "sencha", 900, 1640, 480, 180, 14)
    _cup(c, vessels.yunomi("#CBBFA6", "#8A6147"), "sencha", 740, 1600, 2.15, 0.86)


def jasmine(c: Canvas) -> None:
    ground(c, "celadon", 0.66)
    _scattered(c, "jasmine", 420, 1600, 190, 120, 5)
    _saucer(c, 800, 1240, 1.95)
    _cup(c, vessels.bell_cup(), "jasmine", 800, 1200, 2.15, 0.8, shadow=False)
    for x, y, size in ((330, 560, 110), (470, 690, 84), (1310, 1580, 104), (1170, 1690, 70)):
        _blossom_lying(c, x, y, size)
    leaves.leaf(c, 330, 600, 210, 160, LEAF)
    leaves.leaf(c, 1330, 1640, 200, 30, LEAF_DARK)


def white_peony(c: Canvas) -> None:
    ground(c, "mist", 0.7)
    cloth(c, [(250, 560), (1450, 420), (1560, 1720), (330, 1800)], "#E9E2D4", "#8FA3AA")
    _scattered(c, "white-peony", 800, 1180, 560, 520, 6)
    _cup(c, vessels.low_cup("#CFC8BA"), "white-peony", 860, 1280, 2.5, 0.8)


def matcha(c: Canvas) -> None:
    ground(c, "rose", 0.86)
    bowl = filled(vessels.chawan("#4E5654", "#7A5240"), "#86A04A", 0.62)
    turned(c, bowl, 700, 930, 1.85)
    rim = polyline(arc(700, height_at(bowl, 930, 300, 1.85, c.tilt) + 3, 464, 464 * c.tilt, 0, 360, 72))
    with c.group(clip=rim):
        _froth(c, 700, height_at(bowl, 930, 190, 1.85, c.tilt), 440, c.tilt)
    c.tilt = 0.3
    with c.group(transform="rotate(-58 1080 1560)"):
        with c.group(blur=14, opacity=0.42, transform="translate(-34 40)"):
            c.rect(980, 1560, 200, 400, c.tint.shade, rx=60)
            c.rect(890, 1200, 380, 400, c.tint.shade, rx=120)
        whisk(c, 1080, 1960, 1.15, standing=False)


def tie_guan_yin(c: Canvas) -> None:
    ground(c, "celadon", 0.52)
    branch_shadow(c, (-60, 100), (900, 420), 210, 0.22)
    tray(c, 820, 1130, 1330, 820)
    _scattered(c, "tie-guan-yin", 1090, 920, 150, 60, 6)
    _cup(c, vessels.tasting("celadon"), "tie-guan-yin", 560, 1080, 1.75)
    _cup(c, vessels.tasting("celadon"), "tie-guan-yin", 1060, 1330, 1.75)


def da_hong_pao(c: Canvas) -> None:
    room(c, "brown", 980, 0.44)
    window_light(c, 820, 60, 560, 760, 0.16)
    _scattered(c, "da-hong-pao", 880, 1600, 600, 230, 14)
    _cup(c, vessels.low_cup("#A5583E", "#6A3A2A"), "da-hong-pao", 780, 1570, 2.9, 0.82)


def milk_oolong(c: Canvas) -> None:
    room(c, "mist", 1130, 0.36)
    cup = filled(vessels.beaker("#EFE8DA", "#C08A66"), TEAS["milk-oolong"].liquor, 0.84)
    on_plinth(c, cup, 760, 1370, 2.6, 1060, 320, "#D8B784")
    _scattered(c, "milk-oolong", 1130, 1380, 90, 50, 4)


def dong_ding(c: Canvas) -> None:
    ground(c, "ink", 0.82)
    window_light(c, 200, 40, 900, 1300, 0.14)
    _scattered(c, "dong-ding", 1130, 1530, 270, 200, 9)
    _cup(c, vessels.tasting("ash"), "dong-ding", 700, 1220, 2.9, 0.84)
    leaves.branch(c, [(1680, 210), (1320, 330), (1080, 540)], 210, "#7F8F68", count=6)


def keemun(c: Canvas) -> None:
    ground(c, "clay", 0.6)
    _scattered(c, "keemun", 780, 1230, 680, 440, 12)
    _saucer(c, 780, 1230, 2.2, "#EFE7DB")
    _cup(c, vessels.bell_cup("#F3EEE5"), "keemun", 780, 1185, 2.5, 0.82, shadow=False)
    branch_shadow(c, (1700, 1960), (820, 1700), 200, 0.26)


def darjeeling(c: Canvas) -> None:
    ground(c, "mist", 0.84)
    window_light(c, 300, 60, 900, 1500, 0.62)
    _scattered(c, "darjeeling", 1180, 640, 170, 120, 7)
    _cup(c, vessels.frost("#E6EAE8"), "darjeeling", 640, 1030, 2.5, 0.82)
    _cup(c, vessels.frost("#D3DDDF"), "darjeeling", 1130, 1640, 1.9, 0.82)


def assam(c: Canvas) -> None:
    room(c, "ochre", 880, 0.42)
    cloth(c, [(130, 1260), (1180, 1130), (1560, 1720), (380, 1890)], "#EFE7D8", "#B5654A")
    _scattered(c, "assam", 1180, 1690, 190, 80, 22)
    _cup(c, vessels.beaker("#E8DCC6", "#B0704C"), "assam", 790, 1590, 2.9, 0.86)


def pu_erh(c: Canvas) -> None:
    room(c, "plaster", 960, 0.46)
    pitcher = filled(vessels.pitcher("#8F7A66"), "#45180C", 0.7)
    turned(c, pitcher, 1090, 1210, 1.75)
    _scattered(c, "pu-erh", 1160, 1640, 190, 70, 4)
    _cup(c, vessels.tasting("ash"), "pu-erh", 620, 1610, 2.4, 0.84)


def lapsang(c: Canvas) -> None:
    ground(c, "sage", 0.74)
    _scattered(c, "lapsang", 1150, 1700, 220, 90, 8)
    _cup(c, vessels.chawan("#3F4642", "#5A4236"), "lapsang", 800, 1240, 1.95, 0.72)
    leaves.pine(c, 1560, 300, 800, 480)
    leaves.pine(c, 120, 1900, 560, 1680)


def ivan_chai(c: Canvas) -> None:
    ground(c, "plaster", 0.72)
    _cup(c, vessels.tasting("celadon"), "ivan-chai", 640, 1250, 3.0, 0.82)
    with c.group(blur=10, opacity=0.4, transform="translate(26 30)"):
        c.line(smooth([(1460, 1900), (1360, 1340), (1290, 560)]), c.tint.shade, 60)
    c.line(smooth([(1460, 1900), (1350, 1340), (1282, 600)]), "#5E7A58", 11)
    for n in range(7):
        leaves.leaf(c, 1446 - n * 16, 1800 - n * 62, 210 - n * 8, -20 if n % 2 else 195, LEAF, 0.2)
    for n in range(15):
        x, y = 1336 - n * 3.5 + (50 - n * 2.2) * (1 if n % 2 else -1), 1290 - n * 48
        leaves.blossom(c, x, y, 78 - n * 3.4, "#B8588C", light("#B8588C", 0.6), count=4, turn=n * 31)


def linden(c: Canvas) -> None:
    room(c, "oat", 900, 0.48)
    window_light(c, 860, 40, 520, 740, 0.6)
    _cup(c, vessels.mug("moss"), "linden", 700, 1530, 1.9, 0.86)
    for x, y, size in ((1200, 1480, 88), (1330, 1600, 74), (1120, 1680, 96), (380, 1790, 78)):
        with c.group(blur=6, opacity=0.4):
            c.ellipse(x + 18, y + 22, size * 0.85, size * 0.5, c.tint.shade)
        leaves.daisy(c, x, y, size, squash=0.7)
    leaves.leaf(c, 1250, 1380, 230, -16, "#A9AE6A", 0.3)


def sea_buckthorn(c: Canvas) -> None:
    ground(c, "rose", 0.8)
    _cup(c, vessels.frost("#DFE3DF"), "sea-buckthorn", 800, 1290, 2.9, 0.8)
    leaves.branch(c, [(-40, 300), (360, 380), (760, 250)], 190, "#8A9670", count=9, thickness=14)
    for n in range(17):
        berry(c, 110 + n * 33 + c.rng.uniform(-12, 12), 330 + c.rng.uniform(-46, 60), 66, "#E0842A")
    for x, y in ((1240, 1660), (1330, 1600), (1180, 1740), (330, 1690)):
        with c.group(blur=5, opacity=0.4):
            c.ellipse(x + 14, y + 18, 32, 28, c.tint.shade)
        berry(c, x, y, 66, "#DE7F26")
    thyme(c, 300, 1540, 150, "#6E7B50")


def _cup(
    c: Canvas, form: Form, tea: str, x: float, y: float, size: float, level: float = 0.8, shadow: bool = True
) -> None:
    turned(c, filled(form, TEAS[tea].liquor, level), x, y, size, shadow)


def _scattered(c: Canvas, tea: str, x: float, y: float, rx: float, ry: float, count: int) -> None:
    strays(c, TEAS[tea].dry, x, y, rx, ry, count)


def _saucer(c: Canvas, x: float, y: float, size: float, colour: str = PORCELAIN) -> None:
    turned(
        c,
        Form(SAUCER, colour, inside=light(colour, 0.3), lip="#FBF8F2", wall=9, gloss=0, rings=0.02),
        x,
        y,
        size,
    )


def _blossom_lying(c: Canvas, x: float, y: float, size: float) -> None:
    with c.group(blur=7, opacity=0.4):
        c.ellipse(x + 16, y + 20, size, size * 0.9, c.tint.shade)
    leaves.blossom(c, x, y, size, "#F8F3E6")


def _froth(c: Canvas, x: float, y: float, r: float, tilt: float) -> None:
    disc = polyline(arc(x, y, r, r * tilt, 0, 360, 60))
    with c.group(clip=disc):
        for n in range(1000):
            far, turn = math.sqrt(c.rng.random()), c.rng.uniform(0, 6.3)
            size = c.rng.choice((3, 4, 5, 7, 12))
            tone = light("#9DBB58", c.rng.uniform(0.05, 0.32)) if n % 3 else dark("#8DAE45", 0.14)
            c.ellipse(
                x + r * far * math.cos(turn),
                y + r * tilt * far * math.sin(turn),
                size,
                size * tilt,
                tone,
                opacity=0.55,
            )
