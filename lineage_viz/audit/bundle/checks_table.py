"""The checks of a report as CSV: a row for each observation."""

import csv
import io

from lineage_viz.audit.follow_up import FollowUp
from lineage_viz.audit.outcome import Observation
from lineage_viz.audit.report import Report
from lineage_viz.audit.waiver import Waivers
from lineage_viz.takeaway.tables import safe_cell
from lineage_viz.takeaway.values import storable

_COLUMNS = (
    "check", "severity", "outcome", "waived", "rule", "observation", "sentence", "entities", "source", "waiver",
    "remediation", "effort", "follow-up", "owner", "due",
)  # fmt: skip
_BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel reads UTF-8 as the local code page."""


def checks_csv(report: Report) -> str:
    """Return a row for each observation of each check; a check without any has one row."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    waivers = report.pack.rules.waivers
    for result in report.results:
        check = result.check
        waived = "yes" if result.is_waived else ""
        before = (check.id, check.severity, result.outcome, waived, check.rule)
        after = (result.step, check.effort, *_follow_up(report.follow_up(result)))
        rows = [
            (str(e.outcome), e.sentence, " ".join(e.entities), e.source, _waiver(e, waivers))
            for e in result.observations
        ]
        for row in rows or [("", "", "", "", "")]:
            writer.writerow(safe_cell(storable(str(each))) for each in (*before, *row, *after))
    return _BYTE_ORDER_MARK + stream.getvalue()


def _waiver(found: Observation, waivers: Waivers) -> str:
    return f"{waivers.state(found.waiver)}: {found.waiver.words}" if found.waiver else ""


def _follow_up(found: FollowUp | None) -> tuple[str, str, str]:
    return (
        (str(found.state), found.owner, found.due.isoformat() if found.due else "") if found else ("", "", "")
    )
