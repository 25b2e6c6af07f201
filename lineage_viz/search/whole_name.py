"""A text that is a whole name: with a version, or with a place. It names that entity alone, never a longer one."""

import re
from collections.abc import Iterable

from lineage_viz.model import Entity
from lineage_viz.search.nearest_version import is_version

_PLACE = re.compile(r"[a-z][a-z0-9+.-]*://\S+|\S+\.dkr\.ecr\.\S+", re.IGNORECASE)
"""A URI, or the address of an image."""
_IMAGE = re.compile(r"[^\s:/]+:[0-9]+(?:\.[0-9]+)*")
"""The name of an image with its version."""


def is_whole(text: str) -> bool:
    """True for a text such as `fraud-models/3`, `s3://bucket/train.csv` or `scorer:1.2`.

    Entities that only have its letters are others: version 10 has those of version 1.
    """
    text = text.strip()
    return is_version(text) or any(each.fullmatch(text) for each in (_PLACE, _IMAGE))


def ending_with(hits: Iterable[Entity], text: str) -> list[Entity]:
    """Return the entities whose source is this text, or ends with it as whole parts of a path."""
    wanted = _folded(text)
    sources = [(each, _folded(each.source)) for each in hits]
    return [
        each for each, source in sources if source == wanted or source.endswith((f"/{wanted}", f":{wanted}"))
    ]


def _folded(text: str) -> str:
    return text.strip().casefold().rstrip("/")
