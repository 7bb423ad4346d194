"""Tea tools: whisk, scoop and pick, tray, strainer."""

from tools.pictures import leaves, vessels
from tools.pictures.canvas import Canvas
from tools.pictures.heaps import heap, strays
from tools.pictures.palette import LEAF
from tools.pictures.scenes_pots import tray_set
from tools.pictures.surface import arch, branch_shadow, cloth, ground, room, window_light
from tools.pictures.table import Scene, portrait
from tools.pictures.teas import TEAS
from tools.pictures.tools import pick, scoop, strainer, tray
from tools.pictures.turning import turned
from tools.pictures.whisk import whisk


def scenes() -> dict[str, Scene]:
    drawn = {
        "whisk": whisk_alone,
        "whisk-above": whisk_above,
        "scoop": scoop_and_pick,
        "tray": tray_alone,
        "tray-set": tray_laid,
        "strainer": strainer_and_cloth,
    }
    return {name: portrait(draw) for name, draw in drawn.items()}


def whisk_alone(c: Canvas) -> None:
    room(c, "celadon", 1240, 0.26)
    arch(c, 780, 1238, 1040, 1100, 0.35)
    whisk(c, 760, 1650, 1.7)


def whisk_above(c: Canvas) -> None:
    ground(c, "clay", 0.84)
    turned(c, vessels.chawan("#DDD5C4", "#8A6147"), 560, 760, 1.4)
    scoop(c, (1130, 420), (1370, 1120), 72)
    c.tilt = 0.3
    with c.group(transform="rotate(-56 900 1500)"):
        with c.group(blur=14, opacity=0.42, transform="translate(-34 40)"):
            c.rect(760, 1560, 270, 400, c.tint.shade, rx=60)
            c.rect(690, 1180, 420, 420, c.tint.shade, rx=120)
        whisk(c, 900, 1960, 1.25, standing=False)


def scoop_and_pick(c: Canvas) -> None:
    ground(c, "sage", 0.8)
    branch_shadow(c, (1680, 40), (700, 300), 220, 0.22)
    c.tilt = 0.5
    heap(c, TEAS["tie-guan-yin"].dry, 1130, 830, 520, 110)
    scoop(c, (330, 1480), (990, 690), 92)
    pick(c, (640, 1740), (1240, 1010), 74)


def tray_alone(c: Canvas) -> None:
    ground(c, "oat", 0.55)
    window_light(c, 120, 40, 1000, 1300, 0.6)
    tray(c, 800, 1120, 1360, 860, 70)
    branch_shadow(c, (1690, 760), (760, 1130), 200, 0.3)


def tray_laid(c: Canvas) -> None:
    ground(c, "celadon", 0.5)
    branch_shadow(c, (-60, 60), (860, 420), 220, 0.22)
    tray_set(c)


def strainer_and_cloth(c: Canvas) -> None:
    ground(c, "mist", 0.62)
    cloth(c, [(240, 640), (1330, 500), (1500, 1640), (330, 1800)], "#E4DAC6", "#B5654A")
    strays(c, TEAS["keemun"].dry, 560, 1560, 170, 70, 9)
    strainer(c, 690, 1060, 300)
    leaves.leaf(c, 1160, 1600, 210, -28, LEAF)
