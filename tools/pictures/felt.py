"""Felt and paper wrappings: the travel set's case, an opened felt, a parcel."""

from tools.pictures.canvas import Canvas
from tools.pictures.curves import arc, polyline, smooth
from tools.pictures.form import Form, height_at
from tools.pictures.palette import CLAY, dark, light
from tools.pictures.surface import shaded
from tools.pictures.turning import band, turned

FELT = "#8A867C"


def felt_wrap(c: Canvas, x: float, y: float, width: float, depth: float, colour: str = FELT) -> None:
    """A round-cornered sheet of thick felt lying flat, its edge sewn."""
    edge = [
        (x - width * 0.5, y - depth * 0.30),
        (x - width * 0.2, y - depth * 0.52),
        (x + width * 0.3, y - depth * 0.46),
        (x + width * 0.52, y - depth * 0.1),
        (x + width * 0.42, y + depth * 0.38),
        (x + width * 0.05, y + depth * 0.5),
        (x - width * 0.4, y + depth * 0.4),
        (x - width * 0.54, y + depth * 0.08),
    ]
    shaded(c, edge, 14, 20, 10, 0.5)
    with c.group(transform="translate(0 14)"):
        c.path(smooth(edge, True), dark(colour, 0.4))
    c.path(smooth(edge, True), colour)
    inner = [(x + (px - x) * 0.955, y + (py - y) * 0.94) for px, py in edge]
    c.line(smooth(inner, True), light(colour, 0.6), 4, stroke_dasharray="16 13")
    fuzz(c, smooth(edge, True), x - width / 2, y - depth / 2, width, depth, colour)


def felt_case(c: Canvas, x: float, y: float, r: float, height: float, colour: str = FELT) -> None:
    """The set packed: a felt cylinder with a leather strap and a button."""
    form = Form(
        (
            (r, 0),
            (r + 4, 14),
            (r + 6, height * 0.4),
            (r, height - 60),
            (r - 16, height - 16),
            (r - 60, height),
        ),
        colour,
        closed=True,
        seams=(height * 0.74,),
        rings=0,
        gloss=0,
    )
    turned(c, form, x, y)
    top = height_at(form, y, height, 1, c.tilt)
    c.ellipse(x, top, r - 44, (r - 44) * c.tilt, light(colour, 0.2))
    fuzz(
        c,
        polyline([(x - r, top), (x + r, top), (x + r, y), *arc(x, y, r, r * c.tilt, 0, 180)]),
        x - r,
        top,
        r * 2,
        height,
        colour,
    )
    stitch = arc(x, height_at(form, y, height * 0.7, 1, c.tilt), r + 3, r * c.tilt, 176, 4)
    c.line(polyline(stitch, False), light(colour, 0.6), 4, stroke_dasharray="18 15")
    band(c, form, x, y, 1, height * 0.30, height * 0.40, CLAY)
    _strap(c, x, y, r, height, top)


def parcel(
    c: Canvas, x: float, y: float, width: float, height: float, depth: float, colour: str = "#C3A27A"
) -> None:
    """A box in brown paper, seen a little from above, its front at (x, y) bottom middle."""
    half = width / 2
    lean, up = depth * 0.34, depth * 0.5
    front = [(x - half, y - height), (x + half, y - height), (x + half, y), (x - half, y)]
    lid = [
        (x - half, y - height),
        (x - half + lean, y - height - up),
        (x + half + lean, y - height - up),
        (x + half, y - height),
    ]
    side = [
        (x + half, y - height),
        (x + half + lean, y - height - up),
        (x + half + lean, y - up),
        (x + half, y),
    ]
    ground = [
        (x - half, y - 6),
        (x + half, y + 16),
        (x + half + height * 0.8, y + 60),
        (x + half + lean + height * 0.8, y - up),
        (x + half + lean, y - up),
    ]
    with c.group(blur=16, opacity=0.45):
        c.path(polyline(ground), c.tint.shade)
    with c.group(blur=6, opacity=0.6):
        c.line(f"M{x - half} {y + 2}H{x + half}", dark(c.tint.shade, 0.3), 12)
    c.path(polyline(side), dark(colour, 0.34))
    c.path(
        polyline(front),
        c.linear(
            x - half,
            y - height,
            x + half,
            y,
            [(0, light(colour, 0.16), 1), (0.6, colour, 1), (1, dark(colour, 0.16), 1)],
        ),
    )
    c.path(
        polyline(lid),
        c.linear(
            x - half,
            y - height,
            x + half,
            y - height - up,
            [(0, light(colour, 0.5), 1), (1, light(colour, 0.2), 1)],
        ),
    )
    for at in (0.18, 0.86):
        fold = [(x - half + width * at, y - height), (x - half + width * at + 14, y)]
        c.line(polyline(fold, False), dark(colour, 0.3), 3, opacity=0.35)
    c.line(polyline([front[0], front[1]], False), light(colour, 0.6), 4, opacity=0.7)


def fuzz(c: Canvas, clip: str, x: float, y: float, width: float, height: float, colour: str) -> None:
    """Short pale and dark fibres, which make a smooth shape read as felt."""
    with c.group(clip=clip, opacity=0.5):
        for n in range(700):
            px, py = x + c.rng.random() * width, y + c.rng.random() * height
            dx, dy = c.rng.uniform(-14, 14), c.rng.uniform(-9, 9)
            c.line(
                f"M{px:.0f} {py:.0f}q{dx:.0f} {-dy:.0f} {dx * 1.6:.0f} {dy:.0f}",
                light(colour, 0.4) if n % 2 else dark(colour, 0.35),
                1.8,
                opacity=0.5,
            )


def _strap(c: Canvas, x: float, y: float, r: float, height: float, top: float) -> None:
    foot = y - height * 0.26 + r * c.tilt
    strap = [(x - 46, top - 6), (x + 46, top - 6), (x + 46, foot), (x, foot + 44), (x - 46, foot)]
    with c.group(blur=6, opacity=0.4, transform="translate(8 6)"):
        c.path(polyline(strap), "#1E140E")
    c.path(
        polyline(strap),
        c.linear(x - 46, 0, x + 46, 0, [(0, light("#8A5236", 0.25), 1), (1, dark("#8A5236", 0.35), 1)]),
    )
    c.line(
        polyline(
            [(x - 34, top + 8), (x - 34, foot - 6), (x, foot + 28), (x + 34, foot - 6), (x + 34, top + 8)],
            False,
        ),
        "#D9B48C",
        3.4,
        stroke_dasharray="13 10",
    )
    c.ellipse(x + 3, foot - 22, 23, 23, "#3A2418", opacity=0.5)
    c.ellipse(
        x, foot - 26, 21, 21, c.radial(x - 7, foot - 33, 30, 30, [(0, "#F2DDAA", 1), (1, "#9A7434", 1)])
    )
