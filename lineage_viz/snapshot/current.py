"""A small file that names snapshots: those the app shows, or those on a cluster. A change is one step."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lineage_viz.errors import RecordWrong, SnapshotError
from lineage_viz.json_text import json_text
from lineage_viz.model import Origin, SnapshotInfo, origin, origin_name
from lineage_viz.snapshot.manifest import why_unread
from lineage_viz.snapshot.plain_name import is_snapshot_name, quoted
from lineage_viz.system.durable import replaced
from lineage_viz.typed_command import typed_command

FORMAT = "lineage_viz current 1"

_RESTORE = f"Restore a snapshot on the Admin page, or with: {typed_command()} restore PATH"


@dataclass(frozen=True, slots=True)
class Named:
    """The path and origin of a snapshot, known even when its folder is missing."""

    path: Path
    account: str
    region: str
    folder: str = ""
    """The name of the adopted folder; empty for an export."""

    @classmethod
    def of(cls, info: SnapshotInfo) -> "Named":
        """Name an open snapshot."""
        return cls(Path(info.path).resolve(), info.account, info.region, info.folder)

    @property
    def origin(self) -> Origin:
        """The origin of the snapshot; the app shows one snapshot of each at a time."""
        return origin(self.account, self.region, self.folder)


def read_current(file: Path) -> tuple[Named, ...]:
    """Return the named snapshots; none when the file does not exist. Raises SnapshotError."""
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise _unreadable(str(file), error) from error
    return named_in(text, file.parent.resolve(), str(file))


def named_in(text: str, home: Path, where: str, *, by_name: bool = False) -> tuple[Named, ...]:
    """Return the snapshots that a text names, with paths from `home`. Raises SnapshotError, which names `where`.

    With `by_name`, other machines wrote the text: it may name snapshots directly in `home`, but no other folders.
    """
    try:
        raw = json.loads(text)
        if not isinstance(raw, dict) or raw.get("format") != FORMAT:
            raise ValueError("it has another format")
        if not isinstance(raw["snapshots"], list):
            raise TypeError("its snapshots are no list")
        if by_name:
            _refuse_paths([str(each["path"]) for each in raw["snapshots"]], where)
        return tuple(
            Named(home / each["path"], str(each["account"]), str(each["region"]), str(each.get("folder", "")))
            for each in raw["snapshots"]
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable(where, error) from error


def one_of_each(named: Sequence[Named]) -> tuple[Named, ...]:
    """Return one snapshot of each origin: the last one that is named. Two machines may have added theirs together."""
    return tuple({each.origin: each for each in named}.values())


def check_origins(named: Sequence[Named], found: Sequence[Origin], where: str) -> None:
    """Raise RecordWrong when the record `where` gives a snapshot to another account than the snapshot itself."""
    for each, own in zip(named, found, strict=True):
        if each.origin != own:
            raise RecordWrong(
                f"{where}, which names the snapshots in use, has {each.path.name} as that of "
                f"{quoted(_of(each.origin))}, but it is of {_of(own)}. Somebody has changed this file. {_RESTORE}.",
                "it has a snapshot as that of another account",
            )


def _of(origin: Origin) -> str:
    return origin_name(origin) or "no account"


def _refuse_paths(names: Sequence[str], where: str) -> None:
    for name in names:
        if not is_snapshot_name(name):
            raise RecordWrong(
                f"{where} names {quoted(name)}, which is not the name of a snapshot, so nothing is opened. Somebody "
                "has changed it. Restore a snapshot, or delete this object.",
                "it has a name that is none of a snapshot",
            )


def _unreadable(where: str, error: Exception) -> SnapshotError:
    of_a_cluster = where.rpartition("/")[2].startswith(("neptune-", "replacing-"))
    why = why_unread(error)
    begin = f"{where}, which names the snapshots in use, cannot be read: {why}."
    if of_a_cluster:
        return SnapshotError(
            f"{begin} If that cluster is gone for good, delete this file. If not, r{_RESTORE[1:]}."
        )
    return RecordWrong(f"{begin} {_RESTORE}.", f"it cannot be read, because {why}")


def current_text(named: Sequence[Named], home: Path | None) -> str:
    """Return the text that names these snapshots; without a home here, by their names alone."""
    snapshots = [
        {
            "path": _path_text(each.path, home) if home else each.path.name,
            "account": each.account,
            "region": each.region,
            **({"folder": each.folder} if each.folder else {}),
        }
        for each in named
    ]
    return json_text({"format": FORMAT, "snapshots": snapshots}, indent=2, ensure_ascii=False) + "\n"


def write_current(file: Path, named: Sequence[Named]) -> None:
    """Name these snapshots from now on. A crash leaves the old file or the new one. Raises SnapshotError."""
    home = file.parent.resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
        replaced(file, current_text(named, home))
    except OSError as error:
        raise SnapshotError(
            f"{file} cannot be written: {error.strerror or error}. Make room or allow writing, then run it again."
        ) from error


def _path_text(path: Path, home: Path) -> str:
    """Return a relative path if it is inside the file's own folder, so that both can be moved together."""
    return str(path.relative_to(home) if path.is_relative_to(home) else path)
