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

from storefront import commands

HERE = Path(__file__).resolve().parent


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    folders = commands.Folders(
        content=given.content, templates=given.templates, out=given.out or Path("dist"), cache=given.cache
    )
    match given.command:
        case "build":
            return commands.build(folders, os.environ.get("VITRINA_FUNCTIONS_URL"))
        case "check":
            return commands.check(folders)
        case "schema":
            return commands.schema(folders)
        case "new":
            return commands.new(given.folder)
        case _:
            from server.command import serve

            return serve(folders, given.out, given.state, given.host, given.port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--content", type=Path, default=Path("content"), help="the shop's folder (content)")
    shared.add_argument("--templates", type=Path, default=HERE / "templates", help="the looks (templates)")
    shared.add_argument("--out", type=Path, help="where the site goes (dist; for serve a folder in .cache)")
    shared.add_argument("--cache", type=Path, default=Path(".cache/vitrina"), help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("build", parents=[shared], help="write the site")
    commands.add_parser("check", parents=[shared], help="read the content and list every mistake")
    serving = commands.add_parser("serve", parents=[shared], help="build, serve here, rebuild on every save")
    serving.add_argument("--state", type=Path, default=Path(".state"), help="orders and letters (.state)")
    serving.add_argument("--host", default="127.0.0.1", help=argparse.SUPPRESS)
    serving.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    commands.add_parser("schema", parents=[shared], help="write JSON Schemas for editors")
    fresh = commands.add_parser("new", parents=[shared], help="start an empty shop")
    fresh.add_argument("folder", type=Path, metavar="DIR", help="a folder that does not exist yet")
    return parser


if __name__ == "__main__":
    sys.exit(main())
