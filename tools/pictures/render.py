"""From a drawing to a JPEG: rasterising, paper grain, saving."""

import io
import random
from pathlib import Path

import resvg_py
from PIL import Image, ImageChops, ImageFilter

from tools.pictures.canvas import Canvas

QUALITY = 84
GRAIN = 5.5


def raster(canvas: Canvas, width: int | None = None) -> Image.Image:
    """The drawing as pixels, `width` wide, on lightly grained paper."""
    png = resvg_py.svg_to_bytes(svg_string=canvas.svg(), width=width or canvas.width, skip_system_fonts=True)
    with Image.open(io.BytesIO(png)) as opened:
        flat = opened.convert("RGB")
    return ImageChops.soft_light(flat, _paper(flat.width, flat.height))


def save(picture: Image.Image, target: Path) -> None:
    """Write a JPEG without metadata."""
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)


def _paper(width: int, height: int) -> Image.Image:
    """Grey noise around the middle, softened so that it reads as paper tooth and packs small."""
    noise = Image.frombytes("L", (width, height), random.Random(7).randbytes(width * height))
    soft = noise.filter(ImageFilter.GaussianBlur(max(0.6, width / 1000)))
    grain = soft.point([max(0, min(255, round(128 + (level - 128) * GRAIN / 14))) for level in range(256)])
    return Image.merge("RGB", (grain, grain, grain))
