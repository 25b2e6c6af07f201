from datetime import UTC, datetime
from itertools import pairwise, product

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.errors import EntityNotFound
from lineage_viz.model import Association, Entity, Properties, Truncation
from lineage_viz.questions.common_ancestors import Common, common_ancestors
from lineage_viz.store.local import LocalStore
from tests.sample import D1, D2, D3, I1, I2, SAMPLE, A, E, G, K, Listed, M, P, T, X


def small(*edges: str) -> LocalStore:
    entities = tuple(Entity(arn, "artifact") for arn in sorted(set("".join(edges)) | {"a", "b"}))
    links = tuple(Association(source, "ContributedTo", end) for source, end in map(tuple, edges))
    return LocalStore([Listed(entities, links)])


def common(*edges: str) -> Common:
    return common_ancestors(small(*edges), "a", "b")


def rows(found: Common) -> list[tuple[str, int, int, bool]]:
    return [(each.entity.arn, each.to_a, each.to_b, each.nearest) for each in found.ancestors]


def shown(found: Common) -> str:
    return "".join(sorted(entity.arn for entity in found.subgraph.entities))


def test_an_endpoint_and_a_model_group_share_the_model_package() -> None:
    found = common_ancestors(LocalStore([SAMPLE]), E, G)
    assert [each.entity.arn for each in found.ancestors if each.nearest] == [K]
    assert {each.entity.arn for each in found.ancestors} == {K, M, I2, A, T, D3, P, D1, D2, I1}
    assert {entity.arn for entity in found.subgraph.entities} == {E, X, K, G}
    assert found.subgraph.focus == (E, G)
    assert found.subgraph.hops == {E: 0, G: 0, K: -1, X: -1}
    assert found.subgraph.truncated is found.truncated is None


def test_the_table_lists_all_nearest_first_and_the_picture_has_only_the_nearest() -> None:
    found = common("xa", "xb", "yx", "zy", "za", "pa", "qb")
    assert rows(found) == [("x", 1, 1, True), ("y", 2, 2, False), ("z", 1, 3, False)]
    assert shown(found) == "abx"


def test_several_ancestors_may_be_nearest_each_with_all_its_paths() -> None:
    found = common("xm", "ma", "xn", "na", "xb", "ya", "yo", "ob", "xo")
    assert [row[0] for row in rows(found) if row[3]] == ["x", "y"]
    assert shown(found) == "abmnoxy"
    assert found.subgraph.hops == {"a": 0, "b": 0, "m": -1, "n": -1, "o": -1, "x": -1, "y": -1}


def test_an_ancestor_of_the_other_entity_is_itself_the_nearest() -> None:
    assert rows(common("am", "mb", "xa")) == [("a", 0, 2, True), ("x", 1, 3, False)]
    assert shown(common("am", "mb", "xa")) == "abm"
    assert rows(common("ba"))[0] == ("b", 1, 0, True)


def test_two_unconnected_entities_share_nothing() -> None:
    found = common("xa", "yb")
    assert rows(found) == []
    assert shown(found) == "ab"


def test_an_entity_and_itself_share_itself() -> None:
    found = common_ancestors(small("xa"), "a", "a")
    assert rows(found) == [("a", 0, 0, True), ("x", 1, 1, False)]
    assert found.subgraph.focus == ("a",)
    assert shown(found) == "a"


def test_all_entities_of_a_cycle_are_nearest() -> None:
    found = common("xy", "yx", "xa", "yb", "wx")
    assert [row for row in rows(found) if row[3]] == [("x", 1, 2, True), ("y", 2, 1, True)]
    assert shown(found) == "abxy"
    assert {row[0] for row in rows(common("ab", "ba")) if row[3]} == {"a", "b"}


def test_an_unresolved_entity_is_an_ancestor_like_any_other() -> None:
    away = Entity("z", "artifact", {"unresolved": True})
    links = (Association("z", "SameAs", "a"), Association("z", "SameAs", "b"))
    store = LocalStore([Listed((Entity("a", "artifact"), Entity("b", "artifact"), away), links)])
    assert common_ancestors(store, "a", "b").ancestors[0].entity == away


def test_a_picture_at_its_cap_keeps_the_shortest_paths_and_counts_the_rest() -> None:
    store = small("xm", "ma", "xn", "na", "xo", "oa", "xb", "ya", "yp", "pb")
    whole = common_ancestors(store, "a", "b")
    assert (shown(whole), whole.subgraph.truncated) == ("abmnopxy", None)
    found = common_ancestors(store, "a", "b", cap=5)
    assert rows(found) == rows(whole)
    assert shown(found) == "abmx"
    assert found.subgraph.truncated == Truncation("cut at 4 entities", 4)
    assert found.truncated is None


def test_the_answer_says_that_a_lineage_is_too_large_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lineage_viz.questions.common_ancestors.MOST_READ", 3)
    found = common("xa", "xb", "yx", "zy")
    assert rows(found) == [("x", 1, 1, True)]
    assert found.truncated == found.subgraph.truncated
    assert found.truncated == Truncation("only the nearest 3 entities upstream were read", 2)


def test_the_error_names_an_unknown_entity() -> None:
    with pytest.raises(EntityNotFound, match="none"):
        common_ancestors(small("ab"), "a", "none")


@given(st.sets(st.sampled_from([x + y for x, y in product("abcdefgh", repeat=2)]), max_size=24))
def test_the_answer_matches_the_definition(edges: set[str]) -> None:
    found = common(*edges)
    graph = nx.DiGraph([("a", "a"), ("b", "b"), *map(tuple, edges)])
    above = {arn: nx.ancestors(graph, arn) | {arn} for arn in graph}
    both = above["a"] & above["b"]
    nearest = {
        arn for arn in both if all(arn in above[other] <= above[arn] for other in both if arn in above[other])
    }
    assert {row[0] for row in rows(found)} == both
    assert {row[0] for row in rows(found) if row[3]} == nearest
    ways = {arn for arn in graph if above[arn] & nearest and arn in above["a"] | above["b"]}
    assert set(shown(found)) == ways | {"a", "b"}
    lengths = [dict(nx.shortest_path_length(graph, target=end)) for end in "ab"]
    assert all((row[1], row[2]) == (lengths[0][row[0]], lengths[1][row[0]]) for row in rows(found))
    assert all(one[1] + one[2] <= other[1] + other[2] for one, other in pairwise(rows(found)))


def test_common_ancestors_of_a_day_had_their_associations_then() -> None:
    def at(day: int) -> Properties:
        return {"creationtime": datetime(2026, 3, day, tzinfo=UTC)}

    entities = [Entity(arn, "artifact", at(day)) for arn, day in (("a", 1), ("b", 1), ("x", 1), ("y", 3))]
    links = [("x", "a", 1), ("x", "b", 2), ("y", "a", 3), ("y", "b", 3)]
    associations = [Association(source, "ContributedTo", end, at(day)) for source, end, day in links]
    store = LocalStore([Listed(tuple(entities), tuple(associations))])

    def then(day: int) -> list[str]:
        found = common_ancestors(store, "a", "b", as_of=datetime(2026, 3, day, 12, tzinfo=UTC))
        return [each.entity.arn for each in found.ancestors]

    assert [then(day) for day in (1, 2, 3)] == [[], ["x"], ["x", "y"]]
