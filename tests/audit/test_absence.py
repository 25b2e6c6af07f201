"""Evidence that is missing, in each way. It never makes an outcome good."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.evidence.columns import NAMES
from lineage_viz.evidence.fact import SOURCES
from lineage_viz.model import Entity
from lineage_viz.store.base import Store
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.audit.conftest import EVERY
from tests.sample import Listed

Path = tuple[str | int, ...]

_IDENTITY = frozenset({"arn", "type", "sourceuri", "sourcearn"})
"""Without these an entity is another one."""

_SECRET = frozenset({"ContainerArguments", "HyperParameters"})
"""Where the secret itself stands: a job without it has none."""


class Around:
    """The lineage around one model, of which one entity can be changed."""

    def __init__(self, demo: Store, arn: str, change: Callable[[Entity], Entity] = lambda each: each) -> None:
        self.arn, self._info = arn, demo.snapshots[0]
        review = read_review(demo, demo.get(arn))
        self.reviewed = review.subgraph.entities
        near = demo.trace([each.endpoint.arn for each in review.deployments], up=2, down=0)
        entities = (*self.reviewed, *near.entities)
        self._entities: Mapping[str, Entity] = {each.arn: change(each) for each in entities}
        self.reviewed = tuple(self._entities[each.arn] for each in self.reviewed)
        self._links = tuple(dict.fromkeys((*review.subgraph.associations, *near.associations)))
        self.before = self.outcomes()

    def hide_people(self) -> None:
        """Let no domain name the person."""
        domains = tuple((name, "DISABLED") for name, _ in self._info.domains)
        self._info = replace(self._info, domains=domains)

    def outcomes(self, *changed: Entity) -> Mapping[str, Outcome]:
        entities = {**self._entities, **{each.arn: each for each in changed}}
        store = LocalStore([Listed(tuple(entities.values()), self._links, self._info)])
        found = report(read_review(store, store.get(self.arn)), (), EVERY)
        return {each.check.id: each.outcome for each in found.results}


def blanked(entity: Entity) -> Iterator[tuple[str, Entity]]:
    """Yield the entity without one of its properties, or without one member of its record."""
    for name in entity.properties.keys() - _IDENTITY:
        rest = {key: value for key, value in entity.properties.items() if key != name}
        yield name, replace(entity, properties=rest)
    record = json.loads(entity.text("record") or "{}")
    for path in members(record):
        if not _SECRET & set(path):
            yield (
                str(path),
                replace(
                    entity, properties={**entity.properties, "record": json.dumps(without(record, path))}
                ),
            )


def members(value: Any, path: Path = ()) -> Iterator[Path]:
    for name, inner in value.items() if isinstance(value, dict) else ():
        yield (*path, name)
        yield from members(inner, (*path, name))
    for number, inner in enumerate(value) if isinstance(value, list) else ():
        yield from members(inner, (*path, number))


def without(record: Mapping[str, Any], path: Path) -> Any:
    copy = json.loads(json.dumps(record))
    inner = copy
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return copy


@pytest.mark.parametrize(
    "key", ["status-differs", "approved-after-deployment", "moved-image", "deployed-without-package"]
)
def test_a_blank_field_turns_no_outcome_good(demo: Store, key: str) -> None:
    around = Around(demo, demo_once.account().findings[key])
    bad = {id_ for id_, outcome in around.before.items() if outcome is not Outcome.PASS}
    for entity in around.reviewed:
        for field, changed in blanked(entity):
            after = around.outcomes(changed)
            good = {id_ for id_ in bad if after[id_] is Outcome.PASS}
            assert not good, f"{good} without {field} of {entity.arn}"
            assert Outcome.ERROR not in after.values(), f"without {field} of {entity.arn}"


@pytest.mark.parametrize("key", ["status-differs", "moved-image", "complete"])
def test_lineage_alone_is_never_as_good_as_with_records(demo: Store, key: str) -> None:
    """A snapshot that was made without records: they are not read."""
    around = Around(demo, demo_once.account().findings[key])
    bare = [
        replace(each, properties={k: v for k, v in each.properties.items() if k not in (NAMES | {SOURCES, "record"})})
        for each in around.reviewed
    ]  # fmt: skip
    after = around.outcomes(*bare)
    assert not {
        id_ for id_, outcome in after.items() if outcome is Outcome.PASS and around.before[id_] is not outcome
    }
    assert after["evidence-complete"] is after["live-still-approved"] is Outcome.NOT_READ
    assert after["secrets"] is after["card"] is after["deployed-image-is-approved"] is Outcome.NOT_READ


@pytest.mark.parametrize("key", ["model-from-partner", "deleted-ends"])
def test_an_end_without_a_record_is_no_origin_though_nothing_marks_it(demo: Store, key: str) -> None:
    around = Around(demo, demo_once.account().findings[key])
    ends = [each for each in around.reviewed if each.unresolved]
    assert ends
    for end in ends:
        rest = {name: value for name, value in end.properties.items() if name != "unresolved"}
        after = around.outcomes(replace(end, properties=rest))
        good = {id_ for id_, outcome in after.items() if outcome is Outcome.PASS}
        assert good <= {id_ for id_, outcome in around.before.items() if outcome is Outcome.PASS}
        assert after["lineage-sound"] in (Outcome.FAIL, Outcome.NOT_RECORDED)


def test_a_decision_that_cannot_be_read_is_no_approval(demo: Store) -> None:
    around = Around(demo, demo_once.account().findings["complete"])
    approved = next(each for each in around.reviewed if "-Approved-" in each.name)
    unreadable = replace(approved, properties={**approved.properties, "name": "a decision"})
    after = around.outcomes(unreadable)
    assert around.before["approved-when-deployed"] is Outcome.PASS
    assert after["approved-when-deployed"] is not Outcome.PASS
    assert after["live-still-approved"] is not Outcome.PASS


def test_an_endpoint_without_a_status_is_no_live_one(demo: Store) -> None:
    around = Around(demo, demo_once.account().findings["deleted-endpoint"])
    assert around.before["live-still-approved"] is Outcome.NOT_APPLICABLE
    endpoint = next(each for each in around.reviewed if each.type == "Endpoint")
    rest = {name: value for name, value in endpoint.properties.items() if name != "endpointstatus"}
    after = around.outcomes(replace(endpoint, properties=rest))
    assert after["live-still-approved"] is Outcome.NOT_RECORDED


FOLDER = {"Files": 1_000, "Digest": f"sha256:{'0' * 64}", "Cut": True, "LastModified": "2020-01-01T00:00:00Z"}
OTHER_REPORT = {"ChecksumSHA256": "A" * 43 + "=", "ChecksumType": "FULL_OBJECT"}
LATER_REPORT = {"ETag": "a", "LastModified": "2030-01-01T00:00:00Z"}


@pytest.mark.parametrize(("report_", "outcome"), [(OTHER_REPORT, Outcome.FAIL), (LATER_REPORT, Outcome.WARN)])
def test_blank_evidence_of_files_turns_no_outcome_good(
    demo: Store, report_: dict[str, Any], outcome: Outcome
) -> None:
    def with_files(entity: Entity) -> Entity:
        record = json.loads(entity.text("record") or "{}")
        metrics = record.get("ModelPackage", {}).get("ModelMetrics", {})
        uris = [each["S3Uri"] for kind in metrics.values() for each in kind.values()]
        found = [{"Uri": each, **report_} for each in uris]
        if entity.type == "DataSet":
            found = [{"Uri": entity.source, **FOLDER}]
        if not found:
            return entity
        text = json.dumps({**record, "Files": found})
        return replace(entity, properties={**entity.properties, "record": text})

    around = Around(demo, demo_once.account().findings["complete"], with_files)
    assert (around.before["metrics-unchanged"], around.before["prefix-input"]) == (outcome, Outcome.WARN)
    changed = [each for each in around.reviewed if '"Files"' in each.text("record")]
    assert len(changed) > 3
    for entity in changed:
        for field, blank in blanked(entity):
            after = around.outcomes(blank)
            for id_ in ("metrics-unchanged", "prefix-input"):
                assert after[id_] is not Outcome.PASS, f"{id_} without {field} of {entity.arn}"


def test_a_domain_that_hides_people_is_never_forgotten(demo: Store) -> None:
    """Acts in a domain whose sessions do not name the person: no blank field of an act makes it good."""
    around = Around(demo, demo_once.account().findings["complete"])
    around.hide_people()
    assert around.outcomes()["people-distinguishable"] is Outcome.FAIL
    for entity in around.reviewed:
        for field, blank in blanked(entity):
            if "UserProfileArn" in field or "DomainId" in field or field in ("createdby", "record"):
                assert around.outcomes(blank)["people-distinguishable"] is not Outcome.PASS, field
