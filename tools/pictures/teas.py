"""Every tea as it is pictured: its package and label, its dry leaf, the colour of its liquor."""

from dataclasses import dataclass

from tools.pictures import dryleaf as dry
from tools.pictures import labels
from tools.pictures.heaps import Dry
from tools.pictures.label import Label
from tools.pictures.palette import PAPER


@dataclass(frozen=True, slots=True)
class Tea:
    """`pack` is one of seal, fold, tin and cake; `tint` names the ground its package stands on."""

    label: Label
    pack: str
    colour: str
    tint: str
    dry: Dry
    liquor: str


TEAS = {
    "longjing": Tea(
        Label("LONGJING", labels.dragon, "#5E7A48", "#D9A441", "#E6E3C4"),
        "seal",
        "#C3A27A",
        "celadon",
        Dry(dry.flat, ("#8C9A4C", "#A3A85A", "#77853E", "#B0A864"), 200),
        "#D8D48A",
    ),
    "sencha": Tea(
        Label("SENCHA", labels.sunrise, "#4E6B4A", "#D9704A", "#EFE3CB"),
        "fold",
        "#5F7757",
        "oat",
        Dry(dry.needle, ("#2F4A2C", "#3E5A34", "#24402A", "#54703C"), 300, 44),
        "#BFC457",
    ),
    "jasmine": Tea(
        Label("JASMINE", labels.jasmine, "#5E7A48", "#FBF4E4", "#C3CDB2"),
        "tin",
        "#4F6450",
        "rose",
        Dry(dry.pearl, ("#8A9462", "#A9AD86", "#6F7B4C", "#C3C3A0"), 150, 62),
        "#E4D68C",
    ),
    "white-peony": Tea(
        Label("BAI MU DAN", labels.peony, "#7D8F6B", "#E9B9A6", "#F3E2D6"),
        "seal",
        "#D9CDB6",
        "mist",
        Dry(
            dry.loose, ("#8A8B62", "#6C7450", "#A39A70", "#7B6A4A"), 110, 66, ((dry.bud, "#DAD8C4", 30, 64),)
        ),
        "#EAD49A",
    ),
    "matcha": Tea(
        Label("MATCHA", labels.whirl, "#7C9A3E", "#F1EBD3", "#E3E3BE"),
        "tin",
        "#2E3B33",
        "plaster",
        Dry(dry.needle, ("#7FA23C", "#8FB04A", "#6D9032"), 1, 20),
        "#86A04A",
    ),
    "tie-guan-yin": Tea(
        Label("TIE GUAN YIN", labels.cranes, "#47684F", "#D9A441", "#DDE2CB"),
        "fold",
        "#B8926A",
        "sage",
        Dry(dry.nugget, ("#4F6A3C", "#3E5A38", "#66804A", "#7A8650"), 160, 58),
        "#D6C765",
    ),
    "da-hong-pao": Tea(
        Label("DA HONG PAO", labels.cliffs, "#4A4440", "#B5402A", "#E2CDB2"),
        "tin",
        "#8C3A2B",
        "brown",
        Dry(dry.twist, ("#5A4332", "#6A4C36", "#46342A", "#7A5A40"), 170, 52),
        "#B8601F",
    ),
    "milk-oolong": Tea(
        Label("JIN XUAN", labels.moon, "#7FA0A6", "#FBF1DC", "#C9D8D8"),
        "seal",
        "#E4DACA",
        "ochre",
        Dry(dry.nugget, ("#6F8250", "#86945E", "#5B7046", "#9AA272"), 150, 60),
        "#E8CF78",
    ),
    "dong-ding": Tea(
        Label("DONG DING", labels.summit, "#5A5048", "#D98A4A", "#E6D6BE"),
        "fold",
        "#4C4640",
        "clay",
        Dry(dry.nugget, ("#4A3B26", "#5C4A2E", "#3A3022", "#6C5A38"), 160, 58),
        "#C98232",
    ),
    "keemun": Tea(
        Label("KEEMUN", labels.orchid, "#3F5A4C", "#B86A7A", "#EBDCCD"),
        "seal",
        "#9A4B3A",
        "plaster",
        Dry(dry.curl, ("#231A18", "#30231E", "#3E2C22", "#1C1514"), 280, 52),
        "#A63F1B",
    ),
    "darjeeling": Tea(
        Label("DARJEELING", labels.snow_peaks, "#5F7F90", "#D9A441", "#DCE4E2"),
        "tin",
        "#6F8C96",
        "oat",
        Dry(dry.curl, ("#4C4A2E", "#5F6A3C", "#6B4E30", "#3E3424"), 250, 54, ((dry.bud, "#C9C4A4", 12, 44),)),
        "#DB9438",
    ),
    "assam": Tea(
        Label("ASSAM", labels.river, "#7A4A2C", "#D9803A", "#EFDDB8"),
        "fold",
        "#C98A3C",
        "mist",
        Dry(
            dry.crumb, ("#2A1C16", "#38241B", "#48301F", "#201613"), 420, 40, ((dry.curl, "#C08A3E", 26, 30),)
        ),
        "#87300F",
    ),
    "pu-erh": Tea(
        Label("SHU PU ERH", labels.tree, "#6A3526", "#B5654A", "#E8E4C8", "#EDE3CF"),
        "cake",
        "#EDE3CF",
        "ochre",
        Dry(dry.chip, ("#4A2C20", "#5A3626", "#3B231A"), 44, 66, ((dry.curl, "#6A452E", 8, 44),)),
        "#45180C",
    ),
    "lapsang": Tea(
        Label("LAPSANG SOUCHONG", labels.pines, "#37473F", "#8F8A80", "#DED8C8"),
        "seal",
        "#39413C",
        "rose",
        Dry(dry.twist, ("#1F1917", "#2A2220", "#352A24", "#181413"), 180, 50),
        "#9A4416",
    ),
    "ivan-chai": Tea(
        Label("IVAN CHAI", labels.fireweed, "#5E7A58", "#B8588C", "#EADFD4"),
        "fold",
        "#C3A27A",
        "celadon",
        Dry(
            dry.crumb,
            ("#3E3222", "#4C3C26", "#2F281E", "#5A4A2C"),
            330,
            50,
            ((dry.petal, "#B8588C", 26, 36), (dry.petal, "#8F4A78", 10, 32)),
        ),
        "#B9631F",
    ),
    "linden": Tea(
        Label("LINDEN & CHAMOMILE", labels.linden, "#7C8C4E", "#FAF3DF", "#E2D9A8", PAPER),
        "seal",
        "#D8B25E",
        "sage",
        Dry(
            dry.loose,
            ("#B7B074", "#A6A468", "#C9BE86", "#94985C"),
            100,
            56,
            ((dry.chamomile, "#F6F1E2", 16, 40),),
        ),
        "#E3B448",
    ),
    "sea-buckthorn": Tea(
        Label("SEA BUCKTHORN", labels.thorn, "#6B7F4E", "#DE7F26", "#F0E2BE"),
        "fold",
        "#B5654A",
        "mist",
        Dry(dry.berry, ("#DE7F26", "#E8932F", "#C9651B"), 120, 62, ((dry.thyme, "#6E7B50", 14, 50),)),
        "#E08A2A",
    ),
}
