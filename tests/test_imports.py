"""Who may import whom. The reasons stand in docs/explanation/architecture.md."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("shop", "storefront", "functions", "server", "shipping")
OUTSIDE = "outside"

#: What each room may import of the others.
MAY = {
    "shop": {"shop"},
    "storefront": {"shop", "storefront"},
    "functions": {"shop", "functions"},
    "server": {"shop", "storefront", "functions", "server"},
    "shipping": {"shop", "storefront", "functions", "server", "shipping"},
    "build.py": {"storefront", "server", "shipping"},
}
#: Packages that live behind one door: only these files may import them.
DOORS = {
    "boto3": ("functions/_dynamo.py", "functions/_ses.py", "shipping/cloud.py"),
    "botocore": ("functions/_dynamo.py", "functions/_ses.py", "functions/_secret.py", "shipping/cloud.py"),
    "yaml": ("storefront/",),
    "markdown": ("storefront/",),
    "pydantic": ("storefront/",),
    "babel": ("storefront/",),
    "PIL": ("storefront/", "functions/_images.py", "tools/"),
    "python_multipart": (),
    "jinja2": ("storefront/", "functions/_render.py"),
    "mangum": ("functions/",),
    "sqlite3": ("functions/_sqlite", "functions/_migrations.py", "shipping/checks_store.py"),
    "dns": ("shipping/names.py",),
    "phonenumbers": ("functions/_contacts.py", "storefront/"),
    "email_validator": ("functions/_contacts.py", "storefront/"),
    "uvicorn": ("server/",),
    "watchfiles": ("server/",),
}


def imported(source: str) -> Iterator[tuple[int, str]]:
    """Each absolute import of a module, wherever in the file it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative import"
            yield node.lineno, node.module or ""
            if node.module in ROOMS:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def breaches(path: str, source: str) -> list[str]:
    """Every import of that file which the house does not allow."""
    room = path.split("/", maxsplit=1)[0]
    found = []
    for line, module in imported(source):
        package = module.split(".", maxsplit=1)[0]
        if package in ROOMS and package not in MAY[room]:
            found.append(f"{path}:{line}: {room} may not import {module}")
        if room == "shop" and package not in ROOMS and package not in sys.stdlib_module_names:
            found.append(f"{path}:{line}: shop may import the standard library only, not {module}")
        doors = DOORS.get(package)
        if doors is not None and not path.startswith(doors):
            found.append(f"{path}:{line}: {module} may be imported in {', '.join(doors)} only")
        if (
            _deployed(path)
            and _deployed(module.replace(".", "/") + ".py")
            and module.startswith("functions.")
        ):
            found.append(f"{path}:{line}: one deployed function may not import another, {module}")
    return found


def _deployed(path: str) -> bool:
    name = path.removeprefix("functions/")
    return path.startswith("functions/") and not name.startswith("_") and name.endswith(".py")


def _sources() -> list[Path]:
    return [*(file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))), ROOT / "build.py"]


@pytest.mark.parametrize("file", _sources(), ids=lambda file: str(file.relative_to(ROOT)))
def test_every_file_imports_only_what_its_room_may(file: Path) -> None:
    path = str(file.relative_to(ROOT))

    assert breaches(path, file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("shop/orders.py", "import yaml", "standard library only"),
        ("shop/orders.py", "from storefront import site", "shop may not import storefront"),
        ("storefront/site.py", "def f():\n    import functions._web", "storefront may not import functions"),
        ("functions/orders.py", "from storefront.site import Site", "functions may not import storefront"),
        ("functions/orders.py", "import boto3", "boto3 may be imported in"),
        ("functions/orders.py", "from functions import outbox", "may not import another"),
        ("functions/_web.py", "import jinja2", "jinja2 may be imported in"),
        ("server/app.py", "import yaml", "yaml may be imported in"),
        ("server/app.py", "from shipping import bundle", "server may not import shipping"),
        ("build.py", "import functions.orders", "build.py may not import functions"),
    ],
)
def test_a_forbidden_import_is_found(path: str, source: str, complaint: str) -> None:
    found = breaches(path, source)

    assert len(found) >= 1
    assert complaint in "\n".join(found)
