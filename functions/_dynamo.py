"""DynamoDB, and whatever speaks as it does: the one door to boto3.

Every request goes through `call`, which repeats it while that can help and says truly what became of it:
done, refused by a condition, certainly not done (Unavailable), or not to be known (Lost).
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from threading import Lock
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError
from botocore.parsers import ResponseParserError

from functions._dynamo_dialect import Dialect, spoken_at
from functions._dynamo_items import packed, unpacked
from functions._once import once
from functions._settings import Misconfigured
from shop.errors import Unavailable

#: How long one call of a port may take in all. No try is begun after that.
SECONDS = 8.0

#: What a client asks for when an answer was lost is sent once more by us, who know whether that is safe.
_CONFIG = Config(
    connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 1},
    max_pool_connections=64,
)  # fmt: skip
_PATIENT = Config(connect_timeout=5, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 3})

_FIRST_WAIT, _LONGEST_WAIT = 0.05, 1.0

_PREFIX = re.compile(r"[A-Za-z0-9_.-]{1,200}")

#: What may go wrong while tables are made.
FAILURES = (ClientError, BotoCoreError)
FAILED = "ConditionalCheckFailed"

#: Certainly nothing was written, and it may be otherwise in a moment.
_BUSY = frozenset({
    "ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded", "LimitExceeded",
    "TransactionConflictException", "TransactionInProgressException",
    "None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded",
})  # fmt: skip


class _Verdict(Enum):
    BUSY = "certainly not written, and it may be otherwise in a moment"
    LOST = "it may have been written"
    HOPELESS = "certainly not written, and sending it again is no use"


class Refused(Exception):
    """Raised when conditions fail and nothing was written; *reasons* are those of each part, in order."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


class Lost(Unavailable):
    """Raised when an answer was lost and the store cannot be asked what it was: it may have been written."""


class Garbled(Exception):
    """Raised for an answer that is not what was sent; botocore would take it for an empty one."""


class Dynamo:
    """The tables whose names begin with *prefix*. The client is made on first use."""

    def __init__(
        self, prefix: str, endpoint: str | None = None, region: str | None = None, *,
        seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep, dialect: Dialect | None = None,
    ) -> None:  # fmt: skip
        self.prefix, self._endpoint, self._region = prefix, endpoint, region
        self.dialect = dialect or spoken_at(endpoint)
        self._seconds, self._clock, self._sleep = seconds, clock, sleep
        self._lock = Lock()
        self._made: Any = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Dynamo:
        """Raises Misconfigured."""
        prefix = environment.get("VITRINA_TABLES", "")
        if not _PREFIX.fullmatch(prefix):
            raise Misconfigured(
                "VITRINA_TABLES must be what the names of the tables begin with, in letters, digits, '-',"
                " '_' and '.', such as shop-."
            )
        region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
        return cls(prefix, environment.get("VITRINA_AWS_ENDPOINT") or None, region)

    @property
    def client(self) -> Any:
        with self._lock:
            if self._made is None:
                self._made = _client(self._endpoint, self._region, False)
            return self._made

    def patient(self) -> Any:
        """A client for what takes long: tables being made."""
        return _client(self._endpoint, self._region, True)

    def close(self) -> None:
        with self._lock:
            if self._made is not None:
                self._made.close()
            self._made = None

    def until(self) -> float:
        """By when a call that begins now must be over."""
        return self._clock() + self._seconds

    def wait(self, tries: int, until: float) -> bool:
        """Waits a random while, longer with every try; False, at once, where there is no time left."""
        pause = random.random() * min(_LONGEST_WAIT, _FIRST_WAIT * 2**tries)
        if self._clock() + pause >= until:
            return False
        self._sleep(pause)
        return True

    def call(
        self, operation: str, *, until: float | None = None, written: Callable[[], bool] | None = None,
        **request: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """The answer to one request; an empty one where it got lost and *written* says that it was done.

        Without *written* a request is simply sent again. Raises Refused, Lost, Unavailable.
        """
        until = self.until() if until is None else until
        lost, tries = False, 0
        while True:
            try:
                answer: dict[str, Any] = getattr(self.client, operation)(**request)
                return answer
            except (ClientError, BotoCoreError, ResponseParserError, Garbled) as error:
                failure, refusal, verdict = error, _refusal(error), _verdict(error)
            lost = lost or (verdict is _Verdict.LOST and written is not None)
            if lost and written is not None and _asked(written):
                return {}
            if refusal is not None:
                raise refusal
            if verdict is _Verdict.HOPELESS or not self.wait(tries, until):
                raise (Lost if lost else Unavailable)(_said(operation, failure)) from failure
            tries += 1

    def get(self, table: str, key: Mapping[str, str], until: float | None = None) -> dict[str, Any] | None:
        """The row with that key as it is now."""
        answer = self.call(
            "get_item", until=until, TableName=self.prefix + table, Key=packed(key), ConsistentRead=True
        )
        return unpacked(answer["Item"]) if answer.get("Item") else None

    def get_all(
        self, table: str, keys: Sequence[Mapping[str, str]], until: float | None = None
    ) -> list[dict[str, Any]]:
        """Those rows that there are, in no order, as they are now."""
        until = self.until() if until is None else until
        name, rows = self.prefix + table, []
        for start in range(0, len(keys), 100):
            asked = [packed(key) for key in keys[start : start + 100]]
            tries = 0
            while asked:
                request = {name: {"Keys": asked, "ConsistentRead": True}}
                answer = self.call("batch_get_item", until=until, RequestItems=request)
                rows += [unpacked(row) for row in answer["Responses"].get(name, ())]
                asked = answer.get("UnprocessedKeys", {}).get(name, {}).get("Keys", [])
                if asked and not self.wait(tries, until):
                    raise Unavailable("not all rows could be read in time")
                tries += 1
        return rows

    def query(self, table: str, **request: Any) -> Any:
        """The rows that a Query finds, page by page as they are asked for."""
        start: dict[str, Any] = {}
        while True:
            page = self.call("query", TableName=self.prefix + table, **request, **start)
            yield from map(unpacked, page["Items"])
            if not page.get("LastEvaluatedKey"):
                return
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


@once
def _client(endpoint: str | None, region: str | None, patient: bool) -> Any:
    config, session = _PATIENT if patient else _CONFIG, boto3.session.Session()
    client = session.client("dynamodb", endpoint_url=endpoint, region_name=region, config=config)
    client.meta.events.register("before-parse.dynamodb", _whole)
    return client


def _whole(response_dict: Mapping[str, Any], **_: Any) -> None:
    if response_dict["status_code"] < 300:
        sound = False
        with suppress(ValueError):
            sound = isinstance(json.loads(response_dict["body"]), dict)
        if not sound:
            raise Garbled("an answer that is no JSON")


def _refusal(error: Exception) -> Refused | None:
    if not isinstance(error, ClientError):
        return None
    if _code(error) == FAILED + "Exception":
        return Refused(FAILED)
    reasons = _reasons(error)
    return Refused(*reasons) if FAILED in reasons else None


def _verdict(error: Exception) -> _Verdict:
    if isinstance(error, (NoCredentialsError, NoRegionError)):
        return _Verdict.HOPELESS
    if not isinstance(error, ClientError):
        return _Verdict.LOST
    reasons = _reasons(error)
    if _code(error) in _BUSY or (reasons and _BUSY.issuperset(reasons)):
        return _Verdict.BUSY
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
    return _Verdict.LOST if status >= 500 else _Verdict.HOPELESS


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _reasons(error: ClientError) -> tuple[str, ...]:
    return tuple(reason.get("Code", "None") for reason in error.response.get("CancellationReasons", ()))


def _asked(written: Callable[[], bool]) -> bool:
    try:
        return written()
    except Unavailable:
        return False


def _said(operation: str, error: Exception) -> str:
    """What went wrong without what was sent: rows hold names and addresses of people."""
    return f"{operation}: {(isinstance(error, ClientError) and _code(error)) or type(error).__name__}"
