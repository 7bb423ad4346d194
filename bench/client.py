"""A small HTTP client that keeps its connection: what presses the button in proofs and benchmarks."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.home import HOST

#: An answer that has not come after so long will not come.
TIMEOUT = 30.0

#: A connection that rested so long is opened anew: the server closes those that rest for five seconds.
_RESTED = 3.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """One connection, for one thread."""

    def __init__(self, port: int, timeout: float = TIMEOUT) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
        self._used = time.monotonic()

    def order(self, content: bytes, key: str) -> Answer:
        return self.post("/api/orders", content, key)

    def post(self, path: str, content: bytes, key: str) -> Answer:
        """Raises OSError where no whole answer came; then nobody knows whether it was taken."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if time.monotonic() - self._used > _RESTED:
            self._connection.close()
        try:
            self._connection.request("POST", path, content, headers)
            answer = self._connection.getresponse()
            body = answer.read()
            self._used = time.monotonic()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise OSError(f"no answer: {type(error).__name__}") from error
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)

    def close(self) -> None:
        self._connection.close()


def wish(sku: str, quantity: int, buyer: int, method: str = "pickup", payment: str = "cash") -> bytes:
    """A right order as a browser sends it; every buyer has an address of their own."""
    return json.dumps(
        {
            "lines": [{"sku": sku, "quantity": quantity}],
            "contact": {"name": f"Buyer {buyer}", "email": f"buyer-{buyer}@example.org"},
            "delivery": {"method": method},
            "payment": payment,
        }
    ).encode()
