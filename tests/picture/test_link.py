"""The URL contains the whole view, and values without a meaning are ignored."""

from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.layout import Arrangement
from lineage_viz.lens import Lens
from lineage_viz.model import Direction
from lineage_viz.picture.address import MOST_FOCUSED, Address, Grow, Mode
from lineage_viz.picture.link import MAX_CAP, MAX_STEPS, parameters, parse
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.grouping import GroupBy

arns = st.text("abc:/-1", min_size=1, max_size=8)
depths = st.integers(0, 999) | st.just(UNLIMITED)
sides = st.tuples(st.sampled_from([Direction.UPSTREAM, Direction.DOWNSTREAM]), arns)
types = st.tuples(st.sampled_from(["artifact", "action"]), st.sampled_from(["", "Model", "a:b"]))
filters = st.builds(
    ViewFilter,
    labels=st.frozensets(arns),
    types=st.frozensets(types),
    statuses=st.frozensets(st.sampled_from(["", "Failed", "In Progress"])),
    accounts=st.frozensets(st.sampled_from(["", "123456789012"])),
    associations=st.frozensets(arns),
    created_from=st.none() | st.dates(),
    created_to=st.none() | st.dates(),
    text=st.text(max_size=8),
    skip=st.booleans(),
)
addresses = st.builds(
    Address,
    focus=arns,
    up=depths,
    down=depths,
    cap=st.integers(DEFAULT_CAP, MAX_CAP),
    steps=st.lists(st.tuples(st.sampled_from(list(Grow)), arns), max_size=5).map(tuple),
    collapsed=st.frozensets(sides),
    closed=st.frozensets(arns),
    removed=st.frozensets(arns),
    alone=st.just("") | arns,
    as_of=st.none() | st.dates(),
    hidden=filters,
    arrangement=st.sampled_from(Arrangement),
    group=st.sampled_from(GroupBy),
    bundled=st.booleans(),
    lens=st.sampled_from(Lens),
    mode=st.sampled_from([Mode.LINEAGE, Mode.OVERVIEW]),
    start=st.just("") | arns,
    deployment=st.just("") | st.just("all") | arns,
) | st.builds(
    Address, focus=arns, mode=st.sampled_from([Mode.PATHS, Mode.COMMON]), other=arns, path=st.integers(0, 99)
)


@given(addresses)
def test_a_link_restores_the_same_view(address: Address) -> None:
    query = {
        name: [value] if isinstance(value, str) else value for name, value in parameters(address).items()
    }
    assert parse(query) == address


names = st.sampled_from(
    ["up", "cap", "hide", "grow", "collapse", "asof", "layout", "group", "show", "path", "from"]
)


@given(st.dictionaries(names, st.lists(st.text() | st.sampled_from(["open:", "1e9", "paths"]))))
def test_nonsense_in_a_link_is_ignored(query: dict[str, list[str]]) -> None:
    address = parse(query)
    assert (
        parse({name: [v] if isinstance(v, str) else v for name, v in parameters(address).items()}) == address
    )


def test_the_number_of_steps_in_a_link_is_limited() -> None:
    assert len(parse({"focus": ["a"], "grow": [f"open:{n}" for n in range(5_000)]}).steps) == MAX_STEPS


def test_a_link_may_have_several_focus_entities_each_once() -> None:
    several = Address("a", beside=("b", "c"))
    assert parameters(several) == {"focus": "a", "with": ["b", "c"]}
    assert parse({"focus": ["a"], "with": ["b", "a", "", "c", "b"]}) == several
    assert parse({"with": ["b"]}).beside == ()
    many = parse({"focus": ["a"], "with": [f"b{number}" for number in range(99)]})
    assert len(many.beside) == MOST_FOCUSED - 1
    assert several.refocused("d").beside == ()
    assert parse({"focus": ["a"], "with": ["b", "c"], "show": ["common"]}) == Address(
        "a", mode=Mode.COMMON, other="c"
    )


def test_modes_with_two_entities_need_both() -> None:
    assert parse({"focus": ["a"], "show": ["paths"]}).mode is Mode.LINEAGE
    assert parse({"focus": ["a"], "show": ["paths"], "with": ["b"]}).other == "b"
    assert parse({"focus": ["a"], "with": ["b"]}).other == ""
