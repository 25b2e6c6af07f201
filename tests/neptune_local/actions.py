"""The IAM actions on the data of a cluster, and the answers to callers that lack one."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.neptune_local.errors import READ_ONLY, Denied, NeptuneError

READING = frozenset({
    "ReadDataViaQuery", "GetQueryStatus", "GetEngineStatus", "GetGraphSummary", "GetStatisticsStatus",
    "GetLoaderJobStatus", "ListLoaderJobs",
})  # fmt: skip
"""The actions of a role that may only read."""

EVERY = READING | {
    "WriteDataViaQuery", "DeleteDataViaQuery", "CancelQuery", "ManageStatistics", "DeleteStatistics",
    "StartLoaderJob", "CancelLoaderJob", "ResetDatabase",
}  # fmt: skip
"""All actions that this cluster knows."""

CONSOLE = frozenset({"ReadDataViaQuery", "GetQueryStatus", "CancelQuery"})
"""The actions of a role that asks queries, and ends its own."""

_QUERIES = ("Read", "Write", "Delete")


@dataclass(frozen=True, slots=True)
class Caller:
    """The actions of a caller, on an instance that may be a replica."""

    actions: frozenset[str] = EVERY
    replica: bool = False

    def check(self, action: str, *, changes: bool = False) -> None:
        """Raise NeptuneError when the caller lacks the action, or asks a replica for a change."""
        if action not in self.actions:
            raise denied(action)
        if changes and self.replica:
            raise NeptuneError("ReadOnlyViolationException", READ_ONLY)

    @property
    def source(self) -> str:
        """The traversal source whose queries perform only what this caller may do here."""
        allowed = [each for each in _QUERIES if f"{each}DataViaQuery" in self.actions]
        if self.replica:
            allowed = [each for each in allowed if each == "Read"]
        return "may" + "".join(allowed)

    def instead(self, error: NeptuneError) -> NeptuneError:
        """The error for the client, instead of the list of actions that its traversal source lacks."""
        if not isinstance(error, Denied):
            return error
        lacking = [action for action in _full(error.missing) if action not in self.actions]
        return denied(lacking[0]) if lacking else NeptuneError("ReadOnlyViolationException", READ_ONLY)


def denied(action: str) -> NeptuneError:
    """The error for a caller without this action."""
    return NeptuneError(
        "AccessDeniedException",
        f"User is not authorized to perform: neptune-db:{action} because no identity-based policy allows it",
    )


def _full(words: Sequence[str]) -> list[str]:
    return [f"{word}DataViaQuery" for word in words]
