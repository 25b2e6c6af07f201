"""The way from a request's bytes to an answer: authentication, faults, the operation, the log."""

import json
import threading
from collections.abc import Mapping
from email.message import Message
from typing import Any

from tests.fake_sagemaker import objects
from tests.fake_sagemaker.account import Account
from tests.fake_sagemaker.calls import Calls
from tests.fake_sagemaker.evidence import Evidence, EvidenceApi, NoEvidence
from tests.fake_sagemaker.faults import Dice, Faults
from tests.fake_sagemaker.operations import Api
from tests.fake_sagemaker.paging import Pager
from tests.fake_sagemaker.wire import Answer, ApiError

SERVICES = {
    "SageMaker": "sagemaker",
    "AmazonEC2ContainerRegistry_V20150921": "ecr",
    "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101": "cloudtrail",
}
"""Services by the beginning of the header that names the operation."""
CALLER = "assumed-role/acme-lineage-reader/export"


class Service:
    """The state of the fake that requests may read or change; safe for many threads."""

    def __init__(self, account: Account, faults: Faults, *, inclusive_times: bool) -> None:
        self.calls = Calls()
        self.closing = threading.Event()
        self._inclusive = inclusive_times
        self._pager = Pager()
        self.set_account(account)
        self.set_evidence(NoEvidence())
        self.set_faults(faults)

    def set_account(self, account: Account) -> None:
        """Answer from this account from the next call on; existing tokens stay valid."""
        self.api = Api(account, self._pager, inclusive_times=self._inclusive)

    def set_evidence(self, evidence: Evidence) -> None:
        """Let S3, ECR and CloudTrail answer from it, from the next call on."""
        self.evidence_api = EvidenceApi(evidence, self._pager)

    def set_faults(self, faults: Faults) -> None:
        """Use these faults from the next call on; their counters start at zero."""
        self.state = faults, Dice(faults)

    def respond(self, headers: Message, body: bytes) -> Answer | None:
        """The answer to a request; None: close the connection without one."""
        operation = ""
        parameters: Mapping[str, Any] = {}
        with self.calls.running():
            try:
                service, operation, parameters = _parse(headers, body)
                fault = self._fault(service, operation, parameters, headers)
                if fault in ("hang", "drop"):
                    answer, outcome = None, fault
                else:
                    answer, outcome = _spoil(self._body(service, operation, parameters), fault)
            except ApiError as error:
                answer, outcome = Answer(error.body(), error.status), error.code
        self.calls.add(operation, parameters, outcome)
        return answer

    def respond_as_s3(self, method: str, path: str, headers: Message) -> Answer | None:
        """The answer to a request to S3; None: close the connection without one."""
        operation, parameters = objects.named(method, path)
        with self.calls.running():
            try:
                fault = self._fault("s3", operation, parameters, headers)
                if not operation:
                    raise ApiError("NotImplemented", "This fake does not support the request", 501)
                checksums = headers.get("x-amz-checksum-mode", "").upper() == "ENABLED"
                evidence = self.evidence_api.evidence
                answer = (
                    None if fault else objects.answer(evidence, operation, parameters, checksums=checksums)
                )
                outcome = fault or ("ok" if answer and answer.status == 200 else "NoSuchKey")
            except ApiError as error:
                denied = error.code == "AccessDeniedException"
                code, status = ("AccessDenied", 403) if denied else (error.code, error.status)
                answer, outcome = objects.refusal(code, status), code
        self.calls.add(operation, parameters, outcome)
        return answer

    def _body(self, service: str, operation: str, parameters: Mapping[str, Any]) -> bytes:
        faults = self.state[0]
        if service == "sagemaker":
            return self.api.answer(operation, parameters, faults)
        return self.evidence_api.answer(service, operation, parameters, faults)

    def _fault(self, service: str, operation: str, parameters: Mapping[str, Any], headers: Message) -> str:
        """The fault of a call that spoils or suppresses its answer; empty: none. Raises ApiError for a refusal."""
        faults, dice = self.state
        if faults.latency:
            self.closing.wait(faults.latency)
        if not headers.get("Authorization"):
            raise ApiError("MissingAuthenticationTokenException", "Missing Authentication Token")
        resource = parameters.get("Resource", "") if isinstance(parameters, dict) else ""
        fault = dice.fault(operation, resource, self._pager.stable(parameters))
        if fault == "hang":
            self.closing.wait()
        self._refuse(fault, service, operation, faults)
        return fault

    def _refuse(self, fault: str, service: str, operation: str, faults: Faults) -> None:
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
                f"{service}:{operation} on resource: arn:aws:{service}:{account.region}:{account.account_id}:* "
                f"{faults.denied}",
            )


def _parse(headers: Message, body: bytes) -> tuple[str, str, Mapping[str, Any]]:
    """The service, its operation and the parameters."""
    target, _, operation = headers.get("X-Amz-Target", "").rpartition(".")
    if target not in SERVICES or not operation:
        raise ApiError(
            "UnknownOperationException", "The request names no operation of SageMaker, ECR or CloudTrail"
        )
    try:
        return SERVICES[target], operation, json.loads(body)
    except ValueError:
        raise ApiError("SerializationException", "The body is not JSON") from None


def _spoil(body: bytes, fault: str) -> tuple[Answer, str]:
    if fault == "truncate":
        return Answer(body, cut=len(body) // 2), fault
    if fault == "garbage":
        return Answer(b"<html>upstream proxy error</html>"), fault
    return Answer(body), "ok"
