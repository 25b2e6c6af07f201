"""Evidence from S3, ECR and CloudTrail: asked only on request, each refused apart, and never a reason to fail."""

import gzip
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.approval import is_package
from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.demo import DEMO_TAKEN, Account
from lineage_viz.demo.records.secrets import (
    ARGUMENTS,
    ENVIRONMENT,
    HYPERPARAMETERS,
    JOB_ENVIRONMENT,
    PARAMETERS,
    PLANTED_SECRETS,
    TAGS,
)
from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.evidence.services import Service
from lineage_viz.export import ExportOptions, export_lineage
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.snapshot import Folder, open_folder
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.account_evidence import AccountEvidence
from tests.caller import CALLER
from tests.export.conftest import RunCommand
from tests.export.test_export import assert_is_the_account, exported
from tests.export.test_records import records_of
from tests.fake_sagemaker import FakeSageMaker, Faults

EVERY = ("fileversion", "imagedigest", "modelfile", "imagemoved")
ALL = frozenset(Service)
OTHERS = {"HeadObject", "ListObjectVersions", "GetBucketVersioning", "DescribeImages", "LookupEvents"}

NAMED = {**HYPERPARAMETERS, **TAGS, **JOB_ENVIRONMENT, **ENVIRONMENT, **PARAMETERS}
IN_WORDS = f"{' '.join(f'{name}={value}' for name, value in NAMED.items())} {' '.join(ARGUMENTS)}"
"""The planted secrets with their names, as a person or a service may write them."""


@pytest.fixture
def fake(small_account: Account) -> Iterator[FakeSageMaker]:
    with FakeSageMaker(small_account) as running:
        running.evidence = AccountEvidence(small_account)
        yield running


@dataclass(frozen=True)
class Demo:
    """The demo account as it answers, and its snapshot with all evidence, taken when its last events were new."""

    fake: FakeSageMaker
    folder: Folder


@pytest.fixture(scope="module")
def demo(sts_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    account = demo_once.account()
    with FakeSageMaker(account) as running, pytest.MonkeyPatch.context() as patch:
        running.evidence = AccountEvidence(account)
        for service in ("SAGEMAKER", "S3", "ECR", "CLOUDTRAIL"):
            patch.setenv(f"AWS_ENDPOINT_URL_{service}", running.url)
        for name, value in {**CALLER, "AWS_ENDPOINT_URL_STS": sts_url, "AWS_REGION": "eu-west-1"}.items():
            patch.setenv(name, value)
        yield Demo(
            running, exported_at(DEMO_TAKEN, ExportOptions(tmp_path_factory.mktemp("demo"), evidence=ALL))
        )


def exported_at(now: datetime, options: ExportOptions) -> Folder:
    api = LineageApi()
    api.origin = replace(api.origin, now=now)
    return open_folder(export_lineage(api, options))


def test_the_evidence_of_the_demo_is_kept_and_becomes_facts(demo: Demo) -> None:
    manifest, evidence = demo.folder.manifest, demo.fake.evidence
    assert manifest is not None
    assert manifest.records["CloudTrail decision"].count == len(evidence.events)
    assert manifest.records["S3 file"].not_read == ""
    assert sum(manifest.calls.get(name, 0) for name in OTHERS) == sum(
        demo.fake.calls.counts[name] for name in OTHERS
    )
    entities = {each.arn: each for each in demo.folder.entities()}
    moved = [each for each in entities.values() if each.text("modelfile").startswith("replaced")]
    assert [each.arn for each in moved] == [demo_once.account().findings["replaced-file"]]
    file = next(each for each in entities.values() if each.source in evidence.objects)
    now = evidence.objects[file.source][-1]
    fact = facts_of(file, ("fileversion",))["fileversion"]
    assert now["ETag"].strip('"') in str(fact.value)
    assert now["ChecksumSHA256"] in str(fact.value)
    assert fact.source.startswith("S3, read ")
    image = next(
        each for each in entities.values() if each.text("imagepushed") or "imagepushed" in each.properties
    )
    assert image.text("imagedigest") in {each["imageDigest"] for each in evidence.images}
    told = {
        json.loads(each["CloudTrailEvent"])["requestParameters"]["modelPackageArn"]
        for each in evidence.events
    }
    packages = [each for each in entities.values() if is_package(each) and each.source in told]
    assert len(packages) == len(told)
    for package in packages:
        facts = facts_of(package, ("approval", "decidedby", "decidedat"))
        assert "CloudTrail" in facts["decidedby"].source
        last = json.loads(package.text("decisions"))[-1]
        assert {"Arn", "PrincipalId"} <= last["identity"].keys()
        assert str(facts["decidedby"].value).split(" (")[0] in str(last["identity"])


def test_the_demo_says_of_its_files_what_an_export_reads_of_them(demo: Demo) -> None:
    own = {each.arn: each for each in demo_once.source().entities()}
    told = Counter[str]()
    for read in demo.folder.entities():
        for name in ("fileversion", "filechanged", "modelfile", "codeversion"):
            assert own[read.arn].properties.get(name) == read.properties.get(name), (read.arn, name)
            told[name] += name in read.properties
    assert told["modelfile"] > 100
    assert told["fileversion"] > 1_000
    pushed = {each.source for each in own.values() if "imagepushed" in each.properties}
    assert pushed == {each.source for each in demo.folder.entities() if "imagepushed" in each.properties}


def test_no_secret_is_in_the_evidence(demo: Demo) -> None:
    kept = json.dumps([list(each.properties.values()) for each in demo.folder.entities()], default=str)
    assert "CloudTrail" in kept
    assert [secret for secret in PLANTED_SECRETS if secret in kept] == []


def test_no_secret_is_in_a_log_of_an_export_with_evidence(
    run_process: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    account = demo_once.account()
    fake.account, fake.evidence = account, with_planted_secrets(AccountEvidence(account))
    fake.faults = Faults(deny=frozenset({"DescribeImages", "Search:ModelCard"}), denied=IN_WORDS)
    data = tmp_path / "data"
    ordered = ("export", "--out", str(tmp_path / "out"), "--evidence")
    fake.faults = replace(fake.faults, http500=1.0, only=frozenset({"GetBucketVersioning"}))
    failed = run_process(*ordered, AWS_MAX_ATTEMPTS="1", LINEAGE_VIZ_DATA=str(data))
    assert failed.returncode == 1
    (journal,) = (tmp_path / "out").glob(".*.journal")
    assert journal.stat().st_mode & 0o077 == 0  # it has the answers as they were
    fake.faults = replace(fake.faults, http500=0.0)
    done = run_process(*ordered, LINEAGE_VIZ_DATA=str(data))
    folder = snapshot_of(done)
    assert folder.manifest is not None
    assert folder.manifest.records["CloudTrail decision"].count == 1
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert [path for path in files if path.suffix == ".log"]
    said = {"stdout": done.stdout, "stderr": done.stderr, "stderr of the failure": failed.stderr}
    texts = said | {
        path.name: (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode(errors="replace")
        for path, raw in files.items()
    }
    assert "DescribeImages" in done.stderr
    assert "HF_TOKEN=(hidden)" in texts["vertices-artifact.csv.gz"]  # the reason of the decision
    found = [(secret, name) for name, text in texts.items() for secret in PLANTED_SECRETS if secret in text]
    assert found == []


def with_planted_secrets(evidence: AccountEvidence) -> AccountEvidence:
    """The evidence with secrets in the metadata of files, in the tags of images and in the reason of a decision now."""
    secrets = {f"x-{number}-token": secret for number, secret in enumerate(PLANTED_SECRETS)}
    assert [secret for secret in PLANTED_SECRETS if secret not in IN_WORDS] == []
    newest = evidence.events[0]
    event = json.loads(newest["CloudTrailEvent"])
    event["requestParameters"]["approvalDescription"] = IN_WORDS
    event["userIdentity"]["sessionContext"]["sessionIssuer"] = secrets
    now = datetime.now(UTC) - timedelta(hours=1)
    changed = {
        "objects": {
            uri: tuple({**one, "Metadata": secrets} for one in versions)
            for uri, versions in evidence.objects.items()
        },
        "events": ({**newest, "EventTime": now, "CloudTrailEvent": json.dumps(event)},),
    }
    planted = copy(evidence)
    for name, value in changed.items():
        object.__setattr__(planted, name, value)
    return planted


def test_nobody_asks_other_services_without_the_option(
    run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    folder = exported(run_command, tmp_path)
    assert not OTHERS & fake.calls.counts.keys()
    for package in (each for each in folder.entities() if is_package(each)):
        facts = facts_of(package, EVERY)
        assert facts["modelfile"].state is FactState.NOT_READ
        assert facts["modelfile"].source == "S3 was not asked (--evidence s3)"
        assert facts["imagemoved"].state is FactState.NOT_READ or "the address" in facts["imagemoved"].source


@pytest.mark.parametrize(
    ("asked", "called"),
    [
        ("s3", {"HeadObject", "ListObjectVersions", "GetBucketVersioning"}),
        ("ecr", {"DescribeImages"}),
        ("cloudtrail,ecr", {"DescribeImages", "LookupEvents"}),
    ],
)
def test_each_service_is_asked_on_its_own(
    asked: str, called: set[str], run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    exported(run_command, tmp_path, f"--evidence={asked}")
    assert OTHERS & fake.calls.counts.keys() == called
    buckets = [each["Bucket"] for each in fake.calls.of("GetBucketVersioning")]
    assert len(buckets) == len(set(buckets))  # an answer without a status is one, too


@pytest.mark.parametrize(
    ("operation", "kind", "action"),
    [
        ("HeadObject", "S3 file", "s3:GetObject"),
        ("ListObjectVersions", "S3 file", "s3:ListBucketVersions"),
        ("GetBucketVersioning", "S3 bucket", "s3:GetBucketVersioning"),
        ("DescribeImages", "ECR image", "ecr:DescribeImages"),
        ("LookupEvents", "CloudTrail decision", "cloudtrail:LookupEvents"),
    ],
)
def test_a_refused_service_names_its_action_everywhere(
    operation: str, kind: str, action: str,
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path,
) -> None:  # fmt: skip
    fake.faults = Faults(deny=frozenset({operation}))
    done = run_command("export", "--out", str(tmp_path), "--evidence")
    folder = snapshot_of(done)
    assert_is_the_account(folder, small_account)
    assert folder.manifest is not None
    read = folder.manifest.records[kind]
    assert read.action == action
    (words,) = (each for each in (read.not_read, read.missing) if each)
    assert action in words
    for said in (done.stderr, run_command("verify", str(folder.path)).stderr):
        assert words in " ".join(said.split())
    kept = json.dumps([dict(each.properties) for each in folder.entities()], default=str)
    assert action in kept
    others = [name for name, each in folder.manifest.records.items() if name != kind and each.not_read]
    assert others == []


def test_a_missing_file_and_a_refused_one_may_look_alike(
    run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    fake.faults = Faults(deny=frozenset({"HeadObject"}))
    folder = exported(run_command, tmp_path, "--evidence=s3")
    facts = [facts_of(each, ("modelfile",))["modelfile"] for each in folder.entities() if is_package(each)]
    refused = [each.source for each in facts if each.state is FactState.NOT_READ]
    assert any("Without s3:ListBucket, S3 refuses a missing file in the same way" in each for each in refused)


def test_an_export_resumes_in_the_middle_of_the_evidence(
    run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    whole = exported(run_command, tmp_path / "whole", "--evidence")
    files = fake.calls.counts["HeadObject"]
    fake.faults = Faults(http500=1.0, only=frozenset({"ListObjectVersions"}))
    again = tmp_path / "again"
    failed = run_command("export", "--out", str(again), "--evidence", AWS_MAX_ATTEMPTS="1")
    assert failed.returncode == 1
    assert "S3 failed on every attempt" in failed.stderr
    fake.faults = Faults()
    before = fake.calls.counts
    resumed = exported(run_command, again, "--evidence")
    asked = fake.calls.counts - before
    assert asked["ListArtifacts"] == asked["Search"] == 0
    assert 0 < asked["HeadObject"] < files
    assert without_times(records_of(resumed)) == without_times(records_of(whole))


def without_times(records: dict[str, dict[str, Any]]) -> str:
    text = json.dumps(records, sort_keys=True)
    times = {each["ReadAt"] for one in records.values() for kind in ("Files", "Images")
             for each in one.get(kind, ()) if "ReadAt" in each}  # fmt: skip
    for time in times:
        text = text.replace(time, "")
    return text


def snapshot_of(done: subprocess.CompletedProcess[str]) -> Folder:
    assert done.returncode == 0, done.stderr
    return open_folder(Path(done.stdout.strip()))


def test_throttled_services_are_asked_again(
    run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    fake.faults = Faults(throttle=0.25, only=frozenset({"DescribeImages", "LookupEvents"}), seed=1)
    folder = snapshot_of(
        run_command("export", "--out", str(tmp_path), "--evidence", AWS_RETRY_MODE="standard")
    )
    assert folder.manifest is not None
    assert folder.manifest.throttles > 0
    assert folder.manifest.records["CloudTrail decision"].not_read == ""


def test_a_quick_export_reads_only_new_decisions_and_keeps_the_others(demo: Demo) -> None:
    before = len(demo.fake.calls.of("LookupEvents"))
    out = demo.folder.path.parent
    options = ExportOptions(out, quick=True, evidence=frozenset({Service.CLOUDTRAIL}))
    quick = exported_at(DEMO_TAKEN + timedelta(hours=2), options)
    asked = demo.fake.calls.of("LookupEvents")[before:]
    assert min(each["StartTime"] for each in asked) >= (DEMO_TAKEN - timedelta(hours=1)).timestamp()
    kept = {arn: each.get("Decisions") for arn, each in records_of(demo.folder).items()}
    assert {arn: each.get("Decisions") for arn, each in records_of(quick).items()} == kept


def test_an_audit_finds_what_only_evidence_tells(demo: Demo) -> None:
    store = LocalStore([demo.folder])

    def audited(key: str) -> dict[str, Outcome]:
        review = read_review(store, store.get(demo_once.account().findings[key]))
        return {each.check.id: each.outcome for each in report(review, ()).results}

    assert audited("replaced-file")["model-file-unchanged"] is Outcome.FAIL
    found = audited("complete")
    by_evidence = ("model-file-unchanged", "data-unchanged", "image-moved")
    assert {id_: found[id_] for id_ in by_evidence} == dict.fromkeys(by_evidence, Outcome.PASS)
    assert Outcome.FAIL not in found.values()
