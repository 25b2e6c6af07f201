"""The next step of a check: what to do about its outcome, or what would read its evidence. Each form says the same."""

from lineage_viz.audit.outcome import Outcome

_TO_DO = frozenset({Outcome.FAIL, Outcome.WARN, Outcome.NOT_RECORDED})


def advice(outcome: str, remediation: str, effort: str, needs: str) -> tuple[str, str]:
    """Return the heading and the words of the next step; two empty texts where nothing is to be done."""
    if outcome in _TO_DO:
        return "Next step", f"{remediation} Effort: {effort}."
    return ("Needs", f"{needs[:1].upper()}{needs[1:]}.") if outcome == Outcome.NOT_READ else ("", "")
