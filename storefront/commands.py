"""What `build.py` does, in words for people. Every command returns its exit code."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from storefront import environment, source, starter, words
from storefront import schema as schemas
from storefront.forwarding import NOWHERE, Forwarding
from storefront.generator import Generator, Report, notes_on, now
from storefront.images import FOLDER as IMAGES
from storefront.pictures import PictureCache
from storefront.problems import ContentProblems
from storefront.publish import NotOurs
from storefront.site import load


@dataclass(frozen=True, slots=True)
class Folders:
    content: Path
    templates: Path
    out: Path
    cache: Path


def build(folders: Folders, settings: Mapping[str, str], history: Path | None = None) -> int:
    """*settings* are those of the environment; a *history* that is named goes before theirs."""
    try:
        given = environment.read(settings)
    except environment.Misset as wrong:
        print(wrong, file=sys.stderr)
        return 1
    generator = Generator(
        folders.content, folders.templates, folders.out, folders.cache,
        history=history or given.history, feedback=given.feedback,
    )  # fmt: skip
    code = run(generator, given.forwarding)
    if code == 0:
        print(f"Written to {folders.out}/")
    return code


def check(folders: Folders) -> int:
    pictures = PictureCache(folders.content / IMAGES, folders.cache / "pictures")
    try:
        site = load(folders.content, folders.templates, pictures.made, now().date())
        words.load(folders.templates, site.terms.languages)
    except ContentProblems as problems:
        print(problems, file=sys.stderr)
        return 1
    _say_notes(notes_on(site, folders.templates))
    print(f"{_count(len(site.products), 'product')}, {_count(len(site.pages), 'page')}: no mistakes found.")
    return 0


def schema(content: Path) -> int:
    if not content.is_dir():
        print(f"There is no folder {content}; nothing was written.", file=sys.stderr)
        return 1
    written = schemas.write(content / "schema")
    for file in written:
        print(file)
    print("\nThe first line of a YAML file makes VS Code (with the YAML extension) complete and check it:")
    print("  # yaml-language-server: $schema=../schema/catalog.json    in content/catalog/*.yaml")
    print("  # yaml-language-server: $schema=schema/shop.json          in content/shop.yaml")
    print("  # yaml-language-server: $schema=schema/promos.json        in content/promos.yaml")
    print("  # yaml-language-server: $schema=schema/answers.json       in content/answers.yaml")
    return 0


def new(folder: Path) -> int:
    try:
        starter.create(folder)
    except FileExistsError:
        print(f"{folder} already exists; nothing was written.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{folder} cannot be made: {error.strerror}.", file=sys.stderr)
        return 1
    typed = shlex.quote(str(folder))
    print(f'An empty shop stands in {folder}/. Look at it with:\n  make serve ARGS="--content {typed}"')
    return 0


def run(
    generator: Generator, forwarding: Forwarding = NOWHERE, hear: Callable[[str], None] | None = None
) -> int:
    """One build with its progress and its result in words.

    Who can *hear* of mistakes in the content goes on with them.
    """
    if not source.LIBYAML:
        print("libyaml is not installed; reading YAML the slow way.", file=sys.stderr)
    start = time.perf_counter()
    try:
        report = generator.build(_progress, forwarding)
    except ContentProblems as problems:
        print(problems, file=sys.stderr)
        if hear is not None:
            hear(str(problems))
            return 0
        return 1
    except NotOurs as error:
        print(
            f"{error}/ holds files that no build has written; choose an empty folder with --out.",
            file=sys.stderr,
        )
        return 1
    except OSError as error:
        print(f"Could not build: {error}", file=sys.stderr)
        return 1
    _say_notes(report.notes)
    print(_summary(report, time.perf_counter() - start), flush=True)
    return 0


def rebuild(generator: Generator) -> str | None:
    """One build after an edit; the problems, if there are any, are printed and returned."""
    start = time.perf_counter()
    try:
        generator.build(lambda *_: None)
    except ContentProblems as problems:
        print(problems, file=sys.stderr, flush=True)
        return str(problems)
    except OSError as error:
        print(f"Could not build: {error}", file=sys.stderr, flush=True)
        return str(error)
    print(f"Built again in {time.perf_counter() - start:.2f} s", flush=True)
    return None


def _say_notes(notes: tuple[str, ...]) -> None:
    for note in notes:
        print(f"Note: {note}", file=sys.stderr)


def _summary(report: Report, seconds: float) -> str:
    return (
        f"{_count(report.products, 'product')}, {_count(report.pages, 'page')} "
        f"({', '.join(report.languages)}), {_count(report.pictures, 'picture')}: {seconds:.1f} s"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _progress(what: str, done: int, total: int) -> None:
    """A line that counts on a terminal, and a few plain lines anywhere else."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{what} {done}/{total}", end=end, file=sys.stderr, flush=True)
    elif done == total or done % 25 == 0:
        print(f"{what} {done}/{total}", file=sys.stderr, flush=True)
