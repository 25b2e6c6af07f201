"""One export's questions to SageMaker, in order, each answer kept in the checkpoint."""

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
"""Questions in the checkpoint besides the pages of the five listings."""


class Reading:
    """Asks SageMaker what a plan needs. Raises SourceError; what was answered until then is kept."""

    def __init__(self, api: LineageApi, plan: Plan, checkpoint: Checkpoint, listener: ExportListener) -> None:
        self.api, self.plan, self.checkpoint = api, plan, checkpoint
        self._listener = listener
        self._started = time.monotonic()
        self._lock = threading.Lock()
        self._now = "listings", 0
        self.api.throttled = lambda: self._tell(*self._now)

    def listings(self) -> RequestRefused | None:
        """All five listings, up to the time the export is as of.

        Returns why SageMaker refused the account-wide listing of associations, if it did.
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
        """The association records answered so far, for the account or entity by entity."""
        answers = self.checkpoint.answered(PER_ENTITY).values()
        return [*self.checkpoint.pages[ASSOCIATIONS], *(record for records in answers for record in records)]

    def associations_missing(self, entities: Listed) -> int:
        """Associations of a few sampled entities that the account-wide listing lacks."""
        listed = self.associations()
        known = {(r["SourceArn"], r["DestinationArn"]) for r in listed}
        return missing(self.api, questions(entities, listed), known, self.checkpoint.taken)

    def associations_of(self, arns: Sequence[str]) -> None:
        """Ask for the associations of single entities, for when the account-wide listing cannot be had."""
        answers = self.checkpoint.answered(PER_ENTITY)
        read_each(self.api, [arn for arn in arns if arn not in answers], self._kept(PER_ENTITY, len(arns)))

    def trial_components(self) -> Mapping[str, Record]:
        """Trial components with details: those changed since the base, or all."""
        answers = self.checkpoint.answered(SEARCHED)
        if "all" not in answers:
            found = [r for page in search_trial_components(self.api, self.plan.since) for r in page]
            self.checkpoint.answer(SEARCHED, "all", found)
        return {record["TrialComponentArn"]: record for record in answers["all"]}

    def described(self, wanted: Iterable[tuple[EntityLabel, str]]) -> Mapping[str, Record | None]:
        """Entities with details; None for one that is gone."""
        answers = self.checkpoint.answered(DESCRIBED)
        asked = [(label, arn) for label, arn in wanted if arn not in answers]
        describe_each(self.api, asked, self._kept(DESCRIBED, len(asked)))
        return answers

    def _kept(self, question: str, total: int) -> Callable[[str, Any], None]:
        def keep(arn: str, records: object) -> None:
            self.checkpoint.answer(question, arn, records)
            self._tell(question, total)

        return keep

    def _page(self, one: Slice, records: Sequence[Record]) -> None:
        self.checkpoint.page(one, records)
        self._tell("listings", 0)

    def _tell(self, phase: str, total: int) -> None:
        with self._lock:
            self._now = phase, total
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
