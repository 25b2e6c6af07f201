"""The admin log: it shows every change to its entries."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from lineage_viz.access import Actor, Role
from lineage_viz.admin_log import AdminLog
from lineage_viz.cli import main
from lineage_viz.errors import SealedLogError
from lineage_viz.sealed_log import Entry

ADA = Actor("ada@example.com", Role.ADMIN)
Lines = list[bytes]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "admin_log.jsonl"


@pytest.fixture
def log(path: Path) -> AdminLog:
    """A log with five entries."""
    log = AdminLog(path)
    for number in range(5):
        log.append(ADA, "reload", {"snapshot": f"snapshots/{number}"})
    return log


def head_of(path: Path) -> Path:
    return path.with_name(path.name + ".head")


def test_entries_are_read_unchanged(log: AdminLog) -> None:
    entry = log.append(Actor("bén\n\u202e", Role.AUDITOR), "sign off", {"model": "fraud/1"})
    assert log.entries()[-1] == entry
    assert [entry.number for entry in log.entries()] == [1, 2, 3, 4, 5, 6]
    verdict = log.verify()
    assert (verdict.entries, verdict.head, verdict.problem) == (6, entry.hash, "")


def test_a_log_without_a_file_is_empty_and_valid(path: Path) -> None:
    assert AdminLog(path).entries() == ()
    assert AdminLog(path).verify().problem == ""
    assert not path.exists()


def resealed(lines: Lines, place: int, /, **changed: object) -> Lines:
    """The lines with one entry changed by somebody who can compute its hash."""
    entry = Entry.read(lines[place - 1])
    assert entry
    made = Entry(**{name: getattr(entry, name) for name in Entry.__dataclass_fields__} | changed)  # type: ignore[arg-type]
    return [*lines[: place - 1], made.line(), *lines[place:]]


@pytest.mark.parametrize(
    ("tamper", "first"),
    [
        (lambda lines: [lines[0], lines[1].replace(b"ada", b"eve"), *lines[2:]], "Entry 2 was changed"),
        (lambda lines: [lines[0], lines[1].replace(b'"actor": "', b'"actor":  "'), *lines[2:]], "Entry 2 was changed"),
        (lambda lines: [*lines[:2], b"{}\n", *lines[2:]], "Entry 3 was changed"),
        (lambda lines: [*lines[:2], b"\n", *lines[2:]], "Entry 3 was changed"),
        (lambda lines: [*lines[:2], b"[" * 100_000 + b"\n", *lines[2:]], "Entry 3 was changed"),
        (lambda lines: [*lines[:2], b"x\r", *lines[2:]], "Entry 3 was changed"),
        (lambda lines: [*lines[:2], *lines[3:]], "Entry 4 stands in the place of entry 3"),
        (lambda lines: lines[1:], "Entry 2 stands in the place of entry 1"),
        (lambda lines: [*lines[:1], lines[2], lines[1], *lines[3:]], "Entry 3 stands in the place of entry 2"),
        (lambda lines: [*lines[:3], *lines[2:]], "Entry 3 stands in the place of entry 4"),
        (lambda lines: resealed(lines, 3, actor="eve"), "Entry 4 does not follow"),
        (lambda lines: resealed(lines, 5, actor="eve"), "Entry 5 was replaced"),
        (lambda lines: resealed(lines, 5, number="5"), "Entry 5 was changed"),
        (lambda lines: resealed(lines, 1, number=True), "Entry 1 was changed"),
        (lambda lines: resealed(lines, 5, actor=5), "Entry 5 was changed"),
        (lambda lines: resealed(lines, 5, details={"backend": ["x"]}), "Entry 5 was changed"),
        (lambda lines: lines[:4], "The end is missing: 4 of 5 entries are left"),
        (lambda lines: lines[:0], "The end is missing: 0 of 5 entries are left"),
    ],
)  # fmt: skip
def test_verify_names_the_first_wrong_entry(
    log: AdminLog, path: Path, tamper: Callable[[Lines], Lines], first: str
) -> None:
    changed = b"".join(tamper(path.read_bytes().splitlines(keepends=True)))
    path.write_bytes(changed)
    assert log.verify().problem.startswith(first)
    with suppress(SealedLogError):
        log.append(ADA, "reset")
    assert log.verify().problem.startswith(first)


def test_only_a_hash_stored_elsewhere_shows_that_the_whole_log_was_rewritten(
    log: AdminLog, path: Path
) -> None:
    noted = log.verify().head
    log.append(ADA, "reset")
    assert log.verify(noted).problem == ""
    path.unlink()
    head_of(path).unlink()
    for _ in range(6):
        log.append(Actor("eve", Role.ADMIN), "reload")
    assert log.verify().problem == ""
    assert "was rewritten" in log.verify(noted).problem


@pytest.mark.parametrize("kept", [0, 4])
def test_a_log_with_a_lost_end_takes_no_new_entry(log: AdminLog, path: Path, kept: int) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:kept]))
    with pytest.raises(SealedLogError, match=r"The end of the admin log .* was changed"):
        log.append(ADA, "reset")
    assert "The end is missing" in log.verify().problem


def test_verify_notices_a_lost_or_older_head(log: AdminLog, path: Path) -> None:
    old = head_of(path).read_bytes()
    log.append(ADA, "reset")
    log.append(ADA, "reset")
    head_of(path).write_bytes(old)
    assert "entries from 7 on" in log.verify().problem
    head_of(path).unlink()
    assert "entries from 2 on" in log.verify().problem
    with pytest.raises(SealedLogError):
        log.append(ADA, "reset")
    head_of(path).write_bytes(b"{")
    with pytest.raises(SealedLogError, match=r"cannot show if entries .* To begin a new log, move this"):
        log.verify()


def test_a_killed_writer_leaves_a_log_that_takes_new_entries(log: AdminLog, path: Path) -> None:
    before, head = path.read_bytes(), head_of(path).read_bytes()
    log.append(ADA, "reset")
    after = path.read_bytes()
    for written in (len(before), len(before) + 1, len(after) - 1, len(after)):
        path.write_bytes(after[:written])
        head_of(path).write_bytes(head)  # the killed writer did not reach it
        assert log.verify().problem == ""
        log.append(ADA, "reload")
        verdict = log.verify()
        assert (verdict.problem, verdict.entries) == ("", 7 if written == len(after) else 6)


def test_a_full_disk_adds_nothing_and_later_entries_are_valid(log: AdminLog, path: Path) -> None:
    before = path.read_bytes()
    in_the_way = head_of(path).with_name(head_of(path).name + ".new")
    in_the_way.mkdir()  # as on a full disk: no new file can be made, while the log still has room for a line
    for _ in range(3):
        with pytest.raises(SealedLogError, match="The app changes nothing without it"):
            log.append(ADA, "reset")
    assert path.read_bytes() == before
    in_the_way.rmdir()
    log.append(ADA, "reload")
    verdict = log.verify()
    assert (verdict.problem, verdict.entries) == ("", 6)


@pytest.mark.parametrize(
    "said",
    [
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"entries": 1e999, "hash": ""}',
        b'{"entries": null, "hash": ""}',
        b'{"entries": -1, "hash": "x"}',
    ],
)
def test_a_garbled_head_is_an_error(log: AdminLog, path: Path, said: bytes) -> None:
    head_of(path).write_bytes(said)
    with pytest.raises(SealedLogError, match="cannot show if entries are missing"):
        log.verify()
    with pytest.raises(SealedLogError, match="cannot show if entries are missing"):
        log.append(ADA, "reset")


def test_many_processes_can_add_entries_at_once(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from lineage_viz.access import Actor, Role;"
        "from lineage_viz.admin_log import AdminLog; log = AdminLog(Path(sys.argv[1]));"
        "[log.append(Actor(sys.argv[2], Role.ADMIN), 'reload', {'n': str(n)}) for n in range(40)]"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in "abc"]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    verdict = AdminLog(path).verify()
    assert (verdict.entries, verdict.problem) == (120, "")
    for name in "abc":
        mine = [entry.details["n"] for entry in AdminLog(path).entries() if entry.actor == name]
        assert mine == [str(n) for n in range(40)]


def test_entries_contain_no_secrets(log: AdminLog, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "FwoGZXIvYXdzEBcaDExample")
    log.append(
        ADA,
        "reset with --token 2f1c7a10",
        {
            "token": "3a2b4c5d",
            "target": "wss://user:hunter22@host",
            "said": "FwoGZXIvYXdzEBcaDExample AKIAIOSFODNN7EXAMPLE",
            "long": "x" * 100_000,
        },
    )
    kept = path.read_text()
    for secret in ("2f1c7a10", "3a2b4c5d", "hunter22", "FwoGZXI", "AKIAIOSF"):
        assert secret not in kept
    assert log.entries()[-1].details["token"] == "(hidden)"
    assert len(kept) < 5_000
    assert log.verify().problem == ""


def test_only_the_owner_may_read_the_file(log: AdminLog, path: Path) -> None:
    assert log.entries()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SealedLogError, match="The app changes nothing without it"):
        AdminLog(tmp_path / "file" / "log").append(ADA, "reload")
    assert os.listdir(tmp_path) == ["file"]


def test_verify_does_not_call_a_missing_log_whole(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(path.parent))
    assert main(["log", "verify"]) == 0
    said = capsys.readouterr().out
    assert f"There is no log at {path}" in said
    assert "unchanged" not in said
    assert main(["log", "verify", str(path.parent / "mistyped")]) == 1
    assert "mistyped does not exist" in capsys.readouterr().err


def test_the_command_line_shows_and_verifies_the_log(
    log: AdminLog, path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append(Actor("eve\x1b[2J", Role.VIEWER), "look")
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(path.parent))
    assert main(["log", "show"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert lines[0].endswith("ada@example.com (admin)  reload  snapshot: snapshots/0")
    assert "\x1b" not in lines[5]
    assert main(["log", "verify", str(path)]) == 0
    said = capsys.readouterr().out
    assert "is unchanged: 6 entries" in said
    assert main(["log", "verify", "--noted", said.split()[-1]]) == 0
    assert main(["log", "verify", "--noted", "0" * 64]) == 1
    assert "was rewritten" in capsys.readouterr().err
    path.write_bytes(path.read_bytes().replace(b"snapshots/1", b"snapshots/9"))
    assert main(["log", "verify"]) == 1
    assert "Entry 2 was changed" in capsys.readouterr().err
