"""The assets that a browser gets: no outside address, no HTML made of data."""

import re
from collections import Counter
from pathlib import Path

import pytest

from lineage_viz.component import library
from lineage_viz.component.selection import NOTHING_RECEIVED, Received, Selection, _selection, new_selections
from lineage_viz.picture.scripts import CANVAS, canvas, vis_network

ASSETS = sorted([*Path(library.__file__).parent.glob("*/*.*"), *CANVAS.glob("*.*")])
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


def test_every_module_of_the_picture_is_in_its_script_once() -> None:
    headings = {path.name: path.read_text("utf-8").splitlines()[0] for path in CANVAS.glob("*.js")}
    script = canvas().splitlines()
    assert {name: script.count(heading) for name, heading in headings.items()} == dict.fromkeys(
        headings, 1
    ) | {"entry.js": 0}


def test_no_two_modules_of_the_picture_give_one_name() -> None:
    """The script is one scope: of two functions of one name the browser takes the last, without a word."""
    names = re.findall(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", canvas(), re.MULTILINE)
    assert [name for name, number in Counter(names).items() if number > 1] == []


def test_the_script_of_the_picture_imports_and_exports_nothing() -> None:
    assert not [line for line in canvas().splitlines() if line.startswith(("import", "export"))]


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


def test_each_action_is_carried_out_once_though_later_messages_contain_it() -> None:
    focus, hide = message(1, "focus"), message(2, "remove")
    new, received = new_selections(message(3, "alone", focus, hide), NOTHING_RECEIVED)
    assert ([each.action for each in new], received) == (["focus", "remove", "alone"], Received("x", 3))
    assert new_selections(message(3, "alone", focus, hide), received) == ([], received)
    assert new_selections(message(4, "undo", hide), received) == ([Selection("undo")], Received("x", 4))
    assert new_selections(message(1, "undo", visit="y"), received) == (
        [Selection("undo")],
        Received("y", 1),
    )


def test_a_selected_card_leaves_everything_sent_to_the_browser_as_it_was() -> None:
    received = Received("x", 3)
    assert new_selections(message(4, "select"), received) == ([Selection("select")], received)
    assert new_selections(message(1, "select"), NOTHING_RECEIVED)[1] == NOTHING_RECEIVED


@pytest.mark.parametrize(
    "event", [None, "select", {"action": "undo"}, {"action": "undo", "number": 1, "before": [None, 7, {}]}]
)
def test_a_message_without_a_number_or_with_nonsense_before_it_breaks_nothing(event: object) -> None:
    new, _ = new_selections(event, NOTHING_RECEIVED)
    assert new == ([Selection("undo")] if isinstance(event, dict) and "number" in event else [])


@pytest.mark.parametrize("event", [None, "select", {}, {"action": "drop"}, {"action": None}, [1]])
def test_other_messages_are_ignored(event: object) -> None:
    assert _selection(event) is None
