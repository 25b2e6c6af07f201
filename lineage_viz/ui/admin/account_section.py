"""The buttons that read the accounts, and the list of the accounts below them."""

from collections.abc import Sequence

from lineage_viz.jobs import Job
from lineage_viz.settings import Settings
from lineage_viz.sources import Sources, sources_of
from lineage_viz.ui.admin.account_list import accounts
from lineage_viz.ui.admin.account_rows import account_rows, why_no_reload
from lineage_viz.ui.admin.can_start import excluding, why_not
from lineage_viz.ui.admin.loaded_summary import is_demo
from lineage_viz.ui.admin.reloading import reloading
from lineage_viz.ui.admin.starting import Starts
from lineage_viz.ui.admin.submit import section_error_shown
from lineage_viz.ui.trouble import loaded_now

Names = Sequence[str]
"""The names of the sources; none for the account of the AWS settings."""


def account_section(settings: Settings, active: Sequence[Job], why_fixed: str) -> tuple[Names, Starts]:
    """Show the buttons and the list. Returns the names of the sources, and the chosen options.

    `why_fixed` is the reason why nothing can be removed now; empty when something can.
    """
    sources, wrong = _sources(settings)
    names = sources.names if sources else ()
    why = wrong or why_not(settings, excluding(settings, active, names))
    starts = reloading(settings, names, [each for each in names if each not in _running(active)], why)
    with section_error_shown():
        shown = () if is_demo(settings) else loaded_now() or ()  # nobody reads or removes the demo account
        rows = accounts(settings, sources, shown, active)
        account_rows(settings, rows, starts, why_no_reload(rows, why), why_fixed)
    return names, starts


def _running(active: Sequence[Job]) -> set[str]:
    """The sources that a job reads already."""
    return {job.order.source for job in active}


def _sources(settings: Settings) -> tuple[Sources | None, str]:
    """The sources, and the reason why they cannot be read."""
    with section_error_shown():
        return sources_of(settings), ""
    return None, "The file of sources cannot be read\\. Correct it\\."
