"""The rows that are kept beside a snapshot: they count only for exactly what they were made of."""

import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.audit import kept_rows
from lineage_viz.audit.kept_rows import (
    keep_rows_of,
    packs_to_renew,
    read_rows,
    remove_orphans,
    rows_file,
    rows_of,
)
from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.audit.pack_file import read_pack
from lineage_viz.audit.portfolio import portfolio
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.rows_text import sealed
from lineage_viz.audit.subject import find_subject
from lineage_viz.audit.waiver import Waiver, Waivers, WaiverType
from lineage_viz.cli import main
from lineage_viz.model import Association, Entity
from lineage_viz.progress import Progress
from lineage_viz.snapshot import Folder, Header, open_folder, verify, write_snapshot
from lineage_viz.snapshot.manifest import FILE_NAME, Manifest
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


def test_the_command_reads_the_kept_rows(
    snapshot: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["audit", "--all", "--snapshot", str(snapshot)]
    assert main(command) == 1
    first = capsys.readouterr().out
    with monkeypatch.context() as patch:
        patch.setattr("lineage_viz.cli.audit.open_store", None)  # the lineage is not loaded for them
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


def test_a_new_snapshot_gets_the_rows_of_each_pack_that_is_in_use(snapshot: Path) -> None:
    store, bank, other = opened(snapshot), read_pack("bank"), read_pack("nist-ai-rmf")
    rows_of(store, store.snapshots, bank)
    later = snapshot.with_name("later")
    shutil.copytree(snapshot, later)
    manifest = Manifest.read(later)
    replace(manifest, taken=manifest.taken + timedelta(days=1)).write(later)
    folder = open_folder(later)
    assert packs_to_renew([folder.info]) == (DEFAULT_PACK, bank)
    keep_rows_of(folder)
    assert packs_to_renew([folder.info]) == ()
    assert [bool(read_rows(later, each)) for each in (DEFAULT_PACK, bank, other)] == [True, True, False]
    assert packs_to_renew(()) == packs_to_renew(demo_once.store().snapshots) == ()


def test_rows_that_cannot_be_kept_are_returned_all_the_same(snapshot: Path) -> None:
    store = opened(snapshot)
    rows_file(snapshot, DEFAULT_PACK).mkdir()
    assert rows_of(store, store.snapshots, DEFAULT_PACK)
    assert [each.name for each in snapshot.parent.iterdir() if each.name.endswith(".new")] == []


def test_rows_of_several_snapshots_as_one_graph_are_kept_beside_the_newest(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = partner_snapshot(snapshot.parent, 1)
    both = LocalStore([other, open_folder(snapshot)])
    rows = rows_of(both, both.snapshots, DEFAULT_PACK)
    assert rows == portfolio(both, both.snapshots, DEFAULT_PACK)
    (kept,) = snapshot.parent.glob(".audit-*.json")
    assert kept.name.startswith(f".audit-{snapshot.name}.")
    assert (verify(snapshot), verify(other.path)) == ((), ())
    with monkeypatch.context() as patch:
        patch.setattr(kept_rows, "portfolio", None)  # nothing is audited anew, in any order of the snapshots
        again = LocalStore([open_folder(snapshot), open_folder(other.path)])
        assert rows_of(again, again.snapshots, DEFAULT_PACK) == rows
    alone = opened(snapshot)
    assert rows_of(alone, alone.snapshots, DEFAULT_PACK) != rows
    later = LocalStore([partner_snapshot(snapshot.parent, 2), open_folder(snapshot)])
    rows_of(later, later.snapshots, DEFAULT_PACK)
    assert len(list(snapshot.parent.glob(".audit-*.json"))) == 3
    shutil.rmtree(snapshot)
    remove_orphans(snapshot.parent)
    assert list(snapshot.parent.glob(".audit-*.json")) == []


def partner_snapshot(parent: Path, number: int) -> Folder:
    """A small snapshot of another account: a package, and the file that it comes from. Its day is that number."""
    home = "arn:aws:sagemaker:eu-west-1:210987654321:"
    file = Entity(f"{home}artifact/f{number}", "artifact", {"type": "Model", "sourceuri": "s3://b/m.tar.gz"})
    source = f"{home}model-package/partner/{number}"
    package = Entity(f"{home}artifact/p{number}", "artifact", {"type": "Model", "sourceuri": source})
    taken = datetime(2026, 1, number, tzinfo=UTC)
    header = Header("210987654321", "eu-west-1", "aws", taken, "full", details=False, last_full=taken)
    links = [Association(file.arn, "ContributedTo", package.arn)]
    return open_folder(write_snapshot(parent, header, [file, package], links))


def test_new_rows_are_told_while_they_are_made_and_kept_ones_are_not(snapshot: Path) -> None:
    store, heard = opened(snapshot), list[Progress]()
    rows = rows_of(store, store.snapshots, DEFAULT_PACK, heard.append)
    assert [each.done for each in heard] == [*range(0, len(rows), 50)]
    assert {each.total for each in heard} == {len(rows)}
    assert heard[1].in_words == f"Reviewing all models, 50 of {len(rows)} models and endpoints"
    heard.clear()
    rows_of(store, store.snapshots, DEFAULT_PACK, heard.append)
    assert heard == []


def test_the_code_of_pages_and_commands_decides_no_row() -> None:
    used = {each.parts[-2] for each in map(Path, map(str, kept_rows.audited_code()))}
    assert {"checks", "evidence", "store", "packs"} <= used
    assert used.isdisjoint({"ui", "cli", "reload", "health"})


def test_rows_go_with_their_snapshot(snapshot: Path) -> None:
    store = opened(snapshot)
    rows_of(store, store.snapshots, DEFAULT_PACK)
    remove_orphans(snapshot.parent)
    assert rows_file(snapshot, DEFAULT_PACK).exists()
    snapshot.rename(snapshot.with_name("gone"))
    remove_orphans(snapshot.parent)
    assert not rows_file(snapshot, DEFAULT_PACK).exists()
