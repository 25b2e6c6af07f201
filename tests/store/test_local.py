"""The local store only, and its answers compared with networkx and with simple scans."""

import gc
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lineage_viz.errors import SnapshotError
from lineage_viz.model import Association, Entity
from lineage_viz.recorded_text import fold
from lineage_viz.store import recorded_index
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LARGE, LocalStore
from lineage_viz.store.rank import Rank
from lineage_viz.title import title
from tests import demo_once
from tests.sample import SAMPLE, START, K, Listed, M

NAMES = "abcdefgh"
TYPES = ("ContributedTo", "Produced", "SameAs")
edges = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(TYPES), st.sampled_from(NAMES)), max_size=24
)
focus = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3)
depth = st.integers(0, 5)


def loaded(links: list[tuple[str, str, str]]) -> LocalStore:
    entities = tuple(Entity(name, "artifact", {"type": name.upper()}) for name in NAMES)
    return LocalStore([Listed(entities, tuple(Association(*link) for link in links))])


def oracle(links: list[tuple[str, str, str]], types: frozenset[str] = frozenset()) -> "nx.MultiDiGraph[str]":
    """Build the same lineage with networkx alone."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(NAMES)
    graph.add_edges_from((source, end) for source, type_, end in links if not types or type_ in types)
    return graph


def nearest_focus(graph: "nx.MultiDiGraph[str]", foci: list[str], depth: int) -> dict[str, int]:
    """Return the hops from the nearest focus, by one breadth-first search for each."""
    hops: dict[str, int] = {}
    for arn in foci:
        for reached, hop in nx.single_source_shortest_path_length(graph, arn, cutoff=depth).items():
            hops[reached] = min(hop, hops.get(reached, hop))
    return hops


class TestHeterograph:
    def test_keeps_every_property_label_and_type(self) -> None:
        graph = LocalStore([SAMPLE]).heterograph()
        assert isinstance(graph, nx.MultiDiGraph)
        assert graph.number_of_nodes() == 16
        assert graph.number_of_edges() == 19
        entity = SAMPLE.holds[7]
        assert graph.nodes[M] == {"~label": "artifact", **entity.properties}
        assert dict(graph[M][K]) == {"ContributedTo": {"creationtime": START + timedelta(hours=1)}}
        assert set(graph.predecessors(K)) == {source for source in graph if graph.has_edge(source, K)}

    def test_networkx_reads_it_and_can_change_only_a_copy(self) -> None:
        store = LocalStore([SAMPLE])
        assert nx.is_directed_acyclic_graph(store.heterograph())
        with pytest.raises(nx.NetworkXError):
            store.heterograph().add_node("x")
        copy: nx.MultiDiGraph[str] = nx.MultiDiGraph(store.heterograph())
        copy.remove_node(M)
        copy.nodes[K]["type"] = "changed"
        assert store.get(M).type == store.get(K).type == "Model"

    @given(edges)
    def test_equals_a_graph_built_with_add_edge(self, links: list[tuple[str, str, str]]) -> None:
        ordinary = oracle([])
        for source, type_, end in links:
            ordinary.add_edge(source, end, key=type_)
        graph = loaded(links).heterograph()
        assert set(graph.edges(keys=True)) == set(ordinary.edges(keys=True))
        assert {(v, u) for u in graph for v in graph.predecessors(u)} == set(ordinary.edges())


class TestForeignFolders:
    ENDS = (Entity("a", "airport"), Entity("b", "airport"))

    def store(self, *links: Association) -> LocalStore:
        return LocalStore([Listed(self.ENDS, links)])

    def test_keeps_all_parallel_associations_of_one_type(self) -> None:
        links = [Association("a", "route", "b", {"dist": n}, own_id=str(n)) for n in range(3)]
        store = self.store(*links)
        assert store.counts().associations == 3
        assert store.counts().association_types == {"route": 3}
        assert list(store.trace(["a"]).associations) == links
        assert [each.association for each in store.neighbors("a")] == links
        assert dict(store.heterograph()["a"]["b"]) == {
            "route": {"~id": "0", "dist": 0},
            "1": {"~id": "1", "dist": 1, "~label": "route"},
            "2": {"~id": "2", "dist": 2, "~label": "route"},
        }
        assert store.trace(["a"], filter_=Filter(associations=frozenset({"route"}))).hops == {"a": 0, "b": 1}
        assert store.trace(["a"], filter_=Filter(associations=frozenset({"1"}))).hops == {"a": 0}

    def test_the_same_id_is_the_same_association(self) -> None:
        store = self.store(
            Association("a", "route", "b", {"dist": 1}, own_id="7"),
            Association("a", "route", "b", {"dist": 2}, own_id="8"),
            Association("a", "route", "b", {"dist": 3}, own_id="7"),
            Association("a", "route", "b", {"dist": 4}, own_id="8"),
        )
        assert [each.properties["dist"] for each in store.trace(["a"]).associations] == [3, 4]
        assert store.counts().associations == 2

    def test_an_explicit_derived_id_is_the_same_association(self) -> None:
        derived = Association("a", "route", "b")
        store = self.store(derived, Association("a", "route", "b", own_id=derived.id), derived)
        assert store.counts().associations == 1

    def test_refuses_an_end_that_is_in_no_source(self) -> None:
        with pytest.raises(SnapshotError, match="a -route-> z names z"):
            self.store(Association("a", "route", "z"))


class TestCollector:
    @pytest.fixture
    def collector(self) -> Iterator[None]:
        yield
        gc.unfreeze()
        gc.enable()

    @pytest.mark.usefixtures("collector")
    def test_loading_restores_the_state_of_the_collector(self) -> None:
        loaded([])
        assert gc.isenabled()
        gc.disable()
        loaded([])
        assert not gc.isenabled()
        gc.enable()
        with pytest.raises(SnapshotError):
            LocalStore([Listed((), (Association("a", "b", "c"),))])
        assert gc.isenabled()

    @pytest.mark.usefixtures("collector")
    def test_freezes_a_large_graph_and_can_free_it(self) -> None:
        large = Listed(tuple(Entity(str(number), "artifact") for number in range(LARGE)))
        store = LocalStore([large])
        assert gc.get_freeze_count() > 0
        assert len(store.heterograph().edges) == 0
        loaded([])
        assert gc.get_freeze_count() == 0


class TestTraceAgainstNetworkx:
    @given(edges, focus, depth, depth, st.sets(st.sampled_from(TYPES), max_size=2))
    def test_hops_and_associations(
        self, links: list[tuple[str, str, str]], foci: list[str], up: int, down: int, types: set[str]
    ) -> None:
        graph = oracle(links, frozenset(types))
        upstream, downstream = nearest_focus(graph.reverse(), foci, up), nearest_focus(graph, foci, down)
        found = loaded(links).trace(foci, up=up, down=down, filter_=Filter(associations=frozenset(types)))
        assert set(found.hops) == upstream.keys() | downstream.keys()
        for arn, hop in found.hops.items():
            assert abs(hop) == min(upstream.get(arn, 99), downstream.get(arn, 99))
            assert hop <= 0 or upstream.get(arn, 99) > hop
        assert {(each.source, each.type, each.destination) for each in found.associations} == {
            (source, type_, end)
            for source, type_, end in links
            if source in found.hops and end in found.hops and (not types or type_ in types)
        }
        assert len(found.associations) == len(set(found.associations))

    @given(edges, st.sampled_from(NAMES))
    def test_an_unlimited_trace_returns_ancestors_and_descendants(
        self, links: list[tuple[str, str, str]], arn: str
    ) -> None:
        graph = oracle(links)
        assert set(loaded(links).trace([arn]).hops) == (
            nx.ancestors(graph, arn) | nx.descendants(graph, arn) | {arn}
        )

    @given(edges, st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES)))
    def test_a_filter_equals_a_walk_in_the_filtered_graph(
        self, links: list[tuple[str, str, str]], arn: str, kept: set[str]
    ) -> None:
        graph = oracle(links).subgraph(kept | {arn})
        wanted = Filter(types=frozenset(name.upper() for name in kept) or frozenset({"none"}))
        assert set(loaded(links).trace([arn], filter_=wanted).hops) == (
            nx.ancestors(graph, arn) | nx.descendants(graph, arn) | {arn}
        )

    @given(edges, focus, st.integers(0, 9))
    def test_a_cap_keeps_the_beginning_of_the_complete_answer(
        self, links: list[tuple[str, str, str]], foci: list[str], cap: int
    ) -> None:
        store = loaded(links)
        whole, cut = store.trace(foci), store.trace(foci, cap=cap)
        count = max(cap, len(set(foci)))
        assert cut.entities == whole.entities[:count]
        assert {each.source for each in cut.associations} | {
            each.destination for each in cut.associations
        } <= set(cut.hops)
        assert (cut.truncated.left_out if cut.truncated else 0) == max(0, len(whole.entities) - count)


class TestPathsAgainstNetworkx:
    @given(edges, st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(0, 8))
    def test_all_simple_paths_in_order(
        self, links: list[tuple[str, str, str]], source: str, destination: str, max_hops: int
    ) -> None:
        found = loaded(links).paths(source, destination, limit=10_000, max_hops=max_hops)
        simple = nx.DiGraph(oracle(links))
        expected = {tuple(path) for path in nx.all_simple_paths(simple, source, destination, max_hops)}
        if source == destination:
            expected = {(source,)}
        assert list(found.paths) == sorted(expected, key=lambda path: (len(path), path))
        assert found.truncated is None

    def test_truncates_the_paths_in_a_dense_graph_with_cycles(self) -> None:
        names = [f"n{number:02}" for number in range(40)]
        links = [Association(*ends) for a, b in combinations(names, 2) for ends in ((a, "x", b), (b, "x", a))]
        store = LocalStore([Listed(tuple(Entity(name, "artifact") for name in names), tuple(links))])
        few = store.paths("n00", "n39", limit=20)
        assert few.truncated is not None
        assert few.paths[:2] == (("n00", "n39"), ("n00", "n01", "n39"))
        many = store.paths("n00", "n39", limit=10_000_000)
        assert many.truncated is not None
        assert "too many" in many.truncated.reason
        assert list(many.paths) == sorted(many.paths, key=lambda path: (len(path), path))

    def test_follows_a_long_chain_to_its_end(self) -> None:
        names = [f"{number:05}" for number in range(3_000)]
        links = tuple(Association(a, "x", b) for a, b in pairwise(names))
        store = LocalStore([Listed(tuple(Entity(name, "artifact") for name in names), links)])
        assert store.paths(names[0], names[-1], max_hops=1_000_000).paths == (tuple(names),)


LETTERS = st.text("aAbBß模.-_s/ \n", max_size=6)
made = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "name": LETTERS,
            "displayname": LETTERS,
            "sourceuri": LETTERS,
            "type": LETTERS,
            "description": LETTERS,
            "properties": st.dictionaries(LETTERS, LETTERS, max_size=2).map(json.dumps),
            "creationtime": st.integers(0, 3).map(lambda days: datetime(2024, 1, 1 + days, tzinfo=UTC)),
        },
    ),
    max_size=8,
)


def told(entity: Entity, word: str) -> bool:
    fields = (title(entity), entity.name, entity.arn, entity.source, entity.type)
    return any(word in fold(text) for text in (*fields, *parted(entity)))


def recorded(entity: Entity, word: str) -> bool:
    free = json.loads(entity.text("properties") or "{}")
    more = (entity.text("displayname"), entity.text("description"), *free, *free.values())
    return any(word in fold(text) for text in more) or (not any(map(fold, more)) and word == "-")


def singular(word: str) -> str:
    is_plural = len(word) > 3 and re.fullmatch("[a-z-]+s", word) and word[-2] not in "isu-"
    return word[:-1] if is_plural and word[0] != "-" else word


def parted(entity: Entity) -> Iterator[str]:
    """The words of names in camel case: `train-Ticket` of `trainTicket`."""
    for run in re.findall("[A-Za-z0-9]+", f"{entity.text('displayname')} {entity.name}"):
        starts = [
            place for place in range(1, len(run)) if run[place].isupper()
            and (not run[place - 1].isupper() or run[place + 1 : place + 2].islower())
        ]  # fmt: skip
        if starts:
            ends = (*starts[1:], len(run))
            yield "-".join((run[: starts[0]], *(run[a:b] for a, b in zip(starts, ends, strict=True))))


def rank(entity: Entity, text: str) -> int:
    shown, is_action = fold(title(entity)), entity.label == "action"
    if text in (shown, entity.arn.casefold()):
        return Rank.NAMED_ACTION if is_action else Rank.NAMED_OTHER
    if ("/" in text or ":" in text) and (found := address_rank(entity, text)):
        return found + is_action
    if shown.startswith(text):
        return Rank.TITLE_START
    words = list(map(singular, text.split()))
    if all(word in shown for word in words):
        return Rank.TITLE
    return Rank.ELSEWHERE if all(told(entity, word) for word in words) else Rank.RECORD


def address_rank(entity: Entity, text: str) -> int:
    """The rank by the fields beside the title, or 0; a name that is a part of the others is no field of its own."""
    fields = [each.casefold().replace("_", "-") for each in (entity.arn, entity.source, entity.type)]
    name = fold(entity.name)
    fields += [name] if not any(name in each for each in fields) else []
    if text in fields:
        return Rank.SOURCE
    ends = (text,) if text[0] in "/:" else (f"/{text}", f":{text}")
    return Rank.SOURCE_END if any(each.endswith(ends) for each in fields) else 0


def scan(entities: tuple[Entity, ...], text: str) -> list[str]:
    """Search without an index."""
    wanted = fold(text)
    words = list(map(singular, wanted.split()))
    hits = [each for each in entities if all(told(each, word) or recorded(each, word) for word in words)]

    def order(each: Entity) -> tuple[int, int, float, str]:
        age = -each.created.timestamp() if each.created else float("inf")
        best = rank(each, wanted) if wanted else 0
        tier = (each.label == "action", each.type != "Model").count(True) if best >= Rank.TITLE_START else 0
        return best, tier, age, each.arn

    return [each.arn for each in sorted(hits, key=order)]


@pytest.fixture(scope="module")
def many() -> tuple[Entity, ...]:
    """Return more entities than the index searches one by one."""
    return tuple(
        Entity(
            f"arn:aws:sagemaker:eu-west-1:123456789012:artifact/{number * 2654435761 % 2**32:08x}",
            "artifact" if number % 3 else "action",
            {
                "sourceuri": f"s3://bucket-{number % 7}/run-{number % 211}/{'é' * (number % 3)}model.tar.gz",
                "creationtime": START + timedelta(minutes=number % 50_000),
                **({"name": f"Train-{number:x}"} if number % 5 == 0 else {}),
            },
        )
        for number in range(60_000)
    )


@pytest.fixture(scope="module")
def store(many: tuple[Entity, ...]) -> LocalStore:
    return LocalStore([Listed(many)])


class TestSearchAgainstScan:
    @example([{"name": "bA"}], "-")
    @example([{"type": "/", "displayname": "a"}, {"displayname": "/"}], "/")
    @example([{"sourceuri": "a/b"}, {"sourceuri": "/b", "displayname": "x"}, {"displayname": "/bx"}], "/b")
    @given(made, LETTERS)
    def test_small(self, properties: list[dict[str, str | datetime]], text: str) -> None:
        entities = tuple(Entity(f"Arn:{n}", "artifact", each) for n, each in enumerate(properties))
        page = LocalStore([Listed(entities)]).search(text)
        assert [entity.arn for entity in page.entities] == scan(entities, text)
        assert page.total == len(page.entities)

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "a",
                "é",
                "12",
                "ff0",
                "run-",
                "bucket",
                "model.tar.gz",
                "train-ea6",
                "no-such-word",
                "x" * 500,
            ),
            *("bucket-3 train", "ff model", "éé run-7 0a", "TRAIN-1 artifact", "gz 3 a", "train-ea6 " * 50),
            "arn:aws:sagemaker:eu-west-1:123456789012:artifact/",
            "s3://bucket-3/run-7/model.tar.gz",
            "run-7/model.tar.gz",
        ],
    )
    def test_large(self, store: LocalStore, many: tuple[Entity, ...], text: str) -> None:
        expected = scan(many, text)
        page = store.search(text, limit=100, offset=50)
        assert page.total == len(expected)
        assert [entity.arn for entity in page.entities] == expected[50:150]
        only = Filter(labels=frozenset({"action"}), created_after=START + timedelta(days=20))
        assert store.search(text, filter_=only).total == sum(only.passes(store.get(arn)) for arn in expected)


def test_a_look_up_among_few_entities_reads_only_their_records(monkeypatch: pytest.MonkeyPatch) -> None:
    read, texts_of = list[str](), recorded_index.recorded

    def recorded(entity: Entity) -> Any:
        read.append(entity.type)
        return texts_of(entity)

    monkeypatch.setattr(recorded_index, "recorded", recorded)
    store, endpoints = LocalStore([demo_once.source()]), Filter(types=frozenset({"Endpoint"}))
    found = store.search("ticket-routing-prod", filter_=endpoints)
    assert set(read) == {"Endpoint"}
    store.search("ticket-routing-prod")
    assert len(read) >= store.counts().entities  # the whole index answers the next ones
    assert store.search("ticket-routing-prod", filter_=endpoints) == found
