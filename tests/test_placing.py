"""New cards stand next to what they belong to; nothing that was on screen moves or is covered."""

from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.layout import CARD_HEIGHT, CARD_WIDTH, Position, layout
from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.placing import place


def subgraph(*links: tuple[str, str], alone: tuple[str, ...] = ()) -> Subgraph:
    arns = sorted({arn for link in links for arn in link} | set(alone))
    entities = tuple(Entity(arn, "artifact") for arn in arns)
    return Subgraph(entities, tuple(Association(a, "Produced", b) for a, b in links), focus=(arns[0],))


def overlapping(positions: dict[str, Position]) -> list[tuple[str, str]]:
    pairs = [(a, b) for a in positions for b in positions if a < b]
    return [
        (a, b)
        for a, b in pairs
        if abs(positions[a].x - positions[b].x) < CARD_WIDTH
        and abs(positions[a].y - positions[b].y) < CARD_HEIGHT
    ]


def test_a_new_card_stands_one_column_on_from_the_card_it_belongs_to() -> None:
    before = layout(subgraph(("a", "b")))
    after = place(subgraph(("a", "b"), ("b", "c"), ("x", "a")), before)
    assert after["c"].x > before["b"].x
    assert after["x"].x < before["a"].x
    assert after["c"].y == before["b"].y


def test_a_card_linked_with_nothing_in_view_stands_below() -> None:
    before = layout(subgraph(("a", "b")))
    assert place(subgraph(("a", "b"), alone=("z",)), before)["z"].y > max(p.y for p in before.values())


names = st.sampled_from("abcdefghijkl")


@given(st.lists(st.tuples(names, names), min_size=1), st.lists(st.tuples(names, names)))
def test_nothing_moves_and_nothing_is_covered(
    before: list[tuple[str, str]], more: list[tuple[str, str]]
) -> None:
    start = layout(subgraph(*before))
    after = place(subgraph(*before, *more), start)
    assert {arn: after[arn] for arn in start} == start
    assert after.keys() == {arn for link in (*before, *more) for arn in link}
    assert overlapping(after) == overlapping(start)
