"""The source of a fact in words, with the time at which it was read."""

import re
from datetime import datetime

from lineage_viz.words import moment, plain


def source_words(source: str, read: datetime | None) -> str:
    """Return `Source: the model registry, read 12 Mar 2026, 02:00 UTC`; `read` is the time of the snapshot."""
    has_time = re.search(r", read [^;]*$", source)  # a service that was asked apart from the export
    return f"Source: {plain(source)}{f', read {moment(read)}' if read and not has_time else ''}"
