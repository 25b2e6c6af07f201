"""The live models with a critical finding of the audit, beside those without approval, as a part of a report."""

from collections.abc import Sequence
from urllib.parse import urlencode

from lineage_viz.audit.outcome import Severity
from lineage_viz.component.report import Block
from lineage_viz.model import Entity
from lineage_viz.store.base import Store
from lineage_viz.ui.audit.critical import Critical, criticals
from lineage_viz.ui.fact_cells import lacks_approval, where_live
from lineage_viz.ui.page_address import address_of
from lineage_viz.ui.summary.section_view import HERE, ROWS, name_cell
from lineage_viz.words import plain

_HEADING = "Approved and live, with a critical finding of the audit"
_HEAD = ("Name", "Live", "Finding", "Review")


def critical_blocks(store: Store, live: Sequence[Entity]) -> list[Block]:
    """Return the list; empty without such a model, and while the audit of all models is not known."""
    known = criticals(store.edition)
    found = [(each, known[each.arn]) for each in live if each.arn in known and not lacks_approval(each)]
    if not found:
        return []
    every = f"{address_of('audit', here=HERE)}?{urlencode({'worst': str(Severity.CRITICAL)})}"
    more = (
        {"link": {"words": "Show all critical findings in Audit", "url": every}} if len(found) > ROWS else {}
    )
    return [
        {
            "is": "table",
            "heading": f"{_HEADING} ({len(found):,})",
            "words": _HEADING,
            "head": [{"words": each} for each in _HEAD],
            "rows": [_row(*each) for each in found[:ROWS]],
            **more,
        }
    ]


def _row(model: Entity, critical: Critical) -> list[Block]:
    review = f"{address_of('audit', here=HERE)}?{urlencode({'model': model.arn})}"
    rules: Block = {"words": plain(critical.broken, 300), "tone": "bad"}
    return [name_cell(model), {"words": where_live(model)}, rules, {"words": "Open", "url": review}]
