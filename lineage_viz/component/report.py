"""A report, or a part of one, shown as text and never as markup."""

from collections.abc import Mapping, Sequence

from lineage_viz.component.assets import component

Block = Mapping[str, object]
"""A part of a report: `is` names its form in report.js, where the other values are described."""

_report = component("report")


def report_blocks(blocks: Sequence[Block], *, key: str) -> None:
    """Show parts of a report one below the other. Links in it lead to pages of this app only."""
    _report(key=key, data={"blocks": list(blocks)})
