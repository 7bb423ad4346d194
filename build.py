#!/usr/bin/env python3
"""Vitrina: a shop as a folder of YAML, Markdown and pictures.

python build.py build        write the site into dist/
python build.py check        read the content and say what is wrong with it
python build.py serve        build, serve on this machine with working orders, rebuild on every save
python build.py schema       write JSON Schemas, so that an editor completes and checks while you type
python build.py new DIR      start an empty shop
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

try:
    from storefront import commands
except ModuleNotFoundError as missing:
    print(
        f"Vitrina's libraries are not installed for this Python ({missing.name} is missing). "
        "Run `make serve` once, then use .venv/bin/python build.py.",
        file=sys.stderr,
    )
    sys.exit(2)

HERE = Path(__file__).resolve().parent


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    match given.command:
        case "build":
            history = given.history or os.environ.get("VITRINA_HISTORY")
            return commands.build(
                _folders(given, given.out),
                os.environ.get("VITRINA_FUNCTIONS_URL"),
                Path(history) if history else None,
            )
        case "check":
            return commands.check(_folders(given, Path()))
        case "schema":
            return commands.schema(given.content)
        case "new":
            return commands.new(given.folder)
        case _:
            from server.command import serve

            name = given.content.resolve().name
            folders = _folders(given, given.out or given.cache / "served" / name)
            return serve(folders, given.state or Path(".state") / name, given.host, given.port)


def _folders(given: argparse.Namespace, out: Path) -> commands.Folders:
    return commands.Folders(content=given.content, templates=given.templates, out=out, cache=given.cache)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    content = argparse.ArgumentParser(add_help=False)
    content.add_argument("--content", type=Path, default=Path("content"), help="the shop's folder (content)")
    looks = argparse.ArgumentParser(add_help=False, parents=[content])
    looks.add_argument("--templates", type=Path, default=HERE / "templates", help="the looks (templates)")
    looks.add_argument("--cache", type=Path, default=Path(".cache/vitrina"), help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    building = commands.add_parser("build", parents=[looks], help="write the site")
    building.add_argument("--out", type=Path, default=Path("dist"), help="where the site goes (dist)")
    building.add_argument(
        "--history", type=Path, help="a price history to go on from (the one that was kept)"
    )
    commands.add_parser("check", parents=[looks], help="read the content and list every mistake")
    serving = commands.add_parser("serve", parents=[looks], help="build, serve here, rebuild on every save")
    serving.add_argument("--out", type=Path, help="where the site goes (a folder in .cache)")
    serving.add_argument("--state", type=Path, help="orders and letters (.state/<the shop's folder>)")
    serving.add_argument("--host", default="127.0.0.1", help=argparse.SUPPRESS)
    serving.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    commands.add_parser("schema", parents=[content], help="write JSON Schemas for editors")
    fresh = commands.add_parser("new", help="start an empty shop")
    fresh.add_argument("folder", type=Path, metavar="DIR", help="a folder that does not exist yet")
    return parser


if __name__ == "__main__":
    sys.exit(main())
