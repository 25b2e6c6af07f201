"""The words and values of the summary in the panel."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lineage_viz.evidence.fact import Fact, as_properties, known, not_read
from lineage_viz.evidence.jobs import metric_facts
from lineage_viz.model import Association, Entity, Value
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.explore.summary import NOTHING_KNOWN, summary
from lineage_viz.ui.explore.summary import known as known_of
from tests import demo_once
from tests.sample import HOME, Listed

START = datetime(2026, 1, 1, tzinfo=UTC)


def of(store: LocalStore, arn: str) -> dict[str, Any]:
    entity = store.get(arn)
    return summary(entity, known_of(store, entity))


def version(number: int, metric: str | Fact) -> tuple[list[Entity], list[Association]]:
    """A package with the job that made its file; the metric is that of the package."""
    fact = known(metric, "the trial component") if isinstance(metric, str) else metric
    made = START + timedelta(days=number)
    source = f"{HOME}model-package/fraud/{number}"
    package: dict[str, Value] = {"type": "Model", "sourceuri": source, "creationtime": made}
    job: dict[str, Value] = {
        "type": "SageMakerTrainingJob", "name": f"train-{number}", "step": "Train",
        "parameters": json.dumps({"eta": number / 10, "depth": 4}), **as_properties(metric_facts(fact)),
    }  # fmt: skip
    entities = [
        Entity(f"v{number}", "artifact", package | as_properties(metric_facts(fact))),
        Entity(f"f{number}", "artifact", {"type": "Model", "sourceuri": f"s3://b/{number}/model.tar.gz"}),
        Entity(f"j{number}", "trial_component", job),
    ]
    links = [("j", "Produced", "f"), ("f", "ContributedTo", "v")]
    return entities, [
        Association(f"{source}{number}", type_, f"{end}{number}") for source, type_, end in links
    ]


def versions(*metrics: str | Fact) -> LocalStore:
    every = [version(number, metric) for number, metric in enumerate(metrics, 1)]
    held = [entity for entities, _ in every for entity in entities]
    return LocalStore([Listed(tuple(held), tuple(link for _, links in every for link in links))])


def test_the_course_of_a_metric_is_told_in_words_and_the_present_version_is_marked() -> None:
    plot = of(versions("auc 0.71", "auc 0.738", "auc 0.74"), "v2")["metrics"]["plot"]
    assert plot["words"] == "auc of 3 versions: 0.71 to 0.74; this one 0.738"
    assert [(each["name"], each["shown"], each["here"]) for each in plot["points"]] == [
        ("v1", "0.71", False),
        ("v2", "0.738", True),
        ("v3", "0.74", False),
    ]
    assert (plot["values"], plot["note"]) == ("Values of 3 versions", "")


def test_a_group_shows_the_course_of_its_versions() -> None:
    group = Entity("g", "context", {"type": "ModelGroup", "sourceuri": f"{HOME}model-package-group/fraud"})
    held = [entity for number in (1, 2) for entity in version(number, f"auc 0.{number}")[0]]
    found = of(LocalStore([Listed((group, *held))]), "g")
    assert found["metrics"]["plot"]["words"] == "auc of 2 versions: 0.1 to 0.2; newest 0.2 (v2)"
    assert (found["metrics"]["note"], found["metrics"]["rows"]) == ("", [])
    assert "parameters" not in found


def test_versions_without_the_metric_are_named_with_the_reason() -> None:
    store = versions("auc 0.71", not_read("denied"), "loss 2", "auc 0.7", known("", "x"))
    plot = of(store, "v1")["metrics"]["plot"]
    assert plot["note"] == "Not in the plot: v2 not read, v3 has loss, v5 not recorded."
    of_unread = of(store, "v2")["metrics"]
    assert of_unread["plot"]["words"] == "auc of 2 versions: 0.7 to 0.71; this one not read"
    assert of_unread["note"] == "Not read: denied"
    assert not any(each["here"] for each in of_unread["plot"]["points"])


def test_one_value_makes_no_plot() -> None:
    plot = of(versions("auc 0.71", known("", "x")), "v1")["metrics"]["plot"]
    assert plot["points"] == []
    assert plot["words"] == "auc of 1 version: 0.71; this one 0.71"
    assert plot["note"] == "No other version has a value to compare with."


def test_absent_metrics_say_why() -> None:
    store = versions(known("", "x"), not_read("access is denied"))
    assert of(store, "v1")["metrics"] == {"note": "Not recorded", "of": None, "rows": [], "plot": None}
    assert of(store, "v2")["metrics"]["note"] == "Not read: access is denied"


def test_the_parameters_of_a_version_are_those_of_its_job_and_are_compared_with_the_version_before() -> None:
    store = versions("auc 0.7", "auc 0.8")
    found = of(store, "v2")["parameters"]
    assert found["rows"] == [{"name": "eta", "value": "0.2", "before": "0.1"}]
    assert [each["name"] for each in found["equal"]] == ["depth"]
    assert (found["equalWords"], found["beforeName"], found["note"]) == ("1 equal parameter", "v1", "")
    assert (found["before"]["words"], found["before"]["arn"]) == ("v1", "v1")
    assert (found["of"]["words"], found["of"]["arn"]) == ("Train", "j2")
    first = of(store, "v1")["parameters"]
    assert (first["before"], first["rows"]) == (None, [])
    assert first["note"] == "No version before this one is recorded."
    assert [each["name"] for each in first["equal"]] == ["eta", "depth"]


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (not_read("access is denied"), "not read: access is denied"),
        (known("", "x"), "not recorded"),
    ],
)
def test_a_version_before_without_parameters_is_not_compared(fact: Fact, words: str) -> None:
    (package, file, job), links = version(1, fact)
    without = Entity(job.arn, job.label, {**job.properties, "parameters": "{}"})
    others, more = version(2, "auc 0.8")
    store = LocalStore([Listed((package, file, without, *others), (*links, *more))])
    assert of(store, "v2")["parameters"]["note"] == f"Not compared: parameters of v1 {words}."
    assert of(store, "v1")["parameters"]["note"].casefold() == words
    alone = LocalStore([Listed((package,))])
    assert of(alone, "v1")["parameters"]["note"].startswith("Not recorded: the lineage has no job")


def test_nothing_is_said_about_what_nobody_asked() -> None:
    (package, *_), _ = version(1, "auc 0.7")
    found = summary(package, NOTHING_KNOWN)
    assert found.keys() == {"key", "metrics"}
    assert found["metrics"]["plot"] is None  # type: ignore[index]


def steps(found: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    return {
        side["heading"].partition(" (")[0]: [(row["words"], row["about"]) for row in side["rows"]]
        for side in found["steps"]
    }


def test_the_inputs_and_outputs_of_a_job_are_links_and_addresses_without_an_entity_are_text() -> None:
    inputs = {"train": {"Value": "s3://b/1/train.csv"}, "extra": {"Value": "s3://b/gone.csv"}, "odd": 3}
    job = Entity("j", "trial_component", {"name": "j", "inputs": json.dumps(inputs)})
    data = Entity(
        "d", "artifact", {"type": "DataSet", "sourceuri": "s3://b/x/1/train.csv/", "creationtime": START}
    )
    same = Entity("e", "artifact", {"type": "DataSet", "sourceuri": "s3://b/1/train.csv"})
    links = [Association(arn, "ContributedTo", "j", {"role": "train"}) for arn in ("d", "e")]
    store = LocalStore([Listed((job, data, same), tuple(links))])
    found = of(store, "j")
    assert steps(found) == {
        "Inputs": [
            ("x/…/train.csv", "train · 1 Jan 2026"),
            ("1/train.csv", "train"),
            ("s3://b/gone.csv", "extra · no entity has this address"),
        ],
        "Outputs": [],
    }
    assert [row["arn"] for row in found["steps"][0]["rows"]] == ["d", "e", ""]
    assert found["steps"][1]["note"] == "None recorded."
    assert steps(of(store, "d")) == {"One step downstream": [("j", "train")]}


def test_every_demo_entity_has_a_short_summary() -> None:
    store = demo_once.store()
    for entity in store.search(limit=10_000).entities[::31]:
        found = of(store, entity.arn)
        assert found["key"]
        assert sum(map(len, found["key"])) < 300
        assert all(row["words"] for side in found.get("steps", []) for row in side["rows"])


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>\u202e", "a\nb"])
def test_a_hostile_name_stays_plain_text(name: str) -> None:
    job = Entity("j", "trial_component", {"name": "j", "parameters": json.dumps({name: name})})
    store = LocalStore(
        [Listed((job, Entity("d", "artifact", {"name": name})), (Association("d", "x", "j"),))]
    )
    found = json.dumps(of(store, "j"), ensure_ascii=False)
    assert "\u202e" not in found
    assert "\\n" not in found
