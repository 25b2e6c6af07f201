"""Answers never change: their values are read only, their copies are themselves, and no pickle holds them."""

import copy
import pickle
import re
from typing import Any

import pytest

from lineage_viz.errors import LineageVizError
from lineage_viz.notebook.lineage import Lineage
from tests import demo_once

MODEL = "ticket-routing-models/10"


@pytest.fixture(scope="module")
def g() -> Lineage:
    return Lineage(demo_once.store())


def test_nothing_in_an_answer_can_be_changed(g: Lineage) -> None:
    m, part, answer = g.find(MODEL), g.trace(MODEL), g.ask.data_sets_of(MODEL)
    before = g.trace(MODEL)._repr_html_()
    values: list[Any] = [
        *(
            m.properties,
            m.entity.properties,
            part.subgraph.hops,
            part.subgraph.degrees,
            g.search(MODEL)[0].properties,
        ),
        *(part.subgraph.entities[0].properties, part.subgraph.associations[0].properties, part[0].properties),
        *(answer.answer.rows[0].entity.properties, answer.answer.found.lineage.entities[0].properties),
    ]
    for each in values:
        for change in ("clear", "popitem", "update"):
            with pytest.raises(TypeError, match=re.escape("Change a copy of your own: dict(...)")):
                getattr(each, change)()
        with pytest.raises(TypeError):
            each["approval"] = "Rejected"
        own = copy.deepcopy(each)
        own["approval"] = "Rejected"
        assert own != each == pickle.loads(pickle.dumps(each))
    assert g.trace(MODEL)._repr_html_() == before


def test_no_attribute_of_an_answer_can_be_set(g: Lineage) -> None:
    for each in (
        g,
        g.find(MODEL),
        g.trace(MODEL),
        g.audit(MODEL),
        g.compare(MODEL, MODEL),
        g.as_of("2026-03-10"),
    ):
        for name in ("entity", "subgraph", "report", "state", "store", "note"):
            with pytest.raises(AttributeError, match=f"its {name} cannot be set"):
                setattr(each, name, "mine")
    mappings: list[Any] = [g.find(MODEL).facts, g.overview(), g.audit(MODEL).outcomes]
    for mapping in mappings:
        with pytest.raises(TypeError, match="never changes"):
            mapping["approval"] = "mine"


def test_an_audit_and_a_comparison_are_their_own_copies(g: Lineage) -> None:
    for each in (g.audit(MODEL), g.compare(MODEL, MODEL)):
        assert copy.copy(each) is copy.deepcopy(each) is each
    with pytest.raises(LineageVizError, match=re.escape("Keep its to_dict()")):
        pickle.dumps(g.compare(MODEL, MODEL))


def test_a_copy_of_an_answer_is_the_answer_and_a_pickle_is_refused_with_the_next_step(g: Lineage) -> None:
    answers = {
        "lv.open": g,
        "`find` returns it again": g.find(MODEL),
        "save(), or": g.trace(MODEL),
        "or search again": g.search(MODEL),
        "by to_pandas()": g.ask.data_sets_of(MODEL),
        "Keep its answers": g.ask,
    }
    for words, each in answers.items():
        assert copy.copy(each) is copy.deepcopy(each) is each
        with pytest.raises(LineageVizError, match=re.escape(words)):
            pickle.dumps(each)
    for frame in (g.trace(MODEL).to_pandas(), g.trace(MODEL).associations_to_pandas()):
        again = pickle.loads(pickle.dumps(copy.deepcopy(frame)))
        assert again.equals(frame)
        assert again.attrs == frame.attrs
    assert str(pickle.loads(pickle.dumps(g.audit(MODEL)))) == str(g.audit(MODEL))
