from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from functions import _turns
from functions._turns import Turns
from shop.errors import Unavailable

pytestmark = pytest.mark.skipif(not _turns.POSSIBLE, reason="not run: there is no flock here")


def is_free(turns: Turns) -> bool:
    """Whether nobody has the turn at this moment."""
    if not _turns._taken(turns._opened()):
        return False
    _turns.fcntl.flock(turns._opened(), _turns.fcntl.LOCK_UN)
    return True


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "orders.sqlite3"


@pytest.fixture
def turns(file: Path) -> Iterator[Turns]:
    with closing(Turns(file)) as made:
        yield made


def test_one_has_the_turn_and_then_another(turns: Turns, file: Path) -> None:
    with closing(Turns(file)) as other:
        with turns.turn():
            assert not is_free(other)

        with other.turn():
            assert not is_free(turns)
        assert is_free(turns)


def test_a_turn_is_waited_for(turns: Turns, file: Path) -> None:
    begun, ending = Event(), Event()

    def first() -> None:
        with closing(Turns(file)) as other, other.turn():
            begun.set()
            ending.wait(5)

    def second() -> bool:
        with turns.turn():
            return ending.is_set()

    with ThreadPoolExecutor() as pool:
        pool.submit(first)
        begun.wait(5)
        waiting = pool.submit(second)
        assert not waiting.done()
        ending.set()
        assert waiting.result(5)


def test_a_turn_that_does_not_come_is_unavailable(
    turns: Turns, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_turns, "PATIENCE", 0.01)

    with (
        closing(Turns(file)) as other,
        other.turn(),
        pytest.raises(Unavailable, match="another process"),
        turns.turn(),
    ):
        pytest.fail("both have the turn")


def test_a_turn_ends_with_what_goes_wrong_in_it(turns: Turns) -> None:
    with pytest.raises(ValueError, match="mine"), turns.turn():
        raise ValueError("mine")

    with turns.turn():
        pass


def test_the_turn_of_a_process_that_died_is_free(turns: Turns, file: Path) -> None:
    held = (
        "import sys, time; from pathlib import Path; from functions._turns import Turns\n"
        "with Turns(Path(sys.argv[1])).turn(): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", held, str(file)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        taken = not is_free(turns)
        other.kill()

    assert taken
    assert is_free(turns)


def test_the_lock_s_file_is_for_its_owner_s_eyes(turns: Turns, tmp_path: Path) -> None:
    with turns.turn():
        [made] = tmp_path.iterdir()

    assert made.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    missing = Turns(tmp_path / "nowhere" / "orders.sqlite3")

    with pytest.raises(Unavailable), missing.turn():
        pytest.fail("there is nothing to lock")
