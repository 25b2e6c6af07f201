"""The five listings: what each tells of a record, and what it filters and sorts by."""

from collections.abc import Callable
from functools import cache
from typing import Any

from botocore.model import ListShape, StructureShape

from tests.fake_sagemaker.account import Account, Record
from tests.fake_sagemaker.requests import operation_model
from tests.fake_sagemaker.table import Keys, Table

ROWS = {
    "ListArtifacts": "ArtifactSummaries",
    "ListActions": "ActionSummaries",
    "ListContexts": "ContextSummaries",
    "ListTrialComponents": "TrialComponentSummaries",
    "ListAssociations": "AssociationSummaries",
}
"""The member of each listing's answer that holds its rows."""


def make_tables(account: Account) -> dict[str, Table]:
    """A table per listing."""
    return {
        "ListArtifacts": _table("ListArtifacts", account.artifacts, _of("ArtifactType"), {}),
        "ListActions": _table("ListActions", account.actions, _of("ActionType"), _name("ActionName")),
        "ListContexts": _table("ListContexts", account.contexts, _of("ContextType"), _name("ContextName")),
        "ListTrialComponents": _components(account),
        "ListAssociations": _associations(account),
    }


def _components(account: Account) -> Table:
    filters: Keys = {
        "SourceArn": lambda record: record.get("Source", {}).get("SourceArn"),
        "ExperimentName": _parents("ExperimentName"),
        "TrialName": _parents("TrialName"),
    }
    records = account.trial_components
    return _table("ListTrialComponents", records, filters, _name("TrialComponentName"))


def _associations(account: Account) -> Table:
    ends = ("SourceArn", "DestinationArn", "SourceType", "DestinationType")
    filters = {name: _member(name) for name in (*ends, "AssociationType")}
    return _table("ListAssociations", account.associations, filters, {name: _member(name) for name in ends})


def _table(operation: str, records: tuple[Record, ...], filters: Keys, orders: Keys) -> Table:
    members = _summary_members(operation)

    def shown(record: Record) -> Record:
        summary = {name: value for name, value in record.items() if name in members}
        if "TrialComponentSource" in members and "Source" in record:
            summary["TrialComponentSource"] = record["Source"]
        return summary

    return Table(records, shown, filters, orders)


@cache
def _summary_members(operation: str) -> frozenset[str]:
    output = operation_model(operation).output_shape
    assert isinstance(output, StructureShape)
    rows = output.members[ROWS[operation]]
    assert isinstance(rows, ListShape)
    assert isinstance(rows.member, StructureShape)
    return frozenset(rows.member.members)


def _of(type_member: str) -> Keys:
    return {"SourceUri": lambda record: record["Source"]["SourceUri"], type_member: _member(type_member)}


def _name(member: str) -> Keys:
    return {"Name": _member(member)}


def _member(name: str) -> Callable[[Record], Any]:
    return lambda record: record.get(name)


def _parents(member: str) -> Callable[[Record], tuple[str, ...]]:
    return lambda record: tuple({parent[member]: None for parent in record.get("Parents", ())})
