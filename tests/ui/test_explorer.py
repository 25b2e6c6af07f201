"""Cards stay where they are when a picture grows, and every link shows them in the same place."""

from dataclasses import replace

import pytest
import streamlit as st

from lineage_viz.demo import generate
from lineage_viz.demo.source import DemoSource
from lineage_viz.model import Direction
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.address import Address
from lineage_viz.ui.explorer import Scene, scene


@pytest.fixture(scope="module")
def store() -> LocalStore:
    return LocalStore([DemoSource(generate(entities=2_500, seed=3))])


@pytest.fixture(scope="module")
def hub(store: LocalStore) -> str:
    graph = store.heterograph()
    return str(max(graph.nodes, key=graph.out_degree))


def drawn(store: LocalStore, address: Address) -> Scene:
    st.cache_resource.clear()
    return scene(store, address)


@pytest.mark.parametrize(
    ("before", "after"),
    [({}, {"cap": 1_000}), ({"cap": 1_000}, {"cap": 1_500})],
    ids=["500 more", "again 500 more"],
)
def test_what_was_on_screen_stays_where_it_was(
    before: dict[str, int], after: dict[str, int], store: LocalStore, hub: str
) -> None:
    first, second = (drawn(store, replace(Address(hub), **change)) for change in (before, after))
    old = {e.arn: first.positions[e.arn] for e in first.view.shown.entities}
    assert len(second.view.shown.entities) > len(old)
    assert {arn: second.positions[arn] for arn in old} == old


def test_each_expansion_leaves_the_ones_before_it_in_place(store: LocalStore, hub: str) -> None:
    address = Address(hub, up=0, down=1)
    jobs = [e.arn for e in drawn(store, address).view.shown.entities if e.arn != hub][:4]
    held = drawn(store, address).positions
    for job in jobs:
        address = address.opened([(Direction.UPSTREAM, job), (Direction.DOWNSTREAM, job)])
        grown = drawn(store, address).positions
        assert {arn: grown[arn] for arn in held} == held
        assert len(grown) > len(held)
        held = grown


def test_one_step_further_moves_nothing(store: LocalStore) -> None:
    endpoints = [entity.arn for entity in store.search("endpoint").entities]
    endpoint = max(endpoints, key=lambda arn: len(store.trace([arn], down=0).entities))
    before, after = drawn(store, Address(endpoint)), drawn(store, Address(endpoint, up=6))
    assert len(after.positions) > len(before.positions)
    assert {arn: after.positions[arn] for arn in before.positions} == before.positions
