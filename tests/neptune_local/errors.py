"""Neptune's errors: a code, a sentence and an HTTP status; as JSON over HTTP, and as text in Gremlin's answers."""

import json
import re
import uuid
from collections.abc import Sequence

STATUS = {
    "AccessDeniedException": 403,
    "BulkLoadIdNotFoundException": 404,
    "CancelledByUserException": 500,
    "ConcurrentModificationException": 500,
    "InternalFailureException": 500,
    "ServerShutdownException": 500,
    "ThrottlingException": 500,
    "TimeLimitExceededException": 500,
}
"""HTTP statuses by code; all others are 400."""

READ_ONLY = (
    "The request is rejected because it violates some read-only restriction, "
    "such as a designation of a replica as read-only."
)
CONFLICT = (
    "Failed to complete operation due to conflicting concurrent operations. Please retry. "
    "0 transactions are currently rolling back."
)


class NeptuneError(Exception):
    """An error answer of Neptune."""

    def __init__(self, code: str, message: str, *, gremlin_status: int = 500) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.gremlin_status = code, message, gremlin_status

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS.get(self.code, 400)

    def text(self, request_id: str | None = None) -> str:
        """The error as JSON text. botocore and so aws-cli read `message`; older engines send `detailedMessage` only."""
        request_id = request_id or str(uuid.uuid4())
        texts = {"detailedMessage": self.message, "message": self.message}
        return json.dumps({"code": self.code, "requestId": request_id, **texts})


class Denied(NeptuneError):
    """A query that needs actions which its traversal source lacks: Read, Write or Delete."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("AccessDeniedException", " ".join(missing))
        self.missing = missing


def bad_request(message: str) -> NeptuneError:
    """The error for a request that is wrong as a whole."""
    return NeptuneError("BadRequestException", message)


def cancelled() -> NeptuneError:
    """The error for a query that somebody ended by its id."""
    return NeptuneError("CancelledByUserException", "Operation terminated (cancelled by user)")


def translated(status: int, message: str) -> NeptuneError:
    """Neptune's error for an error of the Gremlin Server."""
    if status == 598:
        sentence = "A timeout occurred within the script during evaluation."
        return NeptuneError("TimeLimitExceededException", sentence, gremlin_status=598)
    if message.startswith("[denied] "):
        return Denied(message.removeprefix("[denied] ").split())
    if message.startswith("[neptune] "):
        return NeptuneError("UnsupportedOperationException", message.removeprefix("[neptune] "))
    if "lambda" in message or "VertexComputing" in message:
        return NeptuneError("UnsupportedOperationException", "Lambdas and OLAP steps are not supported")
    if "Query parsing failed" in message:
        sentence = re.sub(r"^Failed to interpret Gremlin query: ", "", message)
        return NeptuneError("MalformedQueryException", sentence, gremlin_status=499)
    if "already exists" in message:
        return NeptuneError("ConstraintViolationException", message)
    if "ConcurrentModificationException" in message:
        return NeptuneError("ConcurrentModificationException", CONFLICT)
    return NeptuneError("InternalFailureException", message.replace("DefaultGraph", "NeptuneGraph"))
