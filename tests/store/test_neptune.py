"""The store on Neptune only: one round trip per question, markers in the graph, the sample notebook's queries."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from gremlin_python.process.graph_traversal import GraphTraversal

from lineage_viz.errors import EntityNotFound
from lineage_viz.model import Association, Direction, Entity, SnapshotInfo
from lineage_viz.search_text import DERIVED, SEARCH_STATE
from lineage_viz.store.base import Counts, Store, gaps_of
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.store.neptune import marker, steps, ways
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.store.neptune.store import NeptuneStore
from lineage_viz.store.order import Order, SortBy
from tests.neptune_local.gremlin_server import GremlinServer
from tests.sample import I2, SAMPLE, B, E, K, Listed, M

Load = Callable[..., Store]

LONE = "\ud800"


class Counting(Runner):
    """A runner that counts its questions."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self.sent = 0

    def ask(self, traversal: GraphTraversal) -> list[Any]:
        self.sent += 1
        return self._runner.ask(traversal)


@pytest.mark.parametrize(
    "question",
    [
        lambda store: store.snapshots,
        lambda store: store.counts(),
        lambda store: store.schema(),
        lambda store: store.fact_counts(),
        lambda store: store.trace([K], without=[M], beside={B: 2}),
        lambda store: store.get(M),
        lambda store: store.search("abalone train"),
        lambda store: store.neighbors(K),
        lambda store: store.trace([M, K], up=10, cap=3, expand=[(Direction.UPSTREAM, M)] * 3),
        lambda store: store.paths(I2, E),
    ],
)
def test_every_question_is_one_round_trip(
    on_neptune: Load, writer: Runner, question: Callable[[Store], object]
) -> None:
    on_neptune(SAMPLE)
    counting = Counting(writer)
    question(NeptuneStore(counting))
    assert counting.sent == 1


def test_markers_are_not_entities(on_neptune: Load, writer: Runner) -> None:
    store = on_neptune(Listed())
    (vertex,) = writer.ask(steps.source().V().id_())
    assert store.counts() == Counts()
    assert store.search().total == 0
    with pytest.raises(EntityNotFound):
        store.get(vertex)
    with pytest.raises(EntityNotFound):
        store.trace([vertex])


OTHER = SnapshotInfo(
    "s3://bucket/'prefix'/",
    "210987654321",
    "us-east-1",
    incomplete=("no 'access'",),
    domains=(("d-1", "DISABLED"),),
)


def test_a_loaded_snapshot_names_the_incoming_one_that_may_be_mixed_with_it(
    on_neptune: Load, writer: Runner
) -> None:
    store, g = on_neptune(SAMPLE), steps.source()
    for _ in range(2):
        writer.ask(marker.begin(g, OTHER, "digest"))
    (info,) = store.snapshots
    assert info.path == SAMPLE.info.path
    assert "210987654321" in info.incomplete[-1]
    lacking = replace(info, incomplete=("no access", info.incomplete[-1]))
    assert gaps_of([lacking, lacking]) == (*lacking.incomplete, "no access"), "one load, named once"


def test_one_step_marks_a_snapshot_as_loaded_and_deletes_other_markers(
    on_neptune: Load, writer: Runner
) -> None:
    store, g = on_neptune(SAMPLE), steps.source()
    writer.ask(marker.begin(g, OTHER, "digest"))
    for _ in range(2):
        writer.ask(marker.finish(g, OTHER, "digest", [SAMPLE.info.path]))
    assert store.snapshots == (OTHER, SAMPLE.info)
    writer.ask(marker.finish(g, OTHER, "digest"))
    assert store.snapshots == (OTHER,)
    assert store.counts().entities == 16
    assert marker.as_markers(writer.ask(marker.read(g))) == (marker.Marker(OTHER, "digest"),)


def test_derived_properties_are_in_the_graph_but_in_no_answer(on_neptune: Load, writer: Runner) -> None:
    store = on_neptune(SAMPLE)
    (number,) = writer.ask(steps.source().V(M).properties(*DERIVED).count())
    assert number == len(DERIVED) == 5
    assert DERIVED.isdisjoint(store.get(M).properties)


def test_finds_nothing_for_a_text_that_cannot_be_sent(on_neptune: Load) -> None:
    store = on_neptune(SAMPLE)
    assert store.search(LONE) == LocalStore([SAMPLE]).search(LONE)
    for ask in (store.get, store.neighbors, lambda arn: store.trace([arn]), lambda arn: store.paths(M, arn)):
        with pytest.raises(EntityNotFound):
            ask(LONE)
    assert store.trace([M], expand=[(Direction.UPSTREAM, LONE)]) == store.trace([M])


def test_returns_a_set_as_a_tuple_and_keeps_an_own_edge_id(on_neptune: Load, writer: Runner) -> None:
    ends = Entity("a", "airport"), Entity("b", "airport")
    store = on_neptune(Listed(ends, (Association("a", "route", "b", {"dist": 5}, own_id="7"),)))
    writer.ask(steps.source().V("a").property("code", "X").property("code", "Y").count())
    assert set(store.get("a").properties["code"]) == {"X", "Y"}  # type: ignore[arg-type]
    assert store.trace(["a"]).associations == (Association("a", "route", "b", {"dist": 5}, own_id="7"),)


def test_paths_are_truncated_when_too_many_entities_are_between_the_ends(
    on_neptune: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "MOST_BETWEEN", 4)
    found = on_neptune(SAMPLE).paths(I2, E)
    assert found.truncated is not None
    assert "too many" in found.truncated.reason
    assert set(found.paths) < set(LocalStore([SAMPLE]).paths(I2, E).paths)


class TestSampleNotebook:
    """The two queries of the notebook, unchanged, sent as text."""

    EVERYTHING = "g.V().hasLabel('artifact').outE().inV().path()"
    DATA_SETS = (
        "g.V().hasLabel('artifact').has('type','DataSet').outE().inV().path()."
        "by(valueMap('arn','type','sourcearn','status'))"
    )

    def test_paths_from_every_artifact(self, on_neptune: Load, gremlin_server: GremlinServer) -> None:
        on_neptune(SAMPLE)
        artifacts = {each.arn for each in SAMPLE.holds if each.label == "artifact"}
        found = [[part["id"] for part in path["objects"]] for path in gremlin_server.run(self.EVERYTHING)]
        expected = [[each.source, each.id, each.destination] for each in SAMPLE.links]
        assert sorted(found) == sorted(path for path in expected if path[0] in artifacts)

    def test_entities_that_data_sets_contribute_to_with_some_properties(
        self, on_neptune: Load, gremlin_server: GremlinServer
    ) -> None:
        on_neptune(SAMPLE)
        known = {each.arn: each for each in SAMPLE.holds}

        def shown(arn: str) -> dict[str, list[str]]:
            names = ("arn", "type", "sourcearn", "status")
            return {name: [known[arn].text(name)] for name in names if known[arn].text(name)}

        expected = [
            [shown(each.source), {}, shown(each.destination)]
            for each in SAMPLE.links
            if known[each.source].type == "DataSet"
        ]
        found = [path["objects"] for path in gremlin_server.run(self.DATA_SETS)]
        assert sorted(found, key=str) == sorted(expected, key=str)
        assert len(found) == 4


def test_other_modules_do_not_import_gremlinpython() -> None:
    program = "import sys, lineage_viz.cli, lineage_viz.ui.source; print('gremlin_python' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_cluster_that_was_loaded_before_states_were_derived_uses_the_recorded_status(
    on_neptune: Load, writer: Runner
) -> None:
    store = on_neptune(SAMPLE)
    writer.ask(steps.source().V().properties(SEARCH_STATE).drop())
    failed = store.search(filter_=Filter(states=frozenset({"Failed"})))
    assert [each.arn for each in failed.entities] == [B]
    by_status = store.search(order=Order(SortBy.STATUS)).entities
    assert [each.status for each in by_status[:4]] == [
        "Completed",
        "Completed",
        "Failed",
        "PendingManualApproval",
    ]
    assert store.fact_counts().states == {"Completed": 2, "Failed": 1, "PendingManualApproval": 1}
