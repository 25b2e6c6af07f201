"""The commands that read or change a cluster, on the local Neptune."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path

import boto3
import pytest

from tests.command import run_here
from tests.neptune_admin.load.test_load import snapshot
from tests.neptune_local import READING, GremlinServer, Identity, NeptuneLocal
from tests.neptune_local.__main__ import environment
from tests.patience import PATIENCE

BUCKET = "lineage-commands"
ROOT = Path(__file__).parents[2]


@dataclass
class Shell:
    """Runs commands. Each must end without a stack trace."""

    neptune: NeptuneLocal
    variables: dict[str, str]
    folder: Path = ROOT
    begun: list[subprocess.Popen[str]] = field(default_factory=list)

    def begin(self, *words: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "lineage_viz", *map(str, words)]
        self.begun.append(
            subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.variables,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return self.begun[-1]

    def end(self, command: subprocess.Popen[str], code: int) -> str:
        """All that the command printed: stdout when it succeeds, stderr when it fails."""
        out, err = command.communicate(timeout=PATIENCE)
        return words_of(subprocess.CompletedProcess(command.args, command.returncode, out, err), code)

    def __call__(self, *words: object, code: int = 0) -> str:
        """Run a command in this process."""
        with chdir(self.folder):
            return words_of(run_here([*map(str, words)], self.variables), code)


def words_of(done: subprocess.CompletedProcess[str], code: int) -> str:
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture
def shell(neptune: NeptuneLocal, s3_server: str, tmp_path: Path) -> Iterator[Shell]:
    s3 = boto3.resource(
        "s3",
        endpoint_url=s3_server,
        region_name=neptune.region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    bucket = s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": neptune.region})
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "LINEAGE_VIZ_"))
    }
    asked = environment(neptune, s3_server, BUCKET, iam=False)
    own = {"PYTHONPATH": str(ROOT), "LINEAGE_VIZ_DATA": str(tmp_path / "data")}
    shell = Shell(neptune, {**inherited, **asked, **own})
    yield shell
    neptune.loads.release()
    for command in shell.begun:
        command.kill()
        command.communicate()
    bucket.objects.all().delete()
    bucket.delete()
    s3.meta.client.close()


def test_a_cluster_is_loaded_synced_inspected_and_reset(shell: Shell, tmp_path: Path) -> None:
    assert "no snapshot is loaded" in shell("status")
    monday, tuesday = snapshot(tmp_path, 1), snapshot(tmp_path, 2)
    assert "added: 60 entities, 30 associations" in shell("load", monday.path)
    output = shell("load", tuesday.path)
    assert f"holds {tuesday.path}: 60 entities, 30 associations" in output
    assert "removed: 2 entities, 1 association" in output
    assert "no differences" in shell("load", tuesday.path)
    assert f"snapshot: {tuesday.path} (account 123456789012" in shell("status")

    output = shell("reset")
    assert "holds 60 entities, 30 associations" in output
    assert "does not know this token, and nothing was deleted" in shell("reset", "--token", "another", code=1)
    shell.neptune.engine.restart_refuses = shell.neptune.engine.restart_seconds = 0
    token = output.split()[-1]
    assert "is empty" in shell("reset", "--token", token)
    assert "Ask for a new one" in shell("reset", "--token", token, code=1)
    assert "0 entities" in shell("status")


def test_a_snapshot_is_recognised_by_any_path(shell: Shell, tmp_path: Path) -> None:
    folder = snapshot(tmp_path / 'it\'s "Münster" #1', 1).path
    (tmp_path / "newest").symlink_to(folder)
    shell.folder = folder
    assert f"holds {folder}:" in shell("load", ".")
    shell.folder = tmp_path
    for path in ("newest", f"{folder}/", folder.relative_to(tmp_path)):
        assert "no differences" in shell("load", path)
    assert f"snapshot: {folder} (" in shell("status")
    assert [each.name for each in folder.iterdir() if each.name.startswith(".")] == []


def test_the_log_of_a_load_shows_every_step(shell: Shell, tmp_path: Path) -> None:
    shell("load", snapshot(tmp_path, 1).path)
    _, log = shell.begin("load", snapshot(tmp_path, 2).path).communicate(timeout=PATIENCE)
    for step in ("comparing", "uploading", "loading", "removing what is gone", "verifying"):
        assert any(line.startswith(step) for line in log.splitlines())


def interrupted(shell: Shell, command: subprocess.Popen[str], number: int) -> str:
    command.send_signal(number)
    return shell.end(command, 130)


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_load_is_cancelled_and_the_next_one_resumes(
    shell: Shell, tmp_path: Path, number: int
) -> None:
    folder = snapshot(tmp_path, 1).path
    command = stalled_load(shell, folder)
    output = interrupted(shell, command, number)
    assert "interrupted. Neptune at 127.0.0.1 may now hold a part" in output
    assert "continues from there" in output
    shell.neptune.loads.release()
    assert "partly loaded: " in status_of_a_mix(shell)
    assert "60 entities, 30 associations" in shell("load", folder)


@pytest.mark.parametrize("by_hand", [True, False])
def test_the_load_of_a_killed_command_is_cancelled_by_hand_or_by_the_next_load(
    shell: Shell, tmp_path: Path, by_hand: bool
) -> None:
    folder, other = snapshot(tmp_path, 1).path, snapshot(tmp_path, 2).path
    command = stalled_load(shell, folder)
    command.kill()
    command.communicate()
    output = status_of_a_mix(shell)
    assert "partly loaded: " in output
    assert f"(load of {folder.name}, since " in output
    load = output.rpartition("(load ")[2].partition(")")[0]
    assert "is loading" in shell("reset", code=1)
    if by_hand:
        assert "load again to continue" in shell("cancel", load)
    next_one = stalled_load(shell, other)
    shell.neptune.loads.release()
    assert "60 entities, 30 associations" in shell.end(next_one, 0)
    assert "being changed by" not in shell("status")


def test_a_second_load_on_this_machine_is_refused_or_waits(shell: Shell, tmp_path: Path) -> None:
    folder, other = snapshot(tmp_path, 1).path, snapshot(tmp_path, 2).path
    command = stalled_load(shell, folder)
    assert "has been running a load" in shell("load", other, code=1)
    second = shell.begin("load", other, "--wait")
    shell.neptune.loads.release()
    assert "60 entities" in shell.end(command, 0)
    assert f"holds {other}: " in shell.end(second, 0)


def test_a_snapshot_that_only_the_bucket_has_is_listed_and_restored(shell: Shell, tmp_path: Path) -> None:
    monday, tuesday = (snapshot(tmp_path / "away", number).path for number in (1, 2))
    shell("load", monday)
    shell("load", tuesday)
    shutil.rmtree(tmp_path / "away")
    assert f"{monday.name}  in the bucket" in shell("snapshots")
    assert "60 entities, 30 associations" in shell("restore", monday.name)
    assert f"snapshot: {Path(shell.variables['LINEAGE_VIZ_DATA']) / 'snapshots' / monday.name} (" in shell(
        "status"
    )
    assert f"{monday.name}  in the bucket" not in shell("snapshots")
    assert "There is no folder" in shell("restore", "no-such-snapshot", code=1)


def status_of_a_mix(shell: Shell) -> str:
    with chdir(shell.folder):
        done = run_here(["status"], shell.variables)
    assert done.returncode == 1
    assert "mix" in done.stdout
    return done.stdout


def stalled_load(shell: Shell, folder: Path) -> subprocess.Popen[str]:
    """Start a load that the cluster does not finish."""
    shell.neptune.loads.hold()
    command = shell.begin("load", folder)
    shell.neptune.loads.wait_for_someone()
    return command


def down(shell: Shell) -> None:
    shell.neptune.faults.down = True


def reader(shell: Shell) -> None:
    shell.variables["LINEAGE_VIZ_NEPTUNE"] = shell.neptune.reader_url
    shell.variables["AWS_ENDPOINT_URL_NEPTUNEDATA"] = f"http://{shell.neptune.reader_endpoint}"


def unset(*names: str) -> Callable[[Shell], None]:
    def change(shell: Shell) -> None:
        shell.variables |= dict.fromkeys(names, "")

    return change


def wrong_bucket(shell: Shell) -> None:
    shell.variables["LINEAGE_VIZ_BUCKET"] = "s3://no-such-bucket/x/"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (down, "cannot be reached"),
        (reader, "Set LINEAGE_VIZ_NEPTUNE to the cluster's writer endpoint"),
        (wrong_bucket, "There is no bucket no-such-bucket"),
        (unset("LINEAGE_VIZ_BUCKET", "LINEAGE_VIZ_LOAD_ROLE"), "set LINEAGE_VIZ_BUCKET"),
        (unset("LINEAGE_VIZ_LOAD_ROLE"), "LINEAGE_VIZ_BUCKET is set without LINEAGE_VIZ_LOAD_ROLE"),
        (unset("LINEAGE_VIZ_NEPTUNE", "LINEAGE_VIZ_NEPTUNE_READER"), "No Neptune cluster is named"),
    ],
)
def test_a_load_that_cannot_start_says_why_and_reports_no_partial_load(
    shell: Shell, tmp_path: Path, change: Callable[[Shell], None], expected: str
) -> None:
    change(shell)
    message = shell("load", snapshot(tmp_path, 1).path, code=1)
    assert expected in message
    assert "may now hold a part" not in message


def test_a_lock_that_cannot_be_created_is_named(shell: Shell, tmp_path: Path) -> None:
    folder = snapshot(tmp_path, 1).path
    (tmp_path / ".neptune-127.0.0.1.lock").mkdir()
    assert ".neptune-127.0.0.1.lock cannot be written" in shell("load", folder, code=1)


def test_an_unknown_load_cannot_be_cancelled(shell: Shell) -> None:
    assert "knows no load nonsense" in shell("cancel", "nonsense", code=1)


def test_every_command_reports_a_cluster_that_is_down(shell: Shell) -> None:
    shell.neptune.faults.down = True
    for words in (["status"], ["reset"], ["reset", "--token", "x"], ["cancel", "x"]):
        assert "cannot be reached" in shell(*words, code=1)


def test_a_read_only_user_reads_which_action_is_missing(
    gremlin_server: GremlinServer, s3_server: str, shell: Shell, tmp_path: Path
) -> None:
    who = Identity("ASIAREADER", "secret", actions=READING)
    with NeptuneLocal(gremlin_server, s3=s3_server, identities=[who]) as guarded:
        shell.variables |= environment(guarded, s3_server, BUCKET, iam=True)
        shell.variables |= {"AWS_ACCESS_KEY_ID": who.access_key, "AWS_SECRET_ACCESS_KEY": who.secret_key}
        assert "healthy" in shell("status")
        assert "neptune-db:ResetDatabase" in shell("reset", code=1)
        output = shell("load", snapshot(tmp_path, 1).path, code=1)
        assert "neptune-db:WriteDataViaQuery" in output
        assert "may now hold a part" not in output
