"""Jobs as processes: they outlive who started them, one at a time changes a target, and a killed one is found."""

import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from lineage_viz.cli import main
from lineage_viz.errors import JobBusy, JobError
from lineage_viz.jobs import Job, JobBook, JobKind, JobState, Order, cancel, log_tail, retry, start
from lineage_viz.jobs.process import Identity
from lineage_viz.jobs.recording import UNEXPECTED, recorded
from lineage_viz.system.interrupts import AGAIN
from tests.jobs.conftest import HOST, wait_until
from tests.patience import PATIENCE

ROOT = Path(__file__).parent.parent.parent


def running(book: JobBook, job: Job) -> Job:
    wait_until(lambda: book.job(job.id).state is not JobState.QUEUED)
    found = book.job(job.id)
    assert found.state is JobState.RUNNING, log_tail(found.log)
    return found


def ended(book: JobBook, job: Job) -> Job:
    wait_until(lambda: not book.job(job.id).state.is_active)
    return book.job(job.id)


def pid(job: Job) -> int:
    assert job.process
    return job.process.pid


def by_hand(*arguments: str) -> "subprocess.Popen[str]":
    """The command as cron runs it."""
    return subprocess.Popen(
        [sys.executable, "-m", "lineage_viz", *arguments],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_a_job_is_cancelled_and_started_again(book: JobBook, load: Order) -> None:
    job = start(book, load)
    assert job.state is JobState.QUEUED
    at_work = running(book, job)
    with pytest.raises(JobError, match=rf"Job {job.id} has not ended yet: anna has been running a load"):
        retry(book, job.id, "ben")
    cancel(book, job.id, "ben")
    done = ended(book, job)
    assert (done.state, done.cancelled_by, done.order.who) == (JobState.CANCELLED, "ben", "anna")
    assert done.started
    assert done.ended
    assert done.created <= done.started <= done.ended
    wait_until(lambda: "interrupted." in log_tail(done.log))  # said last, after the record is made
    wait_until(lambda: not psutil.pid_exists(pid(at_work)))
    with pytest.raises(JobError, match="has ended already: it was cancelled"):
        cancel(book, job.id, "ben")
    again = running(book, retry(book, job.id, "ben"))
    assert (again.order.kind, again.order.parameters) == (load.kind, load.parameters)
    assert again.order.who == "ben"


def test_what_it_says_in_the_end_is_in_the_record(book: JobBook, load: Order, silent: socket.socket) -> None:
    job = running(book, start(book, load))
    silent.settimeout(PATIENCE)
    asked, _ = silent.accept()  # of S3 first, and that is what it says
    silent.close()
    asked.close()
    failed = ended(book, job)
    assert failed.state is JobState.FAILED
    assert "S3" in failed.error
    assert "Traceback" not in failed.error
    wait_until(lambda: failed.error.split()[0] in log_tail(failed.log))  # said last, after the record is made


@pytest.mark.parametrize("begun", [False, True])
def test_a_killed_job_is_found_and_the_target_is_free(book: JobBook, load: Order, begun: bool) -> None:
    others = set(psutil.Process().children())  # one of an earlier test may be about to end
    job = start(book, load)
    (process,) = set(psutil.Process().children()) - others
    if begun:
        assert pid(running(book, job)) == process.pid
    process.kill()
    found = ended(book, job)
    assert found.state is JobState.INTERRUPTED
    assert "Run it again" in found.error
    running(book, start(book, load))


def test_of_two_starts_at_once_exactly_one_runs(book: JobBook, load: Order) -> None:
    def attempt(_: int) -> Job | JobBusy:
        try:
            return start(book, load)
        except JobBusy as busy:
            return busy

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(8)))
    (job,) = [answer for answer in answers if isinstance(answer, Job)]
    assert len(book.jobs()) == 1
    running(book, job)
    for busy in (answer for answer in answers if isinstance(answer, JobBusy)):
        assert f"anna has been running a load ({HOST}) since" in str(busy)
        assert f"jobs cancel {job.id}" in str(busy)


def test_of_two_commands_at_once_exactly_one_runs(book: JobBook, load: Order) -> None:
    commands = [by_hand("load", load.parameters["path"]) for _ in range(2)]
    wait_until(lambda: any(process.poll() is not None for process in commands))
    (refused,) = [process for process in commands if process.poll() is not None]
    (other,) = [process for process in commands if process is not refused]
    _, said = refused.communicate()
    assert refused.returncode == 1
    assert f"has been running a load ({HOST}) since" in said
    assert sorted(job.state for job in book.jobs()) == [JobState.FAILED, JobState.RUNNING]
    (at_work,) = book.active()
    assert pid(at_work) == other.pid
    with pytest.raises(JobBusy):
        start(book, load)
    other.send_signal(signal.SIGTERM)
    other.communicate()
    assert other.returncode == 130
    assert book.job(at_work.id).state is JobState.CANCELLED


def test_a_reset_and_a_load_of_one_cluster_exclude_each_other(book: JobBook, load: Order) -> None:
    running(book, start(book, Order(JobKind.RESET, HOST, {}, "anna"), secret="of-one-use"))
    with pytest.raises(JobBusy, match="a reset"):
        start(book, load)
    elsewhere, log = book.add(Order(JobKind.LOAD, "another.example", {}, "ben"), alone=True)
    with log:
        assert book.run(elsewhere.id, Identity.own()).state is JobState.RUNNING


def test_a_token_is_nowhere(book: JobBook, load: Order, data: Path) -> None:
    token = "b8f5a6c2-0000-4e1d-9f6e-secret"
    job = running(book, start(book, Order(JobKind.RESET, load.target, {}, "anna"), secret=token))
    assert token not in " ".join(psutil.Process(pid(job)).cmdline())
    cancel(book, job.id, "anna")
    ended(book, job)
    for file in data.rglob("*"):
        assert file.is_dir() or token.encode() not in file.read_bytes()
    with pytest.raises(JobError, match="needs a new token"):
        retry(book, job.id, "anna")
    with pytest.raises(ValueError, match="secret"):
        book.add(Order(JobKind.RESET, HOST, {"token": token}, "anna"))


STARTS = """
import sys
from pathlib import Path
from lineage_viz.jobs import JobBook, JobKind, Order, start
print(start(JobBook(Path(sys.argv[1])), Order(JobKind.LOAD, "127.0.0.1", {"path": sys.argv[2]}, "anna")).id, flush=True)
sys.stdin.read()
"""


def test_the_end_of_the_server_loses_nothing(book: JobBook, load: Order) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", STARTS, str(book.path), load.parameters["path"]],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert server.stdout
    number = int(server.stdout.readline())
    os.killpg(server.pid, signal.SIGKILL)
    server.communicate()
    job = running(book, book.job(number))
    assert psutil.Process(pid(job)).is_running()
    cancel(JobBook(book.path), number, "anna")
    assert ended(book, job).state is JobState.CANCELLED


GOES_BACK = """
import runpy, sys
import lineage_viz.cli

def command(_):
    try:
        print("at work", flush=True)
        sys.stdin.readline()
    except KeyboardInterrupt:
        print("going back", flush=True)
        sys.stdin.readline()
        print("is back", flush=True)
        raise

lineage_viz.cli.main = command
runpy.run_module("lineage_viz", run_name="__main__")
"""


DROPS = """
import runpy, sys, threading
import lineage_viz.cli

def command(_):
    try:
        print("at work", flush=True)
        sys.stdin.readline()
    except BaseException:  # as a destructor or a library may
        print("at work all the same", flush=True)
    threading.Event().wait()

lineage_viz.cli.main = command
runpy.run_module("lineage_viz", run_name="__main__")
"""


def test_a_job_that_is_asked_to_end_where_nobody_hears_it_ends() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", DROPS], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "at work\n"
        process.terminate()
        assert process.stdout.readline() == "at work all the same\n"
        try:
            assert process.wait(PATIENCE) == 130
        finally:
            process.kill()


def test_asking_a_job_to_end_again_does_not_cut_short_how_it_goes_back() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", GOES_BACK], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "at work\n"
        process.terminate()
        assert process.stdout.readline() == "going back\n"
        process.terminate()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(3 * AGAIN)  # nor is it interrupted by being asked only once
        said, _ = process.communicate("go on\n")
    assert said == "is back\n"
    assert process.returncode == 130


def test_a_command_in_the_background_leaves_ctrl_c_to_others_and_still_ends_when_asked() -> None:
    in_background = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", sys.executable, "-c", GOES_BACK]
    with subprocess.Popen(
        in_background, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "at work\n"
        process.send_signal(signal.SIGINT)
        process.terminate()
        assert process.stdout.readline() == "going back\n"
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate("go on\n")
    assert said == "is back\n"
    assert process.returncode == 130


def test_what_ends_before_it_begins_says_why(
    book: JobBook, load: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE", "nonsense://")
    job = ended(book, start(book, load))
    assert job.state is JobState.FAILED
    assert job.error.startswith("LINEAGE_VIZ_NEPTUNE is 'nonsense://'")
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE", "ws://localhost:9/gremlin")
    job = ended(book, start(book, load))
    assert job.state is JobState.FAILED
    assert job.error == f"Job {job.id} is for {HOST}, and the settings name localhost now. Start it anew."


def test_a_job_cancelled_while_it_waits_never_begins(
    book: JobBook, load: Order, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    job, log = book.add(load)
    with log:
        assert cancel(book, job.id, "ben").state is JobState.CANCELLED
        monkeypatch.setenv("LINEAGE_VIZ_JOB", str(job.id))
        assert main(["load", load.parameters["path"]]) == 1
    assert f"Job {job.id} is cancelled" in capsys.readouterr().err
    assert book.job(job.id).error == "Cancelled by ben before it began."


def test_a_process_that_has_a_jobs_number_by_chance_is_left_alone(book: JobBook, load: Order) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        job, log = book.add(load)
        with log:
            book.run(job.id, Identity(stranger.pid, psutil.Process(stranger.pid).create_time() - 3600))
            with pytest.raises(JobError, match="End it there"):
                cancel(book, job.id, "anna")
            assert book.job(job.id).cancelled_by == ""  # or the page would say that it is ending
        assert stranger.poll() is None
        stranger.communicate(b"\n")
    assert stranger.returncode == 0


def test_what_nobody_expected_stays_in_the_log(book: JobBook, load: Order) -> None:
    with pytest.raises(ZeroDivisionError), recorded(book, load, print):
        _ = 1 / 0
    (job,) = book.jobs()
    assert (job.state, job.error) == (JobState.FAILED, UNEXPECTED)
    assert "ZeroDivisionError" in log_tail(job.log)
