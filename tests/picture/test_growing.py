"""Cards keep their positions when a picture grows, and every link shows them at the same positions."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lineage_viz.demo import generate
from lineage_viz.demo.source import DemoSource
from lineage_viz.layout import Arrangement
from lineage_viz.model import Direction, Entity, SnapshotInfo
from lineage_viz.picture.address import Address, Grow, Mode
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.link import MAX_STEPS
from lineage_viz.picture.scene import Scene, scene
from lineage_viz.store.local import LocalStore
from lineage_viz.title import title
from lineage_viz.view.grouping import GroupBy
from tests.sample import Listed


@pytest.fixture(scope="module")
def store() -> LocalStore:
    return LocalStore([DemoSource(generate(entities=2_500, seed=3))])


@pytest.fixture(scope="module")
def hub(store: LocalStore) -> str:
    graph = store.heterograph()
    return str(max(graph.nodes, key=graph.out_degree))


def drawn(store: LocalStore, address: Address) -> Scene:
    return scene(store, address, PictureCache())


@pytest.mark.parametrize(
    ("before", "after"),
    [({}, {"cap": 1_000}), ({"cap": 1_000}, {"cap": 1_500})],
    ids=["500 more", "again 500 more"],
)
def test_cards_on_screen_keep_their_positions(
    before: dict[str, int], after: dict[str, int], store: LocalStore, hub: str
) -> None:
    whole = Address(hub, bundled=False)
    first, second = (drawn(store, replace(whole, **change)) for change in (before, after))
    old = {e.arn: first.positions[e.arn] for e in first.view.shown.entities}
    assert len(second.view.shown.entities) > len(old)
    assert {arn: second.positions[arn] for arn in old} == old


def test_an_expansion_moves_no_cards_of_earlier_expansions(store: LocalStore, hub: str) -> None:
    address = Address(hub, up=0, down=1, bundled=False)
    jobs = [e.arn for e in drawn(store, address).view.shown.entities if e.arn != hub][:4]
    before = drawn(store, address).positions
    for job in jobs:
        address = address.opened([(Direction.UPSTREAM, job), (Direction.DOWNSTREAM, job)])
        grown = drawn(store, address).positions
        assert {arn: grown[arn] for arn in before} == before
        assert len(grown) > len(before)
        before = grown


def test_a_large_expansion_moves_no_card(store: LocalStore, hub: str) -> None:
    start = Address(store.neighbors(hub, Direction.DOWNSTREAM)[0].entity.arn, up=1, down=0, bundled=False)
    before, after = drawn(store, start), drawn(store, start.opened([(Direction.DOWNSTREAM, hub)]))
    assert len(after.view.shown.entities) > 3 * len(before.view.shown.entities)
    assert {arn: after.positions[arn] for arn in before.positions} == before.positions


def test_collapsing_removes_all_entities_that_an_expansion_added(store: LocalStore, hub: str) -> None:
    job = store.neighbors(hub, Direction.DOWNSTREAM)[0].entity.arn
    start = Address(job, up=1, down=1)
    sources = [e.arn for e in drawn(store, start).view.shown.entities if e.arn != hub]
    side = next(
        (Direction.DOWNSTREAM, arn)
        for arn in sources
        if len(store.neighbors(arn, Direction.DOWNSTREAM)) > 1
        # All of these are also linked with the hub, which stays in the picture.
        and {n.entity.arn for n in store.neighbors(arn, Direction.DOWNSTREAM)}
        <= {n.entity.arn for n in store.neighbors(hub, Direction.DOWNSTREAM)}
    )
    opened = start.opened([side])
    first, grown = drawn(store, start), drawn(store, opened)
    shut = drawn(store, opened.shut([side]))
    assert len(grown.view.shown.entities) > len(first.view.shown.entities)
    assert shut.view.shown.entities == first.view.shown.entities
    assert "1 side collapsed" in shut.status
    assert drawn(store, opened.shut([side]).opened([side])).view.shown == grown.view.shown


def test_one_more_step_upstream_moves_no_card(store: LocalStore) -> None:
    endpoints = [entity.arn for entity in store.search("endpoint").entities]
    endpoint = max(endpoints, key=lambda arn: len(store.trace([arn], down=0).entities))
    before, after = drawn(store, Address(endpoint)), drawn(store, Address(endpoint, up=6))
    assert len(after.positions) > len(before.positions)
    assert {arn: after.positions[arn] for arn in before.positions} == before.positions


def test_a_stack_opens_in_place_and_closes_to_the_same_picture(store: LocalStore, hub: str) -> None:
    address = Address(hub, up=0, down=2)
    folded = drawn(store, address)
    stack, members = max(folded.picture.folds.items(), key=lambda item: len(item[1]))
    opened = drawn(store, address.unfolded(stack))
    out = {card.arn for card in opened.picture.subgraph.entities} - folded.positions.keys()
    assert out < {entity.arn for entity in members}
    assert {arn: opened.positions[arn] for arn in folded.positions} == dict(folded.positions)
    assert opened.appearance.frames[0].id == stack
    assert opened.view.shown == folded.view.shown
    closed = drawn(store, replace(address.unfolded(stack), closed=frozenset({stack})))
    assert closed.picture == folded.picture


def test_only_the_picked_member_leaves_its_stack(store: LocalStore, hub: str) -> None:
    address = Address(hub, up=0, down=1)
    stack, members = next(iter(drawn(store, address).picture.folds.items()))
    picked = drawn(store, address.picked(members[3].arn, stack))
    assert members[3].arn in {card.arn for card in picked.picture.subgraph.entities}
    assert len(picked.picture.folds[stack]) == len(members) - 1


def test_hiding_a_stack_takes_out_all_its_members(store: LocalStore, hub: str) -> None:
    address = Address(hub, up=0, down=1)
    stack, members = next(iter(drawn(store, address).picture.folds.items()))
    without = drawn(store, replace(address, removed=frozenset({stack})))
    assert len(without.view.shown.entities) == len(drawn(store, address).view.shown.entities) - len(members)


def test_groups_and_arrangements_draw_every_entity(store: LocalStore, hub: str) -> None:
    for by in GroupBy:
        for arrangement in Arrangement:
            found = drawn(store, Address(hub, group=by, arrangement=arrangement))
            alone = [card for card in found.picture.subgraph.entities if card.arn not in found.picture.folds]
            members = sum(map(len, found.picture.folds.values()))
            assert len(alone) + members == len(found.view.shown.entities)
            places = [found.positions[card.arn] for card in found.picture.subgraph.entities]
            assert len(set(places)) == len(places)


def test_the_overview_shows_every_type_and_no_entity_is_lost(store: LocalStore) -> None:
    found = drawn(store, Address("", mode=Mode.OVERVIEW))
    assert len(found.picture.subgraph.entities) == len(store.schema().types)
    assert f"{store.counts().entities:,} entities" in found.status


def test_an_opened_stack_may_lie_beyond_a_smaller_depth(store: LocalStore, hub: str) -> None:
    wide = Address(hub, up=0, down=3)
    (fold, *_) = drawn(store, wide).picture.folds
    opened = wide.unfolded(fold).unfolded(fold)
    narrow = replace(opened, down=0)
    assert [e.arn for e in drawn(store, narrow).view.shown.entities] == [hub]
    assert len(drawn(store, opened).positions) > len(drawn(store, narrow).positions)


def test_a_link_with_the_largest_number_of_steps_is_drawn(store: LocalStore, hub: str) -> None:
    jobs = [found.entity.arn for found in store.neighbors(hub, Direction.DOWNSTREAM)]
    ways = (Grow.UPSTREAM, Grow.DOWNSTREAM, Grow.PICK)
    steps = tuple((ways[number % 3], jobs[number // 3 % len(jobs)]) for number in range(MAX_STEPS))
    shown = drawn(store, Address(hub, up=0, down=1, steps=steps))
    assert len(shown.view.shown.entities) > len(jobs)


def test_a_cached_picture_of_one_snapshot_is_not_shown_for_another() -> None:
    def of(day: int) -> LocalStore:
        info = SnapshotInfo("lineage", taken=datetime(2026, 3, day, tzinfo=UTC))
        return LocalStore([Listed((Entity("arn:1", "artifact", {"name": f"of {day}"}),), info=info)])

    cache = PictureCache()
    names = [title(scene(of(day), Address("arn:1"), cache).view.shown.entities[0]) for day in (1, 2)]
    assert names == ["of 1", "of 2"]
