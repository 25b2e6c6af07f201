"""Run checks in parallel. A check that fails or hangs does not affect the others."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from threading import Semaphore

from lineage_viz.aws.source_in_use import about
from lineage_viz.errors import LineageVizError
from lineage_viz.health.finding import Finding, Verdict, failing, unknown
from lineage_viz.sources import Source

LIMIT = 20.0
"""Seconds for each check."""


@dataclass(frozen=True, slots=True)
class Check:
    """A named check. A LineageVizError that `ask` raises becomes a failing finding; None: there is nothing to check.

    `silence` is the verdict when there is no answer in time. It is FAILING for a check that tries a connection.
    """

    name: str
    ask: Callable[[], Finding | None]
    silence: Verdict = Verdict.UNKNOWN

    def unneeded(self, because: str) -> "Check":
        """Return this check on a machine that can do without what it checks: no problem is one."""

        def ask() -> Finding | None:
            try:
                finding = self.ask()
            except LineageVizError as error:
                return unknown(self.name, f"{because} {error}")
            if finding is None or finding.verdict is Verdict.OK:
                return finding
            return unknown(finding.name, f"{because} {finding.sentence}")

        return Check(self.name, ask)

    def of_source(self, source: Source, turn: Semaphore) -> "Check":
        """Return this check with the name of its source, which only so many checks at once ask as `turn` has places."""

        def ask() -> Finding | None:
            with turn, about(source):
                finding = self.ask()
            return finding and replace(
                finding,
                name=f"{source.name}: {finding.name}",
                details={"source": source.name, **finding.details},
            )

        return Check(f"{source.name}: {self.name}", ask, self.silence)


def run(checks: Sequence[Check], limit: float = LIMIT) -> tuple[Finding, ...]:
    """Return the findings in the order of the checks, after `limit` seconds or a little more at the latest."""
    until = time.monotonic() + limit
    started = [(check, _start(check)) for check in checks]
    found = (_finding(check, answer, until, limit) for check, answer in started)
    return tuple(finding for finding in found if finding)


def _start(check: Check) -> Future[Finding | None]:
    answer: Future[Finding | None] = Future()

    def ask() -> None:
        try:
            answer.set_result(check.ask())
        except BaseException as error:
            answer.set_exception(error)

    # A daemon thread, because a check that hangs must not keep the process alive.
    threading.Thread(target=ask, name=f"health {check.name}", daemon=True).start()
    return answer


def _finding(check: Check, answer: Future[Finding | None], until: float, limit: float) -> Finding | None:
    if wait([answer], max(0.0, until - time.monotonic())).not_done:
        sentence = f"There was no answer within {limit:g} seconds."
        return Finding(check.name, check.silence, sentence, "Check the network, then check again.")
    try:
        return answer.result()
    except LineageVizError as error:
        return failing(check.name, str(error))
    except Exception as error:
        # The error's text may contain anything, so the finding names only its type.
        return unknown(
            check.name, f"The check itself has an error ({type(error).__name__}).", "Please report it."
        )
