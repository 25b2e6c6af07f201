"""Convert API records, as List*, Describe* and Search return them, to entities and associations.

Every member may be missing: SageMaker's model marks hardly any as required, and automatic entities lack many
(names, source types, users). Missing values are left out, never written as text.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from lineage_viz.arn import Arn, unresolved_entity
from lineage_viz.json_text import json_of, json_text, storable
from lineage_viz.model import DEFAULT_ASSOCIATION, Association, Entity, EntityLabel, Value
from lineage_viz.sagemaker_lineage.private import without_members, without_private

Record = Mapping[str, Any]
Properties = dict[str, Value]

ARN_MEMBER: Mapping[EntityLabel, str] = {
    EntityLabel.ARTIFACT: "ArtifactArn",
    EntityLabel.TRIAL_COMPONENT: "TrialComponentArn",
    EntityLabel.ACTION: "ActionArn",
    EntityLabel.CONTEXT: "ContextArn",
}

_ESCAPED = re.compile(r"\\.")

DETAIL_COLUMNS = frozenset(
    {
        "createdby", "lastmodifiedby", "lineagegroup", "description", "properties", "parameters", "metrics",
        "inputs", "outputs", "experiments", "trials", "commitid", "repository", "generatedby", "projectid",
    }
)  # fmt: skip
"""Properties that only Describe and Search return."""

_USERS = frozenset({"createdby", "lastmodifiedby"})  # summaries of trial components have them too


@dataclass(frozen=True, slots=True)
class ExportedLineage:
    """A complete lineage in memory; both ends of every association are among the entities."""

    entities: tuple[Entity, ...]
    associations: tuple[Association, ...]


def entity(label: EntityLabel, record: Record) -> Entity:
    """The entity of a record, from a summary or with details."""
    arn = storable(record[ARN_MEMBER[label]])
    parsed = Arn.parse(arn)
    values: dict[str, object] = {
        "arn": arn,
        "account": parsed.account,
        "region": parsed.region,
        "creationtime": record.get("CreationTime"),
        "lastmodifiedtime": record.get("LastModifiedTime"),
        "createdby": _user(record.get("CreatedBy")),
        "lastmodifiedby": _user(record.get("LastModifiedBy")),
        "lineagegroup": record.get("LineageGroupArn"),
        **_BY_LABEL[label](record),
    }
    return Entity(arn, label, _present(without_members(values)))


def association(record: Record) -> Association:
    """The association of an AssociationSummary; a missing type becomes Neptune's default edge label."""
    type_ = storable(record.get("AssociationType") or DEFAULT_ASSOCIATION)
    values = {"creationtime": record.get("CreationTime"), "createdby": _user(record.get("CreatedBy"))}
    return Association(
        storable(record["SourceArn"]), type_, storable(record["DestinationArn"]), _present(values)
    )


def lineage(
    entities: Iterable[Entity], associations: Iterable[Record], earlier: Iterable[Association] = ()
) -> ExportedLineage:
    """Join entities and association records; ends that are in no listing are added as unresolved entities.

    `earlier` are associations of a previous snapshot; their ends are among the entities.
    """
    known = {each.arn: each for each in entities}
    links: dict[tuple[str, str, str], Association] = {}
    for record in associations:
        link = association(record)
        links[link.source, link.destination, link.type] = link
        for end, arn in (("Source", link.source), ("Destination", link.destination)):
            if arn not in known:
                type_, name = (
                    str(without_private(record.get(f"{end}{what}") or "")) for what in ("Type", "Name")
                )
                known[arn] = unresolved_entity(arn, storable(type_), storable(name))
    # SageMaker has at most one association for each ordered pair, so a new one replaces the earlier one.
    pairs = {(source, destination) for source, destination, _ in links}
    kept = [link for link in earlier if (link.source, link.destination) not in pairs]
    return ExportedLineage(tuple(known.values()), (*links.values(), *kept))


def without_details(detailed: Entity) -> Entity:
    """The entity with only the properties of a summary."""
    in_summary = _USERS if detailed.label == EntityLabel.TRIAL_COMPONENT else frozenset()
    dropped = DETAIL_COLUMNS - in_summary
    return replace(detailed, properties={k: v for k, v in detailed.properties.items() if k not in dropped})


def with_details_of(now: Entity, before: Entity) -> Entity:
    """The entity with its details from an earlier snapshot."""
    details = {k: v for k, v in before.properties.items() if k in DETAIL_COLUMNS}
    return replace(now, properties={**details, **now.properties})


def without_secrets_of(known: Entity) -> Entity:
    """The entity of an earlier snapshot with the secrets hidden that an older version kept.

    The JSON of this module is searched as a structure. Its text is not searched too, which took most of the time of a
    quick export.
    """
    structures = {name: found for name, value in known.properties.items() if (found := _structure(value))}
    searched = {**known.properties, **structures}
    shown = without_members(searched)
    if shown == searched:
        return known

    def kept(name: str, value: Any) -> Value:
        if value == searched[name]:
            return known.properties[name]
        return _value(value) if name in structures else value

    return replace(known, properties={name: kept(name, value) for name, value in shown.items()})


def _structure(value: Value) -> object:
    """The JSON that a property has; None if it has none."""
    found = json_of(value, object) if isinstance(value, str) and value[:1] in ("{", "[") else None
    return found if isinstance(found, dict | list) else None


def _artifact(record: Record) -> dict[str, object]:
    source = record.get("Source") or {}
    return {
        "name": record.get("ArtifactName"),
        "type": record.get("ArtifactType"),
        "sourceuri": source.get("SourceUri"),
        "sourceids": _source_ids(source.get("SourceTypes") or ()),
        "properties": record.get("Properties"),
        **_origin(record),
    }


def _action(record: Record) -> dict[str, object]:
    return {
        "name": record.get("ActionName"),
        "type": record.get("ActionType"),
        "status": record.get("Status"),
        "description": record.get("Description"),
        "properties": record.get("Properties"),
        **_source(record),
        **_origin(record),
    }


def _context(record: Record) -> dict[str, object]:
    return {
        "name": record.get("ContextName"),
        "type": record.get("ContextType"),
        "description": record.get("Description"),
        "properties": record.get("Properties"),
        **_source(record),
    }


def _trial_component(record: Record) -> dict[str, object]:
    # The summary calls its source TrialComponentSource; Describe and Search call it Source.
    source = record.get("TrialComponentSource") or record.get("Source") or {}
    status = record.get("Status") or {}
    parents = record.get("Parents") or ()
    return {
        "name": record.get("TrialComponentName"),
        "displayname": record.get("DisplayName"),
        "sourcearn": source.get("SourceArn"),
        "type": source.get("SourceType"),
        "status": status.get("PrimaryStatus"),
        "message": status.get("Message"),
        "starttime": record.get("StartTime"),
        "endtime": record.get("EndTime"),
        "parameters": {key: _parameter(value) for key, value in (record.get("Parameters") or {}).items()},
        "metrics": record.get("Metrics"),
        "inputs": record.get("InputArtifacts"),
        "outputs": record.get("OutputArtifacts"),
        "experiments": _joined(parent.get("ExperimentName") for parent in parents),
        "trials": _joined(parent.get("TrialName") for parent in parents),
        **_origin(record),
    }


_BY_LABEL: Mapping[EntityLabel, Callable[[Record], dict[str, object]]] = {
    EntityLabel.ARTIFACT: _artifact,
    EntityLabel.TRIAL_COMPONENT: _trial_component,
    EntityLabel.ACTION: _action,
    EntityLabel.CONTEXT: _context,
}


def _source_ids(kinds: Iterable[Record]) -> dict[str, object]:
    """The ids of the content by type, such as its S3ETag; several of one type become a list."""
    by_type: dict[str, list[object]] = {}
    for kind in kinds:
        by_type.setdefault(kind.get("SourceIdType") or "", []).append(kind.get("Value"))
    return {name: values[0] if len(values) == 1 else values for name, values in by_type.items()}


def _source(record: Record) -> dict[str, object]:
    source = record.get("Source") or {}
    return {
        "sourceuri": source.get("SourceUri"),
        "sourcetype": source.get("SourceType"),
        "sourceid": source.get("SourceId"),
    }


def _origin(record: Record) -> dict[str, object]:
    origin = record.get("MetadataProperties") or {}
    return {
        "commitid": origin.get("CommitId"),
        "repository": origin.get("Repository"),
        "generatedby": origin.get("GeneratedBy"),
        "projectid": origin.get("ProjectId"),
    }


def _user(user: Record | None) -> str:
    """The most exact recorded name of a user; often there is none."""
    user = user or {}
    identity = user.get("IamIdentity") or {}
    return str(user.get("UserProfileArn") or identity.get("Arn") or user.get("UserProfileName") or "")


def _parameter(value: Record) -> object:
    return value.get("NumberValue", value.get("StringValue"))


def _joined(names: Iterable[str | None]) -> str:
    return ", ".join(dict.fromkeys(name for name in names if name))


def json_value(value: object) -> str:
    """A structure of a record as the JSON of a property."""
    return str(_value(value))


def _present(values: Mapping[str, object]) -> Properties:
    return {name: _value(value) for name, value in values.items() if value}


def _value(value: object) -> Value:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo is UTC else value.astimezone(UTC)).replace(microsecond=0)
    text = json_text(value, ensure_ascii=False, sort_keys=True, default=_json)
    return storable(_ESCAPED.sub(_without_escaped_quote, text) if "\\" in text else text)


def _without_escaped_quote(escape: re.Match[str]) -> str:
    r"""Write `\"` as `\u0022`, the same value: AWS's csv-gremlin takes the backslash for an escape of the CSV."""
    return r"\u0022" if escape[0] == '\\"' else escape[0]


def _json(value: object) -> str:
    if isinstance(value, datetime):
        in_utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        return f"{in_utc.isoformat(timespec='milliseconds')[: -len('+00:00')]}Z"
    raise TypeError(f"{type(value).__name__} in an API record")
