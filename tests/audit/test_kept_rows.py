"""The rows that are kept beside a snapshot: they count only for exactly what they were made of."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.audit import kept_rows
from lineage_viz.audit.kept_rows import read_rows, remove_orphans, rows_file, rows_of, sealed
from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.audit.pack_file import read_pack
from lineage_viz.audit.portfolio import portfolio
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.subject import find_subject
from lineage_viz.audit.waiver import Waiver, Waivers, WaiverType
from lineage_viz.cli import main
from lineage_viz.snapshot import open_folder, verify
from lineage_viz.snapshot.manifest import FILE_NAME
from lineage_viz.store.local import LocalStore
from tests import demo_once


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    return demo_once.snapshot(tmp_path)


def opened(path: Path) -> LocalStore:
    return LocalStore([open_folder(path)])


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the kept file, so that its use shows."""
    file = rows_file(path, DEFAULT_PACK)
    data = json.loads(file.read_text())
    del data["sha256"]
    change(data)
    file.write_text(sealed(json.dumps(data)))


def blank(data: dict[str, Any]) -> None:
    data["rows"] = []


def test_kept_rows_are_those_of_an_audit_and_the_snapshot_stays_as_it_was(snapshot: Path) -> None:
    store = opened(snapshot)
    for pack in (DEFAULT_PACK, read_pack("bank")):
        new = rows_of(store, store.snapshots, pack)
        kept = read_rows(snapshot, pack)
        assert kept
        assert (
            new
            == kept.rows
            == rows_of(store, store.snapshots, pack)
            == portfolio(store, store.snapshots, pack)
        )
        assert kept.taken == store.snapshots[0].taken
    assert verify(snapshot) == ()


def test_the_command_reads_the_kept_rows(snapshot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["audit", "--all", "--snapshot", str(snapshot)]
    assert main(command) == 1
    first = capsys.readouterr().out
    assert main(command) == 1
    assert capsys.readouterr().out == first
    edit(snapshot, blank)
    assert main(command) == 2
    assert capsys.readouterr().out.startswith("Audit of 0 ")


def other_manifest(path: Path, _: pytest.MonkeyPatch) -> None:
    manifest = path / FILE_NAME
    manifest.write_text(manifest.read_text() + "\n")


def other_code(_: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(kept_rows, "code_digest", lambda: "other")


def cut_off(path: Path, _: pytest.MonkeyPatch) -> None:
    file = rows_file(path, DEFAULT_PACK)
    file.write_bytes(file.read_bytes()[:-2])


def all_pass(path: Path, _: pytest.MonkeyPatch) -> None:
    file = rows_file(path, DEFAULT_PACK)
    text = re.sub(r'"outcomes": ?"[^"]+', lambda found: found[0].replace("f", "p"), file.read_text())
    assert text != file.read_text()
    file.write_text(text)


def without_digest(path: Path, _: pytest.MonkeyPatch) -> None:
    file = rows_file(path, DEFAULT_PACK)
    data = json.loads(file.read_text())
    del data["sha256"]
    file.write_text(json.dumps(data))


def pipe(path: Path, _: pytest.MonkeyPatch) -> None:
    file = rows_file(path, DEFAULT_PACK)
    file.unlink()
    os.mkfifo(file)


def to_itself(path: Path, _: pytest.MonkeyPatch) -> None:
    file = rows_file(path, DEFAULT_PACK)
    file.unlink()
    file.symlink_to(file)


def of(change: Callable[[dict[str, Any]], object]) -> Callable[[Path, pytest.MonkeyPatch], None]:
    return lambda path, _: edit(path, change)


@pytest.mark.parametrize(
    "stale",
    [
        other_manifest,
        other_code,
        cut_off,
        all_pass,
        without_digest,
        pipe,
        to_itself,
        of(lambda data: data.update(gaps=["another gap"])),
        of(lambda data: data.update(pack="other")),
        of(lambda data: data.update(format="lineage_viz outcomes 0")),
        of(lambda data: data["rows"][0].update(outcomes="p")),
        of(lambda data: data["rows"][0].update(outcomes="?" * len(DEFAULT_PACK.checks))),
        of(lambda data: data["rows"][0].update(subject="arn:nobody")),
        of(lambda data: data.update(rows=7)),
        of(lambda data: data.update(entities=[])),
        of(lambda data: data.update(taken="yesterday")),
    ],
)
def test_stale_or_damaged_rows_are_audited_anew(
    stale: Callable[[Path, pytest.MonkeyPatch], None], snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(snapshot)
    rows = rows_of(store, store.snapshots, DEFAULT_PACK)
    edit(snapshot, lambda data: data["rows"].pop())
    assert rows_of(store, store.snapshots, DEFAULT_PACK) == rows[:-1], "the file is in use"
    stale(snapshot, monkeypatch)
    assert rows_of(store, store.snapshots, DEFAULT_PACK) == rows
    assert rows_of(store, store.snapshots, DEFAULT_PACK) == rows


def test_a_file_larger_than_any_rows_is_not_read(snapshot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(snapshot)
    rows_of(store, store.snapshots, DEFAULT_PACK)
    assert read_rows(snapshot, DEFAULT_PACK)
    monkeypatch.setattr(kept_rows, "_LARGEST", 10)
    assert read_rows(snapshot, DEFAULT_PACK) is None


def test_gaps_of_a_load_that_has_not_ended_are_audited_anew(snapshot: Path) -> None:
    store = opened(snapshot)
    rows_of(store, store.snapshots, DEFAULT_PACK)
    edit(snapshot, blank)
    mixed = replace(store.snapshots[0], incomplete=("A newer load has started",))
    assert rows_of(store, (mixed,), DEFAULT_PACK)


def test_waivers_of_any_entity_of_a_review_change_the_kept_rows_as_an_audit_would(snapshot: Path) -> None:
    store = opened(snapshot)
    plain = rows_of(store, store.snapshots, DEFAULT_PACK)
    subject = find_subject(store, "ticket-routing-prod")
    review = read_review(store, subject)
    by_type = {each.type: each.arn for each in review.subgraph.entities}
    every = [by_type[each] for each in ("Image", "DataSet", "Approval", "ModelGroup", "Endpoint")]
    every += [review.evaluations[0].arn, review.model.source, "arn:nothing"]
    for entity in every:
        waivers = [
            Waiver(each.id, entity, WaiverType.ACCEPTED_RISK, "known", "grace", date(2026, 12, 31))
            for each in DEFAULT_PACK.checks
        ]
        waived = DEFAULT_PACK.with_waivers(Waivers(tuple(waivers), date(2026, 11, 29)))
        found = rows_of(store, store.snapshots, waived)
        assert found == portfolio(store, store.snapshots, waived), entity
        assert (found != plain) == (entity != "arn:nothing"), entity
    assert rows_of(store, store.snapshots, DEFAULT_PACK) == plain


def test_rows_that_cannot_be_kept_are_returned_all_the_same(snapshot: Path) -> None:
    store = opened(snapshot)
    rows_file(snapshot, DEFAULT_PACK).mkdir()
    assert rows_of(store, store.snapshots, DEFAULT_PACK)
    assert [each.name for each in snapshot.parent.iterdir() if each.name.endswith(".new")] == []


def test_rows_go_with_their_snapshot(snapshot: Path) -> None:
    store = opened(snapshot)
    rows_of(store, store.snapshots, DEFAULT_PACK)
    remove_orphans(snapshot.parent)
    assert rows_file(snapshot, DEFAULT_PACK).exists()
    snapshot.rename(snapshot.with_name("gone"))
    remove_orphans(snapshot.parent)
    assert not rows_file(snapshot, DEFAULT_PACK).exists()
