"""Questions about models: those that were made from something, and those that lack something."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from lineage_viz.approval import is_package
from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.questions.prepared.question import Found, Row
from lineage_viz.questions.prepared.walked import (
    CAP,
    DEPLOYMENT,
    MODEL,
    PROCESSING,
    TRAINING,
    TRANSFORM,
    Walked,
    downstream,
)
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.store.filter import Filter
from lineage_viz.store.order import Order, SortBy
from lineage_viz.title import title
from lineage_viz.view.folding import newest_first
from lineage_viz.words import count

APPROVAL, EVALUATION, TRAINING_JOB = "approval", "evaluation", "training job"

FACT_OF: Mapping[str, str] = {
    "commit": "commit",
    "metric": "keymetric",
    "owner": "owner",
    "model card": "modelcard",
}
"""The fact of a model package that tells of each of these."""

LACKS: Mapping[str, str] = {
    APPROVAL: "the decision in force is another one, is not recorded or was not read",
    EVALUATION: "no processing job reads the package or its file",
    TRAINING_JOB: "none produced the package or its file",
    **dict.fromkeys(FACT_OF, "it is not recorded or was not read"),
}
"""All that a model package may lack, and the meaning of its absence."""

_NO_USE = (Filter(types=frozenset({TRANSFORM, DEPLOYMENT})),)
"""A walk from data to models that passes these would take predictions for training data."""


def models_trained_on(store: Store, data_set: str) -> Found:
    """Return the models that training jobs made from a data set: the first model on each way. Raises EntityNotFound."""
    walked = downstream(store, [data_set], Filter(without=_NO_USE))
    steps = walked.until([data_set], _is_model)
    trained = _trained(store, steps)
    order = sorted(
        (arn for arn in steps if arn in trained),
        key=lambda arn: (steps[arn], newest_first(walked.entities[arn])),
    )
    found = [walked.entities[arn] for arn in order]
    named = _packages(store, found)
    rows = tuple(Row(each, (*named[each.arn], str(steps[each.arn]), kind(each))) for each in found)
    return Found(rows, (data_set,), walked.between(order), walked.subgraph.truncated)


def models_trained_with(store: Store, image: str) -> Found:
    """Return the models that training jobs with an image made. Raises EntityNotFound."""
    ran = store.trace([image], up=0, down=1, filter_=_linked("ContributedTo", TRAINING), cap=CAP)
    jobs = [each.arn for each in ran.entities if each.arn != image]
    if not jobs:
        return Found((), (image,), ran, ran.truncated)
    made = Walked(store.trace(jobs, up=0, down=1, filter_=_linked("Produced", MODEL), cap=UNLIMITED))
    models = sorted((each for each in made.entities.values() if _is_model(each)), key=newest_first)
    named = _packages(store, models)
    rows = tuple(
        Row(each, (*named[each.arn], ", ".join(job.name for job in made.before(each.arn)))) for each in models
    )
    return Found(rows, (image,), made.subgraph, ran.truncated)


def models_from(store: Store, entity: str) -> Found:
    """Return all models downstream, also those that were trained from such a model. Raises EntityNotFound."""
    walked = downstream(store, [entity])
    hops = walked.subgraph.hops
    models = [each for each in walked.subgraph.entities if _is_model(each) and each.arn != entity]
    models.sort(key=lambda each: (hops[each.arn], newest_first(each)))
    named = _packages(store, models)
    rows = tuple(Row(each, (*named[each.arn], str(hops[each.arn]), kind(each))) for each in models)
    return Found(rows, (entity,), walked.between(row.entity.arn for row in rows), walked.subgraph.truncated)


def models_without(store: Store, what: str = APPROVAL) -> Found:
    """Return the model packages that lack one of LACKS, newest first."""
    newest = Order(SortBy.CREATED, descending=True)
    every = store.search(filter_=Filter(types=frozenset({MODEL})), order=newest, limit=UNLIMITED).entities
    packages = [each for each in every if is_package(each)]
    if not packages:
        return Found((), notes=("No model package is loaded.",))
    if what == APPROVAL:
        cells = ((each, _decision(each)) for each in packages)
        rows = tuple(Row(each, (told,)) for each, told in cells if told != "Approved")
        return Found(rows, notes=_unread(rows))
    if fact := FACT_OF.get(what):
        states = {each.arn: facts_of(each, (fact,))[fact].state for each in packages}
        unread = sum(state is FactState.NOT_READ for state in states.values())
        without = [each for each in packages if states[each.arn] is not FactState.KNOWN]
        return Found(tuple(Row(each, (_decision(each),)) for each in without), notes=_not_read(unread, what))
    lacks = _without_training if what == TRAINING_JOB else _without_evaluation
    found = lacks(store, [each.arn for each in packages])
    return Found(tuple(Row(each, (_decision(each),)) for each in packages if each.arn in found))


def without_training(store: Store, models: Iterable[str]) -> set[str]:
    """Return those of these models that no training job produced, and whose file none did either."""
    return _without_training(store, list(models))


def kind(model: Entity) -> str:
    """Return the kind of a model in words."""
    return "model package" if is_package(model) else "model file"


def _packages(store: Store, models: Sequence[Entity]) -> Mapping[str, tuple[str, str]]:
    """Return the version and the decision of each model: of a file, those of the packages that were made of it."""
    if not models:
        return {}
    linked = _linked("ContributedTo", MODEL)
    near = Walked(store.trace([each.arn for each in models], up=0, down=1, filter_=linked, cap=UNLIMITED))

    def told(model: Entity) -> tuple[str, str]:
        made = (
            [model]
            if is_package(model)
            else sorted(filter(is_package, near.after(model.arn)), key=newest_first)
        )
        if not made:
            return "in no model package", ""
        return ", ".join(map(title, made)), ", ".join(dict.fromkeys(map(_decision, made)))

    return {each.arn: told(each) for each in models}


def _without_training(store: Store, models: list[str]) -> set[str]:
    made = Walked(
        store.trace(models, up=2, down=0, filter_=Filter(types=frozenset({MODEL, TRAINING})), cap=UNLIMITED)
    )
    return _lacking(
        made, models, lambda arn: any(each.type == TRAINING for each in made.before(arn, "Produced"))
    )


def _without_evaluation(store: Store, models: list[str]) -> set[str]:
    files = Walked(store.trace(models, up=1, down=0, filter_=_linked("ContributedTo", MODEL), cap=UNLIMITED))
    every = [each.arn for each in files.subgraph.entities]
    read = Walked(
        store.trace(every, up=0, down=1, filter_=Filter(types=frozenset({PROCESSING})), cap=UNLIMITED)
    )
    readers = {arn for arn in every if any(each.type == PROCESSING for each in read.after(arn))}
    return _lacking(files, models, readers.__contains__)


def _lacking(near: Walked, models: list[str], has: Callable[[str], bool]) -> set[str]:
    """Return the models that lack something: neither they have it, nor the files that they were made from."""
    files = {
        arn: [each.arn for each in near.before(arn, "ContributedTo") if _is_model(each)] for arn in models
    }
    return {arn for arn in models if not any(map(has, (arn, *files[arn])))}


def _trained(store: Store, models: Iterable[str]) -> set[str]:
    """Return those of these models that a training job produced."""
    arns = list(models)
    if not arns:
        return set()
    made = Walked(store.trace(arns, up=1, down=0, filter_=_linked("Produced", TRAINING), cap=UNLIMITED))
    return {arn for arn in arns if made.before(arn)}


def _decision(package: Entity) -> str:
    fact = facts_of(package, ("approval",))["approval"]
    return str(fact.value) if fact.state is FactState.KNOWN else fact.state


def _unread(rows: tuple[Row, ...]) -> tuple[str, ...]:
    return _not_read(sum(row.cells[0] == FactState.NOT_READ for row in rows), "decision")


def _not_read(number: int, what: str) -> tuple[str, ...]:
    return (f"Of {count(number, 'model package')} the {what} was not read.",) if number else ()


def _is_model(entity: Entity) -> bool:
    return entity.label == EntityLabel.ARTIFACT and entity.type == MODEL


def _linked(association: str, type_: str) -> Filter:
    return Filter(types=frozenset({type_}), associations=frozenset({association}))
