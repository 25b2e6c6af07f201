"""The shading of a view: its legend, the share of each value on a stack, and colours that no filter changes."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.geometry import CARD
from lineage_viz.lens import Lens, Shade, Shading, shading
from lineage_viz.lens.colours import ABSENT, OTHERS, PALETTE, RAMP
from lineage_viz.lens.ordered import steps
from lineage_viz.model import Entity, Subgraph, Value
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.narrowing import narrow


def job(name: str, **properties: Value) -> Entity:
    return Entity(
        name, "trial_component", {"type": "SageMakerTrainingJob", "factsources": "{}", **properties}
    )


def shaded(lens: Lens, *entities: Entity, hidden: ViewFilter = ViewFilter()) -> Shading:  # noqa: B008
    found = shading(lens, narrow(Subgraph(entities, (), tuple(each.arn for each in entities[:1])), hidden))
    assert found
    return found


def test_by_type_nothing_is_shaded() -> None:
    assert shading(Lens.TYPE, narrow(Subgraph((job("a"),)))) is None


def test_eight_owners_have_a_colour_each_and_the_rest_share_one() -> None:
    people = [f"p{number}" for number in range(10)]
    jobs = [job(f"{who}-{at}", owner=who) for rank, who in enumerate(people) for at in range(20 - rank)]
    found = shaded(Lens.OWNER, *jobs, job("nobody"))
    assert [shade.words for shade in found.shades] == [*people[:8], "Others", "Not recorded"]
    assert [shade.colour for shade in found.shades] == [*PALETTE, OTHERS, ABSENT]
    assert found.shades[8].count == 12 + 11
    assert sum(shade.count for shade in found.shades) == len(jobs) + 1
    alone = shaded(Lens.OWNER, *(each for each in jobs if each.text("owner") != "p9"))
    assert [(shade.words, shade.colour) for shade in alone.shades][-1] == ("p8", OTHERS)


def test_states_have_the_same_colour_in_each_picture_and_what_needs_a_person_is_first() -> None:
    one = shaded(Lens.STATUS, job("a", status="Completed"), job("b", status="Failed"), job("c", status="Odd"))
    other = shaded(Lens.STATUS, job("b", status="Failed"))
    assert [shade.words for shade in one.shades] == ["Failed", "Completed", "Odd"]
    assert one.shades[0].colour == other.shades[0].colour
    assert len({shade.colour for shade in one.shades}) == 3


def test_ages_are_five_steps_of_about_equal_size_with_their_bounds() -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    found = shaded(
        Lens.AGE, *(job(f"{n}", creationtime=first + timedelta(days=n)) for n in range(50)), job("no time")
    )
    assert [shade.words for shade in found.shades][:2] == [
        "1 Jan 2026 to 10 Jan 2026",
        "11 Jan 2026 to 20 Jan 2026",
    ]
    assert [shade.colour for shade in found.shades] == [*RAMP, ABSENT]
    assert [shade.count for shade in found.shades] == [10] * 5 + [1]


def test_the_legend_names_the_metric_and_its_numbers() -> None:
    found = shaded(Lens.METRIC, *(job(f"{n}", metricname="auc", metricvalue=n / 10) for n in (7, 8)))
    assert found.words == "Key metric auc"
    assert [(shade.words, shade.colour) for shade in found.shades] == [("0.7", RAMP[0]), ("0.8", RAMP[-1])]


def test_a_filter_changes_counts_and_no_colour() -> None:
    jobs = [
        job(f"{n}", status=("Failed", "Completed", "Stopped")[n % 3], owner=f"p{n % 4}") for n in range(12)
    ]
    for lens in Lens:
        if lens is Lens.TYPE:
            continue
        whole = shaded(lens, *jobs)
        part = shaded(lens, *jobs, hidden=ViewFilter(statuses=frozenset({"Completed"})))
        assert [(each.words, each.colour) for each in whole.shades] == [
            (each.words, each.colour) for each in part.shades
        ]
        assert whole.of == part.of
    hidden = {
        each.words: each.hidden
        for each in shaded(Lens.STATUS, *jobs, hidden=ViewFilter(statuses=frozenset({"Completed"}))).shades
    }
    assert hidden == {"Failed": False, "Completed": True, "Stopped": False}


@given(st.lists(st.floats(0, 1), min_size=1))
def test_steps_hold_each_number_once_and_in_order(numbers: list[float]) -> None:
    found = steps(numbers)
    assert len(found) <= len(RAMP)
    assert all(high < low for (_, high), (low, _) in pairwise(found))
    assert all(sum(low <= number <= high for low, high in found) == 1 for number in numbers)


@given(st.lists(st.integers(0, 11), min_size=1, max_size=300))
def test_the_shares_of_a_stack_fill_its_band(shades: list[int]) -> None:
    made = Shading(
        Lens.OWNER, "Owner", tuple(Shade(f"{n}", "#000000") for n in range(12)), dict(enumerate_arns(shades))
    )
    parts = made.parts(made.of)
    assert [part.top for part in parts] == [
        sum(part.height for part in parts[:at]) for at in range(len(parts))
    ]
    assert sum(part.height for part in parts) == CARD.height
    assert all(part.height >= 4 for part in parts)
    assert {part.shade: part.count for part in parts} == Counter(shades)
    if len(parts) > 1:
        assert made.about(parts).count(",") == len(parts) - 1
        assert made.index(made.of) is None


def enumerate_arns(shades: list[int]) -> list[tuple[str, int]]:
    return [(f"arn:{at}", shade) for at, shade in enumerate(shades)]
