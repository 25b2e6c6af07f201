"""The way from a request's bytes to an answer: authentication, faults, the operation, the log."""

import json
import threading
from collections.abc import Mapping
from email.message import Message
from typing import Any

from tests.fake_sagemaker.account import Account
from tests.fake_sagemaker.calls import Calls
from tests.fake_sagemaker.faults import Dice, Faults
from tests.fake_sagemaker.operations import Api
from tests.fake_sagemaker.paging import Pager
from tests.fake_sagemaker.wire import Answer, ApiError

CALLER = "assumed-role/acme-lineage-reader/export"


class Service:
    """The state of the fake that requests may read or change; safe for many threads."""

    def __init__(self, account: Account, faults: Faults, *, inclusive_times: bool) -> None:
        self.calls = Calls()
        self.closing = threading.Event()
        self._inclusive = inclusive_times
        self._pager = Pager()
        self.set_account(account)
        self.set_faults(faults)

    def set_account(self, account: Account) -> None:
        """Answer from this account from the next call on; existing tokens stay valid."""
        self.api = Api(account, self._pager, inclusive_times=self._inclusive)

    def set_faults(self, faults: Faults) -> None:
        """Use these faults from the next call on; their counters start at zero."""
        self.state = faults, Dice(faults)

    def respond(self, headers: Message, body: bytes) -> Answer | None:
        """The answer to a request; None: close the connection without one."""
        operation = ""
        parameters: Mapping[str, Any] = {}
        with self.calls.running():
            try:
                operation, parameters = _parse(headers, body)
                answer, outcome = self._run(operation, parameters, headers)
            except ApiError as error:
                answer, outcome = Answer(error.body(), error.status), error.code
        self.calls.add(operation, parameters, outcome)
        return answer

    def _run(
        self, operation: str, parameters: Mapping[str, Any], headers: Message
    ) -> tuple[Answer | None, str]:
        faults, dice = self.state
        if faults.latency:
            self.closing.wait(faults.latency)
        if not headers.get("Authorization"):
            raise ApiError("MissingAuthenticationTokenException", "Missing Authentication Token")
        resource = parameters.get("Resource", "") if isinstance(parameters, dict) else ""
        fault = dice.fault(operation, resource, self._pager.stable(parameters))
        if fault == "hang":
            self.closing.wait()
            return None, fault
        if fault == "drop":
            return None, fault
        self._refuse(fault, operation, faults)
        return _spoil(self.api.answer(operation, parameters, faults), fault)

    def _refuse(self, fault: str, operation: str, faults: Faults) -> None:
        if fault == "throttle":
            raise ApiError(faults.throttle_code, "Rate exceeded")
        if fault == "http500":
            raise ApiError("InternalFailure", "We encountered an internal error. Please try again.", 500)
        if fault == "expired_token":
            raise ApiError("ExpiredTokenException", "The security token included in the request is expired")
        if fault == "deny":
            account = self.api.account
            raise ApiError(
                "AccessDeniedException",
                f"User: arn:aws:sts::{account.account_id}:{CALLER} is not authorized to perform: "
                f"sagemaker:{operation} on resource: arn:aws:sagemaker:{account.region}:{account.account_id}:* "
                f"{faults.denied}",
            )


def _parse(headers: Message, body: bytes) -> tuple[str, Mapping[str, Any]]:
    service, _, operation = headers.get("X-Amz-Target", "").partition(".")
    if service != "SageMaker" or not operation:
        raise ApiError("UnknownOperationException", "The request names no operation of SageMaker")
    try:
        return operation, json.loads(body)
    except ValueError:
        raise ApiError("SerializationException", "The body is not JSON") from None


def _spoil(body: bytes, fault: str) -> tuple[Answer, str]:
    if fault == "truncate":
        return Answer(body, cut=len(body) // 2), fault
    if fault == "garbage":
        return Answer(b"<html>upstream proxy error</html>"), fault
    return Answer(body), "ok"
