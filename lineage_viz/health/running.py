"""Runs checks side by side: one that fails or hangs takes nothing from the others."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass

from lineage_viz.errors import LineageVizError
from lineage_viz.health.finding import Finding, Verdict, failing, unknown

LIMIT = 20.0
"""Seconds for each check."""


@dataclass(frozen=True, slots=True)
class Check:
    """A named question. `ask` may raise LineageVizError, which makes the check a failing one.

    `silence` is what no answer in time means: for one that asks whether something can be reached, that it cannot.
    """

    name: str
    ask: Callable[[], Finding]
    silence: Verdict = Verdict.UNKNOWN


def run(checks: Sequence[Check], limit: float = LIMIT) -> tuple[Finding, ...]:
    """Their findings, in the order of the checks, within little more than `limit` seconds."""
    until = time.monotonic() + limit
    asked = [(check, _begin(check)) for check in checks]
    return tuple(_finding(check, answer, until, limit) for check, answer in asked)


def _begin(check: Check) -> Future[Finding]:
    answer: Future[Finding] = Future()

    def ask() -> None:
        try:
            answer.set_result(check.ask())
        except BaseException as error:
            answer.set_exception(error)

    # A daemon, so that one that hangs does not keep the process from ending.
    threading.Thread(target=ask, name=f"health {check.name}", daemon=True).start()
    return answer


def _finding(check: Check, answer: Future[Finding], until: float, limit: float) -> Finding:
    if wait([answer], max(0.0, until - time.monotonic())).not_done:
        said = f"There was no answer within {limit:g} seconds."
        return Finding(check.name, check.silence, said, "Check the network, then ask again.")
    try:
        return answer.result()
    except LineageVizError as error:
        return failing(check.name, str(error))
    except Exception as error:
        # Its text may hold anything, so only its type is told.
        said = f"The check itself broke ({type(error).__name__})."
        return unknown(check.name, said, "Please report it.")
