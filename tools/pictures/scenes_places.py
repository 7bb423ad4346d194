"""Pictures across a page, and the two categories' own."""

import math

from tools.pictures import leaves, places, pots, vessels
from tools.pictures.canvas import Canvas
from tools.pictures.curves import smooth
from tools.pictures.felt import parcel
from tools.pictures.form import filled
from tools.pictures.heaps import heap
from tools.pictures.labels import emblem
from tools.pictures.lettering import lettered
from tools.pictures.packs import pouch
from tools.pictures.palette import LEAF, TINTS, light, mix
from tools.pictures.surface import arch, branch_shadow, room, window_light
from tools.pictures.table import Scene, landscape, portrait
from tools.pictures.teas import TEAS
from tools.pictures.tools import twine
from tools.pictures.turning import turned


def scenes() -> dict[str, Scene]:
    wide = {
        "hero": hero,
        "story-kiln": kiln,
        "story-leaf": hills,
        "shop-front": shop_front,
        "packing": packing,
    }
    tall = {"cat-tea": tea, "cat-tableware": tableware}
    return {n: landscape(d) for n, d in wide.items()} | {n: portrait(d) for n, d in tall.items()}


def hero(c: Canvas) -> None:
    room(c, "rose", 800, 0.26)
    window_light(c, 120, 30, 560, 700, 0.6)
    arch(c, 1330, 798, 760, 730, 0.3)
    leaves.branch(
        c, [(1560, 560), (1580, 350), (1670, 190), (1850, 80)], 150, LEAF, count=11, thickness=13, start=0.3
    )
    turned(c, vessels.bottle("#E0D5C0", "#9A6244"), 1560, 1000, 0.64)
    pots.yixing(c, 990, 1060, 0.98)
    turned(c, filled(vessels.tasting("celadon"), TEAS["tie-guan-yin"].liquor), 1370, 1190, 1.0)
    turned(c, filled(vessels.tasting("ash"), TEAS["tie-guan-yin"].liquor), 600, 1180, 1.0)
    pouch(c, TEAS["longjing"].label, 330, 1010, "#C3A27A", 400, 580)
    heap(c, TEAS["tie-guan-yin"].dry, 960, 1275, 320, 70)


def kiln(c: Canvas) -> None:
    room(c, "plaster", 1500, 0.16)
    window_light(c, 1180, 40, 560, 1000, 0.45)
    rows = (
        (
            400,
            (
                (180, vessels.moon_jar(), 0.34),
                (520, vessels.yunomi(), 0.66),
                (700, vessels.yunomi("#8C9A8E"), 0.66),
                (1020, vessels.bottle("#D8CDB8"), 0.33),
                (1230, vessels.bottle("#8E9B8C"), 0.26),
                (1520, vessels.chawan("#C9A88C", "#A8684C"), 0.66),
                (1830, vessels.pitcher("#C7BBA6"), 0.7),
            ),
        ),
        (
            810,
            (
                (210, vessels.basin(), 0.34),
                (560, places.raw(vessels.TASTING), 0.62),
                (770, places.raw(vessels.TASTING), 0.62),
                (980, places.raw(vessels.TASTING), 0.62),
                (1320, places.raw(vessels.MOON), 0.37),
                (1660, places.raw(vessels.CHAWAN), 0.62),
            ),
        ),
        (
            1220,
            (
                (230, places.raw(vessels.BOTTLE), 0.3),
                (440, places.raw(vessels.BOTTLE), 0.3),
                (800, vessels.basin(), 0.36),
                (1300, places.raw(vessels.FROST), 0.7),
                (1810, vessels.yunomi("#6F7A52"), 0.62),
            ),
        ),
    )
    for y, things in rows:
        places.shelf(c, y)
        for x, form, size in things:
            turned(c, form, x, y - 18, size)
        if y == 1220:
            pots.heron(c, 1590, y - 18, "celadon", 0.4)
            turned(c, places.raw(vessels.FROST), 1080, y - 18, 0.7)


def hills(c: Canvas) -> None:
    w, h = c.width, c.height
    c.tint = TINTS["mist"]
    c.rect(0, 0, w, h, c.linear(0, 0, 0, h, [(0, "#EADFCB", 1), (0.45, "#DCE0D4", 1), (1, "#A9BBA4", 1)]))
    with c.group(blur=6):
        c.ellipse(620, 320, 96, 96, "#F7E7C4")
    for n in range(3):
        ridge = [
            (
                i * w / 10,
                470 + n * 90 - (130 - n * 18) * abs(math.sin(i * 0.9 + n * 1.9)) + c.rng.uniform(-16, 16),
            )
            for i in range(11)
        ]
        tone = mix("#C4CFCA", "#8FA396", n / 2.5)
        c.path(
            smooth(ridge) + f"L{w} {h}L0 {h}Z",
            c.linear(0, 330 + n * 90, 0, 700 + n * 90, [(0, tone, 1), (1, light(tone, 0.6), 1)]),
        )
    for n in range(5):
        places.terrace(c, n)
    leaves.sprig(c, 1700, 1240, 300, -80, "#4E6B3E")
    leaves.sprig(c, 1900, 1330, 260, -104, "#3F5A36")
    leaves.sprig(c, 1480, 1370, 220, -72, "#5E7A48")


def shop_front(c: Canvas) -> None:
    c.tint, c.tilt = TINTS["plaster"], 0.16
    w, h = c.width, c.height
    c.rect(0, 0, w, h, c.linear(0, 0, w, h, [(0, "#EFE4D4", 1), (1, "#D3C0A8", 1)]))
    c.rect(0, 1150, w, h, c.linear(0, 1150, 0, h, [(0, "#B9AC9C", 1), (1, "#A09282", 1)]))
    c.rect(170, 190, 1660, 960, "#37504A")
    c.rect(170, 190, 1660, 960, c.linear(170, 0, 1830, 0, [(0, "#FFF4DF", 0.16), (1, "#12201C", 0.4)]))
    c.rect(170, 190, 1660, 136, "#2C423D")
    emblem(c, 620, 258, 66, "#E8D9B8")
    lettered(c, "CLAY & LEAF", 1040, 288, 62, "#E8D9B8", 620, 40, 9)
    places.window(c, 230, 370, 1010, 660)
    places.door(c, 1330, 370, 420, 780)
    places.awning(c, 170, 300, 1660)
    c.rect(130, 1128, 1740, 34, "#CBBBA4")
    c.rect(130, 1150, 1740, 12, "#8E7F6C", opacity=0.7)
    places.pavement_pot(c, 1860, 1240)


def packing(c: Canvas) -> None:
    room(c, "ochre", 640, 0.32)
    branch_shadow(c, (2080, 40), (1160, 330), 170, 0.22)
    places.tissue(c, 1420, 1080)
    turned(c, vessels.tasting("celadon"), 1430, 1080, 1.25)
    parcel(c, 690, 1110, 760, 420, 420)
    twine(c, [(690, 1108), (690, 900), (690, 690)], 11)
    twine(c, [(690, 690), (762, 585), (833, 482)], 11)
    twine(c, [(312, 900), (690, 906), (1070, 900)], 11)
    twine(c, [(1070, 900), (1140, 800), (1212, 694)], 11)
    twine(
        c,
        [
            (690, 690),
            (590, 600),
            (500, 640),
            (580, 700),
            (690, 690),
            (800, 620),
            (890, 660),
            (810, 712),
            (690, 690),
        ],
        11,
    )
    twine(c, [(690, 690), (640, 760), (652, 822)], 11)
    twine(c, [(690, 690), (738, 770), (720, 838)], 11)
    leaves.sprig(c, 700, 700, 190, -22, LEAF)
    c.rect(858, 950, 160, 110, "#F3ECDD", transform="rotate(-4 940 1000)")
    emblem(c, 938, 1000, 60, "#B5654A")
    places.spool(c, 1730, 1160)


def tea(c: Canvas) -> None:
    room(c, "celadon", 1080, 0.28)
    arch(c, 800, 1078, 1160, 960, 0.3)
    pouch(c, TEAS["tie-guan-yin"].label, 560, 1400, "#C3A27A", 600, 880)
    turned(c, filled(vessels.tasting("ash"), TEAS["dong-ding"].liquor), 1150, 1450, 1.7)
    heap(c, TEAS["jasmine"].dry, 600, 1800, 560, 130)
    heap(c, TEAS["keemun"].dry, 1190, 1860, 460, 100)


def tableware(c: Canvas) -> None:
    room(c, "plaster", 1120, 0.28)
    window_light(c, 180, 60, 640, 900, 0.6)
    leaves.branch(
        c, [(1120, 700), (1090, 480), (1180, 280), (1380, 120)], 170, LEAF, count=10, thickness=12, start=0.35
    )
    turned(c, vessels.bottle("#8E9B8C", "#8A5A40"), 1120, 1400, 0.82)
    pots.yixing(c, 590, 1500, 1.15, "#8A4A34")
    turned(c, filled(vessels.tasting("ash"), TEAS["longjing"].liquor), 1040, 1720, 1.25)
    turned(c, vessels.tasting("ink"), 640, 1810, 1.15)
