"""The demo shop's pictures can be drawn, and drawn again alike."""

from pathlib import Path

import pytest
from PIL import Image

from tools.pictures.__main__ import main
from tools.pictures.render import raster
from tools.pictures.scenes import all_scenes, composed

SCENES = all_scenes()


@pytest.mark.parametrize("name", sorted(SCENES))
def test_every_scene_renders_in_its_own_shape(name: str) -> None:
    scene = SCENES[name]

    picture = raster(composed(name, scene), 40)

    assert picture.size == (40, round(40 * scene.height / scene.width))
    assert len(picture.getcolors(40 * 80) or []) > 20


def test_a_scene_drawn_twice_is_the_same_drawing() -> None:
    first, second = (composed("longjing", SCENES["longjing"]).svg() for _ in range(2))

    assert first == second


def test_a_named_picture_is_written_without_metadata(tmp_path: Path) -> None:
    code = main(["moon-jar", "--folder", str(tmp_path), "--width", "80"])

    assert code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["moon-jar.jpg"]
    with Image.open(tmp_path / "moon-jar.jpg") as picture:
        assert picture.size == (80, 100)
        assert not picture.getexif()


def test_an_unknown_name_is_refused_with_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["no-such-pot", "--folder", str(tmp_path)])

    assert code == 2
    assert capsys.readouterr().err == "no such picture: no-such-pot; run with --list to see the names\n"
    assert not list(tmp_path.iterdir())
