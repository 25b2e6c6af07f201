"""Time from left to right: later entities stand further right, and the axis labels the columns."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.layout import CARD_WIDTH, Arrangement, Position, axis, frame_of, layout, place, place_block
from lineage_viz.model import Subgraph
from lineage_viz.view.drawn import OLDEST
from lineage_viz.view.folding import PREFIX
from tests.layout.pictures import overlapping, subgraph

TIME = Arrangement.TIME
names = st.sampled_from("abcdefghijkl")
times = st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


def day(month: int, day_: int, hour: int = 0, year: int = 2025) -> datetime:
    return datetime(year, month, day_, hour, tzinfo=UTC)


def labels(picture: Subgraph, positions: dict[str, Position]) -> list[str]:
    return [tick.label for tick in axis(picture, positions)]


def test_later_entities_stand_further_right() -> None:
    made = {"a": day(3, 1), "b": day(3, 2), "c": day(1, 5, year=2024)}
    picture = subgraph(("a", "b"), ("b", "c"), made=made)
    positions = layout(picture, TIME)
    assert positions["c"].x < positions["a"].x < positions["b"].x
    assert labels(picture, positions) == ["5 Jan 2024", "1 Mar 2025", "2 Mar"]


def test_each_line_is_left_of_its_own_cards_and_right_of_all_earlier_ones() -> None:
    made = {"a": day(3, 1), "b": day(3, 1, 1), "c": day(3, 1, 2), "d": day(9, 1), "e": day(9, 2)}
    picture = subgraph(("a", "b"), ("b", "c"), ("c", "d"), ("c", "e"), made=made)
    positions = layout(picture, TIME)
    lines = [tick.x for tick in axis(picture, positions)]
    assert len(lines) == 3
    for arn, number in zip("abcde", (0, 0, 0, 1, 2), strict=True):
        left, right = positions[arn].x - CARD_WIDTH / 2, positions[arn].x + CARD_WIDTH / 2
        assert [line < left for line in lines] == [at <= number for at in range(3)]
        assert all(line > right for line in lines[number + 1 :])


def test_a_label_has_its_year_for_a_reader_who_does_not_see_those_before_it() -> None:
    made = {"a": day(3, 1), "b": day(3, 2), "c": day(3, 2, 5), "d": day(5, 2)}
    picture = subgraph(("a", "b"), ("c", "d"), made=made)
    ticks = axis(picture, layout(picture, TIME))
    assert [tick.full for tick in ticks] == ["1 Mar 2025", "2 Mar 2025", "2 May 2025"]
    assert ticks[0].label == ticks[0].full


def test_a_long_empty_stretch_of_time_is_shortened() -> None:
    made = {"a": day(1, 1, year=2020), "b": day(1, 1), "c": day(1, 2), "d": day(1, 4)}
    positions = layout(subgraph(("a", "b"), ("b", "c"), ("c", "d"), made=made), TIME)
    years, next_day, two_days = (positions[b].x - positions[a].x for a, b in ("ab", "bc", "cd"))
    assert next_day < years == two_days < 2 * next_day


def test_within_a_day_associations_run_to_the_right() -> None:
    made = {"a": day(3, 1, 9), "b": day(3, 1, 10), "c": day(3, 1, 11), "x": day(2, 1), "y": day(1, 1)}
    picture = subgraph(("a", "b"), ("b", "c"), ("x", "c"), ("y", "x"), made=made)
    positions = layout(picture, TIME)
    assert positions["a"].x < positions["b"].x < positions["c"].x
    assert labels(picture, positions) == ["1 Jan 2025", "1 Feb", "1 Mar"]


def test_entities_without_a_date_stand_at_the_left() -> None:
    picture = subgraph(("a", "b"), ("b", "c"), made={"a": day(3, 1), "c": day(3, 2)})
    positions = layout(picture, TIME)
    assert positions["b"].x < positions["a"].x
    assert labels(picture, positions)[0] == "No date"


def test_labels_within_a_day_have_hours() -> None:
    picture = subgraph(("a", "b"), made={"a": day(3, 1, 9), "b": day(3, 1, 11)})
    assert labels(picture, layout(picture, TIME)) == ["1 Mar 2025, 09:00 UTC", "1 Mar, 11:00 UTC"]


def test_the_label_of_a_stack_names_the_time_of_all_its_members() -> None:
    stack = f"{PREFIX}{0:016x}"
    picture = subgraph(("a", stack), made={"a": day(4, 26), stack: day(6, 28)})
    dated = [replace(each, properties={**each.properties, OLDEST: day(4, 26)}) for each in picture.entities]
    assert labels(replace(picture, entities=tuple(dated)), layout(picture, TIME)) == [
        "26 Apr 2025",
        "Apr – Jun 2025",
    ]


@pytest.mark.parametrize("days", [60, 800])
def test_years_of_lineage_have_few_labelled_columns(days: int) -> None:
    made = {f"arn:{number:04}": day(1, 1) + timedelta(days=number) for number in range(days)}
    picture = subgraph(alone=tuple(made), made=made)
    positions = layout(picture, TIME)
    ticks = axis(picture, positions)
    assert 5 < len(ticks) < 40
    assert len({tick.label for tick in ticks}) == len(ticks)
    xs = [positions[arn].x for arn in sorted(made, key=made.__getitem__)]
    assert xs == sorted(xs)
    assert not overlapping(positions)


STEPS = ("data", "job", "model", "package", "endpoint")


def retrainings(starts: Sequence[datetime]) -> tuple[Subgraph, dict[str, str]]:
    """Return runs that share a container image, each spread over three days, and the run of each entity."""
    made, links, runs = {"image": starts[0] - timedelta(days=40)}, [], {}
    for run, start in enumerate(starts):
        for number, step in enumerate(STEPS):
            name = f"{step} {run}"
            made[name], runs[name] = start + timedelta(hours=14 * number), f"run {run}"
            links += [(f"{STEPS[number - 1]} {run}", name)] if number else [("image", f"job {run}")]
        if run:
            links.append((f"model {run - 1}", f"job {run}"))
    return subgraph(*links, made=made), runs


@pytest.mark.parametrize(
    "starts",
    [
        [day(month, 29, 20) for month in (3, 4, 5, 6, 7, 8)],
        [day(month, 3) for month in (1, 2, 3, 4, 5, 6)],
        [day(1, 6) + timedelta(weeks=week) for week in range(8)],
        [day(month, 11, year=2024) for month in range(1, 12)],
        [day(1, 31, year=2022), day(12, 30, year=2022), day(5, 2)],
    ],
    ids=["monthly-across-the-end", "monthly", "weekly", "eleven-months", "irregular"],
)
def test_each_retraining_has_columns_of_its_own_and_time_runs_to_the_right(starts: list[datetime]) -> None:
    picture, runs = retrainings(starts)
    positions = layout(picture, TIME)
    at = {arn: positions[arn].x for arn in runs}
    spans = [[x for arn, x in at.items() if runs[arn] == f"run {run}"] for run in range(len(starts))]
    assert all(max(one) < min(next_) for one, next_ in pairwise(spans))
    assert len(labels(picture, positions)) == len(starts) + 1
    assert all(positions[each.source].x < positions[each.destination].x for each in picture.associations)


def test_a_cycle_runs_forward_in_time() -> None:
    """A person recorded a model as the input of the job that produced it."""
    made = {"job": day(3, 1, 9), "model": day(3, 1, 11), "later": day(3, 9)}
    picture = subgraph(("model", "job"), ("job", "model"), ("model", "later"), made=made)
    for arrangement in (TIME, Arrangement.RIGHT):
        positions = layout(picture, arrangement)
        assert positions["job"].x < positions["model"].x < positions["later"].x


def test_a_label_across_the_end_of_a_month_or_a_year_has_its_days() -> None:
    made = {
        "a": day(11, 30, 20),
        "b": day(12, 1, 2),
        "c": day(12, 31, 23),
        "d": day(1, 1, 1, year=2026),
        "e": day(5, 5),
    }
    picture = subgraph(("a", "b"), ("b", "c"), ("c", "d"), ("e", "a"), made=made)
    assert labels(picture, layout(picture, TIME)) == [
        "5 May 2025",
        "30 Nov – 1 Dec",
        "31 Dec 2025 – 1 Jan 2026",
    ]


def test_a_new_card_joins_the_column_of_its_time() -> None:
    made = {"a": day(3, 1), "b": day(3, 2), "c": day(3, 3), "new": day(3, 2, 5)}
    before = layout(subgraph(("a", "b"), ("b", "c"), made=made), TIME)
    picture = subgraph(("a", "b"), ("b", "c"), ("c", "new"), made=made)
    after = place(picture, before, TIME)
    assert after["new"].x == before["b"].x
    assert labels(picture, after) == ["1 Mar 2025", "2 Mar", "3 Mar"]


def test_a_new_card_of_another_time_gets_a_column_at_the_end() -> None:
    made = {"a": day(3, 1), "b": day(3, 2), "c": day(3, 3), "old": day(1, 9), "new": day(4, 9)}
    before = layout(subgraph(("a", "b"), ("b", "c"), made=made), TIME)
    picture = subgraph(("a", "b"), ("b", "c"), ("old", "c"), ("a", "new"), made=made)
    after = place(picture, before, TIME)
    assert labels(picture, after) == ["9 Jan 2025", "1 Mar", "2 Mar", "3 Mar", "9 Apr"]


def test_a_new_card_between_two_columns_joins_the_nearer_and_changes_its_label() -> None:
    made = {"a": day(3, 1), "b": day(3, 9), "c": day(3, 11), "new": day(3, 7)}
    before = layout(subgraph(("a", "b"), ("b", "c"), made=made), TIME)
    picture = subgraph(("a", "b"), ("b", "c"), ("new", "b"), made=made)
    after = place(picture, before, TIME)
    assert labels(picture, after) == ["1 Mar 2025", "7 – 9 Mar", "11 Mar"]


def test_opened_groups_make_no_columns() -> None:
    made = {"a": day(3, 1), "b": day(3, 2), "c": day(3, 3)} | {f"m{n}": day(5, n + 1) for n in range(9)}
    small = subgraph(("a", "b"), ("b", "c"), made=made)
    members = tuple(f"m{n}" for n in range(9))
    picture = subgraph(("a", "b"), ("b", "c"), alone=members, made=made)
    before = layout(small, TIME)
    after = place_block(picture, members, before["b"], before, TIME)
    frame = frame_of(after[arn] for arn in members)
    assert axis(picture, after, [frame]) == axis(small, before)


@given(st.dictionaries(names, times), st.lists(st.tuples(names, names), min_size=1), st.data())
def test_no_card_moves_and_no_card_is_covered(
    made: dict[str, datetime], links: list[tuple[str, str]], data: st.DataObject
) -> None:
    split = data.draw(st.integers(1, len(links)))
    start = layout(subgraph(*links[:split], made=made), TIME)
    after = place(subgraph(*links, made=made), start, TIME)
    assert {arn: after[arn] for arn in start} == start
    assert not overlapping(after)
