"""The manifest: a snapshot's account, region and time, its export, its contents, and its missing parts."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from lineage_viz.errors import SnapshotError
from lineage_viz.json_text import json_text
from lineage_viz.model import Origin, SnapshotInfo, origin
from lineage_viz.snapshot.plain_name import is_plain_name, quoted
from lineage_viz.version import __version__

FORMAT = "lineage_viz snapshot 1"
FILE_NAME = "manifest.json"
SUM_NAME = f"{FILE_NAME}.sha256"
"""The file with the digest of the manifest, as `sha256sum` writes it. Snapshots of old versions do not have it."""

_NAME = rb"(?:\./)?" + re.escape(FILE_NAME).encode()
_SUM_LINE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:([0-9a-f]{64})(?: [ *]%b)?|SHA256 ?\(%b\) ?= ([0-9a-f]{64}))(?:\r?\n)?"
    % (_NAME, _NAME),
    re.IGNORECASE,
)
"""The forms of a digest that other tools write: GNU text and binary, BSD, openssl, and the digest alone."""

_SEARCH_TEXTS = 6
"""The number of the form of the texts derived for searches. Raise it when `search_text.py` changes them."""

TOOL = f"lineage_viz {__version__}, search texts {_SEARCH_TEXTS}"
"""The tool that writes snapshots now. A sync loads the derived texts again when another tool wrote the loaded ones."""

FULL, QUICK, DEMO, ADOPTED = "full", "quick", "demo", "adopted"
"""Modes. full: reads every listing again; quick: the last snapshot and later changes; demo: the demo account; adopted:
a folder of another tool."""

_MODES = (FULL, QUICK, DEMO, ADOPTED)

EXPORTED = (FULL, QUICK)
"""The modes of snapshots that come from SageMaker; a quick export can start from them."""

_OF_ADOPTED = frozenset({"folder", "without_row", "completeness"})
_ALWAYS = ("files", "incomplete", "labels", "association_types")
_NOT_OF_ALL = _OF_ADOPTED | {"domains"}

PER_ENTITY = "per entity"
"""Value of the filter `associations` when SageMaker does not list them for the account as a whole."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of the folder: its number of rows without the header, and its digest.

    A file that is sent to S3 in parts also has its size, and the digest of the digests of its parts, as S3 keeps it.
    Snapshots of old versions do not have these two.
    """

    name: str
    rows: int
    sha256: str
    size: int = 0
    parts: str = ""

    def to_json(self) -> dict[str, str | int]:
        """Return the members in the manifest."""
        known: dict[str, str | int] = asdict(self)
        return {name: value for name, value in known.items() if self.parts or name not in ("size", "parts")}


@dataclass(frozen=True, slots=True)
class RecordsRead:
    """The reading of the records of one kind of resource.

    `count` is the number of records read. `not_read` says why there are none, and `missing` why some are not among
    them; both are empty when all records were read. `action` is the IAM action that a refusal is about.
    """

    count: int = 0
    not_read: str = ""
    missing: str = ""
    action: str = ""


def manifest_digest(folder: Path) -> str:
    """Return the SHA-256 of the manifest in a folder, which lists that of every file; empty without one."""
    try:
        return hashlib.sha256((folder / FILE_NAME).read_bytes()).hexdigest()
    except (OSError, ValueError):
        return ""


def snapshot_digest(info: SnapshotInfo) -> str:
    """Return the SHA-256 of the manifest, which lists that of every file; empty if the manifest is not here."""
    return info.manifest_sha256 or (manifest_digest(Path(info.path)) if info.path else "")


def unread_words(records: Mapping[str, RecordsRead]) -> list[str]:
    """Return a sentence for each kind whose records were not read, or not all of them."""
    return [
        f"The records of {kind}s were not read. {read.not_read}" if read.not_read else read.missing
        for kind, read in records.items()
        if read.not_read or read.missing
    ]


def domain_words(domains: Mapping[str, str]) -> list[str]:
    """Return a sentence for each domain whose sessions do not name the person."""
    return [
        f"People cannot be told apart in the domain {name}: its sessions have only the execution role "
        f"(ExecutionRoleIdentityConfig is {setting})."
        for name, setting in domains.items()
        if setting != "USER_PROFILE_NAME"
    ]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of `manifest.json`. Times are UTC; the lineage is as of `taken`.

    `mode` is full, quick, demo or adopted. `based_on` names the snapshot from which a quick export started.
    `last_full` is the time of the last full export. `incomplete` has the gaps in words: the missing parts, and why.
    `records` has the kinds of resources whose records were asked for; it is empty when none were.
    `domains` has, for each Studio domain, the setting that decides if its sessions name the person.
    `folder` names the adopted folder, `without_row` counts the ends of associations that have no row in it, and
    `completeness` says in words what it shows. Manifests of exports do not have these three.
    """

    account: str
    region: str
    partition: str
    taken: datetime
    tool: str
    mode: str
    details: bool
    last_full: datetime
    based_on: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, int] = field(default_factory=dict)
    association_types: Mapping[str, int] = field(default_factory=dict)
    unresolved: int = 0
    calls: Mapping[str, int] = field(default_factory=dict)
    throttles: int = 0
    incomplete: tuple[str, ...] = ()
    records: Mapping[str, RecordsRead] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
    files: tuple[FileEntry, ...] = ()
    folder: str = ""
    without_row: int = 0
    completeness: str = ""

    @property
    def origin(self) -> Origin:
        """The origin of the snapshot."""
        return origin(self.account, self.region, self.folder)

    def to_json(self) -> str:
        """Return readable JSON; equal manifests give equal texts."""
        # Old versions refuse names that they do not know.
        fields = {name: value for name, value in asdict(self).items() if value or name not in _NOT_OF_ALL}
        fields["files"] = [each.to_json() for each in self.files]
        return json_text({"format": FORMAT, **fields}, indent=2, default=_iso, ensure_ascii=False) + "\n"

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write the manifest and its digest into a folder, and return both files. Raises OSError."""
        content = self.to_json().encode()
        manifest, digest = folder / FILE_NAME, folder / SUM_NAME
        manifest.write_bytes(content)
        digest.write_text(_sum_line(content), "utf-8")
        return manifest, digest

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest of a folder.

        Raises SnapshotError when it is missing, has another format, or is not the one of its digest.
        """
        path = folder / FILE_NAME
        try:
            content = path.read_bytes()
            _check_sum(folder, content)
        except FileNotFoundError:
            raise SnapshotError(f"{folder} is not a snapshot: it has no {FILE_NAME}.") from None
        except OSError as error:
            raise _unreadable(path, error) from error
        return cls.of(content, path)

    @classmethod
    def of(cls, content: bytes, path: Path | str) -> "Manifest":
        """Read the content of a manifest. Raises SnapshotError, which names `path`."""
        try:
            raw = json.loads(content.decode())
        except (ValueError, RecursionError) as error:
            raise _unreadable(path, error) from error
        if not isinstance(raw, dict) or "format" not in raw:
            raise SnapshotError(
                f"{path} is not the manifest of a snapshot: it has no format. If another tool wrote it, move it out of "
                "the folder, which can then be opened or adopted. If not, copy or export the snapshot again."
            )
        try:
            manifest = _manifest(raw)
        except (TypeError, ValueError) as error:
            raise SnapshotError(
                f"{path} is not a manifest of this version: {error}. Export again, or use the version that wrote it."
            ) from error
        _refuse_paths(manifest.files, path)
        return manifest


def _refuse_paths(files: Iterable[FileEntry], path: Path | str) -> None:
    """Raise SnapshotError for the name of a file that leads out of the folder of the snapshot, or to its manifest."""
    for each in files:
        if not is_plain_name(each.name) or each.name in (FILE_NAME, SUM_NAME):
            raise SnapshotError(
                f"{path} names the file {quoted(each.name)}, which is no file of a snapshot, so nothing of it is read. "
                "Somebody has changed it: copy or export it again."
            )


def is_snapshot(folder: Path) -> bool:
    """True for a folder with a manifest of this version."""
    try:
        Manifest.read(folder)
    except SnapshotError:
        return False
    return True


def has_digest(folder: Path) -> bool:
    """True when a change of the manifest of a snapshot would be seen."""
    return (folder / SUM_NAME).exists()


def _unreadable(path: Path | str, error: Exception) -> SnapshotError:
    return SnapshotError(f"{path} cannot be read: {why_unread(error)}. Copy or export it again.")


def _sum_line(content: bytes) -> str:
    return f"{hashlib.sha256(content).hexdigest()}  {FILE_NAME}\n"


def _check_sum(folder: Path, content: bytes) -> None:
    """Raise SnapshotError when the digest of the manifest is another; OSError when it cannot be read."""
    try:
        noted = (folder / SUM_NAME).read_bytes()
    except FileNotFoundError:
        return
    form = _SUM_LINE.fullmatch(noted)
    if not form or (form[1] or form[2]).lower() != hashlib.sha256(content).hexdigest().encode():
        raise SnapshotError(
            f"{FILE_NAME} or {SUM_NAME} in {folder} has changed since the snapshot was made. Copy or export it again."
        )


def why_unread(error: Exception) -> str:
    """Return the reason why a file of JSON cannot be read, in words."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON in line {error.lineno}"
    return "it is not text in UTF-8" if isinstance(error, UnicodeDecodeError) else "it has another form"


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    raise TypeError(f"{type(value).__name__} is not JSON")


def _moment(name: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{name} has {text!r:.40}, which is no time") from error


def _manifest(raw: dict[str, Any]) -> Manifest:
    if raw.pop("format") != FORMAT:
        raise ValueError("its format is another one")
    _check_names("it", raw, Manifest, _ALWAYS)
    if raw["mode"] == ADOPTED and "folder" not in raw:
        raw |= _of_old_version(raw)
    manifest: Manifest = _read("the manifest", raw, Manifest)
    if manifest.mode not in _MODES:
        raise ValueError(f"mode has {manifest.mode!r:.40}")
    return manifest


def _read(name: str, value: Any, form: Any) -> Any:
    """Return a value of JSON as the type of its field. Raises TypeError, ValueError."""
    parts = get_args(form)
    if isinstance(form, type) and is_dataclass(form) and isinstance(value, dict):
        forms = get_type_hints(form)
        _check_names(name, value, form)
        return form(**{each: _read(each, value[each], forms.get(each, str)) for each in value})
    if get_origin(form) is Mapping and isinstance(value, dict):
        return {key: _read(name, each, parts[1]) for key, each in value.items()}
    if get_origin(form) is tuple and isinstance(value, list):
        return tuple(_read(name, each, parts[0]) for each in value)
    if form is datetime and isinstance(value, str):
        return _moment(name, value)
    if type(value) is not form:
        raise TypeError(f"{name} has {value!r:.40}")
    if form is str:
        value.encode()  # half a character cannot be shown or loaded
    return value


def _check_names(name: str, value: Mapping[str, Any], form: type[Any], always: Iterable[str] = ()) -> None:
    """Raise ValueError for the first name that a table lacks or has too many."""
    known = {each.name: each for each in fields(form)}
    needed = {each.name for each in known.values() if each.default is MISSING is each.default_factory}
    if lacking := sorted((needed | set(always)) - value.keys()):
        raise ValueError(f"{name} lacks {lacking[0]}")
    if unknown := sorted(value.keys() - known.keys()):
        raise ValueError(f"{name} has {unknown[0]!r:.40}, which this version does not know")


def _of_old_version(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields about the adopted folder, whose name was the region of a snapshot without an account."""
    own = {"folder": "name not recorded"} if raw["account"] else {"folder": raw["region"], "region": ""}
    return own | {"without_row": raw["unresolved"]}
