"""An export compares the approval statuses with those of the snapshots beside it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lineage_viz.approval import is_package
from lineage_viz.demo import Account
from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.model import Entity
from lineage_viz.snapshot import Folder
from lineage_viz.words import moment
from tests.export.conftest import RunCommand
from tests.export.test_export import exported
from tests.fake_sagemaker import FakeSageMaker, Faults

PENDING = "PendingManualApproval"
NEXT = {"Approved": "Rejected", "Rejected": PENDING, PENDING: "Approved"}
WORDS = {"Approved": "Approved", "Rejected": "Rejected", PENDING: "Pending approval"}


def packages(folder: Folder) -> dict[str, Entity]:
    return {each.source: each for each in folder.entities() if is_package(each)}


def statuses(account: Account) -> dict[str, str]:
    return {
        each["ModelPackageArn"]: each["ModelApprovalStatus"]
        for each in account.records["ModelPackage"]
        if "ModelApprovalStatus" in each
    }


def turned(account: Account, every: int) -> Account:
    """The account after the status of each n-th package changed, and nothing recorded it but the registry."""

    def changed(number: int, record: Mapping[str, Any]) -> dict[str, Any]:
        if number % every or "ModelApprovalStatus" not in record:
            return dict(record)
        by = {"LastModifiedTime": datetime.now(UTC), "LastModifiedBy": {}}
        return {**record, "ModelApprovalStatus": NEXT[record["ModelApprovalStatus"]], **by}

    records = tuple(changed(number, each) for number, each in enumerate(account.records["ModelPackage"]))
    return replace(account, records={**account.records, "ModelPackage": records})


def changes(package: Entity) -> list[tuple[str, str, str, str]]:
    names = ("From", "ModelApprovalStatus", "After", "Before")
    found = json.loads(package.text("record")).get("StatusChanges", [])
    return [tuple(each[name] for name in names) for each in found]


def taken(folder: Folder) -> datetime:
    assert folder.manifest is not None
    return folder.manifest.taken


def test_each_change_between_kept_snapshots_is_known_in_all_later_ones(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    first = exported(run_command, tmp_path)
    assert not any(map(changes, packages(first).values()))
    fake.account = turned(small_account, 2)
    second = exported(run_command, tmp_path)
    fake.faults = Faults(deny=frozenset({"Search:ModelPackage", "ListModelPackages"}))
    denied = exported(run_command, tmp_path)
    assert (
        facts_of(next(iter(packages(denied).values())), ("approvalreason",))["approvalreason"].state
        is FactState.NOT_READ
    )
    fake.faults = Faults()
    fake.account = turned(fake.account, 3)
    third = exported(run_command, tmp_path)
    quick = exported(run_command, tmp_path, "--quick")
    before, between, now = (
        statuses(each) for each in (small_account, turned(small_account, 2), fake.account)
    )
    times = [taken(each).isoformat() for each in (first, second, third)]
    assert packages(third)
    for source, package in packages(third).items():
        if source not in now:
            continue
        expected = []
        if before[source] != between[source]:
            expected.append((before[source], between[source], times[0], times[1]))
        if between[source] != now[source]:
            expected.append((between[source], now[source], times[1], times[2]))
        assert changes(package) == expected, source
        assert changes(packages(quick)[source]) == expected, source
        fact = facts_of(package, ("approval",))["approval"]
        assert fact.value == WORDS[now[source]], source
        if expected:
            limits = f"changed between {moment(datetime.fromisoformat(expected[-1][2]))} and"
            assert limits in fact.source, source
    assert third.manifest is not None
    assert third.manifest.records["earlier snapshot"].count == 1, "the second one knows the change before it"
    assert not any("earlier snapshot" in each for each in third.manifest.incomplete)


def test_a_damaged_snapshot_is_said_and_never_a_reason_to_fail(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    first = exported(run_command, tmp_path)
    fake.account = turned(small_account, 2)
    (first.path / "vertices-artifact.csv.gz").write_bytes(b"no longer a file of this snapshot")
    folder = exported(run_command, tmp_path)
    assert not any(map(changes, packages(folder).values()))
    assert folder.manifest is not None
    missing = folder.manifest.records["earlier snapshot"].missing
    assert missing.startswith("Changes of the approval status may be missing: vertices-artifact.csv.gz in ")
