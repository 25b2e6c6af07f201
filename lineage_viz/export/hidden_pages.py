"""The pages of an export without their secrets. A second process looks for those of searched records.

These are large and often have some: to hide them takes half as long as all the rest of the reading.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import is_
from typing import Self

from lineage_viz.export.journal_text import journal_text
from lineage_viz.sagemaker_lineage.listings import LISTINGS, Listing
from lineage_viz.sagemaker_lineage.private import PLAIN_TEXTS, know_plain, without_members
from lineage_viz.sagemaker_lineage.records import Record
from lineage_viz.sagemaker_lineage.summaries import Answered, with_times
from lineage_viz.secrecy import keep_secret, learned
from lineage_viz.system.two_processes import Helper


@dataclass(frozen=True, slots=True)
class HiddenPage:
    """The records of a page without secrets, and their text in the journal: that of SageMaker, if nothing is hidden."""

    records: Sequence[Record]
    text: str


def hidden_page(records: Sequence[Record]) -> HiddenPage:
    """Hide the secrets of a page."""
    shown = [without_members(each) for each in records]
    _know_plain(shown, records)
    if all(map(is_, shown, records)) and isinstance(records, Answered) and _is_one_line(records.text):
        # To write so many records anew takes longer than to parse them.
        return HiddenPage(shown, _as_answered(records))
    return HiddenPage(shown, f'"records": {journal_text(shown)}')


@dataclass(frozen=True, slots=True)
class _Question:
    """A page in the form of its answer, and the secrets that are known by now."""

    listing: str
    text: str
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Hidden:
    """The records of a page that had secrets, by their places, and the text of all; texts of the page without any."""

    changed: dict[int, Record]
    text: str
    plain: Sequence[str]


class HiddenPages:
    """Hides the secrets of pages, in a second process where that is possible."""

    def __init__(self) -> None:
        self._helper = Helper(_hidden)

    def page(self, listing: Listing, records: Sequence[Record]) -> HiddenPage:
        """Hide the secrets of a page. Safe for many threads."""
        secrets = learned()
        # A page of a list has little text and hardly ever a secret: it is not worth the way.
        if listing.resource and isinstance(records, Answered) and _is_one_line(records.text):
            found = self._helper.ask(_Question(listing.name, records.text, secrets))
            if found and secrets == learned():
                # The entities and records of the page have the same texts.
                PLAIN_TEXTS.learn(found.plain)
                shown = [found.changed.get(place, each) for place, each in enumerate(records)]
                _know_plain(shown, records)
                return HiddenPage(shown, found.text or _as_answered(records))
        return hidden_page(records)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._helper.close()


def _hidden(question: _Question) -> _Hidden:
    """Run in the second process."""
    keep_secret(*question.secrets)
    listing = LISTINGS[question.listing]
    answer = json.loads(question.text, object_hook=with_times)
    records = Answered(listing.records_of(answer), question.text)
    PLAIN_TEXTS.newest()
    page = hidden_page(records)
    pairs = enumerate(zip(records, page.records, strict=True))
    changed = {place: after for place, (before, after) in pairs if after is not before}
    return _Hidden(changed, page.text if changed else "", PLAIN_TEXTS.newest())


def _know_plain(shown: Sequence[Record], records: Sequence[Record]) -> None:
    for after, before in zip(shown, records, strict=True):
        if after is before:
            know_plain(after)


def _as_answered(records: Answered) -> str:
    return f'"answer": {records.text}'


def _is_one_line(text: str) -> bool:
    return "\n" not in text and "\r" not in text
