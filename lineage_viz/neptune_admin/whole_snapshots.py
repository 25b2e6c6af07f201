"""Whole snapshots in the bucket. Any machine can fetch one: to compare with it, to load it again, or to go on after
another machine has died.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lineage_viz.errors import BucketError, SnapshotError
from lineage_viz.neptune_admin.bucket import Bucket, UploadListener, silent
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.snapshot.loaded_snapshots import digest
from lineage_viz.snapshot.manifest import FILE_NAME, SUM_NAME, Manifest
from lineage_viz.snapshot.writer import STAGING_PREFIX, publish

_SHOWN = 12
"""The characters of a digest in the name of a snapshot whose own name another one has in the bucket."""


def send_whole(bucket: Bucket, folder: Folder, listener: UploadListener = silent, name: str = "") -> str:
    """Upload a snapshot and return its address. The manifest comes last: it completes the upload.

    `name` is the one that the caller has claimed, if any. Raises BucketError.
    """
    assert folder.manifest is not None
    name = name or name_of(bucket, folder)
    source = bucket.upload(folder.path, folder.manifest.files, name, listener)
    bucket.put_manifest(folder.path, name)
    return source


def send_missing(bucket: Bucket, folders: Iterable[Folder]) -> None:
    """Upload those of these snapshots that the bucket does not have, as an earlier version left some of them.

    A failure stops nothing: the change of another account needs no copy of them, and the doctor names them.
    """
    for folder in folders:
        with suppress(BucketError):
            if not _has(bucket, folder):
                send_whole(bucket, folder)


def place_of(bucket: Bucket, name: str, wanted: str) -> tuple[str, bytes] | None:
    """The name in the bucket, and the manifest, of the snapshot with the digest `wanted`; None if it is not there.

    Raises BucketError.
    """
    for there in (name, other_name(name, wanted)):
        content = bucket.manifest(there)
        if content and hashlib.sha256(content).hexdigest() == wanted:
            return there, content
    return None


def _has(bucket: Bucket, folder: Folder) -> bool:
    return place_of(bucket, folder.path.name, digest(folder)) is not None


def fetch_whole(bucket: Bucket, name: str, wanted: str, out: Path) -> Folder | None:
    """Download the snapshot whose manifest has the digest `wanted` into a folder of `out`.

    Each file is checked against the manifest. Returns None when the bucket does not have the snapshot. Raises
    BucketError, SnapshotError.
    """
    found = place_of(bucket, name, wanted)
    return open_folder(_downloaded(bucket, *found, out)) if found else None


def fetch_named(bucket: Bucket, name: str, out: Path) -> Path | None:
    """Download the snapshot of this name into a folder of `out`; None when the bucket does not have it.

    Raises BucketError, SnapshotError.
    """
    content = bucket.manifest(name)
    return _downloaded(bucket, name, content, out) if content else None


@contextmanager
def fetch_staged(bucket: Bucket, name: str, out: Path) -> Iterator[Path | None]:
    """Download the snapshot of this name into a hidden folder of `out`; None when the bucket does not have it.

    Give the folder another name in the block: it is deleted afterwards. Raises BucketError, SnapshotError.
    """
    content = bucket.manifest(name)
    if content is None:
        yield None
        return
    with _staged(bucket, name, content, out) as staging:
        yield staging


def name_of(bucket: Bucket, folder: Folder) -> str:
    """The name of a snapshot in the bucket: its own, unless another snapshot of the same second has that one."""
    name, own = folder.path.name, digest(folder)
    return other_name(name, own) if is_of_another(bucket.manifest(name), own) else name


def is_of_another(content: bytes | None, own: str) -> bool:
    """True for a manifest with another digest than `own`; False for none."""
    return content is not None and hashlib.sha256(content).hexdigest() != own


def other_name(name: str, own: str) -> str:
    """The name of a snapshot with the digest `own` when another snapshot has its name."""
    return f"{name}-{own[:_SHOWN]}"


def _downloaded(bucket: Bucket, name: str, content: bytes, out: Path) -> Path:
    with _staged(bucket, name, content, out) as staging:
        return publish(staging, out / name)


@contextmanager
def _staged(bucket: Bucket, name: str, content: bytes, out: Path) -> Iterator[Path]:
    staging = out / f"{STAGING_PREFIX}{name}-{os.getpid()}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        (staging / FILE_NAME).write_bytes(content)
        for entry in Manifest.of(content, bucket.address(f"{name}.{FILE_NAME}")).files:
            bucket.download(name, entry, staging)
        (staging / SUM_NAME).write_text(f"{hashlib.sha256(content).hexdigest()}  {FILE_NAME}\n", "utf-8")
        yield staging
    except OSError as error:
        raise SnapshotError(
            f"The snapshot {name} cannot be fetched into {out}: {error.strerror or error}. Make room, or choose "
            "another folder, then run it again."
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
