"""The effect of clicks in the picture on the server; tests/e2e has the part of the browser."""

from dataclasses import asdict

import pytest
from streamlit.testing.v1 import AppTest

from lineage_viz.component import Selection
from lineage_viz.model import Association, Entity
from lineage_viz.picture.address import Address
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.scene import scene
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.explore.state import changed
from tests.patience import PATIENCE
from tests.sample import D1, SAMPLE, A, K, Listed, M, T


def clicked(selections: list[dict[str, str]], hidden: list[str]) -> None:
    """A page that receives selections. AppTest runs only the source of this function, hence the imports."""
    import streamlit as st

    from lineage_viz.component import Selection
    from lineage_viz.picture.cache import PictureCache
    from lineage_viz.picture.scene import scene
    from lineage_viz.store.local import LocalStore
    from lineage_viz.ui.explore.state import current_address, react, selected
    from tests.sample import SAMPLE, K

    st.query_params["focus"] = K
    st.query_params["hide"] = hidden
    found = scene(LocalStore([SAMPLE]), current_address(), PictureCache())
    react(current_address(), found, *(Selection(**each) for each in selections))
    st.text(selected(found))


def after(*selections: Selection, hidden: tuple[str, ...] = ()) -> AppTest:
    app = AppTest.from_function(
        clicked, args=([asdict(each) for each in selections], list(hidden)), default_timeout=PATIENCE
    ).run()
    assert not app.exception
    return app


def shown(app: AppTest, name: str) -> list[str]:
    value = app.query_params.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def test_a_card_is_selected_and_deselected() -> None:
    assert after(Selection("select", A)).text[0].value == A
    assert after(Selection("select", "")).text[0].value == ""
    assert after(Selection("select", "arn:elsewhere")).text[0].value == ""


def test_a_card_becomes_the_focus() -> None:
    app = after(Selection("focus", A))
    assert shown(app, "focus") == [A]
    assert app.text[0].value == A


def test_several_actions_in_one_message_are_carried_out_in_their_order() -> None:
    app = after(Selection("remove", A), Selection("alone", A, selected=A), Selection("select", ""))
    assert (shown(app, "without"), shown(app, "alone"), app.text[0].value) == ([A], [A], "")


def test_a_type_is_hidden_and_shown() -> None:
    image = Selection("toggle", label="artifact", type="Image")
    assert shown(after(image), "hide") == ["artifact:Image"]
    assert shown(after(image, hidden=("artifact:Image",)), "hide") == []


def test_one_type_is_shown_alone_and_then_all_again() -> None:
    only = Selection("only", label="artifact", type="Image")
    hidden = shown(after(only), "hide")
    types = {f"{entity.label}:{entity.type}" for entity in SAMPLE.holds}
    assert "artifact:Image" not in hidden
    assert set(hidden) < types
    assert shown(after(only, hidden=tuple(hidden)), "hide") == []


def test_more_entities_are_requested() -> None:
    assert shown(after(Selection("more")), "cap") == ["1000"]


@pytest.mark.parametrize(
    ("selection", "name", "value"),
    [
        (Selection("association", type="Produced"), "noassociation", ["Produced"]),
        (
            Selection("only-association", type="Produced"),
            "noassociation",
            ["AssociatedWith", "ContributedTo"],
        ),
        (Selection("expand", A, sides="upstream downstream"), "grow", [f"upstream:{A}", f"downstream:{A}"]),
        (Selection("collapse", A, sides="upstream"), "collapse", [f"upstream:{A}"]),
        (Selection("open", "fold:1"), "grow", ["open:fold:1"]),
        (Selection("close", "fold:1"), "close", ["fold:1"]),
        (Selection("remove", A), "without", [A]),
        (Selection("alone", A), "alone", [A]),
        (Selection("path-start", A), "start", [A]),
        (Selection("path-end", A), "with", [A]),
        (Selection("path-end", A), "show", ["paths"]),
        (Selection("common", A), "show", ["common"]),
        (Selection("overview"), "show", ["overview"]),
    ],
    ids=lambda value: value.action if isinstance(value, Selection) else None,
)
def test_an_action_in_the_picture_changes_the_url(selection: Selection, name: str, value: list[str]) -> None:
    assert shown(after(selection), name) == value


def test_a_hidden_card_leaves_one_lineage_alone_and_another_focus_keeps_only_the_start_of_a_path() -> None:
    app = after(Selection("alone", A), Selection("path-start", A), Selection("remove", A))
    assert [shown(app, name) for name in ("alone", "start", "without")] == [[A], [A], [A]]
    app = after(Selection("alone", A), Selection("path-start", A), Selection("focus", T))
    assert [shown(app, name) for name in ("focus", "alone", "start", "without")] == [[T], [], [A], []]


def test_the_selection_is_in_the_url() -> None:
    assert shown(after(Selection("select", A)), "select") == [A]
    assert shown(after(Selection("select", "")), "select") == []


def test_no_selection_covers_the_highlighted_path() -> None:
    app = after(Selection("path-end", A))
    assert shown(app, "path") == ["1"]
    assert app.text[0].value == ""
    assert app.session_state["choice"]["arn"] is None
    assert app.session_state["choice"]["turn"] > 0


def test_a_side_that_is_not_finished_grows_again() -> None:
    store = LocalStore(
        [
            Listed(
                tuple(Entity(f"arn:{number}", "artifact") for number in range(1_200)),
                tuple(Association("arn:0", "Produced", f"arn:{number}") for number in range(1, 1_200)),
            )
        ]
    )
    address, cache, counts = Address("arn:0", up=0, down=0, bundled=False), PictureCache(), []
    for _ in range(4):
        found = scene(store, address, cache)
        counts.append(len(found.view.shown.entities))
        address = changed(address, found, Selection("expand", "arn:0", sides="downstream"))
    assert counts == [1, 501, 1_001, 1_200]
    assert (
        changed(address, scene(store, address, cache), Selection("expand", "arn:0", sides="downstream"))
        == address
    )
    assert len(address.steps) == 3


def test_the_failed_members_of_a_stack_are_opened_together() -> None:
    sets = [
        Entity(
            f"arn:{n}", "artifact", {"type": "DataSet", "status": "Failed" if n in (3, 7) else "Completed"}
        )
        for n in range(1, 13)
    ]
    links = tuple(Association("arn:0", "Produced", each.arn) for each in sets)
    store, cache = LocalStore([Listed((Entity("arn:0", "artifact"), *sets), links)]), PictureCache()
    address = Address("arn:0")
    found = scene(store, address, cache)
    ((stack, _),) = found.picture.folds.items()
    opened = scene(store, changed(address, found, Selection("failures", stack)), cache)
    assert {card.arn for card in opened.picture.subgraph.entities} >= {"arn:3", "arn:7"}
    ((_, rest),) = opened.picture.folds.items()
    assert len(rest) == 10


def test_expanding_a_side_brings_back_the_hidden_card_that_the_side_counts() -> None:
    store, cache = LocalStore([SAMPLE]), PictureCache()
    address = Address(K, removed=frozenset({T, D1}))
    found = scene(store, address, cache)
    sides = {node["arn"]: node.get("moreUp") for node in found.payload["nodes"]}  # type: ignore[attr-defined]
    assert sides[M] == 1
    back = changed(address, found, Selection("expand", M, sides="upstream"))
    assert back.removed == {D1}
    assert T in {entity.arn for entity in scene(store, back, cache).view.shown.entities}
