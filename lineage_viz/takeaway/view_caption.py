"""The caption of a file, made from the view that it shows."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

from lineage_viz.lens import Shading
from lineage_viz.model import SnapshotInfo
from lineage_viz.picture.address import Address
from lineage_viz.picture.card_facts import version_words
from lineage_viz.picture.heading import heading
from lineage_viz.picture.link import parameters
from lineage_viz.picture.scene import Scene
from lineage_viz.questions.impact import Impact
from lineage_viz.questions.prepared import Answer, sentence_of
from lineage_viz.questions.served import ALL
from lineage_viz.snapshot.manifest import manifest_digest
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.takeaway import Caption
from lineage_viz.title import title
from lineage_viz.view.summary import filter_words
from lineage_viz.words import complete_words, count, day, inside, moment, plain

_NAMED = 20
"""Entities that the caption of an answer names as its starts."""


def caption(store: Store, address: Address, scene: Scene, page: str = "") -> Caption:
    """Return the title, the snapshot, the filters, the extent and the link of a view.

    `page` is the URL of the explorer. Without it, the caption has no link.
    """
    filters = (
        address.within() or "all steps",
        scene.changes,
        filter_words(address.filter),
    )
    return Caption(
        title=", ".join(_titled(heading(store, address, "Lineage of "), address, scene)),
        snapshot=snapshot_words(store),
        gaps="; ".join(store.gaps),
        filters="; ".join(filter(None, filters)),
        colours=_colours(scene.appearance.shading),
        complete=scene.status,
        link=_link(page, address),
    )


def _colours(shading: Shading | None) -> str:
    return f"by {inside(shading.words)}" if shading else ""


def impact_caption(store: Store, impact: Impact, page: str = "") -> Caption:
    """Return the caption of an impact list. The filters of the picture do not apply to it."""
    arn, *beside = impact.of_several or (impact.entity.arn,)
    then = f" as of {day(impact.as_of)}" if impact.as_of else ""
    of = Address(arn, up=0, down=UNLIMITED, as_of=impact.as_of and impact.as_of.date(), beside=tuple(beside))
    return Caption(
        title=f"Impact of {plain(title(impact.entity), 80)}{then and f',{then}'}",
        entity=""
        if impact.of_commit
        else ", ".join(dict.fromkeys(filter(None, (arn, *beside, impact.entity.source)))),
        snapshot=snapshot_words(store),
        digest=_digests(store),
        gaps="; ".join(store.gaps),
        filters=f"everything downstream{then}; the filters of the picture do not apply",
        complete=f"{count(len(impact.rows), 'entity', 'entities')}, {impact.extent}",
        link=_link(page, of),
    )


def list_caption(store: Store, filters: Sequence[str], rows: int, total: int, link: str) -> Caption:
    """Return the caption of a list of entities: `filters` in words, and the number of rows of all hits."""
    extent = count(total, "entity", "entities")
    whole = complete_words(store.gaps, caveat=store.caveat)
    return Caption(
        title="Entities",
        snapshot=snapshot_words(store),
        gaps="; ".join(store.gaps),
        filters="; ".join(filters) or "none: all entities",
        complete=f"{whole}, {extent}" if rows == total else f"the first {rows:,} of {extent}",
        link=link,
    )


def answer_caption(store: Store, answer: Answer, page: str = "") -> Caption:
    """Return the caption of the answer to a prepared question. `page` is the URL of the page of questions."""
    query = urlencode({"ask": answer.question.name, **answer.values}, safe=":/")
    return Caption(
        title=sentence_of(store, answer.question, answer.values),
        entity=", ".join(answer.found.starts[:_NAMED]),
        snapshot=snapshot_words(store),
        digest=_digests(store),
        gaps="; ".join(store.gaps),
        filters="; ".join((answer.question.means, *answer.found.notes)),
        complete=answer.extent,
        link=f"{page}?{query}" if page else "",
    )


def _titled(heading: str, address: Address, scene: Scene) -> Iterator[str]:
    """Yield the title with the shown versions and their period, and the day: a file of another one has another name."""
    served = scene.own.served
    if served and served.drawn == ALL and address.deployment:
        yield heading
        yield f"all {count(served.made(address.scope.as_of), 'deployment')}"
    elif served and served.drawn not in (ALL, served.now):
        drawn = next(each for each in served.deployments if each.arn == served.drawn)
        yield f"{heading} {version_words(drawn.versions)}"
        yield drawn.period
    else:
        yield heading
    if address.as_of:
        yield f"as of {day(address.as_of)}"


def _link(page: str, address: Address) -> str:
    """Return the URL of an address. ARNs stay readable in it."""
    return f"{page}?{urlencode(parameters(address), doseq=True, safe=':/')}" if page else ""


def snapshot_words(store: Store) -> str:
    """Return the account, the region and the time of each loaded snapshot."""
    return "; ".join(map(_of, store.snapshots))


def _digests(store: Store) -> str:
    found = (manifest_digest(Path(each.path)) for each in store.snapshots)
    return "; ".join(f"SHA-256 of the manifest {digest}" for digest in found if digest)


def _of(info: SnapshotInfo) -> str:
    """Return a snapshot in words that stay true as long as the file is kept (a date, not an age)."""
    taken = f"taken {moment(info.taken)}" if info.taken else ""
    if not info.account:
        return ", ".join(filter(None, (f"folder {info.folder}" if taken else info.path, taken)))
    adopted = f"adopted from the folder {info.folder}" if info.folder else ""
    return ", ".join(filter(None, (info.account, info.region, taken, adopted)))
