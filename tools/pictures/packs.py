"""Packages: stand-up pouches, round tins, a cake in its paper."""

from tools.pictures.canvas import Canvas
from tools.pictures.curves import Point, arc, polyline, sample, smooth
from tools.pictures.form import Form, height_at
from tools.pictures.label import Label, stuck, wrapped
from tools.pictures.lettering import lettered
from tools.pictures.palette import WARM_LIGHT, dark, light
from tools.pictures.turning import band, turned


def pouch(
    c: Canvas,
    label: Label,
    x: float,
    y: float,
    colour: str,
    width: float = 820,
    height: float = 1190,
    top: str = "seal",
) -> None:
    """A stand-up pouch on (x, y), closed with a `seal`, or with its top rolled in a `fold`."""
    half, up = width / 2, y - height
    left: list[Point] = [
        (x - half * 0.95, y - 12),
        (x - half * 1.01, y - 130),
        (x - half, y - height * 0.45),
        (x - half * 0.955, up + 120),
        (x - half * 0.94, up),
    ]
    right = [(2 * x - px, py) for px, py in reversed(left)]
    foot = arc(x, y - 14, half * 0.95, 40, 0, 180, 20)
    outline = sample(left, 6) + sample(right, 6) + foot[1:-1]
    _long_shadow(c, x, y, half, height)
    c.path(polyline(outline), colour)
    with c.group(clip=polyline(outline)):
        _paper_light(c, x, y, half, height, colour)
        _top(c, x, up, half, colour, top)
    stuck(c, label, x, y - height * 0.43, width * 0.66, height * 0.58)


def tin(
    c: Canvas,
    label: Label,
    x: float,
    y: float,
    colour: str,
    radius: float = 310,
    height: float = 930,
    lid: float = 0.2,
) -> None:
    """A round caddy with a lid and a label wrapped about its front."""
    r, line = radius, height * (1 - lid)
    body = Form(
        ((r, 0), (r, 8), (r, height - 12), (r - 8, height - 2), (r - 22, height)),
        colour,
        closed=True,
        seams=(line,),
        rings=0,
        gloss=0.34,
    )
    turned(c, body, x, y)
    cy = height_at(body, y, height, 1, c.tilt)
    c.ellipse(
        x,
        cy,
        r - 14,
        (r - 14) * c.tilt,
        c.linear(x - r, cy, x + r, cy, [(0, light(colour, 0.5), 1), (1, light(colour, 0.08), 1)]),
    )
    band(c, body, x, y, 1.0, line + 12, line + 18, light(colour, 0.3))
    wrapped(c, label, x, y, r, height * 0.09, line - height * 0.07)


def cake(c: Canvas, label: Label, x: float, y: float, r: float = 540) -> None:
    """A pressed cake in its paper, standing on edge and leaning back a little."""
    cy = y - r * 0.97
    with c.group(blur=16, opacity=0.45):
        c.ellipse(x + r * 0.62, y - 8, r * 0.95, r * 0.2, c.tint.shade)
    with c.group(blur=6, opacity=0.6):
        c.ellipse(x + 10, y - 2, r * 0.42, 16, dark(c.tint.shade, 0.3))
    c.ellipse(x + 34, cy - 4, r * 0.985, r * 0.97, dark(label.paper, 0.42))
    disc = polyline(arc(x, cy, r, r * 0.98, 0, 360, 90))
    c.path(disc, label.paper)
    with c.group(clip=disc):
        _creases(c, x, cy, r, label.paper)
        c.ellipse(
            x,
            cy,
            r,
            r,
            c.radial(
                x - r * 0.3,
                cy - r * 0.35,
                r * 1.45,
                r * 1.45,
                [(0, WARM_LIGHT, 0.5), (0.5, label.paper, 0), (1, dark(label.paper, 0.7), 0.62)],
            ),
        )
    c.ellipse(x, cy, r * 0.8, r * 0.785, "none", stroke=label.main, stroke_width=5)
    c.ellipse(x, cy, r * 0.77, r * 0.755, "none", stroke=label.main, stroke_width=2)
    with c.group(transform=f"translate({x} {cy - r * 0.12}) scale({r / 195:.3f})"):
        label.print(c, label.main, label.second)
    lettered(c, label.name, x, cy + r * 0.6, r * 0.085, label.main, r * 0.8)


def _long_shadow(c: Canvas, x: float, y: float, half: float, height: float) -> None:
    reach, fall = height * 0.62, height * 0.62 * 0.5 * c.tilt
    shape = [
        (x - half * 0.9, y - 30),
        (x - half * 0.6, y + 26),
        (x + half * 0.8, y + 30),
        (x + half + reach, y + fall + 10),
        (x + half + reach * 0.94, y + fall - 74),
        (x + half * 0.9, y - 90),
    ]
    fade = c.linear(
        x, y, x + half + reach, y, [(0, c.tint.shade, 1), (0.6, c.tint.shade, 0.8), (1, c.tint.shade, 0.2)]
    )
    with c.group(blur=14, opacity=0.46):
        c.path(polyline(shape), fade)
    with c.group(blur=7, opacity=0.55):
        c.ellipse(x, y + 8, half * 0.97, 22, dark(c.tint.shade, 0.3))


def _paper_light(c: Canvas, x: float, y: float, half: float, height: float, colour: str) -> None:
    up = y - height
    c.rect(
        x - half * 1.1,
        up,
        half * 2.2,
        height + 60,
        c.linear(
            x - half,
            0,
            x + half,
            0,
            [
                (0, dark(colour, 0.3), 0.75),
                (0.07, light(colour, 0.5), 0.7),
                (0.3, light(colour, 0.3), 0.35),
                (0.62, colour, 0),
                (0.9, dark(colour, 0.45), 0.6),
                (0.955, dark(colour, 0.2), 0.5),
                (1, dark(colour, 0.6), 0.75),
            ],
        ),
    )
    c.rect(
        x - half * 1.1,
        up,
        half * 2.2,
        height + 60,
        c.linear(
            0,
            up,
            0,
            y,
            [
                (0, WARM_LIGHT, 0.14),
                (0.5, colour, 0),
                (0.84, dark(colour, 0.4), 0.1),
                (1, dark(colour, 0.6), 0.55),
            ],
        ),
    )
    with c.group(blur=9):
        for side in (-1, 1):
            fold = [
                (x + side * half * 0.99, y - 215),
                (x + side * half * 0.86, y - 90),
                (x + side * half * 0.56, y - 6),
            ]
            c.line(smooth(fold), dark(colour, 0.6), 12, opacity=0.5)
            c.line(smooth([(px - 14, py - 10) for px, py in fold]), light(colour, 0.6), 12, opacity=0.5)
    gusset = arc(x, y - 128, half * 0.96, 92, 168, 12)
    with c.group(blur=3):
        c.line(smooth(gusset), dark(colour, 0.55), 5, opacity=0.5)
        c.line(smooth([(px, py + 8) for px, py in gusset]), light(colour, 0.5), 4, opacity=0.55)


def _top(c: Canvas, x: float, up: float, half: float, colour: str, style: str) -> None:
    if style == "fold":
        for n, depth in enumerate((92, 176)):
            with c.group(blur=6):
                c.rect(x - half, up + depth, half * 2, 16, dark(colour, 0.65), opacity=0.55)
            c.rect(
                x - half,
                up + depth - 84,
                half * 2,
                84,
                c.linear(
                    0,
                    up + depth - 84,
                    0,
                    up + depth,
                    [(0, light(colour, 0.34), 1 - n * 0.4), (0.7, colour, 0.7), (1, dark(colour, 0.2), 0.8)],
                ),
            )
        return
    for n in range(12):
        c.rect(x - half, up + 10 + n * 8, half * 2, 3, dark(colour, 0.5), opacity=0.2)
        c.rect(x - half, up + 13 + n * 8, half * 2, 2, light(colour, 0.6), opacity=0.3)
    c.rect(x - half, up + 112, half * 2, 4, dark(colour, 0.5), opacity=0.4)
    c.rect(x - half, up + 168, half * 2, 9, dark(colour, 0.4), opacity=0.22)
    c.rect(x - half, up + 178, half * 2, 5, light(colour, 0.6), opacity=0.35)


def _creases(c: Canvas, x: float, cy: float, r: float, paper: str) -> None:
    for n in range(22):
        point = arc(x, cy, r, r, n * 16.4, n * 16.4 + 1, 1)[0]
        inner = arc(x, cy, r * 0.84, r * 0.84, n * 16.4 + 5, n * 16.4 + 6, 1)[0]
        c.line(polyline([point, inner], False), dark(paper, 0.4), 4, opacity=0.35)
        c.line(
            polyline([(point[0] - 5, point[1] - 4), (inner[0] - 5, inner[1] - 4)], False),
            "#FFFFFF",
            4,
            opacity=0.5,
        )
