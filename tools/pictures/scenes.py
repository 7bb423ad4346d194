"""The table of all pictures: file name without its ending, and the scene drawn into it."""

from tools.pictures import (
    scenes_cups,
    scenes_liquor,
    scenes_packs,
    scenes_places,
    scenes_pots,
    scenes_tools,
    scenes_vases,
)
from tools.pictures.canvas import Canvas
from tools.pictures.table import Scene


def all_scenes() -> dict[str, Scene]:
    """Every scene by the name of its picture."""
    groups = (
        scenes_packs,
        scenes_liquor,
        scenes_pots,
        scenes_cups,
        scenes_vases,
        scenes_tools,
        scenes_places,
    )
    return {name: scene for group in groups for name, scene in group.scenes().items()}


def composed(name: str, scene: Scene) -> Canvas:
    """The scene drawn; the name seeds whatever is random in it."""
    canvas = Canvas(scene.width, scene.height, name)
    scene.draw(canvas)
    return canvas
