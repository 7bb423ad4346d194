"""What a scene is: a size and a function that draws it."""

from collections.abc import Callable
from dataclasses import dataclass

from tools.pictures.canvas import Canvas

Draw = Callable[[Canvas], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture that can be drawn: its size in pixels and the function that composes it."""

    width: int
    height: int
    draw: Draw


def portrait(draw: Draw) -> Scene:
    """A product's or a category's picture."""
    return Scene(1600, 2000, draw)


def landscape(draw: Draw) -> Scene:
    """A picture across a page."""
    return Scene(2000, 1333, draw)
