"""Cards keep their positions when a picture grows, and every link shows them at the same positions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lineage_viz.demo import generate
from lineage_viz.demo.source import DemoSource
from lineage_viz.errors import EntityNotFound
from lineage_viz.layout import Arrangement
from lineage_viz.model import Association, Direction, Entity, SnapshotInfo
from lineage_viz.picture.address import Address, Grow, Mode
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.heading import heading
from lineage_viz.picture.known import known
from lineage_viz.picture.link import MAX_STEPS
from lineage_viz.picture.scene import Scene, scene
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.title import title
from lineage_viz.ui.explore.taken_out import taken_out
from lineage_viz.view.drawn import at_once
from lineage_viz.view.grouping import GroupBy
from tests import demo_once
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


class TestStacksOfOne:
    """A stack with one member left is the card of that member, in the place of the stack."""

    def test_a_filter_leaves_the_card_and_moves_nothing(self, store: LocalStore, hub: str) -> None:
        address = Address(hub, up=0, down=1)
        before = drawn(store, address)
        stack, members = next(iter(before.picture.folds.items()))
        member = members[3]
        filtered = drawn(store, address.filtered(text=member.arn))
        assert not filtered.picture.folds
        assert {card.arn for card in filtered.picture.subgraph.entities} == {hub, member.arn}
        assert filtered.positions[member.arn] == before.positions[stack]
        assert {arn: filtered.positions[arn] for arn in before.positions} == dict(before.positions)
        node = filtered.deck.packed(filtered.payload)["nodes"][1]  # type: ignore[index]
        assert (node["arn"], node["label"], "fold" in node) == (member.arn, title(member), False)
        assert (node["x"], node["y"]) == before.positions[stack]
        assert node.get("moreUp", 0) == store.degrees([member.arn])[member.arn][0] - 1
        assert "stack" not in filtered.status
        assert drawn(store, address).picture == before.picture

    def test_a_member_that_was_opened_and_put_back_stands_there_too(
        self, store: LocalStore, hub: str
    ) -> None:
        address = Address(hub, up=0, down=1)
        stack, members = next(iter(drawn(store, address).picture.folds.items()))
        opened = drawn(store, address.unfolded(stack))
        member = next(m for m in members if m.arn in opened.positions)
        back = replace(address.unfolded(stack), closed=frozenset({stack})).filtered(text=member.arn)
        found = drawn(store, back)
        assert found.positions[member.arn] == opened.positions[stack] != opened.positions[member.arn]
        node = found.deck.packed(found.payload)["nodes"][1]  # type: ignore[index]
        assert (node["x"], node["y"]) == opened.positions[stack]

    def test_the_last_member_is_left_after_all_others_were_taken_out(self) -> None:
        jobs = [Entity(f"arn:{number}", "trial_component") for number in range(10)]
        links = tuple(Association("arn:0", "ContributedTo", job.arn) for job in jobs[1:])
        store = LocalStore([Listed(tuple(jobs), links)])
        address = Address("arn:0")
        before = drawn(store, address)
        (stack,) = before.picture.folds
        for job in jobs[1:9]:
            address = address.picked(job.arn, stack)
        after = drawn(store, address)
        assert {card.arn for card in after.picture.subgraph.entities} == {job.arn for job in jobs}
        assert after.positions["arn:9"] == before.positions[stack]
        places = [after.positions[job.arn] for job in jobs]
        assert len(set(places)) == len(places)


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


def more(found: Scene) -> dict[str, tuple[int, int]]:
    """The numbers on the sides of the cards, "+n"."""
    nodes: list[dict[str, int]] = found.payload["nodes"]  # type: ignore[assignment]
    sides = {str(node["arn"]): (node.get("moreUp", 0), node.get("moreDown", 0)) for node in nodes}
    return {arn: counts for arn, counts in sides.items() if any(counts)}


def shown(found: Scene) -> set[str]:
    return {entity.arn for entity in found.view.shown.entities}


class TestAsOfADay:
    """Each number on a side counts the entities of that day that are not shown, and a click shows exactly these."""

    UP, DOWN = Direction.UPSTREAM, Direction.DOWNSTREAM

    def middle(self, store: LocalStore, hub: str) -> date:
        days = sorted(n.entity.created for n in store.neighbors(hub, self.DOWN) if n.entity.created)
        return days[len(days) // 2].date()

    def test_sides_count_the_entities_of_that_day(self, store: LocalStore, hub: str) -> None:
        job = min(
            (n.entity for n in store.neighbors(hub, self.DOWN)), key=lambda e: e.created or datetime.max
        ).arn
        address = Address(job, up=2, down=1, as_of=self.middle(store, hub), bundled=False, badges=False)
        then = Filter(as_of=address.scope.as_of)
        found, now = drawn(store, address), drawn(store, replace(address, as_of=None))
        wanted = {}
        for arn in shown(found):
            sides = [
                {n.entity.arn for n in store.neighbors(arn, way, filter_=then)}
                for way in (self.UP, self.DOWN)
            ]
            wanted[arn] = tuple(len(side - shown(found)) for side in sides)
        assert more(found) == {arn: counts for arn, counts in wanted.items() if any(counts)}
        assert 0 < more(found)[hub][1] < more(now)[hub][1]

    def test_a_click_shows_as_many_as_the_side_says_and_moves_nothing(
        self, store: LocalStore, hub: str
    ) -> None:
        address = Address(hub, up=0, down=0, as_of=self.middle(store, hub), bundled=False)
        before = drawn(store, address)
        after = drawn(store, address.opened([(self.DOWN, hub)]))
        assert len(shown(after)) - len(shown(before)) == more(before)[hub][1] > 0
        assert hub not in more(after) or not more(after)[hub][1]
        assert {arn: after.positions[arn] for arn in before.positions} == before.positions

    def test_a_focus_of_a_later_day_counts_nothing_and_is_not_counted(self) -> None:
        noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
        entities = [Entity("late", "artifact", {"creationtime": noon + timedelta(days=9)})]
        entities += [Entity(arn, "artifact", {"creationtime": noon}) for arn in ("a", "b", "c")]
        links = [Association("a", "Produced", end) for end in ("late", "b", "c")]
        store = LocalStore([Listed(tuple(entities), tuple(links))])
        found = drawn(store, Address("late", up=1, as_of=noon.date()))
        assert shown(found) == {"late"}
        assert not more(found)
        assert found.status == (
            "1 of 2 entities, 0 associations within 1 step upstream and 3 steps downstream · "
            "as of 1 Mar 2026, before the focus was created: 1 entity not in this lineage yet"
        )
        alone = drawn(store, Address("late", up=0, as_of=noon.date()))
        assert "complete" not in alone.status

    def test_an_association_of_a_later_day_is_not_drawn(self) -> None:
        noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
        early, late = ({"creationtime": noon + timedelta(days=days)} for days in (0, 9))
        entities = tuple(Entity(arn, "artifact", early) for arn in "abc")
        links = [Association("a", "Produced", "b", early), Association("b", "Produced", "c", early)]
        links += [Association("a", "DerivedFrom", "c", late), Association("a", "SameAs", "b", late)]
        store = LocalStore([Listed(entities, tuple(links))])
        found = drawn(store, Address("a", as_of=noon.date()))
        assert [(each.source, each.destination) for each in found.view.shown.associations] == [
            ("a", "b"),
            ("b", "c"),
        ]
        assert more(found) == {}


def test_a_picture_of_several_has_the_lineage_of_each_and_leaves_out_unknown_ones(store: LocalStore) -> None:
    first, second, third = (
        each.arn
        for each in store.search("endpoint", filter_=Filter(types=frozenset({"Endpoint"})), limit=3).entities
    )
    address = Address(first, beside=(second, "arn:gone", third), badges=False)
    found = drawn(store, address).view.shown
    assert found.focus == (first, second, third)
    traced = store.trace([first, second, third], up=address.up, down=address.down)
    assert {each.arn for each in found.entities} == {each.arn for each in traced.entities}
    assert known(store, address, PictureCache()).beside == (second, third)
    assert heading(store, address).endswith(" and 3 more")
    with pytest.raises(EntityNotFound):
        drawn(store, Address("arn:gone", beside=(first,)))


def test_the_members_out_of_a_stack_stand_in_its_column() -> None:
    """Eight failed jobs of 241, of an image: two of them stood among the data sets that the jobs made."""
    demo = demo_once.store()
    image = next(
        each.arn
        for each in demo.search("sagemaker-scikit-learn:1.2-1-cpu-py3").entities
        if each.type == "Image"
    )
    whole = drawn(demo, Address(image))
    stack, jobs = next(item for item in whole.picture.folds.items() if "Job" in item[1][0].type)
    failures = at_once(jobs)
    opened = drawn(demo, taken_out(Address(image), stack, failures) or Address())
    assert len(failures) == 8
    assert {opened.positions[each.arn].x for each in failures} == {whole.positions[stack].x}
    assert {arn: opened.positions[arn] for arn in whole.positions} == dict(whole.positions)
