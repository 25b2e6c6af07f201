"""The timeline of a report."""

from lineage_viz.audit.report import Report
from lineage_viz.component.report import Block
from lineage_viz.ui.audit.links import Linked
from lineage_viz.words import moment, plain


def event_list(found: Report, linked: Linked) -> Block:
    """Return the block of all dated events, oldest first."""
    events = [
        {
            "when": moment(each.at),
            "at": each.at.isoformat(),
            "words": plain(each.words, 300),
            "url": linked.link(each.entity)["url"],
            "source": plain(each.source),
        }
        for each in found.timeline
    ]
    if not events:
        return {
            "is": "words",
            "heading": "Timeline",
            "lines": ["No event of this model has a recorded time."],
        }
    return {"is": "events", "heading": "Timeline", "events": events}
