"""The arguments of what gets a shop out of the house: bundle, deploy, doctor."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any


def add(commands: Any, looks: argparse.ArgumentParser) -> None:
    """Adds them to those of build.py."""
    bundling = commands.add_parser("bundle", help="pack the functions as zips for Lambda")
    bundling.add_argument("--to", type=Path, default=Path("build"), help="the folder for both zips (build)")
    bundling.add_argument(
        "--python", choices=("3.12", "3.13", "3.14"), help="what they run on (the newest that is here)"
    )
    bundling.add_argument(
        "--arch", choices=("arm64", "x86_64"), default="arm64", help="the processor (arm64)"
    )
    deploying = commands.add_parser("deploy", parents=[looks], help="put the functions up on AWS")
    deploying.add_argument("--stack", default="shop", help="what it is called there (shop)")
    deploying.add_argument("--region", required=True, help="where, such as eu-central-1")
    deploying.add_argument("--python", choices=("3.12", "3.13", "3.14"), help="as for bundle")
    deploying.add_argument(
        "--arch", choices=("arm64", "x86_64"), default="arm64", help="the processor (arm64)"
    )
    deploying.add_argument(
        "--parameter", action="append", default=[], metavar="NAME=VALUE", help="of infra/template.yaml"
    )
    looking = commands.add_parser("doctor", parents=[looks], help="say what is wrong, and what to do")
    looking.add_argument("--out", type=Path, default=Path("dist"), help="where build has put the site (dist)")
    looking.add_argument("--state", type=Path, help="orders and letters (VITRINA_STATE, else as for serve)")
    looking.add_argument("--backups", type=Path, metavar="DIR", help="where copies of the store are kept")
    looking.add_argument(
        "--live", type=_site, metavar="URL", help="look at a shop from outside, and order there"
    )


def _site(text: str) -> str:
    if not re.fullmatch(r"https?://[^/?#@\s]+/?", text):
        raise argparse.ArgumentTypeError("write the shop's address, like https://shop.example")
    return text.rstrip("/")
