"""Changes of an address: each changes its own fields and keeps the others."""

from dataclasses import replace
from datetime import date

from lineage_viz.layout import Arrangement
from lineage_viz.model import Direction
from lineage_viz.picture.address import Address, Grow, Mode
from lineage_viz.view.filters import ViewFilter

UP, DOWN = (Direction.UPSTREAM, "arn:1"), (Direction.DOWNSTREAM, "arn:1")
HIDDEN = ViewFilter(types=frozenset({("artifact", "Image")}))


def test_expanding_a_collapsed_side_restores_it() -> None:
    shut = Address("arn:1").shut([UP])
    assert shut.collapsed == {UP}
    assert shut.opened([UP]) == Address("arn:1")
    assert Address("arn:1").opened([UP, DOWN]).steps == ((Grow.UPSTREAM, "arn:1"), (Grow.DOWNSTREAM, "arn:1"))
    assert Address("arn:1").opened([UP]).opened([UP]).steps == ((Grow.UPSTREAM, "arn:1"),)


def test_a_closed_stack_opens_as_it_was_and_then_opens_more_members() -> None:
    opened = Address("arn:1").unfolded("fold:1")
    put_back = replace(opened, closed=frozenset({"fold:1"}))
    assert put_back.unfolded("fold:1") == opened
    assert opened.unfolded("fold:1").steps == ((Grow.OPEN, "fold:1"),) * 2
    assert put_back.picked("arn:9", "fold:1").closed == frozenset()
    assert opened.picked("arn:9", "fold:1").picked("arn:9", "fold:1").steps[1:] == ((Grow.PICK, "arn:9"),)


def test_another_focus_drops_steps_and_removals_but_keeps_the_appearance() -> None:
    before = Address(
        "arn:1", 2, 1, 1000, ((Grow.UPSTREAM, "arn:1"),), frozenset({DOWN}), frozenset({"fold:1"}),
        frozenset({"x"}), "y", date(2026, 1, 1), HIDDEN, Arrangement.DOWN, bundled=False,
    )  # fmt: skip
    kept = {"hidden": HIDDEN, "arrangement": Arrangement.DOWN, "bundled": False}
    assert before.refocused("arn:2") == Address("arn:2", 2, 1, as_of=date(2026, 1, 1), **kept)
    assert before.restored().steps == before.steps
    assert before.restored() == replace(
        before, collapsed=frozenset(), removed=frozenset(), alone="", as_of=None, hidden=ViewFilter()
    )


def test_the_picked_start_of_a_path_stays_until_its_end_is_chosen() -> None:
    picked = replace(Address("arn:1"), start="arn:5")
    kept = [
        picked.refocused("arn:2"),
        picked.toggled(("artifact", "Image")),
        picked.opened([UP]),
        picked.shut([UP]),
        picked.unfolded("fold:1"),
    ]
    assert {each.start for each in kept} == {"arn:5"}


def test_two_entities_are_shown_with_the_first_path_highlighted() -> None:
    picked = replace(Address("arn:1"), start="arn:5")
    paths = picked.together(Mode.PATHS, "arn:5", "arn:7")
    assert (paths.mode, paths.focus, paths.other, paths.path, paths.start) == (
        Mode.PATHS,
        "arn:5",
        "arn:7",
        1,
        "",
    )
    assert picked.together(Mode.COMMON, "arn:1", "arn:7").path == 0


def test_filters_do_not_change_the_trace() -> None:
    address = Address("arn:1")
    assert address.toggled(("artifact", "Image")).hidden == HIDDEN
    assert address.toggled(("artifact", "Image")).drawing == address.drawing
    assert address.toggled_association("SameAs").toggled_association("SameAs") == address


def test_only_one_association_type_is_shown_and_again_all() -> None:
    types = ("ContributedTo", "Produced", "SameAs")
    only = Address("arn:1", hidden=HIDDEN).only_association("Produced", types)
    assert only.hidden == replace(HIDDEN, associations=frozenset({"ContributedTo", "SameAs"}))
    assert only.only_association("Produced", types) == Address("arn:1", hidden=HIDDEN)
    assert only.only_association("SameAs", types).hidden.associations == {"ContributedTo", "Produced"}
