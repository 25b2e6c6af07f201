"""Progress as users see it: on a terminal of any width, and in a log."""

import io

import pytest

from lineage_viz.cli.progress_line import ProgressPrinter
from lineage_viz.export import ExportProgress

MOMENT = ExportProgress(
    "listings",
    {"association": 123_456, "artifact": 54_321, "trial_component": 4_321, "action": 999, "context": 99},
    1_900, 7, 100.0, 42.0,
)  # fmt: skip


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_narrow_terminal_shows_the_whole_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    with ProgressPrinter(terminal, "asking SageMaker") as printer:
        printer.export(MOMENT)
    shown = " ".join(terminal.getvalue().split())
    for part in ("123,456", "99 contexts", "1,900 calls", "7 throttled", "about 42 s"):
        assert part in shown


class Closed(io.StringIO):
    """A pipe whose reader has gone, or a full disk."""

    def write(self, _: str) -> int:
        raise BrokenPipeError

    def isatty(self) -> bool:
        return self.is_terminal

    is_terminal = False


@pytest.mark.parametrize("is_terminal", [False, True])
def test_a_stream_that_takes_nothing_ends_no_work(is_terminal: bool) -> None:
    stream = Closed()
    stream.is_terminal = is_terminal
    with ProgressPrinter(stream, "asking SageMaker") as printer:
        printer.export(MOMENT)
        printer.notice("Resuming the export.")
        stream.close()
        printer.notice("Done.")


def test_a_log_gets_few_progress_lines_and_every_notice() -> None:
    log = io.StringIO()
    with ProgressPrinter(log, "asking SageMaker") as printer:
        for _ in range(100):
            printer.export(MOMENT)
        printer.notice("Resuming [the] export.")
    lines = log.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[0].endswith("about 42 s left")
    assert lines[1] == "Resuming [the] export."
