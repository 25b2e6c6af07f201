"""What a file that is taken away says of the view it was taken from."""

from urllib.parse import urlencode

from lineage_viz.model import SnapshotInfo
from lineage_viz.store.base import Store
from lineage_viz.takeaway import Caption
from lineage_viz.ui.address import Address
from lineage_viz.ui.heading import heading
from lineage_viz.ui.link import parameters
from lineage_viz.ui.scene import Scene, scope_words
from lineage_viz.ui.text import moment_utc
from lineage_viz.view.summary import filter_words


def caption(store: Store, address: Address, found: Scene) -> Caption:
    """The title, the snapshot, the filters, whether it is all, and the link."""
    filters = (
        address.within() or "all steps",
        scope_words(store, address, found.picture),
        filter_words(address.hidden),
    )
    cut = found.view.whole.truncated
    return Caption(
        title=heading(store, address, "Lineage of "),
        snapshot="; ".join(map(_of, store.snapshots)),
        filters="; ".join(filter(None, filters)),
        complete=f"{cut.reason}: {cut.left_out or 0:,} more are left out; {found.status}"
        if cut
        else found.status,
        link="/?" + urlencode(parameters(address), doseq=True),
    )


def _of(info: SnapshotInfo) -> str:
    """A snapshot in words that stay true however long the file is kept."""
    taken = f"taken {moment_utc(info.taken)}" if info.taken else ""
    gaps = "; ".join(info.incomplete)
    return ", ".join(filter(None, (info.account, info.region, taken, gaps))) or info.path
