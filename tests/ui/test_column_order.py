"""The order of a table after clicks on its headers."""

import pytest

from lineage_viz.model import Entity
from lineage_viz.store.order import Order, SortBy
from lineage_viz.ui.column_order import NEWEST, following, order_of, order_text, sort_entities, with_types

NAME, DOWN = Order(SortBy.NAME), Order(SortBy.NAME, descending=True)
OLDEST = Order(SortBy.CREATED)


@pytest.mark.parametrize(
    ("usual", "by", "turns"),
    [
        (None, SortBy.NAME, [NAME, DOWN, None, NAME]),
        (NEWEST, SortBy.NAME, [NAME, DOWN, None, NAME]),
        (None, SortBy.CREATED, [NEWEST, OLDEST, None, NEWEST]),
        (NEWEST, SortBy.CREATED, [OLDEST, None, OLDEST]),
    ],
)
def test_a_header_gives_each_direction_and_then_the_usual_order(
    usual: Order | None, by: SortBy, turns: list[Order | None]
) -> None:
    order: Order | None = Order(SortBy.STATUS)
    for turn in turns:
        order = following(order, by, usual)
        assert order == turn
    assert following(NEWEST, SortBy.CREATED, NEWEST) == OLDEST, "a link may name the usual order"


def test_an_order_is_the_same_after_the_way_through_a_link() -> None:
    types = [("artifact", "SageMakerZ"), ("action", "b"), ("context", "")]
    for by in SortBy:
        for descending in (False, True):
            order = with_types(Order(by, descending), types)
            assert order_of(order_text(order), types) == order
    assert with_types(Order(SortBy.TYPE), types).types == (
        ("action", "b"),
        ("context", ""),
        ("artifact", "SageMakerZ"),
    )
    assert order_text(None) == ""
    assert [order_of(text, types) for text in ("", "-", "--name", "NAME", "\ud800")] == [None] * 5


def test_a_list_in_pages_is_sorted_as_a_whole_by_the_states_on_screen() -> None:
    listed = [
        Entity(arn, "artifact", {"status": status})
        for arn, status in zip("abcd", ["B", "", "A", "Z"], strict=True)
    ]
    status = Order(SortBy.STATUS)
    states = {"d": "Live"}
    assert [each.arn for each in sort_entities(listed, status, states)] == ["c", "a", "d", "b"]
    assert [each.arn for each in sort_entities(listed, Order(SortBy.STATUS, descending=True), states)] == [
        "d",
        "a",
        "c",
        "b",
    ]
    assert sort_entities(listed, None, states) is listed


def test_approvals_are_sorted_by_the_decision_that_their_column_shows() -> None:
    name = "fraud-{}-{}-1770595865-aws-model-package"
    listed = [
        Entity(
            decision, "action", {"type": "Approval", "name": name.format(1, decision), "status": "Completed"}
        )
        for decision in ("Rejected", "Approved", "PendingManualApproval")
    ]
    ordered = sort_entities([*listed, Entity("job", "action", {"status": "Completed"})], Order(SortBy.STATUS))
    assert [each.arn for each in ordered] == ["Approved", "job", "PendingManualApproval", "Rejected"]
