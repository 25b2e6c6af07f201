"""The state of a package and of an endpoint says why it is absent; the three are different values."""

import pytest

from lineage_viz.evidence.fact import Fact, as_properties, known, not_read, not_recorded
from lineage_viz.evidence.state import is_live_unread, state_of
from lineage_viz.model import Entity
from lineage_viz.search_text import SEARCH_STATE, derived_texts, search_text
from tests.sample import HOME

PACKAGE, CONTEXT = HOME + "model-package/fraud/1", HOME + "endpoint/fraud-prod"


def made(kind: str, **facts: Fact) -> Entity:
    label, type_, source = (
        ("context", "Endpoint", CONTEXT) if kind == "endpoint" else ("artifact", "Model", PACKAGE)
    )
    told = as_properties(facts) if facts else {}
    return Entity(f"{HOME}{label}/x", label, {"type": type_, "sourceuri": source, **told})


@pytest.mark.parametrize(("kind", "name"), [("endpoint", "endpointstatus"), ("package", "approval")])
def test_an_absent_state_says_if_it_was_read(kind: str, name: str) -> None:
    states = {
        "Not read": made(kind, **{name: not_read("denied")}),
        "Not recorded": made(kind, **{name: not_recorded("no status")}),
        "Failed": made(kind, **{name: known("Failed", "it")}),
    }
    for state, entity in states.items():
        assert state_of(entity) == derived_texts(entity)[SEARCH_STATE] == state
        assert state.casefold() in search_text(entity)
    assert state_of(made(kind)) == "Not read", "a snapshot without records"


def test_a_data_set_has_no_state() -> None:
    assert state_of(Entity("a", "artifact", {"type": "DataSet"})) == ""


def test_an_unread_live_state_is_neither_live_nor_absent() -> None:
    unread = made("endpoint", serves=not_read("denied"), endpointstatus=known("InService", "it"))
    assert is_live_unread(unread)
    assert "serving not read" in search_text(unread)
    quoted = made("package", servedby=known("prod", '"servedby": "not read: '))
    assert not is_live_unread(quoted), "a source is hostile text"
    assert not is_live_unread(made("package", servedby=not_recorded("a variant names no model")))
