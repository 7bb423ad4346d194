"""`build.py deploy`: puts the functions up on AWS, and says what the pages need to know of them.

It makes the root key where there is none, bundles the functions and lets Amazon's own tool, `sam`, make or
change the stack of infra/template.yaml. Doing it again changes only what is new.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from shipping import bundle, bytecode
from shipping.errors import NotShipped
from storefront.generator import now
from storefront.images import FOLDER as IMAGES
from storefront.pictures import PictureCache
from storefront.problems import ContentProblems
from storefront.site import load

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "infra" / "template.yaml"

#: Where `make .venv/.infra` puts it, unless it is on the path.
_SAM = ROOT / ".venv" / "infra" / "bin" / "sam"

_NO_SAM = (
    "Amazon's tool sam is not on this machine. `make .venv/.infra` puts it beside Vitrina's own libraries;"
    " or install it as Amazon tells, so that the command sam is known."
)

_FUNCTIONS = ("orders", "tickets", "feedback", "desk")


class Account(Protocol):
    """What has to be done on AWS beside sam."""

    def known(self) -> None: ...
    def keep_secret(self, name: str) -> bool: ...
    def outputs(self, stack: str) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Shop:
    """As much of a shop as its functions are told."""

    url: str
    email: str


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be put up."""

    stack: str
    region: str
    python: str
    arch: str
    #: Further parameters of the template, NAME=VALUE.
    more: Sequence[str] = field(default=())


Sam = Callable[[Sequence[str]], int]
Bundle = Callable[[Path, str, str], object]


def run(content: Path, templates: Path, cache: Path, order: Order) -> int:
    """The command: puts everything up and says so, or says why not."""
    from shipping.cloud import Cloud  # boto3 is loaded only where it is needed

    try:
        sam = sam_at(os.environ.get("PATH"))
        deploy(shop_of(content, templates, cache), order, Cloud(order.region), sam, bundle.bundle)
    except (NotShipped, OSError) as error:
        print(f"Nothing more was put up. {error}", file=sys.stderr)
        return 1
    except ContentProblems as problems:
        print(problems, file=sys.stderr)
        return 1
    return 0


def deploy(shop: Shop, order: Order, account: Account, sam: Sam, make: Bundle) -> None:
    """Raises NotShipped."""
    account.known()
    name = f"/vitrina/{order.stack}/secret"
    made = account.keep_secret(name)
    print(f"The root key is in the parameter {name}{'; it was made just now' if made else ', as before'}.")
    make(ROOT / "build", order.python, order.arch)
    if code := sam(arguments(shop, order)):
        raise NotShipped(f"sam ended with {code}; above it says why.")
    print("\n".join(told(account.outputs(order.stack))))


def arguments(shop: Shop, order: Order) -> list[str]:
    """What sam is called with."""
    parameters = [
        f"SiteUrl={shop.url}", f"ShopEmail={shop.email}", f"AlarmEmail={shop.email}",
        f"Runtime=python{order.python}", f"Architecture={order.arch}", *order.more,
    ]  # fmt: skip
    return [
        "deploy", "--template-file", str(TEMPLATE), "--stack-name", order.stack, "--region", order.region,
        "--resolve-s3", "--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset",
        "--no-fail-on-empty-changeset", "--parameter-overrides", *parameters,
    ]  # fmt: skip


def told(outputs: Mapping[str, str]) -> list[str]:
    """What has to be done with what the stack says of itself."""
    by_name = {each: outputs.get(f"{each.capitalize()}Address", "").rstrip("/") for each in _FUNCTIONS}
    each_of_them = " ".join(f"{name}={address}" for name, address in by_name.items() if address)
    records = [f"  {record.replace(' ', '  CNAME  ')}" for name, record in outputs.items() if "Dkim" in name]
    return [
        "",
        "The functions answer. Let the build of your pages know where, and build them again:",
        f"  VITRINA_FUNCTIONS_URL={outputs.get('Address') or each_of_them}",
        *(["So that SES may send letters, put these records into your domain:", *records] if records else ()),
    ]


def shop_of(content: Path, templates: Path, cache: Path) -> Shop:
    """Raises ContentProblems."""
    pictures = PictureCache(content / IMAGES, cache / "pictures")
    terms = load(content, templates, pictures.made, now().date()).terms
    return Shop(terms.url, terms.contact.email)


def sam_at(path: str | None) -> Sam:
    """Amazon's tool, to be called with arguments. Raises NotShipped where there is none."""
    found = shutil.which("sam", path=path) or (str(_SAM) if _SAM.exists() else None)
    if found is None:
        raise NotShipped(_NO_SAM)
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0"}
    return lambda given: subprocess.run([found, *given], env=environment).returncode


def python_of(asked: str | None) -> str:
    return asked or bytecode.chosen()
