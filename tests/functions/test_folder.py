from __future__ import annotations

import os
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from functions._folder import FolderMailer
from shop.errors import Unavailable


def letter(text: str = "Hello") -> EmailMessage:
    mail = EmailMessage()
    mail.set_content(text)
    return mail


def left(folder: Path, name: str, hours: float) -> Path:
    """Half a letter, as a process leaves it that is killed while it writes."""
    file = folder / name
    file.write_text("To: anna@example.org")
    at = time.time() - hours * 3600
    os.utime(file, (at, at))
    return file


def test_what_a_killed_process_left_half_written_is_removed_after_an_hour(tmp_path: Path) -> None:
    old, new = left(tmp_path, ".a.123.tmp", 1.1), left(tmp_path, ".b.456.tmp", 0.9)
    whole = left(tmp_path, "c.eml", 100)

    FolderMailer(tmp_path).send("d", letter())

    assert not old.exists()
    assert new.exists()
    assert whole.exists()
    assert (tmp_path / "d.eml").exists()


def test_the_folder_is_looked_through_once_an_hour_not_for_each_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailer, now = FolderMailer(tmp_path), time.time()
    mailer.send("a", letter())
    old = left(tmp_path, ".b.123.tmp", 2)

    mailer.send("c", letter())
    assert old.exists()

    monkeypatch.setattr("functions._folder.time.time", lambda: now + 3700)
    mailer.send("d", letter())
    assert not old.exists()


def test_a_letter_that_cannot_be_written_to_its_end_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("functions._folder.os.fsync", full)
    with pytest.raises(Unavailable, match="cannot be written"):
        FolderMailer(tmp_path).send("a", letter())

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="not run: nothing is killed like this here")
def test_a_process_killed_while_it_writes_leaves_what_the_above_removes(tmp_path: Path) -> None:
    dying = (
        "import os, signal, sys; from pathlib import Path; from email.message import EmailMessage\n"
        "from functions._folder import FolderMailer\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "FolderMailer(Path(sys.argv[1])).send('a', EmailMessage())"
    )
    subprocess.run([sys.executable, "-c", dying, str(tmp_path)], check=False)

    [file] = tmp_path.glob(".*.tmp")
    os.utime(file, (0, 0))
    FolderMailer(tmp_path).send("a", letter())

    assert [each.name for each in tmp_path.iterdir()] == ["a.eml"]


def test_letters_are_forgotten_whole_or_half_written(tmp_path: Path) -> None:
    mailer = FolderMailer(tmp_path)
    mailer.send("a", letter())
    mailer.send("b", letter())
    left(tmp_path, ".a.123.tmp", 0.1)

    mailer.forget(["a", "never"])

    assert [file.name for file in tmp_path.iterdir()] == ["b.eml"]
