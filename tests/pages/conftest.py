"""Pages that AppTest runs on a store of the test's choice."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lineage_viz.errors import StoreUnavailable
from lineage_viz.health import Finding, Verdict
from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.store.base import Store
from lineage_viz.store.local import LocalStore
from lineage_viz.ui import source
from lineage_viz.ui.admin import health_watch
from tests.patience import PATIENCE
from tests.sample import Listed

ROOT = Path(__file__).parent.parent.parent
OpenPage = Callable[..., AppTest]

HOSTILE_TEXT = "<script>window.hacked=1</script> [a](javascript:alert(1)) **b** :smile: $x$ \u202e"
HOSTILE = Listed(
    (
        Entity(
            "arn:1",
            "artifact",
            {"type": HOSTILE_TEXT, "name": HOSTILE_TEXT, "sourceuri": "javascript:alert(1)"},
        ),
        Entity(
            "arn:2", "action", {"name": "x" * 10_000, "properties": '{"<b>": "<img src=x onerror=alert(1)>"}'}
        ),
    ),
    (Association("arn:1", HOSTILE_TEXT, "arn:2"),),
)


class BrokenStore(LocalStore):
    """A store that opens and then does not answer."""

    def trace(self, *_args: object, **_more: object) -> Subgraph:
        raise StoreUnavailable("The store does not answer.")

    search = trace  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def findings(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """The findings on the Admin page. The real checks ask AWS, and would run on after the end of a test."""
    found = [
        Finding("Disk space", Verdict.OK, "Enough is free."),
        Finding("SageMaker", Verdict.OK, "It answers."),
    ]
    monkeypatch.setattr(health_watch, "examine_apart", lambda: tuple(found))
    return found


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    def open_(page: str, store: Store | Exception, /, **parameters: str | list[str]) -> AppTest:
        def opened(_settings: object) -> Store:
            if isinstance(store, Exception):
                raise store
            return store

        monkeypatch.setattr(source, "open_store", opened)
        st.cache_resource.clear()
        app = AppTest.from_file(str(ROOT / page), default_timeout=PATIENCE)
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    return open_


def data_of(app: AppTest, component: str) -> Any:
    """The data that one of our components received."""
    for element in app.get("bidi_component"):
        if element.proto.component_name == f"lineage_viz.{component}":
            return json.loads(element.proto.json)
    raise AssertionError(f"no {component} on the page")


def picture_of(app: AppTest) -> Any:
    """The payload of the picture with its cards in place of their numbers, as unpack.js makes it."""
    graph = data_of(app, "graph")
    parts = [
        json.loads(e.proto.json)
        for e in app.get("bidi_component")
        if "lineage_viz.deck" in e.proto.component_name
    ]
    assert [part["id"] for part in parts] == graph["parts"]
    deck = [card for part in parts for card in part["cards"]]
    places = [[node] if isinstance(node, int) else node for node in graph["nodes"]]
    return graph | {"nodes": [unpacked(place, deck) for place in places]}


def unpacked(node: Any, deck: list[Any]) -> Any:
    """A card as unpack.js makes it."""
    if not isinstance(node, list):
        return node
    place, *_ = node
    return deck[place] | ({"badges": node[3]} if len(node) > 3 else {})


def arns_of(graph: Any) -> set[str]:
    """The ARNs of all cards and of the entities on their badges."""
    badges = {
        arn for node in graph["nodes"] for at in node.get("badges", ()) for arn in graph["badges"][at]["arns"]
    }
    return badges | {node["arn"] for node in graph["nodes"]}


def visible_text(app: AppTest) -> str:
    """All markdown on the page that a person can read."""
    parts = [*app.title, *app.caption, *app.markdown, *app.warning, *app.error, *app.info]
    return "\n".join(str(part.value) for part in parts)


def unescaped(markdown: str) -> str:
    """The markdown without its escaped punctuation: only markup with an effect is left."""
    return re.sub(r"\\[!-/:-@\[-`{-~]", "", markdown)
