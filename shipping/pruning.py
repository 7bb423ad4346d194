"""What of the libraries never runs in a function, and is left at home."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

#: The services of AWS that functions speak to, and all they ask of them.
USED: Mapping[str, tuple[str, ...]] = {
    "dynamodb": (
        "BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "TransactWriteItems", "UpdateItem",
    ),
    "sesv2": ("SendEmail",),
}  # fmt: skip

#: Files beside `service-2` that a client reads when it is made.
_RULES = "endpoint-rule-set-1"
_COMMON = ("_retry", "partitions", "sdk-default-configuration")

_NEVER = (
    "*.dist-info", "bin", "**/tests", "**/__pycache__", "**/*.pyi", "**/py.typed", "**/*.c", "**/*.h",
    "boto3/data", "boto3/examples", "boto3/crt.py", "dateutil/rrule.py", "dateutil/zoneinfo",
    "urllib3/contrib/emscripten", "urllib3/contrib/pyopenssl.py", "urllib3/contrib/socks.py",
    "anyio/_backends/_trio.py", "anyio/pytest_plugin.py", "starlette/testclient.py",
    "starlette/templating.py", "jinja2/ext.py", "jinja2/meta.py", "jinja2/nativetypes.py",
    "jinja2/sandbox.py", "multipart", "phonenumbers/carrier.py", "phonenumbers/geocoder.py",
    "phonenumbers/timezone.py", "phonenumbers/shortdata/region_*.py",
)  # fmt: skip

#: Pictures are opened as JPEG, PNG or WebP and written as JPEG (`functions/_images.py`).
_UNSEEN = (
    "PIL/_avif*", "PIL/_imagingcms*", "PIL/_imagingft*", "PIL/_imagingmath*", "PIL/_imagingmorph*",
    "PIL/_imagingtk*", "pillow.libs/libavif*", "pillow.libs/libbrotli*", "pillow.libs/libfreetype*",
    "pillow.libs/libharfbuzz*", "pillow.libs/liblcms2*", "pillow.libs/libpng16*",
)  # fmt: skip

#: What is imported in vain, and with it much of the standard library, a tenth of a cold start: boto3 prepares
#: for S3 whatever it is asked for, and urllib3 for an HTTP/2 that nobody has asked for.
_STAND_INS = {
    "s3transfer/__init__.py": "",
    "s3transfer/manager.py": "class TransferConfig:\n    pass\n",
    "urllib3/http2/__init__.py": "",
}


def prune(folder: Path) -> None:
    """Takes out of the libraries in *folder* what no function uses."""
    for pattern in (*_NEVER, *_UNSEEN):
        for found in sorted(folder.glob(pattern)):
            shutil.rmtree(found) if found.is_dir() else found.unlink(missing_ok=True)
    data = folder / "botocore" / "data"
    if data.is_dir():
        prune_data(data, USED)
        for name, content in _STAND_INS.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(content)


def prune_data(data: Path, used: Mapping[str, tuple[str, ...]]) -> None:
    """Leaves botocore's descriptions of those operations, without their prose, for every region there is."""
    kept = {name: _read(data, name) for name in _COMMON}
    kept["endpoints"] = _endpoints(_read(data, "endpoints"), used)
    for service, operations in used.items():
        version = max(each.name for each in (data / service).iterdir())
        at = f"{service}/{version}"
        kept[f"{at}/service-2"] = _described(_read(data, f"{at}/service-2"), operations)
        kept[f"{at}/{_RULES}"] = _read(data, f"{at}/{_RULES}")
    shutil.rmtree(data)
    for name, content in kept.items():
        file = data / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content, separators=(",", ":")), encoding="utf-8")


def _read(data: Path, name: str) -> Any:
    plain = data / f"{name}.json"
    if plain.exists():
        return json.loads(plain.read_bytes())
    return json.loads(gzip.decompress((data / f"{name}.json.gz").read_bytes()))


def _endpoints(known: Any, services: Iterable[str]) -> Any:
    for partition in known["partitions"]:
        partition["services"] = {
            name: partition["services"][name] for name in _prefixes(services) if name in partition["services"]
        }
    return known


def _prefixes(services: Iterable[str]) -> list[str]:
    """What their addresses begin with; SES is `email` there, whatever its interface is called."""
    return ["email" if service == "sesv2" else service for service in services]


def _described(service: Any, operations: Iterable[str]) -> Any:
    kept = {name: service["operations"][name] for name in operations}
    wanted = _reached(kept, service["shapes"])
    service["operations"] = kept
    service["shapes"] = {name: shape for name, shape in service["shapes"].items() if name in wanted}
    return _without_prose(service)


def _reached(begin: Any, shapes: Mapping[str, Any]) -> set[str]:
    """The names of all shapes that are spoken of, at whatever remove."""
    reached: set[str] = set()
    waiting = [begin]
    while waiting:
        for name in _named(waiting.pop()) - reached:
            reached.add(name)
            waiting.append(shapes[name])
    return reached


def _named(part: Any) -> set[str]:
    if isinstance(part, list):
        return set().union(*map(_named, part))
    if not isinstance(part, dict):
        return set()
    own = {part["shape"]} if isinstance(part.get("shape"), str) else set()
    return own.union(*map(_named, part.values()))


def _without_prose(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_prose(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {name: _without_prose(value) for name, value in part.items() if not _is_prose(name, value)}


def _is_prose(name: str, value: Any) -> bool:
    return name == "documentation" and isinstance(value, str)
