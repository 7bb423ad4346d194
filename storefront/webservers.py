"""The headers of `_headers` for web servers that cannot read it: what nginx and Caddy include.

`python -m storefront.webservers` writes them into infra/server/; a test holds them to hosting.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from storefront.hosting import FRESH, KEEPING, KEPT, SECURITY, SHARED, SHARING

FOLDER = Path(__file__).resolve().parent.parent / "infra" / "server"
_HSTS = "Strict-Transport-Security"
_NOTE = "# Written by `python -m storefront.webservers` from storefront/hosting.py; do not edit.\n"
#: The same for all files but those below the paths named: a later group says more.
_GROUPS: tuple[tuple[tuple[str, ...], Mapping[str, str]], ...] = ((KEPT, KEEPING), (SHARED, SHARING))


def nginx() -> str:
    """What stands in a `server` block. The proxied part adds $vitrina_hsts alone.

    A header in a `location` would put out all those of the server, so what depends on the path is a variable.
    One that is empty is left out.
    """
    names = dict.fromkeys(name for _, group in _GROUPS for name in group)
    lines = [f'set $vitrina_hsts "{SECURITY[_HSTS]}";']
    lines += [f'set {_variable(name)} "{FRESH.get(name, "")}";' for name in names]
    for paths, group in _GROUPS:
        lines += [f'if ($uri ~ "{_pattern(paths)}") {{']
        lines += [*(f'    set {_variable(name)} "{value}";' for name, value in group.items()), "}"]
    lines += [f'add_header {name} "{value}" always;' for name, value in SECURITY.items()]
    lines += [f"add_header {name} {_variable(name)} always;" for name in names]
    return _NOTE + "\n".join(lines) + "\n"


def caddy() -> str:
    """Two snippets: (vitrina_pages) and, for what comes from the functions, (vitrina_functions).

    `?` is: unless something else has said it.
    """
    lines = ["(vitrina_pages) {", *_caddy("", SECURITY), *_caddy("?", FRESH)]
    for number, (paths, group) in enumerate(_GROUPS, start=1):
        lines += [f"\t@vitrina{number} path {' '.join(paths)}", *_caddy(f"@vitrina{number} ", group)]
    lines += ["}", "(vitrina_functions) {", *_caddy("", {_HSTS: SECURITY[_HSTS]}), "}"]
    return _NOTE + "\n".join(lines) + "\n"


def main(folder: Path = FOLDER) -> None:
    (folder / "headers.nginx").write_text(nginx(), encoding="utf-8")
    (folder / "headers.caddy").write_text(caddy(), encoding="utf-8")


def _variable(name: str) -> str:
    return "$vitrina_" + name.lower().replace("-", "_")


def _pattern(paths: Iterable[str]) -> str:
    """The paths of `_headers` as one regular expression."""
    alternatives = "|".join(path.replace(".", r"\.").replace("*", ".*") for path in paths)
    return f"^(?:{alternatives})$"


def _caddy(matcher: str, headers: Mapping[str, str]) -> list[str]:
    return [f'\theader {matcher}{name} "{value}"' for name, value in headers.items()]


if __name__ == "__main__":
    main()
