"""What a file that is taken away says of the view it was taken from."""

from urllib.parse import urlencode

from lineage_viz.model import SnapshotInfo
from lineage_viz.picture.address import Address
from lineage_viz.picture.heading import heading, name
from lineage_viz.picture.link import parameters
from lineage_viz.picture.scene import Scene, scope_words
from lineage_viz.questions.impact import Impact
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.takeaway import Caption
from lineage_viz.view.summary import filter_words
from lineage_viz.words import count, moment_utc


def caption(store: Store, address: Address, found: Scene, page: str = "") -> Caption:
    """The title, the snapshot, the filters, the extent, and the link.

    `page` is the explorer's own address; without it there is no link.
    """
    filters = (
        address.within() or "all steps",
        scope_words(store, address, found.picture),
        filter_words(address.filter),
    )
    cut = found.view.whole.truncated
    return Caption(
        title=heading(store, address, "Lineage of "),
        snapshot=_snapshots(store),
        filters="; ".join(filter(None, filters)),
        complete=f"{cut.reason}: {cut.left_out or 0:,} more are left out; {found.status}"
        if cut
        else found.status,
        link=_link(page, address),
    )


def impact_caption(store: Store, found: Impact, page: str = "") -> Caption:
    """The same for a list of what depends on an entity, which no filter of the picture narrows."""
    arn = found.entity.arn
    return Caption(
        title=f"Impact of {name(store, arn)}",
        snapshot=_snapshots(store),
        filters="everything downstream, whatever the picture shows",
        complete=f"{count(len(found.rows), 'entity', 'entities')}, {found.extent}",
        link=_link(page, Address(arn, up=0, down=UNLIMITED)),
    )


def _link(page: str, address: Address) -> str:
    """The whole address; ARNs stay readable in it."""
    return f"{page}?{urlencode(parameters(address), doseq=True, safe=':/')}" if page else ""


def _snapshots(store: Store) -> str:
    return "; ".join(map(_of, store.snapshots))


def _of(info: SnapshotInfo) -> str:
    """A snapshot in words that stay true however long the file is kept."""
    taken = f"taken {moment_utc(info.taken)}" if info.taken else ""
    gaps = "; ".join(info.incomplete)
    return ", ".join(filter(None, (info.account, info.region, taken, gaps))) or info.path
