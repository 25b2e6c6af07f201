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
