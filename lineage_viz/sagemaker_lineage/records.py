"""API records, as List*, Describe* and Search answer them → entities and associations.

No member is taken for granted: SageMaker's model marks hardly any as required, and automatic entities lack
many (names, source types, users). Absent values are left out, never written as text.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from lineage_viz.arn import Arn, unresolved_entity
from lineage_viz.model import DEFAULT_ASSOCIATION, Association, Entity, EntityLabel, Value

Record = Mapping[str, Any]
Properties = dict[str, Value]

ARN_MEMBER: Mapping[EntityLabel, str] = {
    EntityLabel.ARTIFACT: "ArtifactArn",
    EntityLabel.TRIAL_COMPONENT: "TrialComponentArn",
    EntityLabel.ACTION: "ActionArn",
    EntityLabel.CONTEXT: "ContextArn",
}

_UNHOLDABLE = re.compile("[\ud800-\udfff\0]")

DETAIL_COLUMNS = frozenset(
    {
        "createdby", "lastmodifiedby", "lineagegroup", "description", "properties", "parameters", "metrics",
        "inputs", "outputs", "experiments", "trials", "commitid", "repository", "generatedby", "projectid",
    }
)  # fmt: skip
"""Properties that only Describe and Search give."""

_USERS = frozenset({"createdby", "lastmodifiedby"})  # which trial component summaries have too


@dataclass(frozen=True, slots=True)
class ExportedLineage:
    """A whole lineage in memory; every association's ends are among the entities."""

    entities: tuple[Entity, ...]
    associations: tuple[Association, ...]


def entity(label: EntityLabel, record: Record) -> Entity:
    """One record of a label, from a summary or with details."""
    arn = clean(record[ARN_MEMBER[label]])
    place = Arn.parse(arn)
    found: dict[str, object] = {
        "arn": arn,
        "account": place.account,
        "region": place.region,
        "creationtime": record.get("CreationTime"),
        "lastmodifiedtime": record.get("LastModifiedTime"),
        "createdby": _user(record.get("CreatedBy")),
        "lastmodifiedby": _user(record.get("LastModifiedBy")),
        "lineagegroup": record.get("LineageGroupArn"),
        **_BY_LABEL[label](record),
    }
    return Entity(arn, label, _present(found))


def association(record: Record) -> Association:
    """One AssociationSummary; a missing type becomes Neptune's default edge label."""
    kind = clean(record.get("AssociationType") or DEFAULT_ASSOCIATION)
    found = {"creationtime": record.get("CreationTime"), "createdby": _user(record.get("CreatedBy"))}
    return Association(clean(record["SourceArn"]), kind, clean(record["DestinationArn"]), _present(found))


def lineage(
    entities: Iterable[Entity], associations: Iterable[Record], earlier: Iterable[Association] = ()
) -> ExportedLineage:
    """Entities and association records as one whole: ends that no listing holds are added as unresolved.

    `earlier` are associations of a previous snapshot; their ends are among the entities.
    """
    known = {found.arn: found for found in entities}
    links: dict[tuple[str, str, str], Association] = {}
    for record in associations:
        link = association(record)
        links[link.source, link.destination, link.type] = link
        for end, arn in (("Source", link.source), ("Destination", link.destination)):
            if arn not in known:
                hint = clean(record.get(f"{end}Type") or ""), clean(record.get(f"{end}Name") or "")
                known[arn] = unresolved_entity(arn, *hint)
    # SageMaker holds at most one association for each ordered pair, so a newer one replaces an earlier one.
    pairs = {(source, destination) for source, destination, _ in links}
    kept = [link for link in earlier if (link.source, link.destination) not in pairs]
    return ExportedLineage(tuple(known.values()), (*links.values(), *kept))


def without_details(found: Entity) -> Entity:
    """The entity as its summary has it."""
    summary_has = _USERS if found.label == EntityLabel.TRIAL_COMPONENT else frozenset()
    dropped = DETAIL_COLUMNS - summary_has
    return replace(found, properties={k: v for k, v in found.properties.items() if k not in dropped})


def with_details_of(found: Entity, before: Entity) -> Entity:
    """The entity with the details it had in an earlier snapshot."""
    details = {k: v for k, v in before.properties.items() if k in DETAIL_COLUMNS}
    return replace(found, properties={**details, **found.properties})


def clean(text: str) -> str:
    """Text that UTF-8 and Neptune can hold: lone surrogates and NUL become U+FFFD."""
    plain = text.isascii() and "\0" not in text
    return text if plain else _UNHOLDABLE.sub("\ufffd", text)


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
    """Ids of the content by type, such as its S3ETag; several of one type become a list."""
    found: dict[str, list[object]] = {}
    for kind in kinds:
        found.setdefault(kind.get("SourceIdType") or "", []).append(kind.get("Value"))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


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
    """Who, as the most exact name recorded; often nothing is."""
    user = user or {}
    identity = user.get("IamIdentity") or {}
    return str(user.get("UserProfileArn") or identity.get("Arn") or user.get("UserProfileName") or "")


def _parameter(value: Record) -> object:
    return value.get("NumberValue", value.get("StringValue"))


def _joined(names: Iterable[str | None]) -> str:
    return ", ".join(dict.fromkeys(name for name in names if name))


def _present(found: Mapping[str, object]) -> Properties:
    return {name: _value(value) for name, value in found.items() if value}


def _value(value: object) -> Value:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0)
    return clean(json.dumps(value, ensure_ascii=False, sort_keys=True, default=_json))


def _json(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} in an API record")
