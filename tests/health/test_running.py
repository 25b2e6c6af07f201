"""Checks run in parallel and do not affect each other."""

import threading

from lineage_viz.errors import StoreUnavailable
from lineage_viz.health import Finding, Verdict
from lineage_viz.health.finding import ok
from lineage_viz.health.running import Check, run
from tests.patience import PATIENCE


def test_a_check_that_fails_breaks_or_hangs_hides_no_other() -> None:
    release = threading.Event()

    def hangs() -> Finding:
        release.wait()
        return ok("hangs", "At last.")

    def fails() -> Finding:
        raise StoreUnavailable("It is down.")

    def breaks() -> Finding:
        raise KeyError("a secret perhaps")

    checks = [Check(each.__name__, each) for each in (hangs, fails, breaks)]
    reach = Check("out of reach", hangs, silence=Verdict.FAILING)
    findings = run([*checks, Check("works", lambda: ok("works", "Well.")), reach], limit=2)
    release.set()
    assert [(each.name, each.verdict) for each in findings] == [
        ("hangs", Verdict.UNKNOWN),
        ("fails", Verdict.FAILING),
        ("breaks", Verdict.UNKNOWN),
        ("works", Verdict.OK),
        ("out of reach", Verdict.FAILING),
    ]
    assert "2 seconds" in findings[0].sentence
    assert findings[1].sentence == "It is down."
    assert "secret" not in findings[2].sentence


def test_checks_run_in_parallel() -> None:
    all_there = threading.Barrier(3)

    def meets() -> Finding:
        all_there.wait(PATIENCE)
        return ok("meets", "All were there at once.")

    assert [each.verdict for each in run([Check("meets", meets)] * 3, limit=PATIENCE)] == [Verdict.OK] * 3
