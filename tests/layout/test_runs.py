from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.layout.runs import Runs

intervals = st.tuples(st.integers(-50, 50), st.integers(1, 20)).map(lambda run: (run[0], run[0] + run[1]))


@given(st.lists(intervals), st.lists(intervals), st.integers(-60, 60))
def test_the_nearest_free_place_is_free_and_none_is_nearer(
    some: list[tuple[int, int]], more: list[tuple[int, int]], at: int
) -> None:
    runs = Runs(some)
    for run in more:
        runs.take(*run)
    free = [
        place for place in range(-200, 200) if not any(start < place < end for start, end in (*some, *more))
    ]
    found = runs.nearest(at)
    assert found in free
    assert abs(found - at) == min(abs(place - at) for place in free)
    assert runs.next(at) == min(place for place in free if place >= at)
