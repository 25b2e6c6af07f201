"""The same lineage in both forms: every question is answered alike, order included."""

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from lineage_viz.errors import BadRow, SnapshotError
from lineage_viz.model import Association, Direction, Entity, SnapshotInfo
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.schema import SAGEMAKER
from lineage_viz.store.columns import choosing
from lineage_viz.store.filter import Filter
from lineage_viz.store.heterograph import GraphData
from lineage_viz.store.local import LocalStore
from lineage_viz.store.order import Order, SortBy
from tests import demo_once
from tests.hypothesis_profiles import examples
from tests.sample import SAMPLE, K, Listed, M
from tests.snapshot.rewriting import rewrite
from tests.store.columns.forms import for_columns, in_columns, in_dictionaries, written
from tests.store.test_parity import NAMES, filters, letters, lineages, orders

Ask = Callable[[LocalStore], Any]


def same(stores: tuple[LocalStore, ...], ask: Ask) -> None:
    first, *others = map(ask, stores)
    for other in others:
        assert other == first


def same_whole(stores: tuple[LocalStore, ...]) -> None:
    same(stores, lambda store: store.snapshots)
    same(stores, lambda store: store.counts())
    same(stores, lambda store: store.schema())
    same(stores, lambda store: store.fact_counts())
    same(stores, lambda store: store.recorded_names())
    same(stores, lambda store: store.search(limit=1_000))
    same(stores, lambda store: [*store.heterograph().edges(keys=True, data=True)])
    same(stores, lambda store: dict(store.heterograph().nodes(data=True)))
    same(stores, lambda store: {arn: [*found] for arn, found in store.heterograph().pred.items()})
    for by in SortBy:
        order = Order(by, types=tuple(sorted(stores[0].counts().types)))
        same(stores, lambda store: store.search(order=order, limit=1_000))  # noqa: B023


def with_columns_alone(lineage: Listed) -> Listed:
    """Return a lineage without properties that the files of exports have no column for."""
    held = []
    for each in lineage.holds:
        names = {column.name for column in SAGEMAKER.vertices[each.label]}
        held.append(
            replace(
                each, properties={name: each.properties[name] for name in each.properties if name in names}
            )
        )
    return replace(lineage, holds=tuple(held))


@examples(100, allow=[HealthCheck.function_scoped_fixture])
@given(lineage=lineages(), filter_=filters, text=letters, order=st.none() | orders)
def test_random_lineage(
    tmp_path: Path, lineage: Listed, filter_: Filter, text: str, order: Order | None
) -> None:
    source = written(with_columns_alone(lineage), tmp_path)
    stores = in_dictionaries(source), in_columns(source), in_columns(source, careful=True)
    same_whole(stores)
    same(stores, lambda store: store.search(text, filter_=filter_, order=order))
    same(stores, lambda store: store.tally(text, filter_=filter_))
    same(stores, lambda store: store.words_like(["modle", "faild"]))
    same(stores, lambda store: store.degrees((*NAMES, "nothing"), filter_=filter_))
    for arn in NAMES:
        same(stores, lambda store: store.get(arn))  # noqa: B023
        same(stores, lambda store: store.neighbors(arn, Direction.BOTH, filter_=filter_))  # noqa: B023
        same(stores, lambda store: store.trace([arn], filter_=filter_))  # noqa: B023
        same(stores, lambda store: [*store.trace([arn]).hops.items()])  # noqa: B023
        same(stores, lambda store: store.paths(NAMES[0], arn))  # noqa: B023


HOSTILE = st.text([*"aZ\",;\\\n\r\t '=‡§-[]\x00\ud800\ufffd\ufeff\u200bß模😀\x85\u2028"], max_size=6)
NUMBERS = st.floats() | st.sampled_from(
    [0.0, -0.0, 1e300, 1e15, 123456789012345678.0, float("inf"), float("nan")]
)
DATES = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)
VALUES = {"date": DATES, "double": NUMBERS, "int": st.integers(-(2**31), 2**31 - 1), "bool": st.booleans()}


@st.composite
def hostile(draw: st.DrawFn) -> Listed:
    """Entities of every label with any text, number and time in any of their columns."""
    made = []
    for number, label in enumerate(draw(st.lists(st.sampled_from(sorted(SAGEMAKER.vertices)), max_size=5))):
        arn = f"{number} {draw(HOSTILE)}".replace("\x00", "").replace("\ud800", "").strip()
        columns = [
            each for each in SAGEMAKER.vertices[label] if each.name != "arn" and "search" not in each.name
        ]
        chosen = draw(st.lists(st.sampled_from(columns), max_size=5, unique=True))
        found = {each.name: draw(VALUES.get(each.type, HOSTILE)) for each in chosen}
        made.append(Entity(arn, label, {**({"arn": arn} if draw(st.booleans()) else {}), **found}))
    arns = [each.arn for each in made]
    ends = st.tuples(st.sampled_from(arns), HOSTILE.map(lambda text: f"t{text}z"), st.sampled_from(arns))
    links = draw(st.sets(ends, max_size=6)) if arns else set()
    at = {"creationtime": draw(DATES), "createdby": draw(HOSTILE)}
    clean = {(a, type_.replace("\x00", "").replace("\ud800", ""), b) for a, type_, b in links}
    return Listed(tuple(made), tuple(Association(*each, at) for each in sorted(clean)))


@examples(200, allow=[HealthCheck.function_scoped_fixture])
@given(lineage=hostile(), text=HOSTILE)
@example(Listed((Entity("a", "artifact", {"name": "x\x00\ud800\u200by"}),)), "y")
@example(Listed((Entity("a", "context", {"type": "Endpoint", "endpointstatus": ""}),)), "not read")
def test_hostile_texts(tmp_path: Path, lineage: Listed, text: str) -> None:
    source = written(lineage, tmp_path)
    stores = in_dictionaries(source), in_columns(source), in_columns(source, careful=True)
    same_whole(stores)
    same(stores, lambda store: store.search(text))
    same(stores, lambda store: store.tally(text))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[LocalStore, ...]:
    source = open_folder(demo_once.snapshot(tmp_path_factory.mktemp("demo")))
    return in_dictionaries(source), in_columns(source)


def test_the_demo_account(demo: tuple[LocalStore, ...]) -> None:
    same_whole(demo)
    for text in ("model", "ticket routing", "failed", "s3://acme", "-"):
        same(demo, lambda store: store.search(text, limit=100))  # noqa: B023
        same(demo, lambda store: store.tally(text))  # noqa: B023
    for each in demo[0].search(limit=10_000).entities[::29]:
        same(demo, lambda store: store.trace([each.arn], up=3, down=2))  # noqa: B023
        same(demo, lambda store: [*store.get(each.arn).properties.items()])  # noqa: B023
    labels = Filter(as_of=datetime(2026, 1, 15, tzinfo=UTC), live=True)
    same(demo, lambda store: store.search(filter_=labels))


def entity(arn: str, **properties: Any) -> Entity:
    return Entity(arn, "artifact", {"arn": arn, **properties})


def test_a_later_source_replaces_what_an_earlier_one_has(tmp_path: Path) -> None:
    day = datetime(2026, 1, 1, tzinfo=UTC)
    early = Listed(
        (entity("a", name="zebra"), entity("b", name="known"), entity("c", unresolved=True), entity("d")),
        (
            Association("d", "SameAs", "a", {"createdby": "x"}),
            Association("d", "SameAs", "b"),
            Association("a", "Produced", "b"),
        ),
        SnapshotInfo("early", taken=day),
    )
    late = Listed(
        (entity("a", name="horse"), entity("b", unresolved=True), entity("c", name="known"), entity("e")),
        (
            Association("a", "SameAs", "b"),
            Association("e", "SameAs", "b"),
            Association("a", "Produced", "b", {"createdby": "y"}),
        ),
        SnapshotInfo("late", taken=day + timedelta(days=1)),
    )
    files = written(early, tmp_path / "early"), written(late, tmp_path / "late")
    stores = (
        in_dictionaries(*files),
        in_columns(*files),
        in_columns(*files, careful=True),
        in_columns(early, late),
    )
    same_whole(stores[:3])
    same(stores, lambda store: [*store.search(limit=9).entities])
    assert stores[1].get("b").name == "known"
    assert stores[1].search("zebra").total == 0
    assert stores[1].words_like(["zebrra"]) == {"zebrra": ()}
    assert stores[1].words_like(["horrse"]) == {"horrse": ("horse",)}
    same(stores, lambda store: store.trace(["b"]).associations)


def test_without_arrow_and_for_ids_of_their_own_there_are_dictionaries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Listed((Entity("a", "artifact"),), (Association("a", "route", "a", own_id="7"),))
    with for_columns():
        assert isinstance(LocalStore([own]).data, GraphData)
        monkeypatch.setattr(choosing, "find_spec", lambda _: None)
        assert isinstance(LocalStore([written(SAMPLE, tmp_path)]).data, GraphData)


def test_an_old_store_is_freed_as_soon_as_nobody_has_it(tmp_path: Path) -> None:
    store = in_columns(written(SAMPLE, tmp_path))
    frozen, data = gc.get_freeze_count(), weakref.ref(store.data)
    store.search("abalone")
    store.search(order=Order(SortBy.NAME))
    store.tally()
    store.trace([K])
    store.schema()
    del store
    assert data() is None
    store = in_columns(written(SAMPLE, tmp_path))
    data = weakref.ref(store.data)
    assert nx.is_directed_acyclic_graph(store.heterograph())
    del store
    gc.collect()  # networkx's views refer to their graph
    assert data() is None
    assert gc.get_freeze_count() == frozen


class TestGraph:
    @pytest.fixture
    def graph(self, tmp_path: Path) -> "nx.MultiDiGraph[str]":
        return in_columns(written(SAMPLE, tmp_path)).heterograph()

    def test_networkx_reads_it(self, graph: "nx.MultiDiGraph[str]") -> None:
        other = in_dictionaries(SAMPLE).heterograph()
        assert isinstance(graph, nx.MultiDiGraph)
        assert (graph.number_of_nodes(), graph.number_of_edges(), graph.size()) == (16, 19, 19)
        assert nx.is_directed_acyclic_graph(graph)
        assert nx.ancestors(graph, K) == nx.ancestors(other, K)
        assert nx.number_weakly_connected_components(graph) == 1
        assert nx.pagerank(graph) == pytest.approx(nx.pagerank(other))
        assert graph.nodes[M] == other.nodes[M]
        assert dict(graph[M][K]) == dict(other[M][K])
        assert graph.number_of_edges(M, K) == 1
        assert dict(graph.in_degree()) == dict(other.in_degree())

    def test_nobody_can_change_it_but_only_a_copy(self, graph: "nx.MultiDiGraph[str]") -> None:
        with pytest.raises(nx.NetworkXError):
            graph.add_node("x")
        with pytest.raises(TypeError):
            graph.nodes[M]["type"] = "changed"
        for copy in (graph.copy(), nx.MultiDiGraph(graph)):
            assert type(copy) is nx.MultiDiGraph
            copy.nodes[K]["type"] = "changed"
            copy.remove_node(M)
            assert copy.number_of_edges() < 19
        assert graph.nodes[K]["type"] == "Model"
        assert set(graph.copy().edges(keys=True)) == set(graph.edges(keys=True))


class TestWhatOnlyTheCarefulReaderReads:
    """A snapshot that somebody has changed, with the digests of the changed files."""

    @pytest.mark.parametrize(
        ("file", "old", "new", "line"),
        [
            ("vertices-artifact.csv.gz", "DataSet,", "DataSet", 2),
            ("vertices-artifact.csv.gz", "2022-07-13T16:00:00Z", "yesterday", 2),
            ("edges.csv.gz", ",ContributedTo,", ",Contributed;To,", 2),
            ("vertices-artifact.csv.gz", "artifact,arn", 'arti"fact,arn', 0),
            ("vertices-artifact.csv.gz", '\t"', '\t"x', 2),
        ],
    )
    def test_an_error_names_the_file_and_the_line(
        self, tmp_path: Path, file: str, old: str, new: str, line: int
    ) -> None:
        folder = written(SAMPLE, tmp_path)
        rewrite(folder.path / file, lambda text: text.replace(old, new, 1))
        changed = open_folder(folder.path)
        errors = []
        for load in (in_dictionaries, in_columns):
            try:
                load(changed)
            except BadRow as error:
                errors.append(str(error))
        assert len(errors) in (0, 2)
        assert len(set(errors)) <= 1
        assert bool(errors) == bool(line)

    def test_an_association_without_its_entity_is_named(self, tmp_path: Path) -> None:
        folder = written(SAMPLE, tmp_path)
        rewrite(folder.path / "edges.csv.gz", lambda text: text.replace(f",{K},", ",nowhere,"))
        changed = open_folder(folder.path)
        reasons = []
        for load in (in_dictionaries, in_columns):
            with pytest.raises(SnapshotError, match="names nowhere") as raised:
                load(changed)
            reasons.append(str(raised.value))
        assert reasons[0] == reasons[1]
