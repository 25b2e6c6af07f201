"""The report of a model as the page makes it: with the waivers and the follow-ups that auditors recorded."""

from datetime import UTC, datetime

from lineage_viz.audit.pack_file import read_pack
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.sign_off.follow_up_log import FollowUpBook
from lineage_viz.audit.sign_off.waiver_log import with_page_waivers
from lineage_viz.audit.subject import find_subject
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store


def report_now(store: Store, text: str, pack: str, as_of: datetime | None = None) -> Report:
    """Return the report of the model that a text names, judged today. Raises LineageVizError.

    It is about the model as it is now, or as it was at the time `as_of`.
    """
    settings, today = Settings.from_environment(), datetime.now(UTC).date()
    judged = with_page_waivers(read_pack(pack, "pack"), settings, today)
    review = read_review(store, find_subject(store, text), as_of)
    return report(review, store.snapshots, judged, FollowUpBook(settings).of(review.model.arn, today))
