"""The rows of a portfolio in a small file beside the snapshot, so that a page or a trend need not audit it again.

The file is no evidence: reviews and bundles never read it. Rows count only for the snapshot, the gaps, the pack and the
code that they were made with; all else is as if there were no file. The file begins with the SHA-256 of its rest, so an
edited row does not count either. Whoever writes a new digest as well could also write another snapshot, with a manifest
that fits: like a manifest, the digest shows changes by accident or by hand, and not those by somebody with a program.
"""

import hashlib
from collections.abc import Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from lineage_viz.audit.outcome import Outcome, Severity
from lineage_viz.audit.pack import DEFAULT_PACK, Pack
from lineage_viz.audit.parts.about import MADE_BY, snapshot_digest
from lineage_viz.audit.portfolio import portfolio
from lineage_viz.audit.row import Row
from lineage_viz.audit.verdict import OPEN, UNKNOWN
from lineage_viz.audit.waiver import Waivers
from lineage_viz.json_text import json_of, json_text
from lineage_viz.model import Entity, SnapshotInfo
from lineage_viz.progress import ProgressListener, silent
from lineage_viz.snapshot import Folder
from lineage_viz.store.base import Store
from lineage_viz.store.local import LocalStore
from lineage_viz.system.durable import replaced

FORMAT = "lineage_viz outcomes 2"
_PREFIX = ".audit-"
_OPENING, _SEPARATOR, _DIGITS = '{"sha256":"', '",', 64
_LARGEST = 200_000_000
"""Bytes of a file; that of 5,656 models has some 3 million."""

_ABOVE = frozenset({"ui", "cli", "reload", "health"})
"""The rooms above the audit, which it never imports: a change of a page leaves all rows valid."""

_LETTERS: Mapping[tuple[Outcome, bool], str] = {
    (Outcome.PASS, False): "p",
    (Outcome.FAIL, False): "f",
    (Outcome.WARN, False): "w",
    (Outcome.NOT_RECORDED, True): "N",
    (Outcome.NOT_READ, False): "r",
    (Outcome.NOT_READ, True): "R",
    (Outcome.NOT_APPLICABLE, False): "-",
    (Outcome.ERROR, True): "E",
}
"""One letter for each outcome, and if it lacks evidence that the export was asked to read."""
_OUTCOMES = {letter: outcome for outcome, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class KeptRows:
    """The rows of one snapshot. `code` is the SHA-256 of the code that made them, `made_by` its version in words."""

    snapshot: str
    taken: datetime | None
    gaps: tuple[str, ...]
    pack: str
    code: str
    made_by: str
    rows: tuple[Row, ...]


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


def keep_rows_of(*folders: Folder, listener: ProgressListener = silent) -> None:
    """Keep the rows of a snapshot, or of several as one graph, by the default pack, unless they are there.

    Raises SnapshotError, OSError.
    """
    loaded = _Loaded(tuple(each.info for each in folders))
    if _valid(loaded, DEFAULT_PACK) is None:
        store = LocalStore(list(folders))
        _keep(loaded, DEFAULT_PACK, portfolio(store, loaded.snapshots, listener=listener))


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
    digest, taken = loaded.digest, loaded.newest.taken
    if not digest:
        return
    ids = [each.id for each in pack.heaviest_first]
    data = {
        "format": FORMAT,
        "snapshot": digest,
        "taken": taken.isoformat() if taken else None,
        "gaps": loaded.gaps,
        "pack": pack.digest,
        "code": code_digest(),
        "made_by": MADE_BY,
        "checks": {each.id: str(each.severity) for each in pack.heaviest_first},
        "entities": dict(map(_written, _entities(rows))),
        "rows": [
            {
                "subject": each.subject.arn,
                "model": each.model.arn if each.model else None,
                "endpoints": [endpoint.arn for endpoint in each.endpoints],
                **({"live": each.live} if each.live else {}),
                "outcomes": "".join(_LETTERS[each.outcomes[id_], id_ in each.unclear] for id_ in ids)
                if each.outcomes
                else "",
                "reason": each.reason,
            }
            for each in rows
        ],
    }
    replaced(loaded.file(pack), sealed(json_text(data, separators=(",", ":"))))


def sealed(text: str) -> str:
    """Return a JSON object with the SHA-256 of all that follows it as its first member."""
    rest = text[1:]
    return f"{_OPENING}{hashlib.sha256(rest.encode()).hexdigest()}{_SEPARATOR}{rest}"


def _unsealed(text: str) -> str:
    """Return the text of `sealed` again. Raises ValueError if it was changed."""
    rest = text[len(_OPENING) + _DIGITS + len(_SEPARATOR) :]
    if text != sealed(f"{{{rest}"):
        raise ValueError("the rows were changed")
    return f"{{{rest}"


def read_rows(snapshot: Path, pack: Pack) -> KeptRows | None:
    """Return the rows beside a snapshot by a pack, of any code; None without a file, or if it is damaged."""
    return _read_file(rows_file(snapshot, pack), pack)


def _read_file(file: Path, pack: Pack) -> KeptRows | None:
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:  # a pipe would never end
            return None
        data = json_of(_unsealed(file.read_text("utf-8")), dict)
        if data is None or (data["format"], data["pack"]) != (FORMAT, pack.digest):
            return None
        return _read(data)
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


def _entities(rows: Sequence[Row]) -> list[Entity]:
    return [each for row in rows for each in (row.subject, row.model, *row.endpoints) if each]


def _written(entity: Entity) -> tuple[str, list[object]]:
    return entity.arn, [entity.label, dict(entity.properties)]


def _read(data: Mapping[str, Any]) -> KeptRows:
    severities = {str(id_): Severity(each) for id_, each in data["checks"].items()}
    entities = {arn: _entity(arn, *each) for arn, each in data["entities"].items()}
    judged: dict[str, Row] = {}

    def row(raw: Mapping[str, Any]) -> Row:
        subject, letters = entities[raw["subject"]], raw["outcomes"]
        if letters not in judged:
            judged[letters] = _judged(subject, letters, severities)
        return replace(
            judged[letters],
            subject=subject,
            model=entities[raw["model"]] if raw["model"] else None,
            endpoints=tuple(entities[each] for each in raw["endpoints"]),
            live=str(raw.get("live", "")),
            reason=str(raw["reason"]),
        )

    return KeptRows(
        snapshot=str(data["snapshot"]),
        taken=datetime.fromisoformat(data["taken"]) if data["taken"] else None,
        gaps=tuple(data["gaps"]),
        pack=str(data["pack"]),
        code=str(data["code"]),
        made_by=str(data["made_by"]),
        rows=tuple(map(row, data["rows"])),
    )


def _entity(arn: str, label: str, properties: Mapping[str, str]) -> Entity:
    return Entity(arn, str(label), {str(name): str(text) for name, text in properties.items()})


def _judged(subject: Entity, letters: str, severities: Mapping[str, Severity]) -> Row:
    """A row with these outcomes. Raises ValueError if they are not those of the checks."""
    found = dict(zip(severities, map(_OUTCOMES.__getitem__, letters), strict=True)) if letters else {}
    outcomes = {id_: outcome for id_, (outcome, _) in found.items()}
    failing = frozenset(id_ for id_, outcome in outcomes.items() if outcome in OPEN)
    applying = [each for each in outcomes.values() if each is not Outcome.NOT_APPLICABLE]
    return Row(
        subject=subject,
        outcomes=outcomes,
        found=failing,
        unclear=frozenset(id_ for id_, (_, is_unclear) in found.items() if is_unclear),
        worst=min((severities[id_] for id_ in failing), key=lambda each: each.rank, default=None),
        known=sum(each not in UNKNOWN for each in applying),
        applying=len(applying),
    )
