"""A lens in a picture: it colours cards and moves none, and its legend filters where a filter has its values."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from lineage_viz.evidence.state import state_of
from lineage_viz.geometry import CARD
from lineage_viz.lens import Lens
from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.known import known
from lineage_viz.picture.lens_filter import only_shade, toggled_shade
from lineage_viz.picture.link import as_linked, parse
from lineage_viz.picture.scene import Scene, scene
from lineage_viz.store.filter import Filter
from lineage_viz.ui.explore.first_answers import starting_point
from tests import demo_once

STORE, CACHE = demo_once.store(), PictureCache()
HUB = max(STORE.search(limit=3_000).entities, key=lambda each: len(STORE.neighbors(each.arn))).arn
FIRST, STACKS = Address(starting_point(STORE)), Address(HUB, up=0, down=2)
LENSES = [lens for lens in Lens if lens is not Lens.TYPE]


def shown(address: Address) -> Scene:
    return scene(STORE, address, CACHE)


def payload(address: Address) -> Any:
    """Return the payload that the browser receives."""
    found = shown(address)
    return json.loads(json.dumps(found.deck.packed(found.payload)))


@pytest.mark.parametrize("address", [FIRST, STACKS], ids=["first", "stacks"])
@pytest.mark.parametrize("lens", LENSES)
def test_no_card_moves_and_no_card_is_sent_again(address: Address, lens: Lens) -> None:
    plain, coloured = shown(address), shown(replace(address, lens=lens))
    assert coloured.positions == plain.positions
    assert coloured.deck is plain.deck
    sent, before = payload(replace(address, lens=lens)), payload(address)
    assert {"lens", "shades"} == sent.keys() - before.keys()
    assert [sent[name] for name in ("edges", "parts", "frames", "axis", "status")] == [
        before[name] for name in ("edges", "parts", "frames", "axis", "status")
    ]
    assert len(sent["shades"]) == len(sent["nodes"])
    stacks = [parts for parts in sent["shades"] if isinstance(parts, list)]
    assert all(sum(height for _, _, height, _ in parts) == CARD.height for parts in stacks)
    assert len(stacks) == len([node for node in sent["nodes"] if isinstance(node, dict)])
    assert sum(shade["count"] for shade in sent["lens"]["shades"]) == sent["entities"]


def test_the_card_of_a_stack_has_the_share_of_each_status() -> None:
    sent = payload(replace(STACKS, lens=Lens.STATUS))
    words = [shade["words"] for shade in sent["lens"]["shades"]]
    parts = next(parts for parts in sent["shades"] if isinstance(parts, list) and len(parts) > 1)
    found = {words[at]: count for at, _, _, count in parts}
    assert found == {
        shade["words"]: shade["count"] for shade in sent["lens"]["shades"] if shade["words"] in found
    }
    assert list(found) == ["Failed", "Completed", "Stopped"]


def test_a_badge_has_the_value_that_all_its_entities_share() -> None:
    sent = payload(replace(FIRST, lens=Lens.DECISION))
    words = {badge["words"]: badge.get("shade") for badge in sent["badges"]}
    in_force = sent["lens"]["shades"][words["2 decisions"]]
    assert in_force["words"] == "Approved"
    assert words["live"] is None
    aside = next(at for at, shade in enumerate(sent["lens"]["shades"]) if not shade["colour"])
    assert words["scikit-learn 1.2-1"] == aside


def test_the_legend_of_decisions_says_the_types_that_it_counts() -> None:
    found = shown(replace(FIRST, lens=Lens.DECISION))
    approved = next(
        each
        for each in payload(replace(FIRST, lens=Lens.DECISION))["lens"]["shades"]
        if each["words"] == "Approved"
    )
    models, *others = approved["of"].split(", ")
    assert models == "1 model"
    assert {each.partition(" ")[2] for each in others} <= {"approval", "approvals", "endpoint", "endpoints"}
    assert sum(int(each.split()[0]) for each in (models, *others)) == approved["count"]
    assert {each.words: each.counted for each in found.appearance.shading.shades}["Approved"] == approved[
        "of"
    ]  # type: ignore[union-attr]


def test_the_legend_hides_a_status_and_shows_it_alone() -> None:
    address = replace(STACKS, lens=Lens.STATUS)
    shading = shown(address).appearance.shading
    hidden = toggled_shade(address, shading, "Failed")
    assert hidden.hidden.statuses == {"Failed"}
    found = shown(hidden).appearance.shading
    assert found
    assert next(shade for shade in found.shades if shade.words == "Failed").hidden
    assert toggled_shade(hidden, found, "Failed") == address
    only = only_shade(address, shading, "Failed")
    assert only.hidden.statuses == {"", "Completed", "Stopped"}
    assert only_shade(only, shown(only).appearance.shading, "Failed") == address


@pytest.mark.parametrize("words", ["Nothing", "grace-murphy"])
def test_a_value_without_a_filter_changes_nothing(words: str) -> None:
    address = replace(FIRST, lens=Lens.OWNER)
    shading = shown(address).appearance.shading
    assert toggled_shade(address, shading, words) == only_shade(address, shading, words) == address
    assert toggled_shade(FIRST, None, words) == only_shade(FIRST, None, words) == FIRST


def test_the_link_has_the_value_that_stands_out_until_another_lens_is_chosen() -> None:
    address = replace(FIRST, lens=Lens.DECISION).brightened("Approved")
    assert as_linked(address) == address
    assert payload(address)["lens"]["bright"] == "Approved"
    assert known(STORE, address, CACHE) == address
    assert known(STORE, replace(address, bright="Nothing"), CACHE).bright == ""
    assert address.brightened("Approved").bright == address.coloured(Lens.OWNER).bright == ""
    assert address.refocused(HUB).bright == "Approved"
    assert parse({"focus": ["a"], "bright": ["Approved"]}).bright == ""


def test_an_overview_keeps_the_colours_of_types_and_the_lens_for_the_way_back() -> None:
    overview = replace(FIRST, lens=Lens.AGE).refocused(HUB)
    assert overview.lens is Lens.AGE
    assert "lens" not in payload(replace(overview, mode=Mode.OVERVIEW))


def test_an_overview_shows_the_shares_of_each_status() -> None:
    sent = payload(replace(FIRST, lens=Lens.STATUS, mode=Mode.OVERVIEW))
    assert sum(shade["count"] for shade in sent["lens"]["shades"]) == STORE.counts().entities
    assert not any("filtered" in shade for shade in sent["lens"]["shades"])
    places = {
        each.arn: at for at, each in enumerate(shown(replace(FIRST, mode=Mode.OVERVIEW)).view.shown.entities)
    }
    jobs = sent["shades"][places["type:trial_component:SageMakerProcessingJob"]]
    found = {sent["lens"]["shades"][at]["words"]: count for at, _, _, count in jobs}
    hits = STORE.search(filter_=Filter(types=frozenset({"SageMakerProcessingJob"})), limit=3_000).entities
    assert found == Counter(state_of(each) for each in hits)
