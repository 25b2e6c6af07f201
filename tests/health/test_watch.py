"""The last look, for all who want to know."""

import threading
from datetime import UTC, datetime, timedelta

from lineage_viz.health import Finding, Verdict, Watch
from lineage_viz.health import watch as module
from lineage_viz.health.watch import THREAD

FINE = (Finding("Disk space", Verdict.OK, "Enough."),)


def ended() -> None:
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join()


def held_up() -> tuple[threading.Event, list[int], Watch]:
    """A watch whose looks end once they are let go, and how many were begun."""
    go, looks = threading.Event(), list[int]()

    def examine() -> tuple[Finding, ...]:
        looks.append(1)
        go.wait()
        return FINE

    return go, looks, Watch(examine)


def test_of_many_who_ask_at_once_one_look_is_made_and_none_waits() -> None:
    go, looks, watch = held_up()
    for _ in range(5):
        watch.look()
    assert (watch.is_looking, watch.last) == (True, None)
    go.set()
    ended()
    assert len(looks) == 1
    assert watch.last
    assert watch.last.findings == FINE
    assert not watch.is_looking


def test_a_look_is_good_for_a_while_and_until_something_changes() -> None:
    watch = Watch(lambda: FINE)
    watch.note("store", False)
    assert (watch.is_current, watch.is_due) == (False, True)
    watch.look()
    ended()
    watch.note("store", False)
    assert (watch.is_current, watch.is_due) == (True, False)
    watch.note("store", True)
    assert (watch.is_current, watch.is_due) == (False, True)
    watch.look()
    ended()
    watch.note("store", True)  # it stays as it is, and is not looked at again and again
    assert (watch.is_current, watch.is_due) == (True, False)
    watch._last = module.Look(FINE, datetime.now(UTC) - module.KEPT - timedelta(seconds=1))
    assert watch.is_due


def test_what_changes_during_a_look_needs_another_and_two_are_never_under_way() -> None:
    go, looks, watch = held_up()
    watch.note("jobs", None)
    watch.look()
    watch.note("jobs", 1)
    watch.look()
    go.set()
    ended()
    assert watch.last
    assert (watch.is_current, watch.is_due, len(looks)) == (False, True, 1)


def test_checks_that_break_are_a_finding_that_tells_no_secret_and_the_next_look_is_another() -> None:
    said = ["secret"]

    def examine() -> tuple[Finding, ...]:
        if said:
            raise RuntimeError(said.pop())
        return FINE

    watch = Watch(examine)
    watch.look()
    ended()
    assert watch.last
    (finding,) = watch.last.findings
    assert (finding.verdict, "RuntimeError" in finding.sentence, "secret" in str(finding)) == (
        Verdict.UNKNOWN,
        True,
        False,
    )
    watch.look()
    ended()
    assert watch.last
    assert watch.last.findings == FINE
