"""Colours of the still lifes: earths, glazes, leaves, liquors and the tinted grounds they stand on."""

from dataclasses import dataclass

CLAY, CLAY_DARK, CLAY_PALE = "#B5654A", "#7E3F2E", "#D29A80"
CELADON, ASH, INK = "#A9BBA4", "#CFC8BA", "#2E3436"
PORCELAIN, BONE, OAT = "#F1EDE4", "#E4DCCB", "#DCCFB8"
STONEWARE, YIXING, MOSS = "#A58A70", "#74452F", "#6F7A52"
WALNUT, WALNUT_DARK, BAMBOO = "#6E4A33", "#4A3023", "#D9BC82"
KRAFT, LINEN, PAPER = "#C3A27A", "#DDD3C0", "#F3ECDD"
LEAF, LEAF_DARK, LEAF_PALE = "#6B7F4E", "#3F5237", "#9DAA74"
WARM_LIGHT, WARM_SHADE = "#FFF4DF", "#3A2418"


@dataclass(frozen=True, slots=True)
class Tint:
    """One ground: the wall behind, the table before it, and the colour of shadows on both."""

    wall: str
    table: str
    shade: str


TINTS = {
    "plaster": Tint("#E7DACA", "#D6C3AC", "#6B4A38"),
    "celadon": Tint("#CCD4C5", "#B5C1AE", "#45523F"),
    "rose": Tint("#E0C3B4", "#CFA896", "#6E3C30"),
    "oat": Tint("#ECE5D7", "#DACDB6", "#665138"),
    "mist": Tint("#CAD4D7", "#B0BEC2", "#3E4C55"),
    "ochre": Tint("#E0BD7F", "#CDA05A", "#69431B"),
    "brown": Tint("#54402F", "#432F24", "#150C08"),
    "clay": Tint("#C98A6E", "#B4704F", "#54261A"),
    "sage": Tint("#98A48B", "#818F76", "#2B3628"),
    "ink": Tint("#48535A", "#384147", "#0E1316"),
}


def mix(first: str, second: str, share: float) -> str:
    """The colour `share` of the way from `first` to `second`, both #RRGGBB."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def light(colour: str, share: float) -> str:
    """`colour` nearer to the warm light of the window."""
    return mix(colour, WARM_LIGHT, share)


def dark(colour: str, share: float) -> str:
    """`colour` nearer to the warm dark of the shadows."""
    return mix(colour, WARM_SHADE, share)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
