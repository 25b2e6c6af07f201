"""The listings: the members of their summaries, and their filters and sort orders."""

from collections.abc import Callable
from functools import cache
from typing import Any

from botocore.model import ListShape, StructureShape

from tests.fake_sagemaker.account import Account, Record
from tests.fake_sagemaker.requests import operation_model
from tests.fake_sagemaker.table import Keys, Table, Tests

ROWS = {
    "ListArtifacts": "ArtifactSummaries",
    "ListActions": "ActionSummaries",
    "ListContexts": "ContextSummaries",
    "ListTrialComponents": "TrialComponentSummaries",
    "ListAssociations": "AssociationSummaries",
    "ListModelPackages": "ModelPackageSummaryList",
    "ListModelPackageGroups": "ModelPackageGroupSummaryList",
    "ListModels": "Models",
    "ListEndpoints": "Endpoints",
    "ListPipelineExecutions": "PipelineExecutionSummaries",
    "ListDomains": "Domains",
}
"""The member with the rows, for each listing's answer."""

NO_TESTS: Tests = {}


def make_tables(account: Account) -> dict[str, Table]:
    """A table for each listing."""
    return {
        "ListArtifacts": _table("ListArtifacts", account.artifacts, _of("ArtifactType"), {}),
        "ListActions": _table("ListActions", account.actions, _of("ActionType"), _name("ActionName")),
        "ListContexts": _table("ListContexts", account.contexts, _of("ContextType"), _name("ContextName")),
        "ListTrialComponents": _components(account),
        "ListAssociations": _associations(account),
        "ListModelPackages": _packages(account),
        "ListModelPackageGroups": _named(account, "ListModelPackageGroups", "ModelPackageGroup"),
        "ListModels": _named(account, "ListModels", "Model"),
        "ListEndpoints": _named(account, "ListEndpoints", "Endpoint"),
        "ListPipelineExecutions": _executions(account),
        "ListDomains": _table("ListDomains", account.domains, {}, {}),
    }


def _packages(account: Account) -> Table:
    filters: Keys = {
        "ModelApprovalStatus": _member("ModelApprovalStatus"),
        "ModelPackageGroupName": _group_names,
        "ModelPackageType": lambda record: ("Both", _package_type(record)),
    }
    name = _member("ModelPackageName")
    records = account.records.get("ModelPackage", ())
    return _table("ListModelPackages", records, filters, {"Name": name}, _name_contains(name))


def _named(account: Account, operation: str, resource: str) -> Table:
    name = _member(f"{resource}Name")
    records = tuple(record.get(resource, record) for record in account.records.get(resource, ()))
    orders: Keys = {"Name": name, "Status": _member("EndpointStatus")}
    filters: Keys = {"StatusEquals": _member("EndpointStatus")}
    return _table(operation, records, filters, orders, {**_name_contains(name), **_CHANGED})


def _executions(account: Account) -> Table:
    filters: Keys = {
        "PipelineName": lambda record: (record["PipelineArn"], record["PipelineArn"].rpartition("/")[2]),
    }
    orders: Keys = {"PipelineExecutionArn": _member("PipelineExecutionArn")}
    return _table("ListPipelineExecutions", account.records.get("PipelineExecution", ()), filters, orders)


_CHANGED: Tests = {
    "LastModifiedTimeAfter": lambda record, time: record["LastModifiedTime"].timestamp() >= time,
    "LastModifiedTimeBefore": lambda record, time: record["LastModifiedTime"].timestamp() <= time,
}


def _name_contains(name: Callable[[Record], Any]) -> Tests:
    return {"NameContains": lambda record, part: part.lower() in name(record).lower()}


def _group_names(record: Record) -> tuple[str, ...]:
    """The name and the ARN of a version's group; a caller may use either."""
    if "ModelPackageGroupName" not in record:
        return ()
    group = record["ModelPackageArn"].rpartition("/")[0]
    return record["ModelPackageGroupName"], group.replace(":model-package/", ":model-package-group/")


def _package_type(record: Record) -> str:
    return "Versioned" if "ModelPackageVersion" in record else "Unversioned"


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


def _table(
    operation: str, records: tuple[Record, ...], filters: Keys, orders: Keys, tests: Tests = NO_TESTS
) -> Table:
    members = _summary_members(operation)

    def shown(record: Record) -> Record:
        summary = {name: value for name, value in record.items() if name in members}
        if "TrialComponentSource" in members and "Source" in record:
            summary["TrialComponentSource"] = record["Source"]
        if "StartTime" in members and "PipelineExecutionArn" in members:
            summary["StartTime"] = record["CreationTime"]
        return summary

    return Table(records, shown, filters, orders, tests)


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
