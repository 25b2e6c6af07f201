"""The watch keeps the last findings for all sessions."""

import threading
from datetime import UTC, datetime, timedelta

from lineage_viz.health import Finding, Verdict, Watch
from lineage_viz.health import watch as watch_module
from lineage_viz.health.watch import THREAD

FINE = (Finding("Disk space", Verdict.OK, "Enough."),)


def wait_for_checks() -> None:
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join()


def blocked() -> tuple[threading.Event, list[int], Watch]:
    """Return an event, a list and a watch. Its checks end once the event is set; the list counts their starts."""
    go, starts = threading.Event(), list[int]()

    def examine() -> tuple[Finding, ...]:
        starts.append(1)
        go.wait()
        return FINE

    return go, starts, Watch(examine)


def test_many_callers_share_one_run_of_the_checks_and_do_not_wait() -> None:
    go, starts, watch = blocked()
    for _ in range(5):
        watch.look()
    assert (watch.is_looking, watch.last) == (True, None)
    go.set()
    wait_for_checks()
    assert len(starts) == 1
    assert watch.last
    assert watch.last.findings == FINE
    assert not watch.is_looking


def test_findings_are_current_for_a_while_and_until_a_change() -> None:
    watch = Watch(lambda: FINE)
    watch.note("store", False)
    assert (watch.is_current, watch.is_due) == (False, True)
    watch.look()
    wait_for_checks()
    watch.note("store", False)
    assert (watch.is_current, watch.is_due) == (True, False)
    watch.note("store", True)
    assert (watch.is_current, watch.is_due) == (False, True)
    watch.look()
    wait_for_checks()
    watch.note("store", True)  # the value stays the same, so no further checks are due
    assert (watch.is_current, watch.is_due) == (True, False)
    watch._last = watch_module.Examination(FINE, datetime.now(UTC) - watch_module.KEPT - timedelta(seconds=1))
    assert watch.is_due


def test_a_change_during_the_checks_needs_another_run_and_runs_never_overlap() -> None:
    go, starts, watch = blocked()
    watch.note("jobs", None)
    watch.look()
    watch.note("jobs", 1)
    watch.look()
    go.set()
    wait_for_checks()
    assert watch.last
    assert (watch.is_current, watch.is_due, len(starts)) == (False, True, 1)


def test_checks_that_break_give_a_finding_without_secrets_and_the_next_run_is_new() -> None:
    errors = ["secret"]

    def examine() -> tuple[Finding, ...]:
        if errors:
            raise RuntimeError(errors.pop())
        return FINE

    watch = Watch(examine)
    watch.look()
    wait_for_checks()
    assert watch.last
    (finding,) = watch.last.findings
    assert (finding.verdict, "RuntimeError" in finding.sentence, "secret" in str(finding)) == (
        Verdict.UNKNOWN,
        True,
        False,
    )
    watch.look()
    wait_for_checks()
    assert watch.last
    assert watch.last.findings == FINE
