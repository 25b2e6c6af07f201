"""The questions of an export to SageMaker, in order; the checkpoint keeps each answer."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from lineage_viz.errors import RequestRefused
from lineage_viz.export.checkpoint import Checkpoint
from lineage_viz.export.export_progress import ExportListener, ExportProgress
from lineage_viz.export.plan import Plan
from lineage_viz.model import EntityLabel
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.associations import missing, read_each
from lineage_viz.sagemaker_lineage.details import describe_each, search_trial_components
from lineage_viz.sagemaker_lineage.listing import ASSOCIATIONS, LISTINGS, Slice, SliceReader
from lineage_viz.sagemaker_lineage.records import ARN_MEMBER, Record
from lineage_viz.sagemaker_lineage.sampling import Listed, questions

PER_ENTITY, SEARCHED, DESCRIBED = "associations of", "searched", "described"
"""Names of questions in the checkpoint, besides the pages of the five listings."""


class Reading:
    """Reads from SageMaker what a plan needs. Raises SourceError; the checkpoint keeps the answers until then."""

    def __init__(self, api: LineageApi, plan: Plan, checkpoint: Checkpoint, listener: ExportListener) -> None:
        self.api, self.plan, self.checkpoint = api, plan, checkpoint
        self._listener = listener
        self._started = time.monotonic()
        self._lock = threading.Lock()
        self._phase = "listings", 0
        self.api.throttled = lambda: self._report(*self._phase)

    def listings(self) -> RequestRefused | None:
        """Read all five listings, up to the time that the export is as of.

        Returns SageMaker's refusal of the account-wide listing of associations, or None.
        """
        end = self.checkpoint.taken + timedelta(seconds=1)
        if not self.checkpoint.slices:
            for number, listing in enumerate(LISTINGS):
                self.checkpoint.page(Slice(listing, number, end, self.plan.since), ())
        reader = SliceReader(self.api, list(self.checkpoint.slices.values()), self._page)
        self._reader = reader
        reader.read()
        for name, refusal in reader.refused.items():
            if name != ASSOCIATIONS:
                raise refusal
        return reader.refused.get(ASSOCIATIONS)

    def entities(self) -> Listed:
        """The entity records listed so far, by ARN."""
        return {
            label: {record[ARN_MEMBER[label]]: record for record in self.checkpoint.pages[label]}
            for label in EntityLabel
        }

    def associations(self) -> list[Record]:
        """The association records read so far, for the account or entity by entity."""
        answers = self.checkpoint.answered(PER_ENTITY).values()
        return [*self.checkpoint.pages[ASSOCIATIONS], *(record for records in answers for record in records)]

    def associations_missing(self, entities: Listed) -> int:
        """The number of associations of a few sampled entities that the account-wide listing lacks."""
        listed = self.associations()
        known = {(r["SourceArn"], r["DestinationArn"]) for r in listed}
        return missing(self.api, questions(entities, listed), known, self.checkpoint.taken)

    def associations_of(self, arns: Sequence[str]) -> None:
        """Read the associations of single entities, when the account-wide listing is refused or incomplete."""
        answers = self.checkpoint.answered(PER_ENTITY)
        read_each(self.api, [arn for arn in arns if arn not in answers], self._keeper(PER_ENTITY, len(arns)))

    def trial_components(self) -> Mapping[str, Record]:
        """Trial components with details: those changed since the base, or all of them."""
        answers = self.checkpoint.answered(SEARCHED)
        if "all" not in answers:
            self.checkpoint.answer(SEARCHED, "all", search_trial_components(self.api, self.plan.since))
        return {record["TrialComponentArn"]: record for record in answers["all"]}

    def described(self, wanted: Iterable[tuple[EntityLabel, str]]) -> Mapping[str, Record | None]:
        """Entities with details, by ARN; None for an entity that was deleted meanwhile."""
        answers = self.checkpoint.answered(DESCRIBED)
        unanswered = [(label, arn) for label, arn in wanted if arn not in answers]
        describe_each(self.api, unanswered, self._keeper(DESCRIBED, len(unanswered)))
        return answers

    def _keeper(self, question: str, total: int) -> Callable[[str, Any], None]:
        """A function that keeps an answer in the checkpoint and reports the progress."""

        def keep(arn: str, records: object) -> None:
            self.checkpoint.answer(question, arn, records)
            self._report(question, total)

        return keep

    def _page(self, one: Slice, records: Sequence[Record]) -> None:
        self.checkpoint.page(one, records)
        self._report("listings", 0)

    def _report(self, phase: str, total: int) -> None:
        with self._lock:
            self._phase = phase, total
            counts = {name: len(records) for name, records in self.checkpoint.pages.items()}
            if phase != "listings":
                counts[phase] = len(self.checkpoint.answered(phase))
            elapsed = time.monotonic() - self._started
            calls = self.api.calls
            left = self._reader.pages_left if phase == "listings" else total - counts[phase]
            rate = sum(calls.values()) / elapsed if elapsed else 0.0
            remaining = left / rate if rate else None
            self._listener(
                ExportProgress(phase, counts, sum(calls.values()), self.api.throttles, elapsed, remaining)
            )
