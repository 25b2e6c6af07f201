"""The look-ups of a review besides its walks: a package by its ARN, an endpoint by its name, attempts of a job."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from lineage_viz.approval import is_package
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title

_MOST = 50

UNFINISHED = ("Failed", "Stopped")
"""The statuses of jobs that did not complete."""

_UNFINISHED_JOBS = Filter(labels=frozenset({EntityLabel.TRIAL_COMPONENT}), states=frozenset(UNFINISHED))


class Finder(Protocol):
    """Look-ups in one lineage."""

    def package(self, arn: str) -> Entity | None:
        """The model package of this ARN in lower case."""

    def endpoints(self, name: str) -> list[Entity]:
        """The endpoints of this name."""

    def unfinished(self, execution: str, step: str) -> list[Entity]:
        """The jobs of a step of a pipeline execution that failed or were stopped."""


class Searching:
    """Look-ups by searches of a store: the way for one model."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def package(self, arn: str) -> Entity | None:
        """The model package of this ARN in lower case."""
        hits = self._store.search(arn, filter_=Filter(types=frozenset({"Model"})), limit=_MOST)
        return next((each for each in hits.entities if each.source.casefold() == arn), None)

    def endpoints(self, name: str) -> list[Entity]:
        """The endpoints of this name."""
        hits = self._store.search(name, filter_=Filter(types=frozenset({"Endpoint"})), limit=_MOST)
        return [each for each in hits.entities if title(each) == name]

    def unfinished(self, execution: str, step: str) -> list[Entity]:
        """The jobs of a step of a pipeline execution that failed or were stopped: SageMaker names them alike."""
        hits = self._store.search(f"pipelines-{execution}-{step}", filter_=_UNFINISHED_JOBS, limit=_MOST)
        return [
            each
            for each in hits.entities
            if is_unfinished(each) and (each.text("execution"), each.text("step")) == (execution, step)
        ]


class Indexed:
    """Look-ups in lists of all packages, endpoints and jobs: the way for many models."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._packages: dict[str, Entity] = {}
        self._endpoints: defaultdict[str, list[Entity]] = defaultdict(list)
        self._jobs: defaultdict[tuple[str, str], list[Entity]] = defaultdict(list)
        for each in entities:
            if each.label == EntityLabel.TRIAL_COMPONENT:
                if is_unfinished(each):
                    self._jobs[each.text("execution"), each.text("step")].append(each)
            elif each.type == "Endpoint":
                self._endpoints[title(each)].append(each)
            elif is_package(each):
                self._packages.setdefault(each.source.casefold(), each)

    def package(self, arn: str) -> Entity | None:
        """The model package of this ARN in lower case."""
        return self._packages.get(arn)

    def endpoints(self, name: str) -> list[Entity]:
        """The endpoints of this name."""
        return self._endpoints.get(name, [])

    def unfinished(self, execution: str, step: str) -> list[Entity]:
        """The jobs of a step of a pipeline execution that failed or were stopped."""
        return self._jobs.get((execution, step), [])


def is_unfinished(job: Entity) -> bool:
    """True for a job that failed or was stopped."""
    return job.status in UNFINISHED
