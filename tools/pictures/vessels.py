"""The shop's turned forms: cups, bowls, jars and vases by their profiles, each in units of the picture."""

from tools.pictures.form import Form
from tools.pictures.palette import ASH, BONE, CELADON, CLAY, CLAY_DARK, MOSS, OAT, PORCELAIN, STONEWARE, light

GLAZES = {"celadon": CELADON, "ash": ASH, "ink": "#3A3E3E"}
BODIES = {"celadon": "#A0715A", "ash": CLAY, "ink": "#6A4A3C"}

TASTING = ((62, 0), (64, 14), (92, 44), (126, 104), (142, 172), (146, 190))
YUNOMI = ((98, 0), (104, 10), (128, 40), (142, 120), (148, 230), (149, 330), (150, 352))
CHAWAN = ((92, 0), (94, 26), (150, 52), (226, 110), (258, 190), (268, 270), (264, 300))
MUG = ((136, 0), (148, 10), (168, 70), (172, 170), (164, 270), (160, 320))
FROST = ((70, 0), (84, 18), (138, 80), (152, 150), (140, 222), (144, 244))
BOTTLE = (
    (128, 0),
    (140, 12),
    (206, 120),
    (226, 260),
    (190, 410),
    (106, 540),
    (54, 660),
    (44, 800),
    (52, 900),
    (72, 950),
)
MOON = (
    (120, 0),
    (130, 14),
    (226, 92),
    (304, 200),
    (344, 330),
    (350, 400),
    (338, 492),
    (296, 590),
    (220, 672),
    (140, 722),
    (130, 740),
    (128, 790),
)
BASIN = ((150, 0), (156, 22), (286, 70), (410, 150), (476, 236), (492, 262))
PLATE = ((160, 0), (164, 14), (240, 20), (296, 44), (310, 54))
LOW_CUP = ((70, 0), (72, 16), (120, 34), (170, 76), (186, 124))
BELL = ((64, 0), (66, 16), (118, 50), (140, 120), (156, 176), (172, 196))
BEAKER = ((96, 0), (104, 10), (116, 60), (120, 170), (122, 214))
PITCHER = ((110, 0), (124, 14), (160, 100), (146, 230), (118, 330), (126, 380))


def tasting(glaze: str) -> Form:
    """The small cup for tasting, glazed to just above its foot."""
    return Form(
        TASTING,
        GLAZES[glaze],
        BODIES[glaze],
        bare=40,
        inside=_within(glaze),
        lip=_lip(glaze),
        wall=7,
        speckle=70 if glaze != "ink" else 30,
        drips=4,
    )


def yunomi(glaze: str = OAT, clay: str = STONEWARE) -> Form:
    return Form(
        YUNOMI,
        glaze,
        clay,
        bare=66,
        inside=light(glaze, 0.2),
        lip="#8D6A4C",
        wall=9,
        speckle=170,
        rings=0.13,
        drips=7,
        gloss=0.35,
    )


def chawan(glaze: str = "#8D9A8C", clay: str = "#9A6A50") -> Form:
    return Form(
        CHAWAN,
        glaze,
        clay,
        bare=64,
        inside="#9AA596",
        lip="#6E5A44",
        wall=12,
        speckle=120,
        rings=0.15,
        drips=10,
        gloss=0.4,
    )


def mug(colour: str) -> Form:
    glaze = {"oat": "#E0D3BB", "moss": MOSS}[colour]
    return Form(
        MUG,
        glaze,
        "#B0805F",
        bare=44,
        inside="#EDE4D2",
        lip="#A9805C",
        wall=10,
        speckle=150,
        gloss=0.35,
        rings=0.1,
    )


def frost(glaze: str = "#DDE4E4") -> Form:
    return Form(
        FROST,
        glaze,
        "#8C6C5C",
        bare=46,
        inside="#EAEFEE",
        lip="#F4F6F4",
        wall=5,
        speckle=90,
        speck="#8FA3AA",
        drips=6,
        gloss=0.65,
    )


def bottle(glaze: str = "#B9A382", clay: str = "#7C5138") -> Form:
    return Form(
        BOTTLE,
        glaze,
        clay,
        bare=96,
        inside="#3D2B20",
        lip="#7C5A40",
        wall=12,
        speckle=150,
        rings=0.13,
        drips=16,
        gloss=0.32,
    )


def moon_jar() -> Form:
    return Form(
        MOON,
        "#EFEAE0",
        "#D9C9B2",
        bare=20,
        inside="#D8D0C2",
        lip="#F7F3EA",
        wall=12,
        speckle=26,
        speck="#B49E80",
        gloss=0.45,
        rings=0.05,
        drips=2,
        cast=0.85,
    )


def basin() -> Form:
    return Form(
        BASIN,
        "#8FA6AC",
        "#A4785C",
        bare=54,
        inside="#9DB3B6",
        lip="#7A6A58",
        wall=14,
        speckle=130,
        rings=0.14,
        drips=9,
        gloss=0.4,
    )


def plate(glaze: str) -> Form:
    return Form(
        PLATE,
        glaze,
        CLAY_DARK,
        bare=10,
        inside=glaze,
        lip=light(glaze, 0.3),
        wall=12,
        speckle=60,
        gloss=0.0,
        cast=1.6,
    )


def low_cup(glaze: str, clay: str = CLAY) -> Form:
    return Form(LOW_CUP, glaze, clay, bare=30, inside=light(glaze, 0.25), wall=7, speckle=60)


def bell_cup(glaze: str = PORCELAIN) -> Form:
    return Form(BELL, glaze, inside="#F7F3EA", lip="#FBF8F1", wall=5, gloss=0.7, rings=0.02)


def beaker(glaze: str = BONE, clay: str = CLAY) -> Form:
    return Form(
        BEAKER, glaze, clay, bare=70, inside=light(glaze, 0.3), wall=8, speckle=110, drips=10, gloss=0.3
    )


def pitcher(glaze: str = CELADON) -> Form:
    return Form(PITCHER, glaze, CLAY, bare=40, inside=light(glaze, 0.2), wall=8, speckle=70)


def _within(glaze: str) -> str:
    return {"celadon": "#C9D5C0", "ash": "#E6E0D2", "ink": "#596468"}[glaze]


def _lip(glaze: str) -> str:
    return {"celadon": "#9B8460", "ash": "#B48F6C", "ink": "#80604A"}[glaze]
