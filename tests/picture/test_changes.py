"""The line below a picture explains each entity that the picture leaves out, and its numbers add up."""

import re
from dataclasses import replace
from datetime import date

import pytest

from lineage_viz.model import Direction
from lineage_viz.picture.address import Address, Grow
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.scene import Scene, scene
from lineage_viz.store.local import LocalStore
from lineage_viz.takeaway.view_caption import caption
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.grouping import GroupBy
from tests.sample import D1, D3, SAMPLE, K, M, T, X

STORE = LocalStore([SAMPLE])
WHOLE = Address(K, up=9, down=9)
CHANGES = {
    "hidden": replace(WHOLE, removed=frozenset({T})),
    "two hidden": replace(WHOLE, removed=frozenset({D1, D3})),
    "collapsed": replace(WHOLE, collapsed=frozenset({(Direction.UPSTREAM, T)})),
    "collapsed again": replace(
        WHOLE, steps=((Grow.DOWNSTREAM, M),), collapsed=frozenset({(Direction.DOWNSTREAM, M)})
    ),
    "alone": replace(WHOLE, alone=D3),
    "of a day": replace(WHOLE, as_of=date(2022, 7, 12)),
    "filtered": replace(WHOLE, hidden=ViewFilter(types=frozenset({("artifact", "Image")}))),
    "all of it": replace(
        WHOLE, removed=frozenset({D1}), collapsed=frozenset({(Direction.DOWNSTREAM, X)}), alone=T,
        hidden=ViewFilter(statuses=frozenset({"Completed"})),
    ),
}  # fmt: skip


def drawn(address: Address) -> Scene:
    return scene(STORE, address, PictureCache())


@pytest.mark.parametrize("name", CHANGES)
def test_the_numbers_of_the_line_add_up_and_nothing_reduced_is_complete(name: str) -> None:
    found = drawn(CHANGES[name])
    extent, *parts = found.status.split(" · ")
    shown, total = map(int, re.findall(r"^(\d+) of (\d+) entities", extent)[0])
    assert shown == len(found.view.shown.entities) < total == len(found.traced.entities)
    left_out = [
        int(number)
        for part in parts
        for number in re.findall(
            r"(\d+) (?:entity|entities|other entities|more that|[A-Z]\w+|others?)\b",
            part.partition(": ")[2] or part,
        )
    ]
    assert sum(left_out) == total - shown, found.status
    assert "complete" not in found.status
    assert found.status == caption(STORE, CHANGES[name], found).complete


def test_the_line_goes_on_to_say_that_one_lineage_is_alone_after_its_card_is_hidden() -> None:
    found = drawn(replace(WHOLE, alone=D3, removed=frozenset({D3})))
    assert re.search(r"only the lineage of [^,]+, without \d+ entities", found.status)
    assert {each.arn for each in found.view.shown.entities} < {
        each.arn for each in drawn(CHANGES["alone"]).view.shown.entities
    }


def test_the_line_names_the_hidden_entities_and_those_behind_them() -> None:
    assert drawn(CHANGES["hidden"]).status.endswith(
        "AbaloneTrain-A0QiDGuY6z: 1 entity hidden, 5 more that were reached only through it"
    )
    assert drawn(replace(WHOLE, removed=frozenset({"arn:gone"}))).status == drawn(WHOLE).status


def test_a_picture_that_ends_at_its_limit_of_steps_says_that_there_is_more() -> None:
    assert drawn(Address(K, up=1, down=9)).status.endswith(
        "complete within 1 step upstream and 9 steps downstream; more beyond · 2 as badges"
    )
    assert drawn(replace(WHOLE, badges=False)).status.endswith(
        "complete within 9 steps upstream and 9 steps downstream"
    )


def test_a_group_is_not_called_a_stack() -> None:
    assert re.search(
        r"· \d+ in 1 group · 2 as badges$", drawn(replace(WHOLE, group=GroupBy.EXECUTION)).status
    )


def test_a_cut_picture_says_so_once() -> None:
    cut = replace(WHOLE, cap=5)
    found = drawn(cut)
    words = caption(STORE, cut, found).complete
    assert words == found.status
    assert words.count("cut at") == 1
    assert f"cut at 5 entities, {len(drawn(WHOLE).traced.entities) - 5} more are left out" in words
