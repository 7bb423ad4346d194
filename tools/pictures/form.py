"""A vessel's form: a profile revolved, its rings on the picture, its outline."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tools.pictures.curves import Point, sample
from tools.pictures.palette import CLAY

Ring = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Form:
    """A vessel. `profile` holds (radius, height) from the foot up, in units of its own.

    `bare` is the height up to which the clay shows below the glaze; `fill` is what it holds, up to `level`
    of its height; `closed` forms have no opening; `seams` are heights where a lid begins, `lines` those of
    painted rings.
    """

    profile: tuple[tuple[float, float], ...]
    glaze: str
    clay: str = CLAY
    bare: float = 0
    inside: str = ""
    lip: str = ""
    wall: float = 6
    fill: str = ""
    level: float = 0.8
    closed: bool = False
    seams: tuple[float, ...] = ()
    lines: tuple[float, ...] = ()
    line: str = "#7F97A8"
    gloss: float = 0.5
    speckle: int = 0
    speck: str = "#5B4636"
    rings: float = 0.07
    drips: float = 5
    cast: float = 1.0


def filled(form: Form, fill: str, level: float = 0.8) -> Form:
    """The same vessel with something in it."""
    return replace(form, fill=fill, level=level)


def rings_of(form: Form, x: float, y: float, size: float, tilt: float) -> list[Ring]:
    """Centre height on the picture and radius of each ring, from foot to rim."""
    rise = math.sqrt(1 - tilt * tilt)
    fine = sample(list(form.profile), 9)
    return [(y - height * size * rise, max(radius * size, 0.5)) for radius, height in fine]


def height_at(form: Form, y: float, height: float, size: float, tilt: float) -> float:
    """Where on the picture a height of the form comes to lie."""
    return y - height * size * math.sqrt(1 - tilt * tilt)


def radius_at(form: Form, height: float) -> float:
    """The form's radius at a height of its profile."""
    fine = sample(list(form.profile), 9)
    return min(fine, key=lambda ring: abs(ring[1] - height))[0]


def silhouette(rings: Sequence[Ring], tilt: float, x: float) -> list[Point]:
    """The outline of all rings together, seen at the tilt: down the right side, up the left."""
    rings = dense(rings)
    top = min(cy - r * tilt for cy, r in rings)
    foot = max(cy + r * tilt for cy, r in rings)
    steps = 150
    heights = [top + (foot - top) * (1 - math.cos(math.pi * n / steps)) / 2 for n in range(steps + 1)]
    widths = [max(_reach(cy, r, tilt, y) for cy, r in rings) for y in heights]
    right = [(x + w, y) for w, y in zip(widths, heights, strict=True)]
    return right + [(2 * x - px, py) for px, py in reversed(right)]


def dense(rings: Sequence[Ring]) -> list[Ring]:
    """Rings close enough together that the steps between them do not show on a straight wall."""
    found = [rings[0]]
    for (y1, r1), (y2, r2) in pairwise(rings):
        count = max(1, math.ceil(abs(y2 - y1) / 7))
        found += [(y1 + (y2 - y1) * n / count, r1 + (r2 - r1) * n / count) for n in range(1, count + 1)]
    return found


def _reach(cy: float, r: float, tilt: float, y: float) -> float:
    share = (y - cy) / (r * tilt)
    return r * math.sqrt(1 - share * share) if abs(share) < 1 else 0.0
