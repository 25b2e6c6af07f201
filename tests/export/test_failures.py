"""A failed export prints one clear sentence, returns an exit code, and never leaves half a snapshot."""

import json
import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from lineage_viz.demo import Account
from lineage_viz.export import unfinished
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.manifest import Manifest
from tests import demo_once
from tests.aws.answering import HTML, answering
from tests.export.conftest import ROOT, Environment, RunCommand, command
from tests.export.test_export import assert_is_the_account, exported
from tests.fake_sagemaker import FakeSageMaker, Faults
from tests.health.test_source import WITH_A_CODE
from tests.jobs.conftest import wait_until
from tests.patience import PATIENCE

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
REGION = ("AWS_REGION", "AWS_DEFAULT_REGION")


def assert_refused(done: subprocess.CompletedProcess[str], out: Path, *words: str) -> None:
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    (message,) = [line for line in done.stderr.splitlines() if line.startswith("lineage_viz: ")]
    for word in words:
        assert word in message
    assert [path for path in out.glob("*") if not path.name.startswith(".")] == []


def test_without_credentials(run_process: RunCommand, tmp_path: Path) -> None:
    assert_refused(
        run_process("export", "--out", str(tmp_path), without=KEYS), tmp_path, "credentials", "AWS_PROFILE"
    )


def test_without_a_region(run_command: RunCommand, tmp_path: Path) -> None:
    assert_refused(run_command("export", "--out", str(tmp_path), without=REGION), tmp_path, "AWS_REGION")


@pytest.mark.parametrize("region", ["nowhere!", "eu west 1"])
def test_with_an_invalid_region(region: str, run_command: RunCommand, tmp_path: Path) -> None:
    assert_refused(run_command("export", "--out", str(tmp_path), AWS_REGION=region), tmp_path, "AWS_REGION")


def test_with_a_missing_profile(run_command: RunCommand, tmp_path: Path) -> None:
    assert_refused(run_command("export", "--out", str(tmp_path), AWS_PROFILE="nobody"), tmp_path, "nobody")


def test_with_a_profile_that_wants_a_code(run_process: RunCommand, tmp_path: Path) -> None:
    (tmp_path / ".config").write_text(WITH_A_CODE)
    more = {"AWS_CONFIG_FILE": str(tmp_path / ".config"), "AWS_PROFILE": "corp"}
    done = run_process("export", "--out", str(tmp_path), without=KEYS, **more)
    assert_refused(done, tmp_path, "(MFA)", "aws configure export-credentials --profile corp")


def test_with_nothing_at_the_endpoint(run_command: RunCommand, tmp_path: Path) -> None:
    done = run_command("export", "--out", str(tmp_path), AWS_ENDPOINT_URL_SAGEMAKER="http://127.0.0.1:9")
    assert_refused(
        done, tmp_path, "cannot be reached", "127.0.0.1:9", "AWS_ENDPOINT_URL_SAGEMAKER leads there"
    )


def test_into_a_snapshot(run_command: RunCommand, tmp_path: Path) -> None:
    snapshot = demo_once.snapshot(tmp_path)
    before = sorted(snapshot.iterdir())
    done = run_command("export", "--out", str(snapshot))
    assert done.returncode == 1
    assert f"{snapshot} is a snapshot, and a snapshot is never edited. Choose another folder." in done.stderr
    assert sorted(snapshot.iterdir()) == before


@pytest.mark.parametrize(("status", "page"), [(503, HTML), (502, ""), (500, "Bad gateway")])
def test_with_an_endpoint_that_always_answers_with_a_page(
    status: int, page: str, run_command: RunCommand, tmp_path: Path
) -> None:
    with answering(status, page) as endpoint:
        done = run_command("export", "--out", str(tmp_path), AWS_ENDPOINT_URL_SAGEMAKER=endpoint)
    assert_refused(done, tmp_path, "did not answer itself", f"HTTP {status}", "AWS_ENDPOINT_URL")


def test_with_a_proxy_that_wants_a_sign_in(run_command: RunCommand, tmp_path: Path) -> None:
    with answering(407, HTML) as endpoint:
        done = run_command("export", "--out", str(tmp_path), AWS_ENDPOINT_URL_SAGEMAKER=endpoint)
    assert_refused(done, tmp_path, "The proxy wants a sign-in (407, ", "before the host in HTTP_PROXY")


@pytest.mark.parametrize(
    ("code", "step"),
    [
        ("ValidationException", "Check the region, and AWS_ENDPOINT_URL"),
        ("InternalFailure", "Wait a while. Nothing was published. Run it again"),
        ("ServiceUnavailable", "Wait a while. Nothing was published. Run it again"),
    ],
)
def test_a_refused_call_has_a_next_step(
    code: str, step: str, run_command: RunCommand, tmp_path: Path
) -> None:
    with answering(
        400, json.dumps({"__type": code, "message": "odd"}), "application/x-amz-json-1.1"
    ) as other:
        done = run_command(
            "export", "--out", str(tmp_path), AWS_ENDPOINT_URL_SAGEMAKER=other, AWS_MAX_ATTEMPTS="1"
        )
    assert_refused(done, tmp_path, code, step)


def test_a_log_says_that_calls_fail_and_are_sent_again(
    run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    """Otherwise an export in a pipe would be silent for minutes."""
    fake.faults = Faults(http500=1.0, after=3, only=frozenset({"ListAssociations"}))
    done = run_command("export", "--out", str(tmp_path), "--lineage-only", AWS_MAX_ATTEMPTS="4")
    assert_refused(done, tmp_path, "SageMaker failed on every attempt (InternalFailure")
    assert "failed and sent again" in done.stderr


def test_with_an_expired_session(run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path) -> None:
    fake.faults = Faults(expired_token=True)
    assert_refused(
        run_command("export", "--out", str(tmp_path)), tmp_path, "expired", "Renew the AWS credentials"
    )


@pytest.mark.parametrize("operation", ["ListActions", "ListAssociations", "ListContexts"])
def test_with_one_listing_denied(
    operation: str, run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    fake.faults = Faults(deny=frozenset({operation}))
    assert_refused(run_command("export", "--out", str(tmp_path)), tmp_path, f"sagemaker:{operation}")


def test_with_endless_throttling(run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path) -> None:
    fake.faults = Faults(throttle=1.0)
    done = run_command("export", "--out", str(tmp_path), AWS_MAX_ATTEMPTS="3")
    assert_refused(done, tmp_path, "too many", "Run it again")


def test_with_answers_that_are_not_json(run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path) -> None:
    fake.faults = Faults(garbage=1.0)
    assert_refused(
        run_command("export", "--out", str(tmp_path), AWS_MAX_ATTEMPTS="2"), tmp_path, "is not from SageMaker"
    )


def test_with_a_folder_that_cannot_be_written(run_command: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run_command("export", "--out", str(tmp_path / "file" / "snapshots"))
    assert done.returncode == 1
    assert "Make room or choose another folder" in done.stderr
    assert "Traceback" not in done.stderr


DISK_FULL = """
import resource, signal, sys
from lineage_viz.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.exit(main(["export", "--out", sys.argv[1]]))
"""


def test_with_a_disk_that_becomes_full(aws: Environment, tmp_path: Path) -> None:
    # With a limit on the size of files the system really refuses writes, as on a full disk.
    program = [*command()[:1], "-c", DISK_FULL, str(tmp_path)]
    # The limit would also apply to coverage's own data file.
    environment = {name: value for name, value in aws.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        program, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
    )
    assert_refused(done, tmp_path, "Nothing was published", "Make room")
    assert re.search(r"Hidden files there take \d+\.\d kB: .* --anew deletes them", done.stderr)


def test_wrong_usage_returns_exit_code_2(run_command: RunCommand, run_process: RunCommand) -> None:
    assert run_process("export").returncode == 2
    assert run_command("nonsense").returncode == 2
    assert run_command("run", "--port", "0").returncode == 2


def stopped_midway(
    aws: Environment, fake: FakeSageMaker, out: Path, with_signal: signal.Signals
) -> subprocess.CompletedProcess[str]:
    """Start an export, and send it a signal after some pages."""
    already = fake.calls.total
    fake.faults = Faults(latency=0.1)
    running = subprocess.Popen(
        command("export", "--out", str(out)),
        env=aws,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert fake.calls.wait_for(already + 7, timeout=PATIENCE)
    # On a busy machine the first calls may all wait for their answers: nothing would be there to resume.
    wait_until(lambda: any(has_page(each) for each in out.glob(".*.journal")))
    running.send_signal(with_signal)
    stdout, stderr = running.communicate(timeout=PATIENCE)
    fake.faults = Faults()
    return subprocess.CompletedProcess(running.args, running.returncode, stdout, stderr)


def has_page(journal: Path) -> bool:
    """True for a journal with more than its head."""
    return len(journal.read_text("utf-8").splitlines()) > 1


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_and_kill_leave_the_last_snapshot_and_the_next_run_resumes(
    run_command: RunCommand, aws: Environment, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    before = exported(run_command, tmp_path)
    full_export = fake.calls.total
    files = {path.name: path.read_bytes() for path in before.path.iterdir()}
    killed = stopped_midway(aws, fake, tmp_path, signal.SIGKILL)
    assert killed.returncode == -signal.SIGKILL
    interrupted = stopped_midway(aws, fake, tmp_path, signal.SIGINT)
    assert interrupted.returncode == 130
    assert "interrupted" in interrupted.stderr
    assert "Traceback" not in interrupted.stderr
    assert [path.name for path in tmp_path.glob("[!.]*")] == [before.path.name]
    assert {path.name: path.read_bytes() for path in before.path.iterdir()} == files

    calls = fake.calls.total
    done = run_command("export", "--out", str(tmp_path))
    assert "Resuming" in done.stderr
    assert fake.calls.total - calls < full_export
    assert_is_the_account(open_folder(Path(done.stdout.strip())), small_account)
    assert "Resuming" not in run_command("export", "--out", str(tmp_path)).stderr


def an_hour_older(out: Path) -> None:
    """Move the start of an interrupted export back, as manifests have whole seconds and the next export is quick."""
    (journal,) = out.glob(".*.journal")
    head, *rest = journal.read_text("utf-8").splitlines(keepends=True)
    first = json.loads(head)
    first["taken"]["~time"] -= 3_600
    journal.write_text(json.dumps(first) + "\n" + "".join(rest), "utf-8")


def test_anew_resumes_nothing(
    run_command: RunCommand, aws: Environment, fake: FakeSageMaker, tmp_path: Path
) -> None:
    stopped_midway(aws, fake, tmp_path, signal.SIGKILL)
    an_hour_older(tmp_path)
    start = unfinished(tmp_path)
    assert start
    done = run_command("export", "--out", str(tmp_path), "--anew")
    assert "Resuming" not in done.stderr
    assert Manifest.read(Path(done.stdout.strip())).taken > start
    assert unfinished(tmp_path) is None


@pytest.mark.parametrize("garbled", [b"[1]\n", b"\xff\n", b'{"taken": {"~time": 1e300}}\n', b"[" * 100_000])
def test_a_garbled_journal_is_not_resumed(run_command: RunCommand, tmp_path: Path, garbled: bytes) -> None:
    (tmp_path / ".123456789012-eu-west-1-full.journal").write_bytes(garbled)
    assert unfinished(tmp_path) is None
    assert run_command("export", "--out", str(tmp_path)).returncode == 0


def test_a_second_export_to_the_same_folder_is_refused(
    run_command: RunCommand, aws: Environment, fake: FakeSageMaker, tmp_path: Path
) -> None:
    fake.faults = Faults(hang=True, only=frozenset({"ListArtifacts"}))
    with subprocess.Popen(
        command("export", "--out", str(tmp_path)),
        env={**os.environ, **aws},
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    ) as first:
        assert fake.calls.wait_for(3, timeout=PATIENCE)
        second = run_command("export", "--out", str(tmp_path))
        first.kill()
    assert second.returncode == 1
    assert "Another export" in second.stderr
    assert list(tmp_path.glob("[!.]*")) == []
