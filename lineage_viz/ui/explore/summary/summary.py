"""The parts of the summary of one entity, as data for the facts component."""

import re
from collections.abc import Iterator
from datetime import datetime

from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.words import LIVE, PERHAPS_LIVE, warning
from lineage_viz.facts.people import people
from lineage_viz.model import Entity
from lineage_viz.picture.card_facts import key_fact
from lineage_viz.style import failed
from lineage_viz.ui.explore.summary.known import Known
from lineage_viz.ui.explore.summary.link import Data
from lineage_viz.ui.explore.summary.metrics import metrics_part
from lineage_viz.ui.explore.summary.parameters import parameters_part
from lineage_viz.ui.explore.summary.steps import steps_part
from lineage_viz.words import day, inside, plain

_EMPTY = re.compile(
    r"^Status: \w+, (?:secondary status: \w+, )?|(?:exit message|failure reason): null(?:, )?"
)
"""`Status: Failed, exit message: null, failure reason: …` (observed messages of trial components)."""


def summary(entity: Entity, known: Known, read: datetime | None = None) -> Data:
    """Return the parts of the summary. A part that an entity of this kind never has is left out.

    `read` is the time of the snapshot, for the sources.
    """
    parts: Data = {
        "key": [plain(words, 200) for words in _key_words(entity)],
        "warning": plain(warning(entity) or _failure(entity), 2_000),
        "metrics": metrics_part(entity, known),
        "parameters": parameters_part(entity, known),
        "steps": list(steps_part(entity, known)),
        "people": people(entity, read),
    }
    return {name: part for name, part in parts.items() if part}


def _failure(entity: Entity) -> str:
    """Return the message of a failed job without its status and its empty parts."""
    reason = _EMPTY.sub("", entity.text("message")) if failed(entity) else ""
    return f"Failed: {reason.removeprefix('failure reason: ')}" if reason else ""


def _key_words(entity: Entity) -> Iterator[str]:
    """Yield the facts that matter most, in the words of lists, or else of the card. The warning stands elsewhere."""
    words = [each for each in brief(entity) if each not in (inside(LIVE), inside(PERHAPS_LIVE))]
    words = words or list(key_fact(entity).wordings[:1])
    yield from words
    created = f"created {day(entity.created)}" if entity.created else ""
    if created and created not in words:
        yield created
