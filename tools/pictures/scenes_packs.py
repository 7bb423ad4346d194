"""The first picture of every tea: its package, with a heap of the dry leaf before it."""

from functools import partial

from tools.pictures.canvas import Canvas
from tools.pictures.heaps import heap, powder
from tools.pictures.packs import cake, pouch, tin
from tools.pictures.surface import arch, branch_shadow, room, window_light
from tools.pictures.table import Scene, portrait
from tools.pictures.teas import TEAS, Tea
from tools.pictures.tools import scoop

WINDOWED = ("longjing", "milk-oolong", "assam", "linden", "matcha")
BRANCHED = ("jasmine", "tie-guan-yin", "keemun", "ivan-chai", "pu-erh", "da-hong-pao")
HEAPED_LEFT = ("sencha", "white-peony", "tie-guan-yin", "milk-oolong", "darjeeling", "pu-erh", "ivan-chai")
ARCHED = ("sencha", "darjeeling", "dong-ding")


def scenes() -> dict[str, Scene]:
    return {name: portrait(partial(packed, name=name, tea=tea)) for name, tea in TEAS.items()}


def packed(c: Canvas, name: str, tea: Tea) -> None:
    room(c, tea.tint, 1235, 0.22)
    if name in WINDOWED:
        window_light(c, 880 if name not in HEAPED_LEFT else 60, 60, 640, 900, 0.5)
    if name in BRANCHED:
        branch_shadow(c, (1660, 60), (760, 520), 190, 0.24)
    if name in ARCHED:
        arch(c, 830, 1232, 1130, 1090, 0.3)
    left = name in HEAPED_LEFT
    _package(c, tea, 880 if left else 700)
    if name == "matcha":
        powder(c, 1130, 1800, 560, 130, tea.liquor)
        scoop(c, (420, 1850), (1010, 1745), 62)
    else:
        heap(c, tea.dry, 520 if left else 1090, 1830)


def _package(c: Canvas, tea: Tea, x: float) -> None:
    if tea.pack == "tin":
        tin(c, tea.label, x, 1545, tea.colour, height=820 if tea.label.name == "MATCHA" else 960)
    elif tea.pack == "cake":
        cake(c, tea.label, x, 1560)
    else:
        pouch(c, tea.label, x, 1560, tea.colour, top=tea.pack)
