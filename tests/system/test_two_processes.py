"""Two functions run at once, and the second in another process where the system allows it."""

import os
import signal
from pathlib import Path

import pytest

from lineage_viz.errors import SnapshotError
from lineage_viz.system.two_processes import CAN_FORK, both


def test_both_answer_from_two_processes() -> None:
    (text, one), (number, other) = both(lambda: ("text", os.getpid()), lambda: (10**20, os.getpid()))
    assert (text, number, one) == ("text", 10**20, os.getpid())
    assert (one != other) is CAN_FORK


@pytest.mark.parametrize("is_second", [False, True])
def test_the_error_of_either_is_raised_and_no_process_is_left(is_second: bool) -> None:
    def fail() -> None:
        raise SnapshotError("The disk is full.")

    functions = (lambda: None, fail) if is_second else (fail, lambda: None)
    before = _children()
    with pytest.raises(SnapshotError, match=r"The disk is full\."):
        both(*functions)
    assert _children() == before


def test_a_killed_process_is_an_error_and_has_no_lock_of_the_first(tmp_path: Path) -> None:
    def look_and_end(here: int = os.getpid()) -> None:
        # The list has the number of its own folder, which is closed again.
        found = [number for number in map(int, os.listdir("/dev/fd")) if number > 2 and _is_open(number)]
        (tmp_path / "found").write_text(" ".join(map(str, found)))
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError("it ended without an answer")

    with (
        (tmp_path / "lock").open("w"),
        pytest.raises(OSError, match="ended without an answer"),
    ):
        both(lambda: None, look_and_end)
    found = (tmp_path / "found").read_text().split()
    assert len(found) == 1 or not CAN_FORK  # the pipe of the answer


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _children() -> str:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text() if CAN_FORK else ""
