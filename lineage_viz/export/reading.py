"""The questions of an export to SageMaker, in order; the checkpoint keeps each answer."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from lineage_viz.errors import AccessDenied, RequestRefused, SourceError
from lineage_viz.export.checkpoint import Checkpoint
from lineage_viz.export.export_progress import ExportListener, ExportProgress
from lineage_viz.export.plan import Plan
from lineage_viz.model import EntityLabel
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.associations import missing, read_each
from lineage_viz.sagemaker_lineage.details import describe_each
from lineage_viz.sagemaker_lineage.listing import Slice, SliceReader
from lineage_viz.sagemaker_lineage.listings import ASSOCIATIONS, DOMAINS, JOBS, LISTINGS, MODELS
from lineage_viz.sagemaker_lineage.parallel import for_each
from lineage_viz.sagemaker_lineage.records import ARN_MEMBER, Record
from lineage_viz.sagemaker_lineage.resource_records import CONFIGURATIONS, DOMAIN_SETTINGS
from lineage_viz.sagemaker_lineage.sampling import Listed, questions

PER_ENTITY, DESCRIBED = "associations of", "described"
"""Names of questions in the checkpoint, besides the pages of the listings."""


class Reading:
    """Reads from SageMaker what a plan needs. Raises SourceError; the checkpoint keeps the answers until then."""

    def __init__(self, api: LineageApi, plan: Plan, checkpoint: Checkpoint, listener: ExportListener) -> None:
        self.api, self.plan, self.checkpoint = api, plan, checkpoint
        self._listener = listener
        self._started = time.monotonic()
        self._lock = threading.Lock()
        self._phase = "listings", 0
        self.refused: dict[str, SourceError] = {}
        """The listings that SageMaker refused and that the export can do without."""
        self.api.refused = lambda: self._report(*self._phase)

    def listings(self) -> SourceError | None:
        """Read all listings, up to the time that the export is as of.

        Returns SageMaker's refusal of the account-wide listing of associations, or None.
        """
        if not self.checkpoint.slices:
            for one in self.plan.slices(self.checkpoint.taken):
                self.checkpoint.page(one, ())
        reader = SliceReader(self.api, list(self.checkpoint.slices.values()), self._page)
        self._reader = reader
        reader.read()
        needed = (JOBS,) if self.plan.quick or self.plan.details else ()
        for name, refusal in reader.refused.items():
            if name != ASSOCIATIONS and (LISTINGS[name].always or name in needed):
                raise refusal
        self.refused |= reader.refused
        return self.refused.pop(ASSOCIATIONS, None)

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
        read_each(self.api, [arn for arn in arns if arn not in answers], self.keeper(PER_ENTITY, len(arns)))

    def trial_components(self) -> Mapping[str, Record]:
        """Trial components with details: those changed since the base, or all of them; none if nobody asked."""
        return {record["TrialComponentArn"]: record for record in self.checkpoint.pages[JOBS]}

    @property
    def pages(self) -> Mapping[str, Sequence[Record]]:
        """The records of each listing so far, by its name."""
        return self.checkpoint.pages

    def endpoint_configurations(self, names: Iterable[str]) -> Mapping[str, Record | None]:
        """Endpoint configurations by name; None for one that was deleted meanwhile. A refusal goes to `refused`."""
        answers = self.checkpoint.answered(CONFIGURATIONS)
        unanswered = [name for name in dict.fromkeys(names) if name not in answers]
        keep = self.keeper(CONFIGURATIONS, len(unanswered))

        def describe(name: str) -> None:
            doing = "describing endpoint configurations"
            keep(name, self.api.call("describe_endpoint_config", doing, EndpointConfigName=name))

        self._unless_refused(CONFIGURATIONS, describe, unanswered)
        return answers

    def domains(self) -> Mapping[str, Record | None]:
        """The listed domains with their settings, by id; None for one that was deleted meanwhile."""
        answers = self.checkpoint.answered(DOMAIN_SETTINGS)
        unanswered = [name for each in self.pages[DOMAINS] if (name := str(each["DomainId"])) not in answers]
        keep = self.keeper(DOMAIN_SETTINGS, len(unanswered))

        def describe(domain: str) -> None:
            keep(domain, self.api.call("describe_domain", "describing domains", DomainId=domain))

        self._unless_refused(DOMAIN_SETTINGS, describe, unanswered)
        return answers

    def models(self, names: Iterable[str]) -> Mapping[str, Record | None]:
        """Models by name, those that the search has not read; None for one that was deleted meanwhile."""
        answers = self.checkpoint.answered(MODELS)
        known = {str(each["Model"]["ModelName"]) for each in self.pages[MODELS] if each.get("Model")}
        unanswered = [name for name in dict.fromkeys(names) if name not in answers and name not in known]
        keep = self.keeper(MODELS, len(unanswered))

        def describe(name: str) -> None:
            keep(name, self.api.call("describe_model", "describing models", ModelName=name))

        self._unless_refused(MODELS, describe, unanswered)
        return answers

    def _unless_refused(self, kind: str, describe: Callable[[str], None], names: Iterable[str]) -> None:
        """Describe by name. An account goes without what it may not read."""
        try:
            for_each(describe, names)
        except (AccessDenied, RequestRefused) as error:
            self.refused[kind] = error

    def described(self, wanted: Iterable[tuple[EntityLabel, str]]) -> Mapping[str, Record | None]:
        """Entities with details, by ARN; None for an entity that was deleted meanwhile."""
        answers = self.checkpoint.answered(DESCRIBED)
        unanswered = [(label, arn) for label, arn in wanted if arn not in answers]
        describe_each(self.api, unanswered, self.keeper(DESCRIBED, len(unanswered)))
        return answers

    def keeper(self, question: str, total: int) -> Callable[[str, Any], None]:
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
            asked = {one.listing.name for one in self.checkpoint.slices.values()}
            counts = {name: len(self.pages[name]) for name in self.pages if name in asked}
            if phase != "listings":
                counts[phase] = len(self.checkpoint.answered(phase))
            elapsed = time.monotonic() - self._started
            calls = self.api.calls
            left = self._reader.pages_left if phase == "listings" else total - counts[phase]
            rate = sum(calls.values()) / elapsed if elapsed else 0.0
            remaining = left / rate if rate and left >= 0 else None
            throttles, failures = self.api.throttles, self.api.failures
            self._listener(
                ExportProgress(phase, counts, sum(calls.values()), throttles, elapsed, remaining, failures)
            )
