"""A lens in the files of a view: its colours in the pictures, and its name in the caption of each."""

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest

from lineage_viz.lens import Lens
from lineage_viz.lens.colours import RED
from lineage_viz.picture.address import Address
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.scene import scene
from lineage_viz.takeaway import FORMATS, Drawing, TakeAway
from lineage_viz.takeaway.pyvis_lens import lens_groups, lens_key
from lineage_viz.takeaway.pyvis_network import pyvis_network
from lineage_viz.takeaway.svg import svg
from lineage_viz.takeaway.view_caption import caption
from lineage_viz.theme import LIGHT
from tests import demo_once
from tests.takeaway.conftest import made

STORE, CACHE = demo_once.store(), PictureCache()
HUB = max(STORE.search(limit=3_000).entities, key=lambda each: len(STORE.neighbors(each.arn))).arn


def taken(lens: Lens) -> TakeAway:
    address = Address(HUB, up=0, down=1, lens=lens)
    found = scene(STORE, address, CACHE)
    return TakeAway(found.view.shown, Drawing.of(found), found.payload, caption(STORE, address, found, "/"))


STATUS = taken(Lens.STATUS)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_each_file_names_the_lens_and_its_link_has_it(form: object) -> None:
    text = form.make(STATUS).decode()  # type: ignore[attr-defined]
    assert "by status" in text
    assert "colour=status" in text
    assert "by status" not in form.make(taken(Lens.TYPE)).decode()  # type: ignore[attr-defined]


def test_the_caption_has_the_colours_in_a_place_of_its_own() -> None:
    rows = [*csv.DictReader(io.StringIO(made("entities", STATUS).decode()))]
    assert {row["lineage colours"] for row in rows} == {"by status"}
    assert json.loads(made("json", STATUS))["caption"]["Colours"] == "by status"


def test_the_svg_has_the_legend_and_the_shares_of_a_stack() -> None:
    root = ET.fromstring(made("svg", STATUS).decode())
    texts = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Colour: Status", "Failed  8", "Completed  230", "a card for several shows their shares"} <= texts
    titles = " ".join(title.text or "" for title in root.iter("{http://www.w3.org/2000/svg}title"))
    assert "Status: 8 Failed, 230 Completed, 3 Stopped" in titles


def test_the_svg_fades_the_cards_beside_a_value_that_stands_out() -> None:
    address = Address(HUB, up=0, down=1, lens=Lens.STATUS, bright="Failed", bundled=False)
    root = ET.fromstring(svg(Drawing.of(scene(STORE, address, CACHE)), STATUS.caption))
    cards = [each for each in root.iter("{http://www.w3.org/2000/svg}g") if each.get("class") == "card"]
    assert sum(each.get("opacity") is None for each in cards) == 8


def test_no_two_values_of_the_page_for_pyvis_look_alike() -> None:
    same = {"colour": "#6B7280", "ink": "", "count": 1}
    shades = [{"words": words, "gaps": gaps, **same} for gaps, words in enumerate("abcde")]
    key, groups = lens_key({"words": "Decision", "shades": shades}), lens_groups({"shades": shades})
    assert len(set(re.findall("<svg.*?</svg>", key))) == len(shades) + 1
    assert len({json.dumps(each) for each in groups.values()}) == len(groups)


def test_the_page_for_pyvis_has_a_group_for_each_value() -> None:
    network = pyvis_network(STATUS.payload)
    words = [shade["words"] for shade in STATUS.payload["lens"]["shades"]]  # type: ignore[index]
    nodes = {node["id"]: node for node in network.nodes}
    assert nodes[HUB]["group"] == f"lens-{words.index('No status')}"
    assert "Status: No status" in nodes[HUB]["title"]
    stack = next(node for node in network.nodes if node["group"] == "lens-several")
    assert "Status: 8 Failed, 230 Completed, 3 Stopped" in stack["title"]
    groups = network.options["groups"]
    assert groups.keys() == {"lens-several", *(f"lens-{at}" for at in range(len(words)))}
    assert groups[f"lens-{words.index('Failed')}"]["color"]["background"] == RED
    assert groups["lens-several"]["color"]["background"] == LIGHT.muted
    page = made("pyvis", STATUS).decode()
    assert f'fill="{RED}"/></svg>Failed</span>' in page
    assert "a card with several values" in page


def test_a_hostile_owner_is_text_in_the_key_of_the_page_for_pyvis() -> None:
    lens = {"words": "Owner", "shades": [{"words": "<img src=x>", "colour": RED, "ink": "", "count": 1}]}
    assert "&lt;img src=x&gt;" in lens_key(lens)
    assert "<img" not in lens_key(lens)
