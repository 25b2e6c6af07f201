"""What is sent to a browser: no outside address, no HTML made of data."""

from pathlib import Path

import pytest

from lineage_viz.component import library
from lineage_viz.component.picture import _NOTHING, Selection, _Heard, _selection, _unheard
from lineage_viz.component.scripts import vis_network

ASSETS = sorted((Path(library.__file__).parent).glob("*/*.*"))
SENT = [path for path in ASSETS if path.suffix in {".js", ".css", ".html"}]


@pytest.mark.parametrize("path", SENT, ids=lambda path: path.name)
def test_no_asset_names_an_address_outside_or_makes_html_of_text(path: Path) -> None:
    text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    for forbidden in (
        "http:",
        "https:",
        "@import",
        "innerHTML",
        "insertAdjacentHTML",
        "eval(",
        "document.write",
    ):
        assert forbidden not in text


def test_every_script_of_the_picture_has_its_place_in_the_order() -> None:
    graph = Path(library.__file__).parent / "graph"
    order = (graph / "order.txt").read_text("utf-8").split()
    assert sorted([*order, "entry.js"]) == sorted(path.name for path in graph.glob("*.js"))


def test_the_library_is_vis_network_and_names_no_source_map() -> None:
    assert "vis.js" in vis_network()
    assert "sourceMappingURL" not in vis_network()


def test_messages_from_the_browser_become_values() -> None:
    assert _selection({"action": "select", "arn": "arn:1"}) == Selection("select", "arn:1")
    assert _selection({"action": "toggle", "label": "artifact", "type": None}) == Selection(
        "toggle", label="artifact"
    )


def message(number: int, action: str, *before: dict[str, object], visit: str = "x") -> dict[str, object]:
    return {"action": action, "number": number, "visit": visit, "before": [*before]}


def test_each_message_is_heard_once_though_later_ones_bring_it_again() -> None:
    focus, hide = message(1, "focus"), message(2, "remove")
    found, heard = _unheard(message(3, "select", focus, hide), _NOTHING)
    assert ([each.action for each in found], heard) == (["focus", "remove", "select"], _Heard("x", 3))
    assert _unheard(message(3, "select", focus, hide), heard) == ([], heard)
    assert _unheard(message(4, "undo", hide), heard) == ([Selection("undo")], _Heard("x", 4))
    assert _unheard(message(1, "undo", visit="y"), heard) == ([Selection("undo")], _Heard("y", 1))


@pytest.mark.parametrize(
    "event", [None, "select", {"action": "undo"}, {"action": "undo", "number": 1, "before": [None, 7, {}]}]
)
def test_a_message_without_a_number_or_with_nonsense_before_it_breaks_nothing(event: object) -> None:
    found, _ = _unheard(event, _NOTHING)
    assert found == ([Selection("undo")] if isinstance(event, dict) and "number" in event else [])


@pytest.mark.parametrize("event", [None, "select", {}, {"action": "drop"}, {"action": None}, [1]])
def test_other_messages_are_ignored(event: object) -> None:
    assert _selection(event) is None
