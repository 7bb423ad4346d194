"""A canvas collects shapes and writes them out as one SVG document."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from tools.pictures.palette import TINTS, Tint

Stop: TypeAlias = tuple[float, str, float]
Value: TypeAlias = str | float


class Canvas:
    """A sheet of `width` by `height` units; `rng` is seeded, so one name always draws one picture."""

    def __init__(self, width: int, height: int, seed: str) -> None:
        self.width, self.height = width, height
        self.rng = random.Random(seed)
        self.tint: Tint = TINTS["oat"]
        self.tilt = 0.28
        self._defs: list[str] = []
        self._body: list[str] = []

    def path(self, data: str, fill: str = "none", **attrs: Value) -> None:
        self._body.append(f'<path d="{data}" fill="{fill}"{_written(attrs)}/>')

    def line(self, data: str, stroke: str, width: float, **attrs: Value) -> None:
        pen: dict[str, Value] = {"stroke": stroke, "stroke_width": width, "stroke_linecap": "round"}
        self.path(data, "none", **pen, stroke_linejoin="round", **attrs)

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: str = "none", **attrs: Value) -> None:
        place = f'cx="{cx:.1f}" cy="{cy:.1f}" rx="{rx:.1f}" ry="{ry:.1f}"'
        self._body.append(f'<ellipse {place} fill="{fill}"{_written(attrs)}/>')

    def rect(self, x: float, y: float, width: float, height: float, fill: str, **attrs: Value) -> None:
        place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        self._body.append(f'<rect {place} fill="{fill}"{_written(attrs)}/>')

    def linear(self, x1: float, y1: float, x2: float, y2: float, stops: Sequence[Stop]) -> str:
        """A fill running from one point to the other."""
        place = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
        return self._gradient("linearGradient", place, stops)

    def radial(self, cx: float, cy: float, rx: float, ry: float, stops: Sequence[Stop]) -> str:
        """A fill spreading from a centre out to an ellipse."""
        squash = f'gradientTransform="translate({cx:.1f} {cy:.1f}) scale({rx:.2f} {ry:.2f})"'
        return self._gradient("radialGradient", f'cx="0" cy="0" r="1" {squash}', stops)

    @contextmanager
    def group(self, clip: str = "", blur: float = 0, **attrs: Value) -> Iterator[None]:
        """Shapes drawn inside are clipped to path data, blurred, or share the attributes given."""
        if clip:
            attrs["clip_path"] = self._define("clipPath", "", f'<path d="{clip}"/>')
        if blur:
            room = 'x="-60%" y="-60%" width="220%" height="220%" color-interpolation-filters="sRGB"'
            attrs["filter"] = self._define("filter", room, f'<feGaussianBlur stdDeviation="{blur:.1f}"/>')
        self._body.append(f"<g{_written(attrs)}>")
        yield
        self._body.append("</g>")

    def svg(self) -> str:
        """The whole drawing as an SVG document."""
        size = f'width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}"'
        inner = f"<defs>{''.join(self._defs)}</defs>{''.join(self._body)}"
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inner}</svg>'

    def _gradient(self, tag: str, place: str, stops: Sequence[Stop]) -> str:
        marks = "".join(
            f'<stop offset="{at}" stop-color="{c}" stop-opacity="{o:.3f}"/>' for at, c, o in stops
        )
        return self._define(tag, f'gradientUnits="userSpaceOnUse" {place}', marks)

    def _define(self, tag: str, attrs: str, inner: str) -> str:
        name = f"d{len(self._defs)}"
        self._defs.append(f'<{tag} id="{name}" {attrs}>{inner}</{tag}>')
        return f"url(#{name})"


def _written(attrs: dict[str, Value]) -> str:
    return "".join(f' {name.replace("_", "-")}="{_short(value)}"' for name, value in attrs.items())


def _short(value: Value) -> str:
    return value if isinstance(value, str) else f"{value:.3f}".rstrip("0").rstrip(".")
