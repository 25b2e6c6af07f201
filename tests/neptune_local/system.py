"""Fast reset in two steps: initiate gives a token, perform uses it."""

import uuid
from collections.abc import Mapping
from typing import Any

from tests.neptune_local.clock import Clock
from tests.neptune_local.engine import Engine
from tests.neptune_local.errors import NeptuneError

VALID = 60 * 60
"""Seconds that a token is valid."""


class System:
    """The operations of POST /system."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._token: tuple[str, float] | None = None

    def act(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Run the action of a request. Raises NeptuneError."""
        action = request.get("action")
        if action == "initiateDatabaseReset":
            return {"status": "200 OK", "payload": {"token": self._new_token()}}
        if action == "performDatabaseReset":
            self._spend(request.get("token"))
            self._engine.reset()
            return {"status": "200 OK"}
        if not action:
            raise NeptuneError("MissingParameterException", "System command parameter 'action' is missing")
        raise NeptuneError(
            "InvalidParameterException", f"System command parameter 'action' : '{action}' is unknown"
        )

    def _new_token(self) -> str:
        self._token = str(uuid.uuid4()), self._clock.now() + VALID
        return self._token[0]

    def _spend(self, given: str | None) -> None:
        if not given:
            raise NeptuneError("MissingParameterException", "System command parameter 'token' is missing")
        expected, until = self._token or ("", 0.0)
        if given != expected or self._clock.now() > until:
            raise NeptuneError(
                "InvalidParameterException",
                f"System command parameter 'token' : '{given}' does not match database reset token",
            )
        self._token = None
