"""The expected content of an account, computed from its records without the code under test."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lineage_viz.demo import Account
from lineage_viz.model import Association, Entity

Row = dict[str, str]


def expected_entities(account: Account) -> dict[str, Row]:
    """Every column of the sample notebook as text, for each listed entity, by ARN."""
    rows: dict[str, Row] = {}
    for record in account.artifacts:
        rows[record["ArtifactArn"]] = _row("artifact", record, record.get("ArtifactType"), "ArtifactName")
    for record in account.actions:
        row = _row("action", record, record.get("ActionType"), "ActionName")
        rows[record["ActionArn"]] = {**row, "status": record.get("Status", "")}
    for record in account.contexts:
        rows[record["ContextArn"]] = _row("context", record, record.get("ContextType"), "ContextName")
    for record in account.trial_components:
        source, status = record.get("Source") or {}, record.get("Status") or {}
        row = _row("trial_component", record, source.get("SourceType"), "TrialComponentName")
        row |= {"source": source.get("SourceArn", ""), "status": status.get("PrimaryStatus", "")}
        rows[record["TrialComponentArn"]] = {**row, "message": status.get("Message", "")}
    return rows


def expected_associations(account: Account) -> set[tuple[str, str, str]]:
    """Each association's source, destination and type; a missing type becomes `edge`."""
    return {
        (a["SourceArn"], a["DestinationArn"], a.get("AssociationType", "edge")) for a in account.associations
    }


def found_entities(entities: Iterable[Entity]) -> dict[str, Row]:
    """The exported entities in the same form, without unresolved ones."""
    return {
        one.arn: {
            "label": str(one.label),
            "type": one.type,
            "name": one.name,
            "source": one.source,
            "status": one.status,
            "message": one.text("message"),
            "created": f"{one.created:%Y-%m-%dT%H:%M:%S}" if one.created else "",
            "modified": one.text("lastmodifiedtime")[:19].replace(" ", "T"),
        }
        for one in entities
        if not one.unresolved
    }


def found_associations(associations: Iterable[Association]) -> set[tuple[str, str, str]]:
    """The exported associations in the same form."""
    return {(one.source, one.destination, one.type) for one in associations}


def unresolved_ends(account: Account) -> set[str]:
    """ARNs that are in associations but in no listing."""
    ends = {arn for source, destination, _ in expected_associations(account) for arn in (source, destination)}
    return ends - expected_entities(account).keys()


def _row(label: str, record: dict[str, Any], kind: str | None, name: str) -> Row:
    return {
        "label": label,
        "type": kind or "",
        "name": record.get(name) or "",
        "source": (record.get("Source") or {}).get("SourceUri", ""),
        "status": "",
        "message": "",
        "created": _second(record.get("CreationTime")),
        "modified": _second(record.get("LastModifiedTime")),
    }


def _second(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}" if moment else ""
