"""The audit of a model in a notebook, and the comparison of two."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lineage_viz.audit.comparison_report import comparison_data, comparison_lines
from lineage_viz.audit.formats.printed import PRINTED
from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.reporting import report_now
from lineage_viz.audit.text_report import text_lines
from lineage_viz.errors import LineageVizError
from lineage_viz.given_values import given_text
from lineage_viz.notebook.markup import page_of
from lineage_viz.notebook.unchanging import ReadOnly, Unchanging
from lineage_viz.notebook.written import written
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.words import complete_words, count, cut_words, day, plain

if TYPE_CHECKING:
    import pandas as pd

_LINES = 40

_BY_ENDING = {".txt": "text", ".json": "json", ".xml": "junit", ".sarif": "sarif"}


class Audit(Unchanging):
    """The audit of one model by the checks of a pack. `report` has everything.

    >>> import lineage_viz as lv
    >>> audit = lv.demo().audit("ticket-routing-models/10")
    >>> set(audit.outcomes.values()) <= {"pass", "fail", "warn", "not recorded", "not read", "not applicable", "error"}
    True
    """

    def __init__(self, report: Report) -> None:
        self.report = report

    @classmethod
    def of(cls, store: Store, model: str, pack: str, as_of: datetime | None = None) -> "Audit":
        """Audit the model that a text names, now or at a time. Raises LineageVizError."""
        named = given_text("pack", pack, "Give the name of a pack, such as bank, or the path of its file.")
        return cls(report_now(store, model, named, as_of))

    @property
    def outcomes(self) -> Mapping[str, str]:
        """The outcome of each check by its id, the heaviest check first. Only "pass" is good."""
        return ReadOnly({each.check.id: str(each.outcome) for each in self.report.results})

    @property
    def worst(self) -> str:
        """The severity of the heaviest finding; empty without one."""
        return str(self.report.worst or "")

    @property
    def extent(self) -> str:
        """`complete`, or where the reviewed lineage was cut, or what the snapshots lack."""
        return _extent(self.report)

    def __reduce_ex__(self, protocol: Any) -> Any:
        # Unlike other answers it has all that it shows: it asks no lineage.
        return object.__reduce_ex__(self, protocol)

    def to_pandas(self) -> "pd.DataFrame":
        """Return a row for each observation: check, severity, outcome, waived, sentence, entities; needs pandas."""
        from lineage_viz.notebook.frames import frame

        heads = ("check", "severity", "outcome", "waived", "sentence", "entities")
        rows = [
            (
                each.check.id,
                str(each.check.severity),
                str(seen.outcome),
                seen.is_waived,
                seen.sentence,
                seen.entities,
            )
            for each in self.report.results
            for seen in each.observations
        ]
        return frame(heads, [dict(zip(heads, row, strict=True)) for row in rows], self.extent)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the report to a file and return its path: .txt, .json, .xml (JUnit) or .sarif.

        Raises LineageVizError for another ending, or a file that cannot be written.
        """
        whole = Path(path).expanduser()
        form = _BY_ENDING.get(whole.suffix.casefold())
        if form is None:
            raise LineageVizError(
                f"An audit is saved as {', '.join(_BY_ENDING)}, and {whole.name} is none of them."
            )
        return written(whole, PRINTED[form](self.report))

    def _pack(self) -> str:
        return f"the pack {plain(self.report.pack.title, 60)}"

    def __str__(self) -> str:
        return "\n".join(text_lines(self.report))

    def __repr__(self) -> str:
        worst = f"worst finding {self.worst}" if self.worst else "no finding"
        return f"<Audit of {self._subject()} by {self._pack()}: {worst}, {self._evidence()}>"

    def _repr_html_(self) -> str:
        worst = f"worst finding: {self.worst}" if self.worst else "no finding"
        told = f"{self._pack()} · {worst} · {self._evidence()} · {self.extent}"
        rows = [
            (each.check.id, str(each.check.severity), str(each.outcome), each.observations[0].sentence)
            for each in self.report.results
            if each.observations
        ]
        heads = ("Check", "Severity", "Outcome", "Because")
        return page_of(f"Audit of {self._subject()}", told, heads, rows)

    def _evidence(self) -> str:
        """The number of checks with evidence among those that apply, and that of the others."""
        known, of = self.report.evidence_known
        others = len(self.report.results) - of
        words = f"evidence for {known} of {count(of, 'check')}"
        return f"{words}; {others} more {'needs' if others == 1 else 'need'} none" if others else words

    def _subject(self) -> str:
        review = self.report.review
        then = f" as of {day(review.as_of)}" if review.as_of else ""
        return f"{plain(title(review.subject), 80)}{then}"


class Comparison(Unchanging):
    """The differences between two models or versions."""

    _instead = "Keep its to_dict(), or compare again."

    def __init__(self, before: Report, now: Report) -> None:
        self._before, self._now = before, now

    @classmethod
    def of(cls, store: Store, before: str, now: str, as_of: datetime | None = None) -> "Comparison":
        """Compare the models that two texts name, now or at a time. Raises LineageVizError."""
        return cls(*(report_now(store, text, DEFAULT_PACK.name, as_of) for text in (before, now)))

    @property
    def extent(self) -> str:
        """`complete`, or where the reviewed lineage of a model was cut, or what the snapshots lack."""
        before, now = map(_extent, (self._before, self._now))
        return now if before == now else f"before: {before}; now: {now}"

    def to_dict(self) -> dict[str, Any]:
        """Return the differences as plain data, as the command writes them as JSON."""
        return dict(comparison_data(self._before, self._now))

    def __str__(self) -> str:
        return "\n".join(comparison_lines(self._before, self._now))

    def __repr__(self) -> str:
        return f"<Comparison: {self._names()}: {plain(self.extent, 160)}>"

    def _repr_html_(self) -> str:
        lines = [line for line in comparison_lines(self._before, self._now) if line.strip()]
        more = len(lines) - _LINES
        below = f"and {count(more, 'more line')}: print() shows all" if more > 0 else ""
        told = f"{self._names()} · {self.extent}"
        return page_of("Comparison", told, ("",), [(line,) for line in lines[1 : _LINES + 1]], below)

    def _names(self) -> str:
        before, now = (plain(title(each.review.subject), 80) for each in (self._before, self._now))
        return f"{before} → {now}"


def _extent(report: Report) -> str:
    review = report.review
    cut = review.truncated
    return cut_words(cut.reason, cut.left_out) if cut else complete_words(review.gaps, caveat=review.caveat)
