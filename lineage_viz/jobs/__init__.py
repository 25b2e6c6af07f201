"""Jobs: commands that run as separate processes, and the record of them."""

from lineage_viz.jobs.book import JobBook
from lineage_viz.jobs.command import JOB
from lineage_viz.jobs.control import cancel, retry, start
from lineage_viz.jobs.job import SOURCE, Job, JobKind, JobState, Order
from lineage_viz.jobs.log import log_tail
from lineage_viz.jobs.recording import Recording, recorded

__all__ = [
    "JOB",
    "SOURCE",
    "Job",
    "JobBook",
    "JobKind",
    "JobState",
    "Order",
    "Recording",
    "cancel",
    "log_tail",
    "recorded",
    "retry",
    "start",
]
