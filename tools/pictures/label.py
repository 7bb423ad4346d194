"""The paper label of a package: a picture on a panel, the name, the shop's mark."""

from dataclasses import dataclass

from tools.pictures.canvas import Canvas
from tools.pictures.curves import arc, polyline
from tools.pictures.labels import Print, emblem
from tools.pictures.lettering import lettered
from tools.pictures.palette import PAPER, WARM_LIGHT


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed: a picture in two colours on a panel, and the name below it."""

    name: str
    print: Print
    main: str
    second: str
    panel: str
    paper: str = PAPER


def stuck(c: Canvas, label: Label, x: float, cy: float, width: float, height: float) -> None:
    left, top = x - width / 2, cy - height / 2
    with c.group(blur=6, opacity=0.35):
        c.rect(left + 5, top + 8, width, height, "#2A1A10", rx=6)
    c.rect(left, top, width, height, label.paper, rx=5)
    _printed(c, label, x, top, width, height)
    c.rect(
        left,
        top,
        width,
        height,
        c.linear(left, 0, left + width, 0, [(0, WARM_LIGHT, 0.3), (0.5, WARM_LIGHT, 0), (1, "#3A2418", 0.2)]),
        rx=5,
    )


def wrapped(c: Canvas, label: Label, x: float, y: float, r: float, low: float, high: float) -> None:
    span = 0.66 * r
    rise = (1 - c.tilt**2) ** 0.5
    front = [(px, py) for px, py in arc(0, 0, r, r * c.tilt, 131, 49, 30)]
    foot = [(x + px, y - low * rise + py) for px, py in front]
    head = [(x + px, y - high * rise + py) for px, py in reversed(front)]
    shape = polyline(foot + head)
    c.path(shape, label.paper)
    with c.group(clip=shape):
        sag = r * c.tilt
        _printed(c, label, x, y - high * rise + sag, span * 1.94, (high - low) * rise - sag * 0.12)
        c.path(
            shape,
            c.linear(
                x - span,
                0,
                x + span,
                0,
                [
                    (0, WARM_LIGHT, 0.1),
                    (0.25, WARM_LIGHT, 0.35),
                    (0.6, "#3A2418", 0.04),
                    (1, "#3A2418", 0.42),
                ],
            ),
        )


def _printed(c: Canvas, label: Label, x: float, top: float, width: float, height: float) -> None:
    inset = width * 0.06
    tall = height - width * 0.44
    wide = width - 2 * inset
    panel = f"M{x - wide / 2:.1f} {top + inset:.1f}h{wide:.1f}v{tall:.1f}h{-wide:.1f}Z"
    c.path(panel, label.panel)
    with c.group(clip=panel):
        scale = wide / 200
        with c.group(
            transform=f"translate({x:.1f} {top + inset + tall / 2:.1f}) scale({scale:.4f} {scale:.4f})"
        ):
            stretch = tall / wide
            with c.group(transform=f"scale({max(1.0, stretch):.3f})"):
                label.print(c, label.main, label.second)
    below = top + inset + tall
    room = top + height - below
    lettered(c, label.name, x, below + room * 0.45, width * 0.075, "#2E3436", width * 0.8)
    emblem(c, x, below + room * 0.72, width * 0.085, label.main)
