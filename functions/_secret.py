"""Secret settings that a secret store keeps: parameters of AWS Systems Manager, read once at a cold start.

`VITRINA_SECRET_FROM=ssm:/shop/secret` stands for `VITRINA_SECRET` with what that parameter holds. All of them
are asked for in one request, which botocore signs and sends but its client does not make: to load what that
knows of the service takes as long as half a cold start.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from functions._settings import Misconfigured
from shop.errors import Unavailable

#: What may be kept so, each by its name with _FROM behind it.
SECRETS = ("VITRINA_SECRET", "VITRINA_SMTP", "VITRINA_WEBHOOKS")

_FROM = "_FROM"
_PLACE = re.compile(r"ssm:(/?[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*)")
_TARGET = "AmazonSSM.GetParameters"
_WAITS = (0.1, 0.4)  #: seconds before another try
_TIMEOUT = (1, 3)

#: Whether the service answered, and what.
Answer = tuple[int, bytes]
Post = Callable[[bytes, Mapping[str, str]], Answer]


def resolved(
    environment: Mapping[str, str], post: Post | None = None, sleep: Callable[[float], object] = time.sleep
) -> Mapping[str, str]:
    """The settings with their secrets in place. Raises Misconfigured, Unavailable."""
    places = {name: place for name in SECRETS if (place := environment.get(name + _FROM))}
    if not places:
        return environment
    names = {name: _parameter(name, place, environment) for name, place in places.items()}
    held = _held(sorted(set(names.values())), environment, post or _sent, sleep)
    for name, parameter in names.items():
        if parameter not in held:
            raise Misconfigured(f"{name}{_FROM} names the parameter {parameter}, and there is none.")
    return {**environment, **{name: held[parameter] for name, parameter in names.items()}}


def _parameter(name: str, place: str, environment: Mapping[str, str]) -> str:
    if environment.get(name):
        raise Misconfigured(f"{name} and {name}{_FROM} say the same thing twice; set one of them.")
    match = _PLACE.fullmatch(place)
    if match is None:
        raise Misconfigured(
            f"{name}{_FROM} must be ssm: and the name of a parameter, such as ssm:/shop/secret."
        )
    return match[1]


def _held(
    names: list[str], environment: Mapping[str, str], post: Post, sleep: Callable[[float], object]
) -> Mapping[str, str]:
    body = json.dumps({"Names": names, "WithDecryption": True}).encode()
    for wait in (*_WAITS, None):
        status, content = post(body, environment)
        if status == 200:
            return {each["Name"]: each["Value"] for each in _read(content).get("Parameters", ())}
        kind = str(_read(content).get("__type", "")).rpartition("#")[2]
        if kind.startswith("AccessDenied"):
            raise Misconfigured(f"Secret settings cannot be read: this role may not read {', '.join(names)}.")
        if wait is None or (0 < status < 500 and "Throttl" not in kind):
            break
        sleep(wait)
    raise Unavailable(f"secret settings cannot be read: {kind or status or 'no answer'}")


def _sent(body: bytes, environment: Mapping[str, str]) -> Answer:
    """The answer of the service; status 0 where there was none."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.exceptions import BotoCoreError
    from botocore.httpsession import URLLib3Session
    from botocore.session import Session

    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
    credentials = Session().get_credentials()
    if not region or credentials is None:
        raise Misconfigured("Secret settings in ssm: need AWS_REGION and credentials of AWS beside them.")
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": _TARGET}
    request = AWSRequest("POST", _address(region, environment), headers, body)
    SigV4Auth(credentials.get_frozen_credentials(), "ssm", region).add_auth(request)
    try:
        answer = URLLib3Session(timeout=_TIMEOUT).send(request.prepare())
    except BotoCoreError:
        return 0, b""
    return answer.status_code, answer.content


def _address(region: str, environment: Mapping[str, str]) -> str:
    """Where the service is; named in the environment as for Amazon's own programs, if it is another one."""
    return (
        environment.get("AWS_ENDPOINT_URL_SSM")
        or environment.get("AWS_ENDPOINT_URL")
        or f"https://ssm.{region}.amazonaws.com/"
    )


def _read(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
