"""Reading of a review from a store.

The reviewed lineage is everything upstream of the model, the jobs that evaluated it with their inputs and outputs, its
decisions, and its deployments with their endpoints. Other deployments of these endpoints are no part of it: they only
tell when this model was replaced.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from lineage_viz.approval import is_approval, is_package
from lineage_viz.audit.deployed import Deployed, by_time, only_one
from lineage_viz.audit.finder import Finder, Searching, is_unfinished
from lineage_viz.audit.review import Review
from lineage_viz.audit.rules import Rules
from lineage_viz.errors import NotAssessable
from lineage_viz.evidence.as_of import files_then
from lineage_viz.evidence.decided import Decided
from lineage_viz.evidence.decisions import dated, decided, with_registry
from lineage_viz.evidence.in_progress import before_end
from lineage_viz.evidence.record import record_of
from lineage_viz.model import Direction, Entity, EntityLabel, Subgraph, association_order, existed
from lineage_viz.questions.evaluations import chosen, readers_in
from lineage_viz.questions.later_day import later_words
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title
from lineage_viz.view.scope import restricted
from lineage_viz.words import day, plain

CAP = 20_000
"""The limit of entities upstream of a model."""


def read_review(store: Store, subject: Entity, as_of: datetime | None = None) -> Review:
    """Read the review of a model package, a model file, or of what an endpoint served at a time (None: now).

    Raises NotAssessable when the endpoint served nothing then, or the day is after the snapshots; StoreUnavailable,
    EntityNotFound.
    """
    if later := later_words(store.snapshots, as_of, subject.arn):
        raise NotAssessable(later)
    return _ordered(Reader(store, Searching(store), as_of).review(subject))


def _ordered(review: Review) -> Review:
    """The review with its entities and associations in one order: stores give them in another one."""
    graph = review.subgraph
    entities = tuple(sorted(graph.entities, key=lambda each: each.arn))
    associations = tuple(sorted(graph.associations, key=association_order))
    return replace(review, subgraph=replace(graph, entities=entities, associations=associations))


class Reader:
    """The reader of reviews from one store. What several reviews share is read once."""

    def __init__(
        self, store: Store, finder: Finder, as_of: datetime | None = None, rules: Rules | None = None
    ) -> None:
        self._store, self._as_of, self._finder, self._rules = store, as_of, finder, rules or Rules()
        self._filter = Filter(as_of=as_of)
        self.deployed = Deployed(store, finder, as_of)
        self._versions: dict[str, tuple[Entity, ...]] = {}

    def review(self, subject: Entity) -> Review:
        """Read the review of a subject. Raises NotAssessable, StoreUnavailable, EntityNotFound."""
        if not existed(subject.properties, self._as_of):
            raise NotAssessable(
                f"{plain(title(subject), 80)} did not exist on {day(self._as_of)}. "  # type: ignore[arg-type]
                "Choose a later day."
            )
        model, choice = self.deployed.served(subject) if subject.type == "Endpoint" else (subject, "")
        package = model if is_package(model) else self._package(model)
        files = self._files(package) if package else (model,)
        focus = [each.arn for each in (package, *files) if each]
        up = self._store.trace(focus, down=0, cap=CAP, filter_=self._filter)
        down = self._store.trace(focus, up=0, down=2, cap=CAP, filter_=self._filter)
        before = {each.source for each in up.associations if package and each.destination == package.arn}
        approvals = [each for each in up.entities if each.arn in before and is_approval(each)]
        every = self._decisions(package, approvals)
        doubtful = tuple(each for each in every if self._as_of and each.may_count(self._as_of))
        decisions = [each for each in every if not self._is_later(each) and each not in doubtful]
        beside, evaluations = self._evaluations(model, approvals, down)
        deployments = tuple(self.deployed.of_model(down, package))
        group = next((each for each in down.entities if each.type == "ModelGroup"), None)
        kept = {each.arn for each in (*evaluations, group) if each}
        kept |= {arn for each in deployments for arn in (each.action.arn, each.endpoint.arn)}
        live = tuple(self.deployed.live(package, deployments))
        whole = _joined(focus, up, restricted(down, kept | set(focus)), _alone(live), beside)
        among = self._store.trace([each.arn for each in whole.entities], up=0, down=0, filter_=self._filter)
        whole = replace(whole, associations=among.associations)
        whole = replace(whole, entities=self._then(whole.entities))
        producers = self._then(_producers(up, files))
        return Review(
            subject=subject,
            choice=choice,
            package=next(iter(self._then(filter(None, [package]))), None),
            files=self._then(files),
            producers=producers,
            evaluations=self._then(evaluations),
            decisions=tuple(decisions),
            deployments=deployments,
            live=live,
            group=group,
            versions=self._in_group(group),
            attempts=tuple(self._attempts(producers)),
            subgraph=whole,
            as_of=self._as_of,
            truncated=up.truncated or down.truncated or beside.truncated,
            gaps=self._store.gaps,
            caveat=self._store.caveat,
            domains=self._domains,
            feature_groups=self._feature_groups,
            rules=self._rules,
            doubtful=doubtful,
        )

    @cached_property
    def _domains(self) -> Mapping[str, str]:
        return dict(each for info in self._store.snapshots for each in info.domains)

    @cached_property
    def _feature_groups(self) -> int:
        types = self._store.counts().types
        return sum(number for (_, type_), number in types.items() if type_ == "FeatureGroup")

    def _package(self, file: Entity) -> Entity | None:
        """The package of a model file; None without one. Raises NotAssessable when it has several."""
        near = self._store.neighbors(file.arn, Direction.DOWNSTREAM, filter_=self._filter)
        packages = list({each.entity.arn: each.entity for each in near if is_package(each.entity)}.values())
        return only_one(packages, f"{plain(title(file), 80)} is in") if packages else None

    def _files(self, package: Entity) -> tuple[Entity, ...]:
        near = self._store.neighbors(package.arn, Direction.UPSTREAM, filter_=self._filter)
        return tuple(
            each.entity for each in near if each.entity.type == "Model" and not is_package(each.entity)
        )

    def _in_group(self, group: Entity | None) -> tuple[Entity, ...]:
        """The model packages of a group, oldest first."""
        if group is None:
            return ()
        if group.arn not in self._versions:
            near = self._store.neighbors(group.arn, Direction.UPSTREAM, filter_=self._filter)
            packages = (each.entity for each in near if is_package(each.entity))
            self._versions[group.arn] = tuple(sorted(packages, key=by_time))
        return self._versions[group.arn]

    def _decisions(self, package: Entity | None, approvals: Iterable[Entity]) -> list[Decided]:
        """All decisions about a package, also those after the reviewed day.

        The registry has one status, and the latest time at which it was given: a decision that only it knows limits
        the ones before, on an earlier day too. An approval action after that day tells when it was really given.
        """
        if package is None:
            return []
        record = record_of(package)
        if self._as_of is None:
            return decided(record, approvals)
        near = self._store.neighbors(package.arn, Direction.UPSTREAM)
        every = [each.entity for each in near if is_approval(each.entity)]
        return with_registry(decided(dated(record), every), decided(record, every))

    def _is_later(self, decision: Decided) -> bool:
        return bool(self._as_of and decision.when and decision.when > self._as_of)

    def _evaluations(
        self, model: Entity, approvals: Iterable[Entity], down: Subgraph
    ) -> tuple[Subgraph, tuple[Entity, ...]]:
        """The evaluations of the model with their inputs and outputs."""
        arns = chosen(model, approvals, readers_in(down)).jobs
        if not arns:
            return Subgraph(), ()
        found = self._store.trace(arns, up=1, down=1, cap=CAP, filter_=self._filter)
        jobs = tuple(each for each in found.entities if each.arn in arns and self._filter.passes(each))
        return (found, jobs) if jobs else (Subgraph(), ())

    def _attempts(self, producers: Iterable[Entity]) -> Iterable[Entity]:
        """Jobs of the same step of the same pipeline execution that did not complete."""
        for job in producers:
            execution, step = job.text("execution"), job.text("step")
            if not execution or not step:
                continue
            others = [each for each in self._finder.unfinished(execution, step) if each.arn != job.arn]
            yield from (
                each for each in self._then(filter(self._filter.passes, others)) if is_unfinished(each)
            )

    def _then(self, entities: Iterable[Entity]) -> tuple[Entity, ...]:
        """The entities as they were on the reviewed day: without later ends of jobs and changes of files."""
        if self._as_of is None:
            return tuple(entities)
        return tuple(files_then(before_end(each, self._as_of), self._as_of) for each in entities)


def _producers(up: Subgraph, files: Iterable[Entity]) -> Iterable[Entity]:
    by_arn = {each.arn: each for each in up.entities}
    wanted = {each.arn for each in files}
    makers = dict.fromkeys(each.source for each in up.associations if each.destination in wanted)
    return (by_arn[arn] for arn in makers if by_arn[arn].label == EntityLabel.TRIAL_COMPONENT)


def _alone(entities: Sequence[Entity]) -> Subgraph:
    return Subgraph(tuple(entities), hops={each.arn: 2 for each in entities})


def _joined(focus: Sequence[str], *graphs: Subgraph) -> Subgraph:
    """Join the entities of subgraphs. The hops of an entity are those of the first graph that has it.

    What stands beside, in the last graph alone, has 1.
    """
    entities: dict[str, Entity] = {}
    hops = dict.fromkeys(focus, 0)
    for graph in graphs:
        for each in graph.entities:
            entities.setdefault(each.arn, each)
            hops.setdefault(each.arn, 1 if graph is graphs[-1] else graph.hops.get(each.arn, 0))
    return Subgraph(tuple(entities.values()), focus=tuple(focus), hops=hops)
