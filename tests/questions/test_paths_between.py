from datetime import UTC, datetime

import pytest

from lineage_viz.errors import EntityNotFound
from lineage_viz.model import Association, Entity, Properties, Subgraph, Truncation
from lineage_viz.questions.paths_between import Between, paths_between
from lineage_viz.store.local import LocalStore
from tests.sample import D4, I2, SAMPLE, E, K, Listed, M, T, X


def between(a: str, b: str, *edges: str) -> Between:
    letters = sorted({a, b, *"".join(edges)})
    entities = tuple(Entity(arn, "artifact") for arn in letters)
    links = tuple(Association(source, "ContributedTo", end) for source, end in map(tuple, edges))
    return paths_between(LocalStore([Listed(entities, links)]), a, b)


def ends(subgraph: Subgraph) -> list[str]:
    return [each.source + each.destination for each in subgraph.associations]


def test_every_path_from_an_image_to_an_endpoint() -> None:
    found = paths_between(LocalStore([SAMPLE]), I2, E)
    assert found.there.paths[0] == (I2, X, E)
    assert len(found.there.paths) == 4
    assert found.back.paths == ()
    assert found.subgraph.focus == (I2, E)
    assert found.subgraph.hops == {I2: 0, X: 1, T: 1, K: 1, M: 2, E: 2}
    assert found.subgraph.truncated is None


def test_the_subgraph_has_the_entities_on_the_paths_and_all_associations_among_them() -> None:
    found = between("a", "d", "ab", "bd", "ac", "cd", "bc", "xa", "dy", "bz")
    assert [entity.arn for entity in found.subgraph.entities] == ["a", "b", "c", "d"]
    assert ends(found.subgraph) == ["ab", "ac", "bc", "bd", "cd"]


def test_entities_keep_their_recorded_properties() -> None:
    store = LocalStore([SAMPLE])
    found = paths_between(store, I2, E).subgraph
    assert list(found.entities) == [store.get(arn) for arn in found.hops]


def test_hops_are_negative_when_the_second_entity_is_upstream() -> None:
    found = between("c", "a", "ab", "bc")
    assert found.there.paths == ()
    assert found.back.paths == (("a", "b", "c"),)
    assert found.subgraph.hops == {"c": 0, "b": -1, "a": -2}


def test_a_cycle_has_paths_in_both_directions() -> None:
    found = between("a", "c", "ab", "bc", "cd", "da", "ca")
    assert found.there.paths == (("a", "b", "c"),)
    assert found.back.paths == (("c", "a"), ("c", "d", "a"))
    assert found.subgraph.hops == {"a": 0, "b": 1, "d": -1, "c": -1}


def test_without_a_path_the_subgraph_has_only_the_two() -> None:
    found = paths_between(LocalStore([SAMPLE]), D4, M)
    assert (found.there.paths, found.back.paths) == ((), ())
    assert [entity.arn for entity in found.subgraph.entities] == sorted([D4, M])
    assert found.subgraph.focus == (D4, M)
    assert found.subgraph.associations == ()


def test_an_entity_and_itself_are_one_path() -> None:
    found = between("a", "a", "ab", "ba", "aa")
    assert found.there.paths == (("a",),)
    assert found.back.paths == ()
    assert (found.subgraph.focus, ends(found.subgraph)) == (("a",), ["aa"])


def test_the_answer_says_that_there_are_more_paths() -> None:
    rungs = [f"{a}{b}" for left, right in ("ab", "bc", "cd", "de", "ef", "fg", "gh") for a, b in
             (left + right, left + right.upper(), left.upper() + right, left.upper() + right.upper())]  # fmt: skip
    found = between("a", "h", *rungs, "hA")
    assert len(found.there.paths) == 64
    assert found.subgraph.truncated is None
    found = between("a", "i", *rungs, "hi", "Hi", "hI", "HI")
    assert len(found.there.paths) == 100
    assert found.there.truncated == Truncation("cut at 100 paths")
    assert found.subgraph.truncated == Truncation("cut at 100 paths one way")


def test_the_error_names_an_unknown_entity() -> None:
    with pytest.raises(EntityNotFound, match="none"):
        paths_between(LocalStore([SAMPLE]), M, "none")
    with pytest.raises(EntityNotFound, match="none"):
        paths_between(LocalStore([SAMPLE]), "none", M)


def test_paths_of_a_day_have_only_what_existed_then() -> None:
    def at(day: int) -> Properties:
        return {"creationtime": datetime(2026, 3, day, tzinfo=UTC)}

    entities = [Entity(arn, "artifact", at(day)) for arn, day in (("a", 1), ("b", 2), ("c", 4), ("d", 2))]
    links = [("a", "b", 2), ("b", "d", 3), ("a", "c", 4), ("c", "d", 4), ("a", "d", 5)]
    associations = [Association(source, "ContributedTo", end, at(day)) for source, end, day in links]
    found = paths_between(LocalStore([Listed(tuple(entities), tuple(associations))]), "a", "d")
    assert found.paths == (("a", "d"), ("a", "b", "d"), ("a", "c", "d"))
    then = {day: found.numbers(datetime(2026, 3, day, 12, tzinfo=UTC)) for day in range(2, 6)}
    assert then == {2: (), 3: (2,), 4: (2, 3), 5: (1, 2, 3)}
    assert found.numbers() == (1, 2, 3)
