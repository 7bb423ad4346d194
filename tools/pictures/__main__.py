"""Draw the demo shop's pictures: `python -m tools.pictures [name …]`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.pictures.render import raster, save
from tools.pictures.scenes import all_scenes, composed

FOLDER = Path(__file__).parents[2] / "content" / "images"


def main(argv: Sequence[str] | None = None) -> int:
    """Render the named pictures, or all; 0 when done, 2 when a name is not in the table."""
    args = _arguments().parse_args(argv)
    table = all_scenes()
    unknown = [name for name in args.names if name not in table]
    if unknown:
        print(f"no such picture: {', '.join(unknown)}; run with --list to see the names", file=sys.stderr)
        return 2
    if args.list:
        print("\n".join(sorted(table)))
        return 0
    for name in args.names or table:
        target = args.folder / f"{name}.jpg"
        save(raster(composed(name, table[name]), args.width), target)
        print(f"{target.name}  {target.stat().st_size // 1024} KB")
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.pictures", description="Draw the demo shop's pictures."
    )
    parser.add_argument("names", nargs="*", help="pictures to draw, without .jpg; all when none is given")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the JPEG files go")
    parser.add_argument("--width", type=int, help="width in pixels; the full size when left out")
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    return parser


if __name__ == "__main__":
    sys.exit(main())
