"""The column `unresolved` of a frame: a mask as it is."""

import pandas as pd

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


def test_an_empty_frame_has_the_columns_that_code_names() -> None:
    g = Lineage(demo_once.store())
    alone = g.find("s3://acme-pricing-sandbox/old/prices_2019_final_FINAL.xlsx").upstream()
    empty, full = alone.to_pandas(), g.trace("receipt-ocr-models/1").to_pandas()
    assert not len(empty)
    both = pd.concat([empty, full])
    assert len(both[~both.unresolved]) == len(full[~full.unresolved])
    assert str(alone.associations_to_pandas().creationtime.dtype) == "datetime64[us, UTC]"
    cells = g.ask.data_sets_of("receipt-ocr-models/1").to_pandas()
    assert [*cells.Role.str.upper()] == []
    assert cells.Steps.dtype == g.ask.data_sets_of("ticket-routing-models/10").to_pandas().Steps.dtype
