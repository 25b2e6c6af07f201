"""The sections and the timeline of a report: each field has a value, or says why it has none."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.sections import Field
from lineage_viz.audit.subject import find_subject
from lineage_viz.audit.text_report import text_lines
from lineage_viz.evidence.columns import NAMES
from lineage_viz.evidence.fact import SOURCES, FactState
from lineage_viz.snapshot.folder import open_folder
from lineage_viz.store.base import Store
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.audit.conftest import Audit
from tests.sample import Listed


def fields(found: Report) -> dict[tuple[str, str], list[Field]]:
    by_name: dict[tuple[str, str], list[Field]] = {}
    for section in found.sections:
        for each in section.fields:
            by_name.setdefault((section.title, each.name), []).append(each)
    return by_name


def texts(found: Report, section: str, name: str) -> list[str]:
    return [value.text for each in fields(found)[section, name] for value in each.values]


def test_a_report_tells_what_is_recorded_and_by_which_source(audit: Audit) -> None:
    found = audit("complete")
    assert texts(found, "Model and versions", "Version") == ["card-testing-models/1"]
    assert texts(found, "Weights", "ETag at the registration") == ["21241f982c6997df9749984bbe277249-21"]
    assert "@sha256:9b1f04c2" in texts(found, "Runtime", "Image that card-testing-prod runs")[0]
    assert texts(found, "Making", "Role") == ["arn:aws:iam::123456789012:role/acme-fraud-sagemaker-execution"]
    assert texts(found, "Making", "Duration") == ["56 min"]
    assert "learning_rate: 0.05" in texts(found, "Making", "Parameters")
    data = fields(found)["Data", "Data of the training, train"][0].values[0]
    assert data.text == "s3://acme-fraud-prod/card-testing/2026-01/train.parquet"
    assert data.entity in {each.arn for each in found.review.subgraph.entities}
    assert texts(found, "Use over time", "Deployment") == [
        "card-testing-prod: from 11 Jan 2026, 03:06 UTC, no later deployment is recorded"
    ]
    people = {each.name: each.values[0] for each in found.sections[8].fields}
    names = {name: value.text for name, value in people.items()}
    assert names["Trainer"] == names["Registrar"] == "tomas-okafor"
    assert (names["Approver"], names["Owner"]) == ("omar-farouk", "fraud@acme.example")
    assert all(each.source for each in people.values())
    decision = fields(found)["Decisions", "Decision"][0].values[-1]
    assert decision.text == "Approved by omar-farouk, 10 Jan 2026, 22:35 UTC"
    assert decision.source == "the model registry; an approval action in the lineage"
    assert texts(found, "Decisions", "Reason") == ["All tests passed, no finding open. MRM-412"]


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((2, 3, 4, 5, 6, 7, 9, 10), "versions 1 and 8 are not in this snapshot"),
        ((1, 2, 3), "none: each version up to 3 is in this snapshot"),
        ((1, 3), "version 2 is not in this snapshot"),
        ((5, 6, 9), "versions 1 to 4 and 7 to 8 are not in this snapshot"),
    ],
)
def test_the_missing_versions_of_a_group_are_named(demo: Store, numbers: tuple[int, ...], words: str) -> None:
    review = read_review(demo, find_subject(demo, "ticket-routing-models/10"))
    (package,) = (each for each in review.versions if each.arn == review.model.arn)
    group = package.source.rpartition("/")[0]
    versions = [
        replace(package, properties={**package.properties, "sourceuri": f"{group}/{each}"})
        for each in numbers
    ]
    other = replace(review, package=versions[-1], versions=tuple(versions))
    assert texts(report(other, ()), "Model and versions", "Missing versions") == [words]


def test_an_earlier_day_does_not_say_that_nothing_came_later(demo: Store) -> None:
    """The endpoint had two later deployments, and the report of that day says so in its first lines."""
    endpoint = find_subject(demo, "endpoint/ticket-routing-prod")
    then = report(read_review(demo, endpoint, datetime(2026, 1, 15, tzinfo=UTC)), demo.snapshots)
    assert "2 later deployments" in then.review.choice
    assert texts(then, "Use over time", "Deployment") == [
        "ticket-routing-prod: from 1 Dec 2025, 21:51 UTC, no later deployment is recorded until 15 Jan 2026"
    ]


def test_a_field_without_a_value_says_why(audit: Audit) -> None:
    for key in demo_once.account().findings.keys() & {
        "complete",
        "deployed-without-package",
        "no-commit",
        "status-differs",
    }:
        for (section, name), each in fields(audit(key)).items():
            for field in each:
                assert bool(field.values) is (field.state is FactState.KNOWN), (section, name)
                assert field.reason or field.state is not FactState.NOT_READ, (section, name)
    found = fields(audit("no-commit"))
    assert found["Making", "Commit"][0].state is FactState.NOT_RECORDED
    moved, scripts = found["Runtime", "Image tag moved"][0], found["Making", "Version of the scripts"][0]
    assert (moved.state, moved.reason) == (FactState.NOT_READ, "ECR was not asked (--evidence ecr)")
    assert (scripts.state, scripts.reason) == (FactState.NOT_RECORDED, "no scripts are recorded")


def test_without_records_a_field_names_the_option_that_reads_them(demo: Store) -> None:
    review = read_review(demo, demo.get(demo_once.account().findings["complete"]))
    bare = [
        replace(each, properties={k: v for k, v in each.properties.items() if k not in (NAMES | {SOURCES, "record"})})
        for each in review.subgraph.entities
    ]  # fmt: skip
    store = LocalStore([Listed(tuple(bare), review.subgraph.associations)])
    found = report(read_review(store, store.get(review.model.arn)), ())
    by_name = fields(found)
    for key in (("Making", "Role"), ("Model and versions", "Description"), ("People", "Registrar")):
        assert by_name[key][0].state is FactState.NOT_READ
        assert "an export without --lineage-only reads them" in by_name[key][0].reason


def test_the_report_names_its_snapshot_by_a_digest(tmp_path: Path) -> None:
    path = demo_once.snapshot(tmp_path)
    store = LocalStore([open_folder(path)])
    subject = store.get(demo_once.account().findings["complete"])
    first, again = (report(read_review(store, subject), store.snapshots) for _ in range(2))
    assert texts(first, "This report", "Digest of the snapshot")[0].startswith("SHA-256 of its manifest: ")
    assert texts(first, "This report", "Path of the snapshot") == [str(path)]
    assert texts(first, "This report", "Report") == texts(again, "This report", "Report")
    other = report(read_review(store, store.get(demo_once.account().findings["no-commit"])), store.snapshots)
    assert texts(first, "This report", "Report") != texts(other, "This report", "Report")


def test_the_timeline_is_in_order_and_ends_at_the_reviewed_day(audit: Audit, demo: Store) -> None:
    found = audit("approval-withdrawn")
    times = [each.at for each in found.timeline]
    assert times == sorted(times)
    words = [each.words for each in found.timeline]
    name = found.sections[1].fields[0].values[0].text
    order = [f"{name} was registered", f"{name}: Approved", f"{name} was deployed", f"{name}: Rejected"]
    places = [next(at for at, each in enumerate(words) if each.startswith(start)) for start in order]
    assert places == sorted(places)
    last = found.timeline[places[2]].at
    then = report(
        read_review(demo, found.review.model, datetime(last.year, last.month, last.day, 23, 59, tzinfo=UTC)),
        (),
    )
    assert not [each for each in then.timeline if "Rejected" in each.words]
    assert {each.entity for each in found.timeline} <= {each.arn for each in found.review.subgraph.entities}


def test_hostile_text_stays_one_line_of_text(audit: Audit) -> None:
    found = audit("complete")
    model = found.review.model
    hostile = replace(model, properties={**model.properties, "approvalreason": "fine\n\x1b[31mPASS\u202eall"})
    review = replace(found.review, package=hostile)
    lines = list(text_lines(replace(found, review=review)))
    assert not [each for each in lines if "\n" in each or "\x1b" in each or "\u202e" in each]
    assert [each for each in lines if each.startswith("  Reason: fine")]


def test_a_version_that_s3_told_later_does_not_contradict_the_finding_about_the_lineage(audit: Audit) -> None:
    found = audit("trained-on-unversioned-data")
    fields = {each.name: each for section in found.sections for each in section.fields}
    (result,) = [each for each in found.results if each.check.id == "data-pinned"]
    for each in result.observations:
        name = each.sentence.partition("s3://")[2].split(". ")[0].rstrip("/").rpartition("/")[2]
        told = fields[f"Version of {name}"].state is FactState.KNOWN
        assert ("S3, read 12 Mar 2026, 02:00 UTC, has one of that time." in each.sentence) is told
        assert each.sentence.startswith("The lineage has no version or hash of s3://")
