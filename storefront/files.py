"""The owner's folder: the only door to it, which opens nothing that lies outside."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from storefront import passwords
from storefront.problems import Problem, shown
from storefront.wording import word

MAX_BYTES = 1_000_000
#: What editors and file managers leave behind: hidden files, `x~`, `#x#`, swap files.
_LEFTOVER = re.compile(r"\..*|.*~|#.*#|.*\.sw[op]|Thumbs\.db|desktop\.ini", re.IGNORECASE | re.DOTALL)


class Folder:
    """A content folder. What cannot be read is noted as a problem and answered with None."""

    def __init__(self, root: Path, problems: list[Problem]) -> None:
        self.root = root
        self.problems = problems
        self._real = os.path.realpath(root)

    def shown(self, *names: str) -> str:
        return shown(self.root.joinpath(*names))

    def names(self, *below: str) -> list[str]:
        """The names in a folder in order, without editors' leftovers; none where the folder is missing."""
        path = self._resolved(below)
        if path is None or not os.path.lexists(path):
            return []
        try:
            return sorted(name for name in os.listdir(path) if not _LEFTOVER.fullmatch(name))
        except NotADirectoryError:
            self.report(below, "not_a_folder")
        except OSError:
            self.report(below, "unreadable")
        return []

    def is_folder(self, *names: str) -> bool:
        return self.root.joinpath(*names).is_dir()

    def exists(self, *names: str) -> bool:
        return os.path.lexists(self.root.joinpath(*names))

    def file(self, *names: str) -> Path | None:
        """The real path of an ordinary file inside the folder."""
        path = self._resolved(names)
        if path is None:
            return None
        try:
            mode = os.lstat(path).st_mode
        except OSError:
            self.report(names, "broken_link")
            return None
        if stat.S_ISREG(mode):
            return Path(path)
        self.report(names, "not_a_file")
        return None

    def text(self, *names: str) -> str | None:
        """The file as text with `\\n` line ends."""
        path = self.file(*names)
        if path is None:
            return None
        data = self._bytes(path, names)
        if data is None:
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.report(names, "not_utf8", line=data.count(b"\n", 0, error.start) + 1)
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._refuse_passwords(names, text)
        return text

    def report(self, names: tuple[str, ...], code: str, /, line: int = 1, **values: object) -> None:
        """Notes a problem with the file as a whole."""
        self.problems.append(Problem(self.shown(*names), line, 1, *word(code, values)))

    def _refuse_passwords(self, names: tuple[str, ...], text: str) -> None:
        for each in passwords.found(text):
            said = word("password", {"kind": each.kind})
            self.problems.append(Problem(self.shown(*names), each.line, each.column, *said))

    def _bytes(self, path: Path, names: tuple[str, ...]) -> bytes | None:
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError:
            self.report(names, "unreadable")
            return None
        if len(data) > MAX_BYTES:
            self.report(names, "too_big")
            return None
        return data

    def _resolved(self, names: tuple[str, ...]) -> str | None:
        path = os.path.join(self._real, *names)
        real = os.path.realpath(path)
        if real != self._real and not real.startswith(self._real.rstrip(os.sep) + os.sep):
            self.report(names, "outside")
            return None
        if real != path and os.path.islink(real):
            self.report(names, "broken_link")
            return None
        return real
