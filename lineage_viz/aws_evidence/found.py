"""The evidence that an export found, put into the records of the entities that it describes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lineage_viz.approval import is_package
from lineage_viz.aws_evidence.addresses import files_of, images_of
from lineage_viz.aws_evidence.answers import Answer, is_refused
from lineage_viz.evidence.addresses import file_parts
from lineage_viz.evidence.record import RECORD, listed, record_of, text
from lineage_viz.evidence.services import DECISIONS, FILES, IMAGES, MEMBERS
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity
from lineage_viz.sagemaker_lineage.private import without_private
from lineage_viz.sagemaker_lineage.records import json_value


@dataclass(frozen=True)
class Found:
    """The answers by address, bucket and package; empty where nobody asked."""

    files: Mapping[str, Answer] = field(default_factory=dict)
    buckets: Mapping[str, Answer] = field(default_factory=dict)
    images: Mapping[str, Answer] = field(default_factory=dict)
    decisions: Mapping[str, Sequence[Answer]] = field(default_factory=dict)

    def members(self, entity: Entity) -> dict[str, object]:
        """The members for the record of an entity."""
        decided = self.decisions.get(entity.source.casefold()) if is_package(entity) else None
        members = {
            FILES: [self._file(uri) for uri in files_of(entity) if uri in self.files] if self.files else [],
            IMAGES: [
                {"Uri": uri, **self.images[uri]} for uri in images_of(entity) if uri in self.images
            ] if self.images else [],
            DECISIONS: list(decided or ()),
        }  # fmt: skip
        return {MEMBERS[kind]: value for kind, value in members.items() if value}

    def _file(self, uri: str) -> Answer:
        found = self.files[uri]
        bucket = self.buckets.get((file_parts(uri) or ("", ""))[0], {})
        versioning = {} if is_refused(found) or not bucket else {"Versioning": bucket.get("Status", bucket)}
        return {"Uri": uri, **found, **versioning}


def with_evidence(entities: Iterable[Entity], found: Found) -> list[Entity]:
    """The entities with evidence in their records; that of an earlier snapshot stays where there is no new one."""
    return [_with_members(each, found.members(each)) for each in entities]


def by_package(decisions: Iterable[Answer]) -> Mapping[str, Sequence[Answer]]:
    """The decisions by the package's ARN in lower case, oldest first, each event once."""
    found: defaultdict[str, dict[str, Answer]] = defaultdict(dict)
    for each in sorted(decisions, key=lambda one: (one["EventTime"], one["EventId"])):
        found[str(each["ModelPackageArn"]).casefold()][str(each["EventId"])] = each
    return {arn: list(events.values()) for arn, events in found.items()}


def _with_members(entity: Entity, new: Mapping[str, object]) -> Entity:
    if not new:
        return entity
    earlier = dict(record_of(entity))
    plain = {name: json_of(json_value(without_private(value)), list) or [] for name, value in new.items()}
    if decided := plain.get(name := MEMBERS[DECISIONS]):
        plain[name] = _together(listed(earlier, name), decided)
    return replace(entity, properties={**entity.properties, RECORD: json_value({**earlier, **plain})})


def _together(earlier: Iterable[Any], new: Iterable[Any]) -> list[Any]:
    """Decisions that CloudTrail no longer has stay."""
    by_event = {text(each, "EventId"): each for each in (*earlier, *new)}
    return sorted(by_event.values(), key=lambda each: (text(each, "EventTime"), text(each, "EventId")))
