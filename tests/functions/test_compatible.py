"""infra/compatible: the gateway leads every call to its function, the settings go together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from starlette.routing import Route

from functions import desk, feedback, orders, tickets
from functions._dynamo import Dynamo
from functions._dynamo_dialect import COMMON
from functions._ses import SesMailer
from functions._wiring import from_environment
from tests.functions.conftest import ROOT_KEY

FOLDER = Path(__file__).resolve().parents[2] / "infra" / "compatible"
FUNCTIONS = {"ORDERS": orders, "TICKETS": tickets, "FEEDBACK": feedback, "DESK": desk}


def nothing() -> None:
    raise AssertionError("nobody calls")


def paths() -> dict[str, str]:
    """The function that each path of the gateway leads to."""
    document = yaml.safe_load((FOLDER / "gateway.yaml").read_text(encoding="utf-8"))
    found = {}
    for path, methods in document["paths"].items():
        (every,) = methods.values()
        leads = every["x-yc-apigateway-integration"]
        assert leads["payload_format_version"] == "1.0"
        named = [parameter["name"] for parameter in every.get("parameters", ())]
        assert named == re.findall(r"\{(\w+)\+?\}", path)
        found[path] = leads["function_id"]
    return found


def pattern(path: str) -> str:
    """What the gateway takes for that path; a parameter with a plus holds slashes, too."""
    return re.sub(r"\{\w+(\+?)\}", lambda found: ".+" if found[1] else "[^/]+", path)


def asked(route: str) -> str:
    return re.sub(r"\{\w+\}", "x", route)


def leading(route: str) -> list[str]:
    """To which functions the gateway leads what that route answers."""
    return [leads for path, leads in paths().items() if re.fullmatch(pattern(path), asked(route))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_call_is_led_to_the_function_that_answers_it(name: str) -> None:
    routes: list[Route] = FUNCTIONS[name].routes(nothing)  # type: ignore[attr-defined]

    assert {route.path: leading(route.path) for route in routes} == {route.path: [name] for route in routes}


def test_nothing_is_led_anywhere_that_nobody_answers() -> None:
    answered = [
        asked(route.path)
        for function in FUNCTIONS.values()
        for route in function.routes(nothing)  # type: ignore[attr-defined]
    ]

    for path in paths():
        assert any(re.fullmatch(pattern(path), each) for each in answered), path


def test_the_settings_go_together(tmp_path: Path) -> None:
    lines = (FOLDER / "settings.env").read_text(encoding="utf-8").splitlines()
    settings = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
    settings |= {"VITRINA_STATE": str(tmp_path / "state"), "VITRINA_SECRET": ROOT_KEY.decode()}

    wired = from_environment(settings)

    assert Dynamo.of(settings).dialect is COMMON
    assert isinstance(wired.mailer, SesMailer)
    wired.close()
