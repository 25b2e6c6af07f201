"""The rows of a portfolio in a small file beside the snapshot, so that a page or a trend need not audit it again.

The file is no evidence: reviews and bundles never read it. Rows count only for the snapshot, the gaps, the pack and the
code that they were made with; all else is as if there were no file. The file begins with the SHA-256 of its rest, so an
edited row does not count either. Whoever writes a new digest as well could also write another snapshot, with a manifest
that fits: like a manifest, the digest shows changes by accident or by hand, and not those by somebody with a program.
"""

import hashlib
from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from lineage_viz.audit.pack import DEFAULT_PACK, Pack
from lineage_viz.audit.pack_file import pack_names, read_pack
from lineage_viz.audit.parts.about import MADE_BY
from lineage_viz.audit.portfolio import portfolio
from lineage_viz.audit.row import Row
from lineage_viz.audit.rows_text import KeptRows, rows_in, rows_text
from lineage_viz.audit.waiver import Waivers
from lineage_viz.errors import LineageVizError, sentence_of
from lineage_viz.model import SnapshotInfo
from lineage_viz.progress import ProgressListener, silent
from lineage_viz.snapshot import Folder
from lineage_viz.snapshot.manifest import snapshot_digest
from lineage_viz.store.base import Store
from lineage_viz.store.local import LocalStore
from lineage_viz.system.durable import replaced
from lineage_viz.typed_command import typed_command

_PREFIX = ".audit-"
_LARGEST = 200_000_000
"""Bytes of a file; that of 5,656 models has some 3 million."""

_ABOVE = frozenset({"ui", "cli", "reload", "health"})
"""The rooms above the audit, which it never imports: a change of a page leaves all rows valid."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The snapshots of a store, one or several as one graph. Their rows are kept beside the newest of them."""

    snapshots: tuple[SnapshotInfo, ...]

    @property
    def newest(self) -> SnapshotInfo:
        taken = [each for each in self.snapshots if each.taken]
        return max(taken, key=lambda each: (each.taken, each.path)) if taken else self.snapshots[-1]

    @property
    def digest(self) -> str:
        """The digest of the manifest; of several, that of all of theirs; empty if a manifest is not here."""
        every = [snapshot_digest(each) for each in self.snapshots]
        if len(every) == 1 or not all(every):
            return every[0] if len(every) == 1 else ""
        return hashlib.sha256("\n".join(sorted(every)).encode()).hexdigest()

    @property
    def gaps(self) -> tuple[str, ...]:
        """The gaps of all; a snapshot that another load is mixed with has more of them than its manifest."""
        in_order = sorted(self.snapshots, key=lambda each: each.path)
        return tuple(gap for each in in_order for gap in each.incomplete)

    def file(self, pack: Pack) -> Path:
        together = self.digest if len(self.snapshots) > 1 else ""
        return rows_file(Path(self.newest.path), pack, together)


def rows_of(
    store: Store, snapshots: Sequence[SnapshotInfo], pack: Pack, listener: ProgressListener = silent
) -> tuple[Row, ...]:
    """Return the rows of all models: those beside the newest snapshot, or new ones, which are then kept there.

    The models that a waiver concerns are always audited anew. `listener` hears of new rows while they are made. Raises
    StoreUnavailable.
    """
    if not snapshots:
        return portfolio(store, snapshots, pack, listener=listener)
    rows = _without_waivers(store, _Loaded(tuple(snapshots)), pack, listener)
    return portfolio(store, snapshots, pack, rows) if pack.rules.waivers.every else rows


def _without_waivers(
    store: Store, loaded: _Loaded, pack: Pack, listener: ProgressListener
) -> tuple[Row, ...]:
    pack = replace(pack, rules=replace(pack.rules, waivers=Waivers(expiring=pack.rules.waivers.expiring)))
    found = _valid(loaded, pack)
    if found is not None:
        return found
    rows = portfolio(store, loaded.snapshots, pack, listener=listener)
    with suppress(OSError):  # a folder that nobody may write to, or a full disk
        _keep(loaded, pack, rows)
    return rows


def valid_rows(snapshots: Sequence[SnapshotInfo], pack: Pack) -> tuple[Row, ...] | None:
    """Return the rows beside the newest snapshot, without asking a store; None where an audit must make them.

    The models that a waiver concerns must be audited anew.
    """
    if not snapshots or pack.rules.waivers.every:
        return None
    return _valid(_Loaded(tuple(snapshots)), pack)


def packs_to_renew(snapshots: Sequence[SnapshotInfo]) -> tuple[Pack, ...]:
    """Return the packs whose rows belong beside the newest snapshot, and are not there or no longer count.

    These are the default pack, and the packs of this project by which somebody audited a snapshot in the same folder.
    """
    loaded = _Loaded(tuple(snapshots))
    if not snapshots or not loaded.digest:
        return ()
    folder = Path(loaded.newest.path).resolve().parent
    used = [each for each in map(read_pack, pack_names()) if each is DEFAULT_PACK or _is_used(folder, each)]
    return tuple(each for each in used if _valid(loaded, each) is None)


def _is_used(folder: Path, pack: Pack) -> bool:
    return any(folder.glob(f"{_PREFIX}*.{pack.digest[:12]}*.json"))


def not_kept_words(folder: Path, error: Exception) -> str:
    """Return the sentence about a snapshot without its rows, with the reason and the next step."""
    reason = sentence_of(error) if isinstance(error, LineageVizError | OSError) else type(error).__name__
    return (
        f"The outcomes of the audit were not kept beside {folder.name}: {reason.rstrip('.')}. The Audit page "
        "makes them anew; the trend lacks them. Mend this, and run: "
        f"{typed_command()} audit --all --snapshot {folder}"
    )


def keep_rows_of(*folders: Folder, listener: ProgressListener = silent) -> None:
    """Keep the rows of a snapshot, or of several as one graph, by each pack whose rows belong there and are missing.

    Raises SnapshotError, OSError.
    """
    loaded = _Loaded(tuple(each.info for each in folders))
    if packs := packs_to_renew(loaded.snapshots):
        store = LocalStore(list(folders))
        for pack in packs:
            _keep(loaded, pack, portfolio(store, loaded.snapshots, pack, listener=listener))


def _valid(loaded: _Loaded, pack: Pack) -> tuple[Row, ...] | None:
    """The rows beside the newest snapshot, if they were made of exactly these snapshots, by this code."""
    found = _read_file(loaded.file(pack), pack)
    made_of = loaded.digest, loaded.gaps, code_digest()
    return found.rows if found and (found.snapshot, found.gaps, found.code) == made_of else None


def rows_file(snapshot: Path, pack: Pack, together: str = "") -> Path:
    """The file beside a snapshot with the rows by a pack; `together`: the digest of all snapshots of one graph."""
    folder = snapshot.resolve()
    more = f"-{together[:12]}" if together else ""
    return folder.with_name(f"{_PREFIX}{folder.name}.{pack.digest[:12]}{more}.json")


def remove_orphans(parent: Path) -> None:
    """Remove the files of rows whose snapshot is gone. Raises OSError."""
    for each in parent.glob(f"{_PREFIX}*.json"):
        name = each.name.removeprefix(_PREFIX).rsplit(".", 2)[0]
        if not (parent / name).exists():
            each.unlink(missing_ok=True)


def _keep(loaded: _Loaded, pack: Pack, rows: Sequence[Row]) -> None:
    """Write the rows beside the newest snapshot; nothing if a snapshot has no manifest. Raises OSError."""
    if digest := loaded.digest:
        kept = KeptRows(
            digest, loaded.newest.taken, loaded.gaps, pack.digest, code_digest(), MADE_BY, tuple(rows)
        )
        replaced(loaded.file(pack), rows_text(kept, pack))


def read_rows(snapshot: Path, pack: Pack) -> KeptRows | None:
    """Return the rows beside a snapshot by a pack, of any code; None without a file, or if it is damaged."""
    return _read_file(rows_file(snapshot, pack), pack)


def _read_file(file: Path, pack: Pack) -> KeptRows | None:
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:  # a pipe would never end
            return None
        return rows_in(file.read_text("utf-8"), pack)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


@cache
def code_digest() -> str:
    """The SHA-256 of the code of this program that an audit may use: other code may judge otherwise."""
    digest = hashlib.sha256()
    for each in audited_code():
        digest.update(each.read_bytes())
    return digest.hexdigest()


def audited_code() -> list[Traversable]:
    """The files of this program that an audit may use, in a fixed order."""
    return _sources(files("lineage_viz"), without=_ABOVE)


def _sources(folder: Traversable, without: Container[str] = ()) -> list[Traversable]:
    found = sorted(
        (each for each in folder.iterdir() if each.name not in without), key=lambda each: each.name
    )
    return [
        *(each for each in found if each.name.endswith((".py", ".toml"))),
        *(inner for each in found if each.is_dir() for inner in _sources(each)),
    ]
