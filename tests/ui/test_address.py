"""The URL holds the whole view, and what makes no sense in it is as if it were not there."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.model import Direction
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED
from lineage_viz.ui.address import MAX_CAP, Address

UP, DOWN = (Direction.UPSTREAM, "arn:1"), (Direction.DOWNSTREAM, "arn:1")

arns = st.text("abc:/-1", min_size=1, max_size=8)
sides = st.tuples(st.sampled_from([Direction.UPSTREAM, Direction.DOWNSTREAM]), arns)
addresses = st.builds(
    Address,
    focus=arns,
    up=st.integers(0, 999) | st.just(UNLIMITED),
    down=st.integers(0, 999) | st.just(UNLIMITED),
    hidden=st.frozensets(
        st.tuples(st.sampled_from(["artifact", "action"]), st.sampled_from(["", "Model", "a:b"]))
    ),
    cap=st.integers(DEFAULT_CAP, MAX_CAP),
    expanded=st.lists(sides, unique=True).map(tuple),
    collapsed=st.frozensets(sides),
    removed=st.frozensets(arns),
    alone=st.just("") | arns,
    as_of=st.none() | st.dates(),
)


@given(addresses)
def test_a_link_means_the_same_view(address: Address) -> None:
    parameters = {
        name: [value] if isinstance(value, str) else value for name, value in address.parameters().items()
    }
    assert Address.parse(parameters) == address


@given(
    st.dictionaries(st.sampled_from(["up", "cap", "hide", "expand", "collapse", "asof"]), st.lists(st.text()))
)
def test_nonsense_is_as_if_it_were_not_there(parameters: dict[str, list[str]]) -> None:
    assert isinstance(Address.parse(parameters), Address)


def test_expanding_a_collapsed_side_brings_back_what_was_there() -> None:
    closed = Address("arn:1").closed([UP])
    assert closed.collapsed == {UP}
    assert closed.opened([UP]) == Address("arn:1")
    assert Address("arn:1").opened([UP, DOWN]).expanded == (UP, DOWN)


def test_another_focus_forgets_what_was_done_around_the_old_one_but_not_the_day_or_the_filters() -> None:
    hidden = frozenset({("artifact", "Image")})
    before = Address(
        "arn:1", 2, 1, hidden, 1000, (UP,), frozenset({DOWN}), frozenset({"x"}), "y", date(2026, 1, 1)
    )
    assert before.refocused("arn:2") == Address("arn:2", 2, 1, hidden, as_of=date(2026, 1, 1))
    assert before.restored() == Address("arn:1", 2, 1, cap=1000, expanded=(UP,))
