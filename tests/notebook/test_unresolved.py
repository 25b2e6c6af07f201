"""The column `unresolved` of a frame: a mask as it is."""

from lineage_viz.model import Entity
from lineage_viz.notebook.lineage import Lineage
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.sample import Listed


def test_unresolved_is_true_or_false_in_each_frame() -> None:
    listed, lost = Entity("one", "artifact", {}), Entity("two", "artifact", {"unresolved": True})
    frame = Lineage(LocalStore([Listed((listed, lost), ())])).to_pandas().set_index("arn")
    assert frame.unresolved.to_dict() == {"one": False, "two": True}
    assert frame[~frame.unresolved].index.tolist() == ["one"]
    found = Lineage(demo_once.store()).search("type:endpoint", most=2).to_pandas()
    assert (found.unresolved.dtype, found.unresolved.any()) == (bool, False)


def test_an_empty_frame_has_the_types_of_a_full_one() -> None:
    g = Lineage(demo_once.store())
    alone = g.find("s3://acme-pricing-sandbox/old/prices_2019_final_FINAL.xlsx").upstream()
    assert str(alone.associations_to_pandas().creationtime.dtype) == "datetime64[us, UTC]"
    cells = g.ask.data_sets_of("receipt-ocr-models/1").to_pandas()
    assert [*cells.Role.str.upper()] == []
    assert cells.Steps.dtype == g.ask.data_sets_of("ticket-routing-models/10").to_pandas().Steps.dtype
