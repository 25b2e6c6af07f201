"""The refusal of a snapshot that tells an id differently from another one on the cluster."""

from collections.abc import Iterable

from lineage_viz.difference.shared_ids import clashes
from lineage_viz.errors import LoadFailed
from lineage_viz.plain_text import shown_name
from lineage_viz.snapshot import Folder
from lineage_viz.words import count


def refuse_clashes(host: str, folder: Folder, others: Iterable[Folder]) -> None:
    """Raise LoadFailed when one of the other snapshots of the cluster tells an id differently than `folder`.

    Call it before anything is uploaded. Raises SnapshotError, BadRow.
    """
    for other in others:
        found = clashes(other, folder)
        if first := next(found, None):
            further = sum(1 for _ in found)
            there, here = (shown_name(each.info.folder or each.path.name) for each in (other, folder))
            told = f"{first.told[0]} in {there}, and {first.told[1]} in {here}"
            more = f" {count(further, 'more id')} likewise." if further else ""
            raise LoadFailed(
                f"Neptune at {host} holds {shown_name(other.path.name)}, and {shown_name(folder.path.name)} tells "
                f"{first.element} differently: {told}.{more} A cluster keeps one element of each id, so "
                "nothing was uploaded. Give it another id in one of the two folders, and adopt that folder again; or "
                "load one of them alone with --replace, which deletes everything else."
            )
