"""Build API records as SageMaker would: correct ARNs, names, times, and one association for each ordered pair."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any

from lineage_viz.demo.account import Account, Record
from lineage_viz.demo.history import History

_NOBODY: Record = {}


def digest(*parts: str, size: int = 16) -> str:
    """A hexadecimal digest, the same for the same parts in every run."""
    return blake2b("\n".join(parts).encode(), digest_size=size).hexdigest()


class Builder:
    """Collects the records of an account; `build` returns them in order of creation."""

    def __init__(self, account_id: str, region: str) -> None:
        self.account_id, self.region = account_id, region
        self._records: dict[str, dict[str, Record]] = {
            kind: {} for kind in ("artifact", "action", "context", "experiment-trial-component")
        }
        self._associations: dict[tuple[str, str], Record] = {}
        self._ends: dict[str, tuple[str, str]] = {}
        self._contexts: dict[tuple[str, str], str] = {}
        self.history = History()
        self.findings: dict[str, str] = {}

    def arn(self, resource: str, account_id: str = "") -> str:
        """An ARN of this account or another; SageMaker writes all ARNs in lower case."""
        return f"arn:aws:sagemaker:{self.region}:{account_id or self.account_id}:{resource.lower()}"

    def jobs(self) -> Iterable[Record]:
        """The trial components of jobs; the caller may change them."""
        return (each for each in self._records["experiment-trial-component"].values() if "Source" in each)

    def actions_of(self, source: str) -> Iterable[Record]:
        """The actions with a source, such as a version's approvals; the caller may change them."""
        return (each for each in self._records["action"].values() if each["Source"]["SourceUri"] == source)

    def context_of(self, type_: str, source: str) -> str:
        """The ARN of an existing context."""
        return self._contexts[type_, source]

    def record(self, arn: str) -> Record:
        """The record with an ARN; the caller may change it."""
        kind = arn.split(":", 5)[5].partition("/")[0]
        return self._records[kind][arn]

    def artifact(
        self,
        uri: str,
        type_: str,
        at: datetime,
        *,
        marks: Mapping[str, str] | None = None,
        name: str = "",
        **details: Any,
    ) -> str:
        """Add an artifact and return its ARN; a second call with the same source, type and marks returns the first.

        Runs overlap, so the first call need not be the earliest: the creation time becomes the earliest.
        """
        marks = marks or {}
        ident = digest(type_, uri, *(f"{key}={value}" for key, value in marks.items()))
        arn = self.arn(f"artifact/{ident}")
        if arn not in self._records["artifact"]:
            source = {"SourceUri": uri, "SourceTypes": _source_types(marks)}
            named = {"ArtifactName": name} if name else {}
            record = {"ArtifactArn": arn, **named, "Source": source, "ArtifactType": type_}
            self._add("artifact", arn, type_, name, record, at, details)
        self._move_creation_back(arn, at)
        return arn

    def trial_component(
        self, name: str, at: datetime, *, job_type: str = "", job_arn: str = "", **details: Any
    ) -> str:
        """Add a trial component and return its ARN; without `job_arn` it is made by hand and has no Source."""
        arn = self.arn(f"experiment-trial-component/{name}")
        source = {"Source": {"SourceArn": job_arn, "SourceType": job_type}} if job_arn else {}
        record = {"TrialComponentArn": arn, "TrialComponentName": name, "DisplayName": name, **source}
        self._add("experiment-trial-component", arn, job_type, name, record, at, details)
        return arn

    def action(self, name: str, type_: str, source: str, at: datetime, **details: Any) -> str:
        """Add an action and return its ARN; its status is Completed unless `details` have another."""
        arn = self.arn(f"action/{name}")
        record = {
            "ActionArn": arn, "ActionName": name, "ActionType": type_, "Status": "Completed",
            "Source": _source(source, at),
        }  # fmt: skip
        self._add("action", arn, type_, name, record, at, details)
        return arn

    def context(self, name: str, type_: str, source: str, at: datetime, **details: Any) -> str:
        """Add a context and return its ARN; a second call with the same type and source returns the first."""
        arn = self._contexts.setdefault((type_, source), self.arn(f"context/{name}"))
        if arn not in self._records["context"]:
            record = {
                "ContextArn": arn, "ContextName": name, "ContextType": type_, "Source": _source(source, at)
            }  # fmt: skip
            self._add("context", arn, type_, name, record, at, details)
        self._move_creation_back(arn, at)
        return arn

    def associate(
        self,
        source: str,
        destination: str,
        type_: str,
        at: datetime,
        created_by: Record = _NOBODY,
    ) -> None:
        """Associate two ARNs once; SageMaker refuses a second association of the same pair."""
        if (source, destination) in self._associations:
            return
        typed = {"AssociationType": type_} if type_ else {}
        self._associations[source, destination] = {
            "SourceArn": source, "DestinationArn": destination, **typed,
            **self._end("Source", source), **self._end("Destination", destination),
            "CreationTime": at, "CreatedBy": created_by,
        }  # fmt: skip

    def contribute(self, sources: Iterable[str], destination: str, at: datetime) -> None:
        """Add a ContributedTo association from each source to the destination."""
        for source in sources:
            self.associate(source, destination, "ContributedTo", at)

    def build(self) -> Account:
        """The account with all records so far."""
        artifacts, actions, contexts, components = (_by_time(r.values()) for r in self._records.values())
        return Account(
            self.account_id,
            self.region,
            artifacts,
            actions,
            contexts,
            components,
            _by_time(self._associations.values()),
            findings=self.findings,
        )

    def _add(
        self, kind: str, arn: str, type_: str, name: str, record: Record, at: datetime, details: Record
    ) -> None:
        if arn in self._records[kind]:
            raise ValueError(f"{arn} exists already")
        record["CreationTime"] = record["LastModifiedTime"] = at
        record["CreatedBy"] = record["LastModifiedBy"] = _NOBODY
        record["LineageGroupArn"] = self.arn("lineage-group/sagemaker-default-lineage-group")
        record.update(details)
        self._records[kind][arn] = record
        self._ends[arn] = type_, name

    def _move_creation_back(self, arn: str, at: datetime) -> None:
        record = self.record(arn)
        record["CreationTime"] = min(record["CreationTime"], at)

    def _end(self, side: str, arn: str) -> Record:
        type_, name = self._ends.get(arn, ("", ""))
        members = {f"{side}Type": type_, f"{side}Name": name}
        return {key: value for key, value in members.items() if value}


def _source_types(marks: Mapping[str, str]) -> list[Record]:
    return [{"SourceIdType": key, "Value": value} for key, value in marks.items()]


def _source(uri: str, at: datetime) -> Record:
    if not uri.startswith("arn:"):
        return {"SourceUri": uri}
    # SageMaker's automatic records have the time in words as the SourceId.
    words = at.ctime().replace("  ", " 0")
    return {"SourceUri": uri, "SourceType": "ARN", "SourceId": f"{words[:-4]}UTC {words[-4:]}"}


def _by_time(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=lambda record: record["CreationTime"]))
