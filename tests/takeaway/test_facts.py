"""Files have the facts of entities in the words of the app, and an approval as its decision."""

import csv
import io
import json
from collections.abc import Mapping

import networkx as nx
import pytest

from lineage_viz.evidence.words import IN_FILES
from lineage_viz.evidence.words import rows as rows_of
from lineage_viz.model import Entity
from lineage_viz.questions.impact import impact
from lineage_viz.takeaway import TakeAway
from lineage_viz.takeaway.tables import impact_csv
from tests import demo_once
from tests.takeaway.conftest import CAPTION, made, taken

STORE = demo_once.store()
PACKAGE = demo_once.account().findings["deployed-though-rejected"]
WARNING = "Live without approval: promo-uplift-prod serves it. Rejected."


@pytest.fixture(scope="module")
def view() -> TakeAway:
    return taken(STORE.trace([PACKAGE], up=2, down=2))


def table(content: bytes) -> dict[str, dict[str, str]]:
    found = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return {row["arn"]: row for row in found}


def entity_of(view: TakeAway, type_: str) -> Entity:
    return next(each for each in view.shown.entities if each.type == type_)


def test_a_table_has_each_fact_under_its_words(view: TakeAway) -> None:
    found = table(made("entities", view))
    package = found[PACKAGE]
    assert (package["State"], package["Approval"], package["Decided by"]) == (
        "Rejected",
        "Rejected",
        "omar-farouk",
    )
    assert package["Decided"].startswith("2025-10-21T")
    assert (package["Served by"], package["Warning"]) == ("promo-uplift-prod", WARNING)
    for each in view.shown.entities:
        assert {IN_FILES[row.name] for row in rows_of(each)} <= found[each.arn].keys()
    training = found[entity_of(view, "SageMakerTrainingJob").arn]
    assert (training["Key metric"], training["Owner"]) == ("validation:auc 0.683", "jonas-meyer")
    assert float(training["Duration (seconds)"]) > 3600
    assert not {"approval", "decidedby", "servedby", "keymetric"} & package.keys(), "each fact stands once"


def test_an_absent_fact_is_said_in_every_file() -> None:
    without = demo_once.account().findings["deployed-without-approval"]
    whole = taken(STORE.trace([without], up=1, down=1))
    assert table(made("entities", whole))[without]["Decided by"] == "not recorded"
    (fact,) = [each for each in json.loads(made("json", whole))["entities"] if each["arn"] == without]
    assert fact["facts"]["decidedby"] == {"value": None, "state": "not recorded", "source": ""}
    assert graph("graphml", whole)[without]["Decided by"] == "not recorded"


def graph(format_: str, view: TakeAway) -> Mapping[str, Mapping[str, object]]:
    read = nx.read_graphml if format_ == "graphml" else nx.read_gexf
    return dict(read(io.BytesIO(made(format_, view))).nodes(data=True))


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_a_graph_file_has_each_fact_as_an_attribute(format_: str, view: TakeAway) -> None:
    found = graph(format_, view)
    assert (found[PACKAGE]["Approval"], found[PACKAGE]["Warning"]) == ("Rejected", WARNING)
    training = found[entity_of(view, "SageMakerTrainingJob").arn]
    assert training["Key metric"] == "validation:auc 0.683"
    assert isinstance(training["Duration (seconds)"], float)


def test_json_has_each_fact_with_its_state_and_source(view: TakeAway) -> None:
    found = {each["arn"]: each for each in json.loads(made("json", view))["entities"]}
    assert found[PACKAGE]["state"] == "Rejected"
    assert found[PACKAGE]["warning"] == WARNING
    assert found[PACKAGE]["facts"]["approval"] == {
        "value": "Rejected", "state": "known", "source": "the model registry; an approval action in the lineage",
    }  # fmt: skip


def test_no_file_says_that_an_approval_is_completed(view: TakeAway) -> None:
    approvals = [each.arn for each in view.shown.entities if each.type == "Approval"]
    assert len(approvals) == 2
    states = {"Rejected", "Pending approval"}
    cells = table(made("entities", view))
    assert {cells[arn]["State"] for arn in approvals} == states
    assert {cells[arn]["status"] for arn in approvals} == {""}
    assert {cells[arn]["status of the action"] for arn in approvals} == {"Completed"}
    for format_ in ("graphml", "gexf"):
        assert {graph(format_, view)[arn]["State"] for arn in approvals} == states
        assert not any(graph(format_, view)[arn].get("status") for arn in approvals)
    found = {each["arn"]: each for each in json.loads(made("json", view))["entities"]}
    assert {found[arn]["state"] for arn in approvals} == states
    assert not any("status" in found[arn]["properties"] for arn in approvals)


def test_the_list_of_an_impact_has_the_facts_too() -> None:
    (raw,) = [
        each
        for each in STORE.trace([PACKAGE], down=0).entities
        if each.name == "" and "train." in each.source
    ]
    found = table(impact_csv(impact(STORE, raw.arn), CAPTION).encode())
    assert found[PACKAGE]["Warning"] == WARNING
