"""Recorded JSON in the panel."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lineage_viz.demo import DEMO_TAKEN
from lineage_viz.model import Entity, SnapshotInfo
from lineage_viz.ui.explore.details import details
from lineage_viz.words import moment
from tests import demo_once


def parts(entity: Entity) -> list[dict[str, Any]]:
    """The sections of the panel, those that it shows and those that it folds."""
    data: dict[str, Any] = details(entity, {})
    return [*data["first"], *data["sections"], *data["record"]]


def rows(name: str, recorded: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = next(
        part["facts"]
        for part in parts(Entity("arn:1", "trial_component", {name: recorded}))
        if part["heading"] == name.capitalize()
    )
    return found


def values(name: str, recorded: str) -> dict[str, str]:
    return {fact["name"]: fact["value"] for fact in rows(name, recorded)}


def test_rows_of_one_name_are_all_shown() -> None:
    found = values("metrics", '[{"MetricName": "auc", "Max": 1}, {"MetricName": "auc", "Max": 2}]')
    assert found == {"auc": "max 1", "auc (2)": "max 2"}
    assert values("properties", '[{"StepName": "a", "n": 1}, {"StepName": "a", "n": 2}]')["a (2) · n"] == "2"


def test_a_metric_takes_one_row_and_tells_the_rest_on_hover() -> None:
    metric = {
        "Avg": 0.75, "Count": 271, "Last": 0.894, "Max": 0.9, "MetricName": "validation:auc", "Min": 0.6,
        "SourceArn": "arn:job/x", "StdDev": 0.08, "TimeStamp": "2024-12-31T18:16:56.859Z",
    }  # fmt: skip
    (fact,) = rows("metrics", json.dumps([metric]))
    assert (fact["name"], fact["value"]) == (
        "validation:auc",
        "0.894, min 0.6, max 0.9, average 0.75, 271 values",
    )
    assert "TimeStamp: 31 Dec 2024, 18:16:56 UTC" in fact["more"]
    assert "StdDev: 0.08" in fact["more"]
    assert values("metrics", json.dumps([{**metric, "Count": 1}])) == {"validation:auc": "0.894"}
    assert values("metrics", '[{"MetricName": "auc"}]') == {"auc": "no value"}


def test_an_input_takes_one_row() -> None:
    found = values(
        "inputs", '{"train": {"Value": "s3://b/t"}, "test": {"Value": "s3://b/u", "MediaType": "csv"}}'
    )
    assert found == {"train": "s3://b/t", "test · Value": "s3://b/u", "test · MediaType": "csv"}


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ("arn:aws:sagemaker:eu-west-1:123456789012:user-profile/d-k3xq7v0tzw1m/yuki-tanaka", "yuki-tanaka"),
        ("arn:aws:iam::123456789012:user/ml/sofia", "sofia"),
        ("arn:aws:sts::123456789012:assumed-role/DataScience/sofia@acme", "sofia@acme (role DataScience)"),
        ("arn:aws:iam::123456789012:root", "arn:aws:iam::123456789012:root"),
        ("sofia", "sofia"),
    ],
)  # fmt: skip
def test_a_person_is_shown_by_name_and_the_arn_on_hover(user: str, name: str) -> None:
    data: dict[str, Any] = details(Entity("arn:1", "action", {"createdby": user}), {})
    (fact,) = data["summary"]["people"]
    assert (fact["name"], fact["value"], fact.get("more", user)) == (name, "created it", user)


def test_the_time_of_a_change_is_that_of_the_lineage_record_and_says_so() -> None:
    at = datetime(2026, 3, 12, 2, tzinfo=UTC)
    entity = Entity("arn:1", "context", {"lastmodifiedtime": at, "lastmodifiedby": "sofia"})
    facts = {fact["name"]: fact["value"] for fact in parts(entity)[0]["facts"]}
    assert facts == {"Lineage record changed": moment(at)}
    data: dict[str, Any] = details(entity, {})
    assert data["summary"]["people"] == [{"name": "sofia", "value": "changed the lineage record"}]


@pytest.mark.parametrize(("start", "end"), [("[", "]"), ('{"a":', "}")])
def test_no_nesting_is_too_deep(start: str, end: str) -> None:
    for depth in range(880, 1_000):
        entity = Entity(
            "arn:1", "artifact", {"properties": '{"x":' + start * depth + "1" + end * depth + "}"}
        )
        assert parts(entity)[0]["facts"]


def test_the_source_of_a_fact_has_the_date_at_which_it_was_read() -> None:
    source = demo_once.source()
    package = next(each for each in source.entities() if each.arn == source.account.findings["complete"])
    read = f"read {moment(DEMO_TAKEN)}"

    def more(*snapshots: SnapshotInfo) -> dict[str, str]:
        data: dict[str, Any] = details(package, {}, snapshots=snapshots)
        told = [*data["sections"][:2], {"facts": data["summary"]["people"]}]
        return {fact["name"]: fact.get("more", "") for part in told for fact in part["facts"]}

    owner = package.text("owner")
    assert f"Source: the model registry, {read}" in more(source.info)[owner]
    approval = "the model registry; an approval action in the lineage"
    assert more(source.info)["Approval"] == f"Source: {approval}, {read}"
    assert all(words.endswith(read) for name, words in more(source.info).items() if "2026," in name)
    other = SnapshotInfo("other", "210987654321", "eu-west-1", DEMO_TAKEN)
    assert more(other)["Approval"] == f"Source: {approval}"
    assert "read" not in more(other)[owner]
    adopted = replace(source.info, folder="from elsewhere")
    assert more(adopted)["Approval"] == f"Source: {approval}"
    assert more(source.info)["File changed"] == f"Source: S3, {read}"
    package = next(each for each in source.entities() if each.arn == source.account.findings["no-commit"])
    assert more(source.info)["Image tag moved"] == ""  # not read: it has a reason, and no source


@pytest.mark.parametrize(
    ("type_", "title"), [("Model", "account-takeover/model.tar.gz"), ("DataSet", "model.tar.gz")]
)
def test_a_model_file_has_the_folder_of_its_product_in_its_title(type_: str, title: str) -> None:
    source = "s3://acme-models/account-takeover/train-1/output/model.tar.gz"
    assert details(Entity("arn:1", "artifact", {"type": type_, "sourceuri": source}), {})["title"] == title
