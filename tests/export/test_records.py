"""The records of resources in an export: read by default, accounted for, free of secrets, never a reason to fail."""

import gzip
import json
import os
import re
import signal
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.approval import is_package
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.demo import Account, generate
from lineage_viz.demo.records.secrets import PLANTED_SECRETS
from lineage_viz.evidence.columns import NAMES
from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.model import Entity
from lineage_viz.snapshot import Folder, Header, open_folder, write_snapshot
from lineage_viz.snapshot.schema import SAGEMAKER, FileSchema
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.export.conftest import ROOT, Environment, RunCommand, command
from tests.export.test_export import assert_is_the_account, exported
from tests.export.test_record_calls import outdated
from tests.fake_sagemaker import FakeSageMaker, Faults
from tests.patience import PATIENCE

KINDS = {
    "model package": "ModelPackage",
    "model package group": "ModelPackageGroup",
    "model": "Model",
    "endpoint": "Endpoint",
    "model card": "ModelCard",
    "pipeline execution": "PipelineExecution",
}
WORDS = {"Approved": "Approved", "Rejected": "Rejected", "PendingManualApproval": "Pending approval"}


def records_of(folder: Folder) -> dict[str, dict[str, Any]]:
    """The record of each entity that has one, by ARN."""
    return {each.arn: json.loads(text) for each in folder.entities() if (text := each.text("record"))}


def packages_of(folder: Folder) -> list[Entity]:
    return [each for each in folder.entities() if is_package(each)]


def in_lineage(account: Account) -> list[dict[str, Any]]:
    """The records of the packages that the lineage has; a vendor's has none."""
    sources = {each["Source"]["SourceUri"] for each in account.artifacts}
    return [each for each in account.records["ModelPackage"] if each["ModelPackageArn"] in sources]


def by_source(folder: Folder) -> dict[str, Entity]:
    return {each.source.casefold(): each for each in folder.entities()}


def test_every_record_is_read_and_kept_on_its_entity(
    run_command: RunCommand, small_account: Account, tmp_path: Path
) -> None:
    folder = exported(run_command, tmp_path)
    assert_is_the_account(folder, small_account)
    manifest = folder.manifest
    assert manifest is not None
    counts = {kind: len(small_account.records[resource]) for kind, resource in KINDS.items()}
    assert all(counts.values())
    assert {kind: manifest.records[kind].count for kind in KINDS} == counts
    assert not any(read.not_read or read.missing for read in manifest.records.values())
    entities, records = by_source(folder), records_of(folder)
    for package in in_lineage(small_account):
        kept = records[entities[package["ModelPackageArn"].casefold()].arn]["ModelPackage"]
        assert kept["ModelApprovalStatus"] == package["ModelApprovalStatus"]
        assert kept["CreatedBy"] == package["CreatedBy"]
    for job in small_account.trial_components:
        detail = records.get(job["TrialComponentArn"], {}).get("Job", {}).get("SourceDetail", {})
        assert detail.keys() == job.get("SourceDetail", {}).keys()


def test_a_card_about_a_group_is_kept_on_the_group(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    group, *_ = small_account.records["ModelPackageGroup"]
    card, *others = small_account.records["ModelCard"]
    own = {name: value for name, value in card.items() if name != "ModelId"}
    own |= {"Content": "{}", "ModelPackageGroupName": group["ModelPackageGroupName"]}
    fake.account = replace(small_account, records={**small_account.records, "ModelCard": (own, *others)})
    folder = exported(run_command, tmp_path)
    entity = by_source(folder)[group["ModelPackageGroupArn"].casefold()]
    (kept,) = records_of(folder)[entity.arn]["ModelCards"]
    assert kept["ModelCardName"] == card["ModelCardName"]


def test_the_facts_say_what_the_registry_and_the_endpoints_say(
    run_command: RunCommand, small_account: Account, tmp_path: Path
) -> None:
    entities = by_source(exported(run_command, tmp_path))
    models = {each["Model"]["ModelName"]: each["Model"] for each in small_account.records["Model"]}
    configurations = {each["EndpointConfigName"]: each for each in small_account.endpoint_configs}
    for package in in_lineage(small_account):
        facts = facts_of(entities[package["ModelPackageArn"].casefold()], ("approval", "owner"))
        assert facts["approval"].value == WORDS[package["ModelApprovalStatus"]]
        assert "the model registry" in facts["approval"].source
        by = package.get("CreatedBy", {})
        if name := by.get("UserProfileName"):
            assert facts["owner"].value == name
    for endpoint in small_account.records["Endpoint"]:
        served = entities[endpoint["EndpointArn"].casefold()]
        (variant, *_) = configurations[endpoint["EndpointConfigName"]]["ProductionVariants"]
        containers = models[variant["ModelName"]]
        (container,) = containers.get("Containers") or [containers["PrimaryContainer"]]
        arn = container.get("ModelPackageName", "")
        if arn and endpoint["EndpointStatus"] == "InService":
            assert served.text("serves") == arn.partition(":model-package/")[2]
            assert served.text("endpointstatus") == "InService"


def test_no_secret_is_in_any_file(
    demo_files: dict[str, str],
) -> None:
    assert PLANTED_SECRETS
    for name, text in demo_files.items():
        for secret in PLANTED_SECRETS:
            assert secret not in text, f"{secret} is in {name}"


def test_the_lineage_alone_needs_no_search(run_command: RunCommand, tmp_path: Path) -> None:
    folder = exported(run_command, tmp_path, "--lineage-only")
    manifest = folder.manifest
    assert manifest is not None
    assert manifest.records == {}
    assert set(manifest.calls) == {
        "ListActions", "ListArtifacts", "ListAssociations", "ListContexts", "ListTrialComponents",
    }  # fmt: skip
    assert records_of(folder) == {}
    facts = [facts_of(each, ("approvalreason", "owner", "servedby")) for each in packages_of(folder)]
    assert {(each["approvalreason"].state, each["owner"].state) for each in facts} == {
        (FactState.NOT_READ, FactState.NOT_READ)
    }
    assert FactState.NOT_RECORDED not in {each["servedby"].state for each in facts}


@pytest.mark.parametrize(
    ("operation", "kind", "action"),
    [
        *((f"Search:{resource}", kind, "sagemaker:Search") for kind, resource in KINDS.items()),
        ("Search:ExperimentTrialComponent", "job", "sagemaker:Search"),
        ("DescribeEndpointConfig", "endpoint configuration", "sagemaker:DescribeEndpointConfig"),
        ("ListDomains", "domain", "sagemaker:ListDomains"),
        ("DescribeDomain", "domain setting", "sagemaker:DescribeDomain"),
    ],
)
def test_a_refused_kind_is_not_read_and_names_its_action(
    operation: str, kind: str, action: str,
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path,
) -> None:  # fmt: skip
    fake.account, _ = outdated(small_account)  # else no configuration is asked for
    fake.faults = Faults(deny=frozenset({operation}))
    done: subprocess.CompletedProcess[str] = run_command("export", "--out", str(tmp_path))
    words = f"The records of {kind}s were not read. AWS denied access"
    assert words in done.stderr
    folder = open_folder(Path(done.stdout.strip()))
    assert words in run_command("verify", str(folder.path)).stderr
    assert_is_the_account(folder, small_account)
    manifest = folder.manifest
    assert manifest is not None
    read = manifest.records[kind]
    assert (read.count, read.action) == (0, action)
    assert action in read.not_read
    assert [other for other, each in manifest.records.items() if each.not_read] == [kind]


def test_a_domain_whose_sessions_name_nobody_is_said(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    (domain,) = small_account.domains
    folder = exported(run_command, tmp_path)
    assert folder.manifest is not None
    assert folder.manifest.domains == {domain["DomainId"]: "USER_PROFILE_NAME"}
    assert "told apart" not in run_command("verify", str(folder.path)).stderr
    fake.account = replace(small_account, domains=({**domain, "DomainSettings": {}},))
    folder = exported(run_command, tmp_path)
    words = f"People cannot be told apart in the domain {domain['DomainId']}"
    assert words in run_command("verify", str(folder.path)).stderr


def test_a_snapshot_of_before_says_not_read(run_command: RunCommand, tmp_path: Path) -> None:
    folder = exported(run_command, tmp_path / "now")
    later = {"record", *NAMES}
    manifest = folder.manifest
    assert manifest is not None
    columns = {
        label: tuple(each for each in found if each.name not in later)
        for label, found in SAGEMAKER.vertices.items()
    }
    header = Header(
        manifest.account, manifest.region, manifest.partition, manifest.taken, manifest.mode, False,
        manifest.last_full,
    )  # fmt: skip
    entities = [
        replace(
            each, properties={name: value for name, value in each.properties.items() if name not in later}
        )
        for each in folder.entities()
    ]
    before = write_snapshot(
        tmp_path / "before",
        header,
        entities,
        list(folder.associations()),
        FileSchema(columns, SAGEMAKER.edges),
    )
    old = open_folder(before)
    assert old.manifest is not None
    assert not old.manifest.records
    assert not old.manifest.domains
    packages = packages_of(old)
    assert packages
    for package in packages:
        assert {each.state for each in facts_of(package, NAMES).values()} == {FactState.NOT_READ}


def test_without_the_registry_a_decision_comes_from_the_lineage_or_is_not_read(
    run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    fake.faults = Faults(deny=frozenset({"Search:ModelPackage", "ListModelPackages"}))
    packages = packages_of(exported(run_command, tmp_path))
    assert packages
    for package in packages:
        facts = facts_of(package, ("approval", "approvalreason", "owner"))
        known = facts["approval"].state is FactState.KNOWN
        assert known == ("approval action" in facts["approval"].source)
        assert facts["approvalreason"].state is FactState.NOT_READ
        assert "sagemaker:Search" in facts["approvalreason"].source
        assert facts["owner"].state is FactState.NOT_READ


def test_a_search_that_lags_is_noticed(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    packages = small_account.records["ModelPackage"]
    behind = replace(small_account, records={**small_account.records, "ModelPackage": packages[:-10]})
    fake.search_lags(behind, "ModelPackage")
    folder = exported(run_command, tmp_path)
    assert folder.manifest is not None
    read = folder.manifest.records["model package"]
    assert read.count == len(packages) - 10
    assert "10 model packages" in read.missing
    late = {each["ModelPackageArn"] for each in packages[-10:]}
    for package in packages_of(folder):
        facts = facts_of(package, ("owner", "approvalreason", "imagedigest"))
        lags = {"search did not have its record yet" in fact.source for fact in facts.values()}
        assert lags == {package.source in late}, package.source
        assert not package.text("owner") or package.source not in late


def test_facts_from_an_execution_that_the_search_does_not_have_yet_are_not_read_until_it_has_it(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    executions = small_account.records["PipelineExecution"]
    late = {each["PipelineExecutionArn"].rpartition("/")[2] for each in executions[-3:]}
    fake.search_lags(
        replace(small_account, records={**small_account.records, "PipelineExecution": executions[:-3]}),
        "PipelineExecution",
    )
    folder = exported(run_command, tmp_path)
    assert folder.manifest is not None
    words = "does not have 3 pipeline executions that the tags of jobs name: their records were not read"
    assert words in folder.manifest.records["pipeline execution"].missing
    jobs = [each for each in folder.entities() if each.label == "trial_component" and each.text("execution")]
    for job in jobs:
        facts = facts_of(job, ("owner", "execution"))
        lags = job.text("execution") in late
        assert ("export again in a few minutes" in facts["execution"].source) == lags
        if job.text("createdby"):
            continue
        assert (facts["owner"].state is FactState.NOT_READ) == lags, job.arn
        assert ("export again in a few minutes" in facts["owner"].source) == lags
    package = next(each for each in packages_of(folder) if _made_by(folder, each, late))
    store = LocalStore([folder])
    found = report(read_review(store, package), store.snapshots)
    (parameters,) = {
        str(each.reason)
        for section in found.sections
        for each in section.fields
        if each.name == "Parameters of the pipeline"
    }
    assert "export again in a few minutes" in parameters
    fake.search_lags(small_account, "PipelineExecution")
    after = exported(run_command, tmp_path, "--quick")
    owners = [each for each in after.entities() if each.text("execution") in late]
    assert owners
    assert not any("export again" in facts_of(each, ("owner",))["owner"].source for each in owners)


def _made_by(folder: Folder, package: Entity, executions: set[str]) -> bool:
    """True for a package whose training belongs to one of these executions."""
    into: dict[str, list[str]] = {}
    for each in folder.associations():
        into.setdefault(each.destination, []).append(each.source)
    by_arn = {each.arn: each for each in folder.entities()}
    files = (by_arn[arn] for arn in into.get(package.arn, ()) if by_arn[arn].type == "Model")
    jobs = (by_arn[arn] for file in files for arn in into.get(file.arn, ()))
    return any(each.text("execution") in executions for each in jobs)


def test_facts_of_jobs_that_the_search_does_not_have_yet_are_not_read_until_it_has_them(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    names = ("keymetric", "step", "execution", "commit")
    late = {each["TrialComponentArn"] for each in small_account.trial_components[-10:]}
    fake.search_lacks("ExperimentTrialComponent", 10)
    before = {each.arn: each for each in exported(run_command, tmp_path).entities()}
    for arn, job in before.items():
        facts = facts_of(job, names).values() if job.label == "trial_component" and not job.unresolved else ()
        lags = {"search did not have its record yet" in fact.source for fact in facts if fact.value is None}
        assert lags <= {arn in late}, arn
    assert all("search did not have" in facts_of(before[arn], ("step",))["step"].source for arn in late)
    fake.search_lacks("ExperimentTrialComponent", 0)
    after = {each.arn: each for each in exported(run_command, tmp_path, "--quick").entities()}
    assert not any(each.text("record").count("ListedJob") for each in after.values())
    assert any(after[arn].text("step") for arn in late)


@pytest.mark.parametrize(
    ("listing", "question", "torn", "is_killed"),
    [
        ("model package", "ModelPackage", 0, False),
        ("model package", "ModelPackage", 0, True),
        ("model card", "no question", 40, True),  # the torn line may be the answer about cards
        ("domain", "ListDomains", 0, True),
    ],
)
def test_an_export_resumes_in_the_middle_of_the_records(
    listing: str,
    question: str,
    torn: int,
    is_killed: bool,
    aws: Environment,
    run_command: RunCommand,
    fake: FakeSageMaker,
    tmp_path: Path,
) -> None:
    fake.account = generate(entities=900, seed=11)
    whole = exported(run_command, tmp_path / "whole")
    stopped_after(listing, is_killed, aws, fake, tmp_path)
    (journal,) = tmp_path.glob(".*.journal")
    os.truncate(journal, journal.stat().st_size - torn)  # the last line, as a kill may leave it
    fake.calls.clear()
    done = run_command("export", "--out", str(tmp_path))
    assert "Resuming" in done.stderr
    asked = {str(each.parameters.get("Resource", each.operation)) for each in fake.calls.log}
    assert asked
    assert question not in asked
    again = open_folder(Path(done.stdout.strip()))
    assert whole.manifest
    assert again.manifest
    assert again.manifest.files == whole.manifest.files
    assert again.manifest.records == whole.manifest.records
    assert not list(tmp_path.glob(".*.journal"))


def stopped_after(listing: str, is_killed: bool, aws: Environment, fake: FakeSageMaker, out: Path) -> None:
    """Start an export. When its journal has all of a listing, kill it, or let all further calls fail."""
    fake.faults = Faults(latency=0.05)
    running = subprocess.Popen(
        command("export", "--out", str(out)), env=aws | {"AWS_MAX_ATTEMPTS": "1"}, cwd=ROOT
    )
    has_all = re.compile(rf'"listing": "{listing}".*"done": true')
    while not any(has_all.search(each.read_text()) for each in out.glob(".*.journal")):
        assert running.poll() is None
        fake.calls.wait_for(fake.calls.total + 1, 1)
    if is_killed:
        running.kill()
    else:
        fake.faults = Faults(http500=1.0)
    assert running.wait(PATIENCE) == (-signal.SIGKILL if is_killed else 1)
    fake.faults = Faults()


def test_quick_renews_records_that_changed(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    exported(run_command, tmp_path)
    now = datetime.now(UTC) - timedelta(seconds=1)
    *others, last = small_account.records["ModelPackage"]
    by = {"IamIdentity": {"Arn": "arn:aws:iam::123456789012:user/ruth"}}
    changed = {**last, "ModelApprovalStatus": "Rejected", "LastModifiedTime": now, "LastModifiedBy": by}
    fake.account = replace(
        small_account, records={**small_account.records, "ModelPackage": (*others, changed)}
    )
    entities = by_source(exported(run_command, tmp_path, "--quick"))
    facts = facts_of(entities[last["ModelPackageArn"].casefold()], ("approval", "decidedby"))
    assert (facts["approval"].value, facts["decidedby"].value) == ("Rejected", "ruth")
    first = facts_of(entities[others[0]["ModelPackageArn"].casefold()], ("approval",))["approval"]
    assert first.value == WORDS[others[0]["ModelApprovalStatus"]]


@pytest.fixture(scope="module")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of each file of a snapshot of the demo account."""
    folder = demo_once.snapshot(tmp_path_factory.mktemp("demo"))
    return {
        path.name: (
            gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        ).decode()
        for path in folder.iterdir()
    }
