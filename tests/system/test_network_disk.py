"""The kind of file system of a folder, and SQLite on a disk of the network."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lineage_viz.jobs import JobBook, JobKind, Order
from lineage_viz.system import network_disk
from lineage_viz.system.network_disk import kind_of

MOUNTS = """overlay / overlay rw 0 0
proc /proc proc rw 0 0
127.0.0.1:/ /data nfs4 rw,vers=4.1 0 0
/dev/vdb /data/local ext4 rw 0 0
//server/share /mnt/a\\040disk cifs rw 0 0
tmpfs /data2 tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/data", "overlay"),
        ("/data", "nfs4"),
        ("/data/jobs", "nfs4"),
        ("/data/local/x", "ext4"),
        ("/data2/x", "tmpfs"),
        ("/mnt/a disk/x", "cifs"),
    ],
)
def test_the_longest_mount_decides(folder: str, kind: str) -> None:
    assert kind_of(Path(folder), MOUNTS) == kind
    assert kind_of(Path(folder), "") == ""


@pytest.mark.parametrize(("kind", "journal"), [("ext4", "wal"), ("nfs4", "delete")])
def test_a_record_on_a_disk_of_the_network_has_no_memory_that_machines_would_share(
    kind: str, journal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"x {tmp_path}/data {kind} rw 0 0\n")
    monkeypatch.setattr(network_disk, "_MOUNTS", mounts)
    book = JobBook(tmp_path / "data" / "jobs.sqlite")
    _, log = book.add(Order(JobKind.EXPORT, "local", {}, "cron"))
    log.close()
    with closing(sqlite3.connect(book.path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == (journal,)
    assert len(book.jobs()) == 1
