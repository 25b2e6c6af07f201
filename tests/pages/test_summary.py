"""The Summary page: each list equals a plain scan of all entities, and says what was not read."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from streamlit.testing.v1 import AppTest

from lineage_viz.approval import is_package
from lineage_viz.evidence.fact import SOURCES
from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import PERHAPS, warning
from lineage_viz.model import Entity
from lineage_viz.saved_views import SavedViews
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.writer import Header, write_snapshot
from lineage_viz.store.filter import is_live, is_unapproved
from lineage_viz.store.local import LocalStore
from lineage_viz.title import title_in_folder
from lineage_viz.ui.summary.section_view import ROWS
from tests import demo_once
from tests.pages.conftest import HOSTILE, BrokenStore, OpenPage, data_of, visible_text
from tests.sample import SAMPLE, Listed

PAGE = "pages/summary.py"
DEMO = demo_once.store()
EVERYTHING = DEMO.search(limit=10_000).entities
(INFO,) = DEMO.snapshots
assert INFO.taken
LATELY = INFO.taken - timedelta(days=30)


def blocks(app: AppTest) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = data_of(app, "report")["blocks"]
    return found


def views(app: AppTest) -> Mapping[str, Any]:
    """The list of saved views, or the sentence in its place."""
    return blocks(app)[-1]


def changes(app: AppTest) -> list[Mapping[str, Any]]:
    """The parts below the lists: the changes since the snapshot before."""
    *_, last = (e for e in app.get("bidi_component") if e.proto.component_name == "lineage_viz.report")
    found: list[Mapping[str, Any]] = json.loads(last.proto.json)["blocks"]
    return found


def sentences(app: AppTest) -> list[str]:
    return [line for block in blocks(app) if block["is"] == "words" for line in block["lines"]]


LISTS: Mapping[str, Callable[[Entity], bool]] = {
    "Live without approval": is_unapproved,
    "Live endpoints": lambda e: e.type == "Endpoint" and is_live(e),
    "Endpoints deleted, failed or with no known version": lambda e: e.type == "Endpoint" and not is_live(e),
    "Models that wait for a decision": lambda e: e.type == "Model" and state_of(e) == "Pending approval",
    "Jobs that failed in the last 30 days of the snapshot": lambda e: (
        e.type.endswith("Job") and state_of(e) == "Failed" and bool(e.created) and e.created >= LATELY  # type: ignore[operator]
    ),
    "Newest models": is_package,
}


def test_each_list_has_its_newest_entities_and_leads_to_all(open_page: OpenPage) -> None:
    app = open_page(PAGE, DEMO)
    assert not app.exception
    tables = blocks(app)[: len(LISTS)]
    assert [block["words"] for block in tables] == list(LISTS)
    for block in tables:
        wanted = [each for each in EVERYTHING if LISTS[block["words"]](each)]
        assert block["heading"] == f"{block['words']} ({len(wanted)})"
        assert [row[0]["words"] for row in block["rows"]] == [title_in_folder(each) for each in wanted[:ROWS]]
        assert ("link" in block) == (len(wanted) > ROWS)
        for row, entity in zip(block["rows"], wanted, strict=False):
            assert row[0]["url"].endswith(entity.arn.replace(":", "%3A").replace("/", "%2F"))
            assert ("more" in row[0]) == bool(warning(entity))


def test_a_model_that_may_be_live_is_marked_as_such(open_page: OpenPage) -> None:
    package = {
        "type": "Model",
        "sourceuri": "arn:aws:sagemaker:eu-west-1:1:model-package/m/1",
        "unapproved": f"{PERHAPS}prod may serve it (Rejected)",
        SOURCES: "{}",
    }
    store = LocalStore([Listed((Entity("arn:m", "artifact", package),))])
    (row,) = next(block for block in blocks(open_page(PAGE, store)) if block["is"] == "table")["rows"]
    assert (row[0]["more"], row[0]["tone"]) == ("perhaps without approval", "warn")
    table = open_page("pages/entities.py", store).dataframe[0].value
    assert table["Live"][0].startswith("perhaps without approval")


def test_the_list_behind_a_link_is_the_whole_one(open_page: OpenPage) -> None:
    waiting = next(block for block in blocks(open_page(PAGE, DEMO)) if "wait" in block["words"])
    assert waiting["link"]["words"] == "Show all 18 in Entities"
    assert waiting["link"]["url"].endswith("/entities?q=decision%3Apending")
    app = open_page("pages/entities.py", DEMO, q="decision:pending")
    assert "1 to 18 of 18 entities" in visible_text(app)


def test_without_records_the_lists_say_that_they_were_not_read(open_page: OpenPage) -> None:
    app = open_page(PAGE, LocalStore([SAMPLE]))
    assert not app.exception
    said = sentences(app)
    assert "No model is known to be live without approval." in said
    unread = [line for line in said if "without the records of SageMaker's resources" in line]
    assert len(unread) == 4
    assert unread[1] == (
        "Not read of 1 of the 1 newest one, so this list may lack some: this snapshot was exported without the records "
        "of SageMaker's resources."
    )


@pytest.mark.parametrize("store", [LocalStore([HOSTILE]), LocalStore(())], ids=["hostile", "empty"])
def test_a_foreign_or_empty_graph_breaks_nothing(open_page: OpenPage, store: LocalStore) -> None:
    app = open_page(PAGE, store)
    assert not app.exception
    assert not app.error


def test_a_store_that_does_not_answer_is_told(open_page: OpenPage) -> None:
    app = open_page(PAGE, BrokenStore([SAMPLE]))
    assert "does not answer" in app.error[0].value


def test_an_endpoint_has_the_decision_and_the_metric_of_the_versions_that_it_serves(
    open_page: OpenPage,
) -> None:
    table = next(block for block in blocks(open_page(PAGE, DEMO)) if block["words"] == "Live endpoints")
    head = [each["words"] for each in table["head"]]
    assert head == ["Name", "Serves", "Since", "Decision", "Key metric", "Status"]
    versions = {title_in_folder(each): each for each in EVERYTHING if is_package(each)}
    told = 0
    for row in table["rows"]:
        cells = dict(zip(head, (each["words"] for each in row), strict=True))
        if version := versions.get(cells["Serves"]):
            told += 1
            assert cells["Decision"] == state_of(version)
            assert cells["Key metric"].split() == version.text("keymetric").split()[::-1]
    assert told >= 4


def test_a_failed_job_tells_its_pipeline_and_its_reason(open_page: OpenPage) -> None:
    table = next(
        block for block in blocks(open_page(PAGE, DEMO)) if block["words"].startswith("Jobs that failed")
    )
    head = [each["words"] for each in table["head"]]
    assert head[:4] == ["Name", "Pipeline", "Step", "Failure reason"]
    rows = [dict(zip(head, (each["words"] for each in row), strict=True)) for row in table["rows"]]
    assert any(row["Pipeline"] == "search-ranking-pipeline" for row in rows)
    assert all("Error: " in row["Failure reason"] for row in rows)


def test_the_changes_since_the_kept_snapshot_before_are_told(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path))
    (alone,) = changes(open_page(PAGE, DEMO))
    assert alone["lines"][0].startswith("No earlier snapshot of this account is kept on this machine.")

    endpoint = next(e for e in EVERYTHING if e.text("serves") == "ticket-routing-models/10")
    waiting = next(e for e in EVERYTHING if e.text("approval") == "Pending approval")
    earlier = {
        endpoint.arn: replace(
            endpoint, properties={**endpoint.properties, "serves": "ticket-routing-models/<9>"}
        ),
        waiting.arn: replace(waiting, properties={**waiting.properties, "approval": "Rejected"}),
    }
    job = next(e for e in EVERYTHING if e.type == "SageMakerTrainingJob")
    before = [earlier.get(e.arn, e) for e in EVERYTHING if e.arn != job.arn]
    at = datetime(2026, 3, 1, 2, tzinfo=UTC)
    for taken, entities in ((at, before), (at + timedelta(days=7), EVERYTHING)):
        header = Header("123456789012", "eu-west-1", "aws", taken, "full", details=False, last_full=taken)
        now = write_snapshot(tmp_path / "snapshots", header, entities, [])
    app = open_page(PAGE, LocalStore([open_folder(now)]))
    assert not app.exception
    words, decisions, served = changes(app)
    assert words["heading"] == "Changes since 1 Mar 2026, 02:00 UTC"
    assert words["lines"] == ["New: 1 Training job."]
    (decision,) = decisions["rows"]
    assert [each["words"] for each in decision] == [title_in_folder(waiting), "Pending approval", "Rejected"]
    (row,) = served["rows"]
    assert [each["words"] for each in row] == [
        title_in_folder(endpoint), "ticket-routing-models/10", "ticket-routing-models/<9>",
    ]  # fmt: skip


def test_saved_views_are_listed_with_their_scope_owner_and_date(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path))
    assert views(open_page(PAGE, DEMO))["lines"] == [
        "Nothing saved yet. Explore keeps a view under a name in its menu “Saved”."
    ]
    endpoint = next(e for e in EVERYTHING if e.text("serves") == "ticket-routing-models/10")
    own, shared = SavedViews(tmp_path / "saved_views.sqlite"), SavedViews(tmp_path / "shared_views.sqlite")
    own.save("", "Mine", f"focus={endpoint.arn}&up=2")
    own.save("", "Types", "show=overview")
    own.save("", "Failed", "entities?q=status%3Afailed&label=action&columns=owner")
    shared.save("ada", "<b>Gone</b>", "focus=arn:gone&asof=2026-02-01")
    table = views(open_page(PAGE, DEMO))
    assert [[cell["words"] for cell in row][:3] for row in table["rows"]] == [
        [
            "<b>Gone</b>",
            "an entity that is not loaded now: 5 upstream, 3 downstream, as of 1 Feb 2026",
            "ada",
        ],
        ["Failed", "Entities: “status:failed”, label action", ""],
        ["Types", "All types", ""],
        ["Mine", "ticket-routing-prod: 2 upstream, 3 downstream", ""],
    ]
    assert table["rows"][3][0]["url"].endswith(f"?focus={endpoint.arn}&up=2")


def test_live_models_with_old_data_are_listed_oldest_first(open_page: OpenPage) -> None:
    graph = DEMO.heterograph()
    models = [e for e in EVERYTHING if e.type == "Model" and e.text("servedby")]

    def newest(model: Entity) -> datetime | None:
        steps = nx.single_source_shortest_path_length(graph.reverse(copy=False), model.arn, cutoff=3)
        data = [DEMO.get(arn) for arn in steps if DEMO.get(arn).type.casefold() == "dataset"]
        return max((each.properties.get("filechanged") or each.created for each in data), default=None)  # type: ignore[type-var, return-value]

    assert INFO.taken
    ages = {title_in_folder(e): (INFO.taken - at).days for e in models if (at := newest(e))}
    expected = sorted((-age, name) for name, age in ages.items() if age > 180)
    table = next(block for block in blocks(open_page(PAGE, DEMO)) if "newest data" in str(block.get("words")))
    assert [(row[3]["words"], row[0]["words"]) for row in table["rows"]] == [
        (f"{-age} days", name) for age, name in expected
    ]
    assert expected
    unknown = len(models) - len(ages)
    assert f"The lineage has no data set of {unknown} live model." in sentences(open_page(PAGE, DEMO))
