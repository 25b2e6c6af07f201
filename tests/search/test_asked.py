"""The language of a search, on the demo account: each answer equals a plain scan of all entities."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import warning
from lineage_viz.model import Entity
from lineage_viz.questions.prepared import models_without
from lineage_viz.search.asked import Answer, asked, asked_of
from lineage_viz.search.fields import FIELDS
from lineage_viz.search.guide import GUIDE
from lineage_viz.search.matched import matched
from lineage_viz.search.period import period
from lineage_viz.search.term import Term, parts
from lineage_viz.search.unquoted import unquoted
from lineage_viz.search.vocabulary import Vocabulary, of_words, vocabulary
from lineage_viz.store.base import Page
from lineage_viz.store.filter import NO_FILTER, Filter, is_live, is_unapproved
from lineage_viz.store.local import LocalStore
from lineage_viz.title import title
from tests import demo_once
from tests.hypothesis_profiles import examples
from tests.sample import Listed

DEMO = demo_once.store()
KNOWN = vocabulary(DEMO)
NEAREST = "ticket-routing-models has no version 99 here; the nearest is ticket-routing-models/10."
EVERYTHING = DEMO.search(limit=10_000).entities
YEAR = 2026
FROM = "Days count back from 12 Mar 2026, the time of the snapshot."


def found(text: str, filter_: Filter = NO_FILTER) -> set[str]:
    search = asked(text, lambda: KNOWN, filter_)
    assert not search.refusals
    page = search.answer(DEMO, limit=10_000)
    assert page.total == len(page.entities)
    return {each.arn for each in page.entities}


def those(passes: Callable[[Entity], bool]) -> set[str]:
    return {each.arn for each in EVERYTHING if passes(each)}


def created(first: str, last: str) -> Callable[[Entity], bool]:
    """True for an entity from the first to the last day."""
    return lambda each: bool(each.created) and first <= f"{each.created:%Y-%m-%d}" <= last


def number(entity: Entity) -> float:
    """The number of the key metric on screen; of an entity without one, no number compares with it."""
    return float(entity.text("keymetric").rpartition(" ")[2] or "nan")


def parameters_of(entity: Entity) -> dict[str, Any]:
    return json.loads(entity.text("parameters") or "{}")  # type: ignore[no-any-return]


def objective(entity: Entity) -> Any:
    return parameters_of(entity).get("objective")


def image_of(entity: Entity) -> str:
    return str(parameters_of(entity).get("SageMaker.ImageUri"))


def has_metric(entity: Entity, name: str, passes: Callable[[float], bool]) -> bool:
    return any(name in recorded and passes(value) for recorded, value in metrics_of(entity))


def metrics_of(entity: Entity) -> list[tuple[str, float]]:
    """The recorded metrics, and the key metric."""
    recorded = [(each["MetricName"], each["Last"]) for each in json.loads(entity.text("metrics") or "[]")]
    return [*recorded, *([(entity.text("metricname"), number(entity))] if entity.text("metricname") else [])]


def tags_of(entity: Entity) -> list[tuple[str, str]]:
    """The pairs in all lists of tags of the record."""

    def found_in(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
        if isinstance(value, dict) and name == "Tags" and "Key" in value:
            yield value["Key"], value["Value"]
        elif isinstance(value, dict):
            for key, each in value.items():
                yield from found_in(each, key)
        elif isinstance(value, list):
            for each in value:
                yield from found_in(each, name)

    return list(found_in(json.loads(entity.text("record") or "{}")))


def decided(person: str, approval: str = "A", on: str = "") -> Callable[[Entity], bool]:
    """True for an entity with a decision by a person, that begins so, and in this time."""
    return lambda e: (
        bool(e.text("decidedby") if not on else e.properties.get("decidedat"))
        and e.text("decidedby").startswith(person)
        and e.text("approval").startswith(approval)
        and bool(re.match(on, str(e.properties.get("decidedat", ""))))
    )


def owned_and_approved(entity: Entity) -> bool:
    return entity.text("owner") == "grace-murphy" and state_of(entity) == "Approved"


def is_training(entity: Entity) -> bool:
    return entity.type == "SageMakerTrainingJob"


def is_model(entity: Entity) -> bool:
    return entity.type == "Model"


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("type:model", is_model),
        ("TYPE:Models", is_model),
        ("type=model,endpoint", lambda e: e.type in ("Model", "Endpoint")),
        ("type:training-job", lambda e: e.type == "SageMakerTrainingJob"),
        ('type:"training job"', lambda e: e.type == "SageMakerTrainingJob"),
        ("type:job", lambda e: e.type.endswith("Job")),
        ("-type:model -label:artifact", lambda e: e.label != "artifact"),
        ("status:failed", lambda e: state_of(e) == "Failed"),
        ("status:in-service,failed", lambda e: state_of(e) in ("In service", "Failed")),
        ("decision:approved", lambda e: is_model(e) and state_of(e) == "Approved"),
        ("decision:pending", lambda e: is_model(e) and state_of(e) == "Pending approval"),
        ("live:yes", is_live),
        ("live:no", lambda e: e.type in ("Model", "Endpoint") and not is_live(e)),
        ("live:unapproved", is_unapproved),
        ("live:yes -live:yes", lambda _: False),
        ("type:model live:yes -decision:approved", lambda e: is_model(e) and is_live(e) and state_of(e) != "Approved"),
        ("by:grace", lambda e: "grace" in e.text("owner") or "grace" in e.text("decidedby")),
        ("metric.accuracy>0.9", lambda e: "accuracy" in e.text("metricname") and number(e) > 0.9),
        ("metric.f1<=0.9 -type:model", lambda e: has_metric(e, "f1", lambda v: v <= 0.9) and not is_model(e)),
        ("metric.logloss>0.2", lambda e: has_metric(e, "logloss", lambda v: v > 0.2)),
        ("metric>=0.908 metric<0.91", lambda e: 0.908 <= number(e) < 0.91),
        ("metric.accuracy=0.908", lambda e: e.text("keymetric").endswith("accuracy 0.908")),
        ("metric:auc,f1", lambda e: any("auc" in n or "f1" in n for n, _ in metrics_of(e))),
        ("param:max_depth", lambda e: "max_depth" in parameters_of(e)),
        ("param.max_depth=4", lambda e: parameters_of(e).get("max_depth") == 4),
        ("param.MAX-DEPTH=4.0,6", lambda e: parameters_of(e).get("max_depth") in (4, 6)),
        ("param.max_depth:4", lambda e: parameters_of(e).get("max_depth") == 4),
        ("param.objective:binary:logistic", lambda e: objective(e) == "binary:logistic"),
        ("metric.validation:auc:0.738", lambda e: ("validation:auc", 0.738) in metrics_of(e)),
        ("created<0001", lambda _: False),
        ("param.eta<0.1", lambda e: parameters_of(e).get("eta", 9) < 0.1),
        ("param.eta<=0.1", lambda e: parameters_of(e).get("eta", 9) <= 0.1),
        ("param.eta>0.1", lambda e: parameters_of(e).get("eta", 0) > 0.1),
        ("param.objective=Binary:Logistic", lambda e: parameters_of(e).get("objective") == "binary:logistic"),
        ("param:objective -param.objective=a,binary:logistic", lambda e: objective(e) not in (None, "binary:logistic")),
        ("tag:team=fraud", lambda e: ("team", "fraud") in tags_of(e)),
        ("tag:team", lambda e: any("team" in f"{key}={value}" for key, value in tags_of(e))),
        ("tag:stage=prod,team=vision", lambda e: bool({("stage", "prod"), ("team", "vision")} & set(tags_of(e)))),
        ("commit:028a1e90", lambda e: "028a1e90" in f"{e.text('commitid')} {e.text('commit')}"),
        ("serves:ticket-routing", lambda e: "ticket-routing" in e.text("serves")),
        ("image:sagemaker-xgboost type:image", lambda e: e.type == "Image" and "sagemaker-xgboost" in e.source),
        ("image:xgboost:1.5-1 type:training-job", lambda e: is_training(e) and "xgboost:1.5-1" in image_of(e)),
        ("type:model -metric>0", lambda e: is_model(e) and not e.text("keymetric")),
        ("created:2026-02", created("2026-02-01", "2026-02-28")),
        ("created=2026-3-3", created("2026-03-03", "2026-03-03")),
        ("created:2025", created("2025-01-01", "2025-12-31")),
        ("created>2026-02", created("2026-03-01", "9999")),
        ("created>=2026-02", created("2026-02-01", "9999")),
        ("created<2025-12", created("0", "2025-11-30")),
        ("created<=2025-12", created("0", "2025-12-31")),
        ("fraud type:model", lambda e: is_model(e) and e.arn in those_with("fraud")),
        ("type:model   fraud", lambda e: is_model(e) and e.arn in those_with("fraud")),
    ],
)  # fmt: skip
def test_each_term_narrows(text: str, passes: Callable[[Entity], bool]) -> None:
    assert found(text) == those(passes)


def those_with(word: str) -> set[str]:
    return {each.arn for each in DEMO.search(word, limit=10_000).entities}


@pytest.mark.parametrize(
    ("text", "with_", "without"),
    [("churn -prod", "churn", "prod"), ("-churn", "", "churn"), ("churn -jobs", "churn", "job")],
)
def test_a_minus_sign_before_a_word_excludes_it(text: str, with_: str, without: str) -> None:
    assert found(text) == those_with(with_) - those_with(without)
    assert len(found(text)) < len(those_with(with_))


def test_accents_count_alike_in_both_forms() -> None:
    one = Entity("arn:1", "artifact", {"name": "Modèle", "description": "é"})
    store = LocalStore([Listed((one,))])
    assert [store.search(text).total for text in ("modèle", "mode\u0300le", "e\u0301")] == [1, 1, 1]


def test_an_endpoint_without_facts_is_not_read_and_never_called_not_live() -> None:
    bare = Entity("arn:e", "context", {"type": "Endpoint"})
    known = Entity(
        "arn:k", "context", {"type": "Endpoint", "endpointstatus": "InService", "factsources": "{}"}
    )
    store = LocalStore([Listed((bare, known))])

    def answered(text: str) -> list[str]:
        return [each.arn for each in asked_of(store, text).answer(store).entities]

    assert answered("live:no") == ["arn:k"]
    assert answered("live:not-read") == ["arn:e"]


def test_terms_narrow_the_filter_of_a_page() -> None:
    models = Filter(types=frozenset({"Model"}))
    assert found("live:yes", models) == those(lambda e: is_model(e) and is_live(e))


def test_the_last_days_end_with_the_snapshot() -> None:
    (info,) = DEMO.snapshots
    assert info.taken
    assert KNOWN.now == info.taken
    assert found("created:30d") == those(
        lambda e: bool(e.created) and (info.taken - e.created).total_seconds() <= 30 * 86_400  # type: ignore[operator]
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("type:modle", "There is no type “modle” here. Did you mean Model?"),
        ("type:zzz", "There is no type “zzz” here. There are: Data set,"),
        ("status:failled", "Did you mean Failed?"),
        ("by:gracee", "There is no person “gracee” here. Did you mean grace-murphy?"),
        ("-by:nobody", "There is no person “nobody” here."),
        ("live:maybe", "Write live:yes, live:no, live:unapproved or live:not-read, not “live:maybe”."),
        ("created:2026-13", "“created:2026-13” has no date. Write 2026, 2026-03, 2026-03-12, or 30d"),
        ("created:soon", "has no date"),
        ("created:2026,2025", "has no date"),
        ("created>30d", "Write created:30d for the last days"),
        ("metric.accuracy>high", "“metric.accuracy>high” has no number. Write it as in metric.accuracy>0.9."),
        ("metric>inf", "has no number"),
        ("metric>1,2", "has no number"),
        ("metric.acuracy>0.9", "There is no metric “acuracy” here. Did you mean"),
        ("param.max_deph=4", "There is no parameter “max_deph” here. Did you mean max_depth?"),
        ("param.eta>small", "“param.eta>small” has no number. Write it as in param.max_depth>4."),
        ("tag>team", "tag has no order, so write tag: in place of >."),
        ("type>model", "type has no order, so write type: in place of >."),
    ],
)
def test_a_term_that_means_nothing_is_explained_and_finds_nothing(text: str, sentence: str) -> None:
    search = asked(f"fraud {text}", lambda: KNOWN)
    assert sentence in search.refusals[0]
    page = search.answer(DEMO)
    assert page.total == 0
    assert search.note(page) == search.refusals[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("person:grace", "There is no field person. Did you mean by:?"),
        ("parameter.eta>1", "There is no field parameter. Did you mean param:?"),
        ("stauts:failed", "There is no field stauts. Did you mean status:?"),
        ("live:", "such as live:yes. Values: yes, no, unapproved, not-read."),
        ("model type:", "such as type:model,endpoint. Values: Data set,"),
        ("created>", "such as created:2026-03."),
        ("metrics.auc>0.9", "There is no field metrics. Did you mean metric:?"),
        ("metric.auc>", "such as metric.accuracy>0.9. Values: "),
    ],
)
def test_an_unfinished_or_misspelt_term_is_hinted_at(text: str, sentence: str) -> None:
    search = asked(text, lambda: KNOWN)
    assert sentence in search.note(search.answer(DEMO))


def test_terms_without_a_hit_are_told_apart_from_words() -> None:
    search = asked("type:endpoint decision:approved", lambda: KNOWN)
    assert search.note(search.answer(DEMO)) == "Nothing has all of this. Leave out a term or a word."
    search = asked("no-such-word", lambda: KNOWN)
    assert search.note(search.answer(DEMO)) == ""


@pytest.mark.parametrize(
    ("text", "property_"),
    [
        ("ines-carvalho", "owner"),
        ("ml.m5.2xlarge", "parameters"),
        ("028a1e90b46a396693606f6d01adc5152029da91", "commitid"),
        ("fraud/fraud-models", "repository"),
        ("Num_Round", "parameters"),
        ("0.73806", "metrics"),
        ("Label Studio", "parameters"),
        ("cron(15", "properties"),
        ("european markets", "record"),
    ],
)
def test_words_find_everything_recorded(text: str, property_: str) -> None:
    words = text.casefold().split()
    having = those(lambda e: all(word in e.text(property_).casefold() for word in words))
    assert having
    assert having <= found(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("endpoints", "endpoint"),
        ("failed training jobs", "failed training job"),
        ("ticket_routing", "ticket-routing"),
        ("LEARNING-RATE", "learning_rate"),
        ("batches", "batch"),
    ],
)
def test_plurals_and_underscores_do_not_matter(text: str, same: str) -> None:
    assert found(text) == found(same)


@pytest.mark.parametrize(
    ("text", "right", "sentence"),
    [
        ("churnn", "churn", "No churnn; showing churn."),
        ("chrun", "churn", "No chrun; showing churn."),
        ("churxn type:model", "churn type:model", "No churxn; showing churn."),
        ("tiket-rotuing", "ticket-routing", "No tiket, rotuing; showing ticket, routing."),
        ("helen-strnad", "helen-strand", "No strnad; showing strand."),
        (
            "fraud-transaction-prod",
            "fraud-transactions-prod",
            "No fraud-transaction-prod; showing fraud-transactions-prod.",
        ),
        (
            "ticket-routings-prod",
            "ticket-routing-prod",
            "No ticket-routings-prod; showing ticket-routing-prod.",
        ),
        (
            "fruad-transaction-prod",
            "fraud-transactions-prod",
            "No fruad, fraud-transaction-prod; showing fraud, fraud-transactions-prod.",
        ),
        (
            "which model is live on shelf-image-prod",
            "type:model live:yes shelf-images-prod",
            "Understood as type:model live:yes shelf-image-prod. No shelf-image-prod; showing shelf-images-prod.",
        ),
        ("failled job", "failed job", "No failled; showing failed. Understood as status:failed type:job."),
    ],
)
def test_one_mistake_in_a_word_is_forgiven_and_said(text: str, right: str, sentence: str) -> None:
    search = asked(text, lambda: KNOWN)
    answer = search.answer(DEMO, limit=10_000)
    assert {each.arn for each in answer.entities} == found(right)
    assert search.note(answer) == sentence


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        ("Which model is live on ticket-routing-prod?", "type:model live:yes ticket-routing-prod"),
        ("which training jobs failed in the last year", "created:365d type:training-jobs status:failed"),
        ("Models with accuracy above 0.9", "metric.accuracy>0.9 type:models"),
        ("which models are live without approval", "live:unapproved type:models live:yes"),
        ("models not approved", "decision:rejected,pending,not-recorded,not-read type:models"),
        ("what does ticket-routing-prod serve?", "type:model live:yes ticket-routing-prod"),
        ("What's running on ticket-routing-prod", "type:model live:yes ticket-routing-prod"),
        ("model version behind ticket-routing-prod", "type:model live:yes ticket-routing-prod"),
        ("what serves ticket-routing-models", "type:endpoint live:yes ticket-routing-models"),
        (
            "which model is live on the endpoint ticket-routing-prod",
            "type:model live:yes ticket-routing-prod",
        ),
        ("which model is live on ticket-routing-prod right now?", "type:model live:yes ticket-routing-prod"),
        (
            "which model is at the moment live on ticket-routing-prod",
            "type:model live:yes ticket-routing-prod",
        ),
        ("Tell me which model ticket-routing-prod is using", "type:model live:yes ticket-routing-prod"),
        ("which model does ticket-routing-prod use", "type:model live:yes ticket-routing-prod"),
        ("name of the model behind ticket-routing-prod", "type:model live:yes ticket-routing-prod"),
        ("what's in production on shelf images", "type:model live:yes shelf-images"),
        ("what runs in production for basket photos", "live:yes basket photos"),
        ("failed jobs of shelf images", "status:failed type:jobs shelf-images"),
        ("what is live on ticket routing prod", "type:model live:yes ticket-routing-prod"),
        ("which ticket routing models are live", "type:models live:yes ticket routing"),
        ("which endpoints serve ticket-routing-models", "type:endpoints live:yes ticket-routing-models"),
        ("production models", "live:yes type:models"),
        ("how many models are live now", "type:models live:yes"),
        ("is ticket-routing-models/10 approved", "decision:approved ticket-routing-models/10"),
        ("who signed off ticket-routing-models/10", "decision:approved ticket-routing-models/10"),
        ("is promo-uplift-models/1 approved", "type:model promo-uplift-models/1"),
        ("approval status of promo-uplift-models/1", "type:model promo-uplift-models/1"),
        ("is ticket-routing-models/9 live", "ticket-routing-models/9"),
        ("what did helen-strand approve", "by:helen-strand decision:approved"),
        ("tell me about ticket-routing-models/10", "ticket-routing-models/10"),
        ("who owns ticket-routing-models/10", "ticket-routing-models/10"),
        ("pending approvals", "decision:pending"),
        ("models awaiting a sign-off", "type:models decision:pending"),
        ("approved models", "decision:approved type:models"),
        ("what failed", "status:failed"),
        ("failed jobs since October", "created>=2025-10 status:failed type:jobs"),
        ("failed runs in January", "created:2026-01 status:failed type:jobs"),
        ("failing jobs in 2026", "created:2026 status:failed type:jobs"),
        ("jobs from january to 3rd of march", "created>=2026-01 created<=2026-03-03 type:jobs"),
        ("jobs between February and March 2026", "created>=2026-02 created<=2026-03 type:jobs"),
        ("jobs between november and february 2026", "created>=2025-11 created<=2026-02 type:jobs"),
        ("jobs from october to november 2025", "created>=2025-10 created<=2025-11 type:jobs"),
        ("jobs between 2025-10-01 and 2025-12-31", "created>=2025-10-01 created<=2025-12-31 type:jobs"),
        ("failed training jobs 12/2025", "created:2025-12 status:failed type:training-jobs"),
        ("failed jobs 2025-12", "created:2025-12 status:failed type:jobs"),
        ("failed jobs 2025", "created:2025 status:failed type:jobs"),
        ("failed jobs dec", "created:2025-12 status:failed type:jobs"),
        ("failed jobs since 12/2025", "created>=2025-12 status:failed type:jobs"),
        ("failed jobs december last year", "created:2025-12 status:failed type:jobs"),
        ("failed jobs (Dec 2025)", "created:2025-12 status:failed type:jobs"),
        ("failed jobs 30 Dec 2025", "created:2025-12-30 status:failed type:jobs"),
        ("failed jobs Dec 30, 2025", "created:2025-12-30 status:failed type:jobs"),
        ("failed jobs 30.12.2025", "created:2025-12-30 status:failed type:jobs"),
        ("failed jobs 12/30/2025", "created:2025-12-30 status:failed type:jobs"),
        ("failed jobs 2025/12/30", "created:2025-12-30 status:failed type:jobs"),
        ("failed jobs on 30-dec-2025", "created:2025-12-30 status:failed type:jobs"),
        ("failed jobs 2025-11 to 2025-12", "created>=2025-11 created<=2025-12 status:failed type:jobs"),
        ("failed jobs Q4 2025", "created>=2025-10 created<=2025-12 status:failed type:jobs"),
        ("failed jobs after q3", "created>2025-09 status:failed type:jobs"),
        ("models may", "created:2025-05 type:models"),
        ("12/2025", "created:2025-12"),
        ("jobs with epochs between 10 and 20", "param.epochs>=10 param.epochs<=20 type:jobs"),
        ("jobs that crashed before february 2026", "created<2026-02 type:jobs status:failed"),
        ("failed or stopped jobs this year", "created:2026 status:failed,stopped type:jobs"),
        ("live models nobody approved", "live:unapproved live:yes type:models"),
        ("models never approved", "decision:rejected,pending,not-recorded,not-read type:models"),
        ("why was loyalty-tiers-models/1 rejected", "decision:rejected loyalty-tiers-models/1"),
        ("which endpoints are down", "type:endpoints live:no"),
        ("is ticket-routing-prod up", "live:yes ticket-routing-prod"),
        ("models except fraud", "-fraud type:models"),
        ("jobs of commit 028a1e90", "commit:028a1e90 type:jobs"),
        ("data sets older than 2025-03", "created<2025-03 type:data-sets"),
        ("models with auc 0.9+", "metric.auc>=0.9 type:models"),
        ("which jobs broke in december", "created:2025-12 type:jobs status:failed"),
        ("has ticket-routing-models/10 been approved yet", "decision:approved ticket-routing-models/10"),
        ("promo-uplift-models/1 approval", "type:model promo-uplift-models/1"),
        ("training failures last year", "created:365d type:training-job status:failed"),
        ("failed trainings last year", "created:365d status:failed type:training-job"),
        ("failed transforms", "status:failed type:transform-job"),
        ("which jobs did not finish", "type:jobs -status:completed"),
        ("failed pipeline runs", "status:failed type:jobs"),
        ("endpoints failing", "type:endpoints status:failed"),
        ("accuracy>0.9", "metric.accuracy>0.9"),
        ("models with 90% accuracy or more", "metric.accuracy>=0.9 type:models"),
        ("jobs with max depth 4 or more", "param.max_depth>=4 type:jobs"),
        ("models with accuracy above 0,9", "metric.accuracy>0.9 type:models"),
        ("models above 90,5% accuracy", "metric.accuracy>0.905 type:models"),
        ("jobs with max depth below 1,000", "param.max_depth<1000 type:jobs"),
        ("accuracy > 90%", "metric.accuracy>0.9"),
        ("type:model accuracy>0.9", "type:model metric.accuracy>0.9"),
        ("epochs>10", "param.epochs>10"),
        ("max_depth=6", "param.max_depth=6"),
        ("jobs with max depth over 4", "param.max_depth>4 type:jobs"),
        ("Models above 90% accuracy", "metric.accuracy>0.9 type:models"),
        ("models with at least 0.9 accuracy", "metric.accuracy>=0.9 type:models"),
        ("models with accuracy 0.9 or better", "metric.accuracy>=0.9 type:models"),
        ("models whose accuracy is greater than 0.9", "metric.accuracy>0.9 type:models"),
        ("auc between 0.7 and 0.8", "metric.auc>=0.7 metric.auc<=0.8"),
        ("all models waiting for a decision", "type:models decision:pending"),
        ("the data sets of the last 2 weeks", "created:14d type:data-sets"),
        ("models created in the past three months", "created:90d type:models"),
        ("data sets of the last Twelve months", "created:360d type:data-sets"),
        ("failed jobs 30d", "created:30d status:failed type:jobs"),
        ("models created 2 weeks ago", "created>=2026-02-23 created<=2026-03-01 type:models"),
        ("models created a month ago", "created>=2026-02-01 created<=2026-02-28 type:models"),
        ("jobs since two weeks ago", "created>=2026-02-23 type:jobs"),
        ("models before 3 months ago", "created<2025-12-01 type:models"),
        ("jobs until 5 days ago", "created<=2026-03-07 type:jobs"),
        ("failed 30d", "created:30d status:failed"),
        ("failed jobs 7d", "created:7d status:failed type:jobs"),
        ("failed jobs in the last 30d", "created:30d status:failed type:jobs"),
        ("30d", "created:30d"),
        ("12 months", "created:360d"),
        ("two weeks", "created:14d"),
        ("models since 2 weeks", "created:14d type:models"),
        ("within 90 days", "created:90d"),
        ("models newer than 30 days", "created:30d type:models"),
        ("models more than 30 days old", "created<2026-02-10 type:models"),
        ("H2 2025", "created>=2025-07 created<=2025-12"),
        ("models since 2025 H2", "created>=2025-07 type:models"),
        ("show me everything rejected of jonas-meyer", "decision:rejected by:jonas-meyer"),
    ],
)
def test_a_sentence_is_read_as_terms_and_says_so(sentence: str, terms: str) -> None:
    search = asked(sentence, lambda: KNOWN)
    answer = search.answer(DEMO, limit=10_000)
    assert search.note(answer).removesuffix(f" {FROM}") == f"Understood as {terms}."
    assert {each.arn for each in answer.entities} == found(terms)
    assert answer.total


NAMES = (
    "train:loss",
    "validation:logloss",
    "test:mean_wQuantileLoss",
    "macro_f1",
    "mAP@50",
    "theta",
    "accuracy",
)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("loss", ["train:loss", "test:mean_wQuantileLoss"]),
        ("train:loss", ["train:loss"]),
        ("log-loss", ["validation:logloss"]),
        ("quantile_loss", ["test:mean_wQuantileLoss"]),
        ("F1", ["macro_f1"]),
        ("map", ["mAP@50"]),
        ("acc", ["accuracy"]),
        ("eta", []),
        ("gloss", []),
        ("", []),
    ],
)
def test_a_name_means_whole_words_of_recorded_names(value: str, names: list[str]) -> None:
    assert of_words(value, NAMES) == names


def test_a_loss_is_no_logloss_and_the_nearest_name_is_said() -> None:
    of_loss = those(lambda e: any(has_metric(e, name, lambda v: v > 0.1) for name in (":loss", "Loss")))
    assert found("metric.loss>0.1") == of_loss
    assert of_loss
    assert not of_loss & found("metric.logloss>0.1")
    assert asked("param.th=1", lambda: KNOWN).refusals[0].startswith("There is no parameter “th” here.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("live:unapproved type:endpoints", "without approval"),
        ("which endpoints serve rejected models", "Rejected"),
        ("endpoints that serve an unapproved model", "without approval"),
        ("which endpoints run models without approval", "without approval"),
        ("endpoints with versions that are not approved", "without approval"),
        ("endpoints serving models nobody approved", "without approval"),
        ("endpoints that serve a version waiting for approval", "Pending approval"),
        ("endpoints waiting for approval", "Pending approval"),
    ],
)
def test_endpoints_are_found_by_the_approval_of_what_they_serve(text: str, words: str) -> None:
    wanted = those(lambda e: e.type == "Endpoint" and words in warning(e))
    assert wanted == found(text)
    assert wanted


def test_no_endpoint_that_serves_an_unapproved_version_serves_approved_ones() -> None:
    approved = those(lambda e: e.type == "Endpoint" and is_live(e) and not warning(e))
    assert found("which endpoints serve approved models") == approved
    assert found("type:endpoint live:yes -live:unapproved") == approved


@pytest.mark.parametrize(
    ("text", "terms", "words"),
    [
        ("failed jobs since october pronto", "created>=2025-10 status:failed type:jobs", "“pronto”"),
        ("which zzqx models are live qqzw", "type:models live:yes", "“zzqx”, “qqzw”"),
        ("is ticket-routing-models/9 live qqzw", "ticket-routing-models/9", "“qqzw”"),
    ],
)
def test_words_that_nothing_has_are_left_out_of_a_question_and_named(
    text: str, terms: str, words: str
) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO, limit=10_000)
    assert answer.note == f"Understood as {terms}. This is without {words}, which nothing here has."
    assert {each.arn for each in answer.entities} == found(terms)


def test_a_mistake_beside_a_type_is_corrected_within_it_alone() -> None:
    """Endpoints have a stage, and models have none."""
    answer = asked("stale models", lambda: KNOWN).answer(DEMO, limit=10_000)
    assert {each.arn for each in answer.entities} == found("type:models")
    assert "without “stale”, which nothing here has" in answer.note


@pytest.mark.parametrize(
    "text", ["{} approved", "{} approved?", "{} signed off", "is {} approved", "{} rejected?"]
)
@pytest.mark.parametrize(
    ("model", "state"),
    [
        ("loyalty-tiers-models/1", "Rejected"),
        ("credit-limit-models/1", "Pending approval"),
        ("ticket-routing-models/10", "Approved"),
    ],
)
def test_a_version_and_a_decision_find_the_version_with_the_one_in_force(
    text: str, model: str, state: str
) -> None:
    (found_,) = asked(text.format(model), lambda: KNOWN).answer(DEMO).entities
    assert (title(found_), state_of(found_)) == (model, state)


@pytest.mark.parametrize(
    ("text", "model", "state"),
    [
        ("is the newest version of query-intent approved", "query-intent-models/6", "Rejected"),
        ("who approved the newest query-intent model", "query-intent-models/6", "Rejected"),
        ("latest account-takeover model approved?", "account-takeover-models/7", "Rejected"),
        (
            "has the most recent search ranking model been approved",
            "search-ranking-models/12",
            "Pending approval",
        ),
        ("was the latest churn version rejected", "churn-subscribers-models/18", "Approved"),
        ("newest approved query-intent model", "query-intent-models/5", "Approved"),
    ],
)
def test_a_question_about_the_newest_is_answered_by_its_own_decision(
    text: str, model: str, state: str
) -> None:
    first = asked(text, lambda: KNOWN).answer(DEMO).entities[0]
    assert (title(first), state_of(first)) == (model, state)


@pytest.mark.parametrize(
    "text",
    [
        "is ticket-routing-models/99 approved",
        "is zzqx approved",
        "who approved zzqx",
        "which model is live on zzqx",
        "what does zzqx serve",
        "failed jobs of 99%",
    ],
)
def test_a_question_is_never_answered_without_its_name(text: str) -> None:
    assert asked(text, lambda: KNOWN).answer(DEMO).total == 0


@pytest.mark.parametrize(
    ("text", "terms", "word"),
    [
        ("best models", "type:models", "best"),
        ("most accurate model", "metric:accuracy type:model", "most accurate"),
        ("highest accuracy", "metric:accuracy", "highest"),
        ("best model by auc", "metric:auc type:model", "best"),
    ],
)
def test_a_search_says_that_it_does_not_rank(text: str, terms: str, word: str) -> None:
    search = asked(text, lambda: KNOWN)
    answer = search.answer(DEMO, limit=10_000)
    assert f"Understood as {terms}. A search does not rank by “{word}”: add a bound" in answer.note
    assert {each.arn for each in answer.entities} == found(terms)


@pytest.mark.parametrize("text", ["lr=0.1", "failed jobs of 99%", "failed jobs with zzqx>0.9"])
def test_a_sentence_without_a_hit_says_how_it_is_understood(text: str) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO)
    assert answer.total == 0
    assert "Understood as " in answer.note
    assert "Nothing has all of this." in answer.note


def test_a_question_is_never_answered_without_a_word_that_turns_it_around() -> None:
    assert asked("live models nobody wanted zzqx", lambda: KNOWN).answer(DEMO).total == 0
    assert asked("live models everybody wanted zzqx", lambda: KNOWN).answer(DEMO).total


def test_words_in_quotes_are_no_sentence() -> None:
    assert len(found('"failed training jobs"')) > len(found("failed training jobs"))
    assert asked('"failed" jobs', lambda: KNOWN).as_terms() == []
    assert [offer.text for offer in asked("failed jobs", lambda: KNOWN).as_terms()] == [
        "status:failed type:jobs ",
        '"failed jobs" ',
    ]


@pytest.mark.parametrize("quotes", ['""', "''", "“”", "\u2018\u2019", "„“", "«»", "``"])
@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("which model is live on the endpoint ", "ticket-routing-prod", ""),
        ("is the model ", "ticket-routing-models/10", " approved, by whom"),
        ("tell me who approved ", "ticket-routing-models/10", "."),
        ("model behind ", "ticket-routing-prod", "?"),
    ],
)
def test_a_name_in_quotes_in_a_question_is_a_name(quotes: str, before: str, name: str, after: str) -> None:
    bare = asked(f"{before}{name}{after}", lambda: KNOWN).answer(DEMO)
    assert bare.total
    assert asked(f"{before}{quotes[0]}{name}{quotes[1]}{after}", lambda: KNOWN).answer(DEMO) == bare


@pytest.mark.parametrize(
    "text", ['"which"', '"which model is live?"', "“which model is live?”", 'is by:"grace-murphy" approved']
)
def test_other_quotes_stay(text: str) -> None:
    assert unquoted(text) == text


def test_names_stay_words() -> None:
    for text in ("ticket routing", "churn models", "endpoints without approval", "a > b", "2026 > 3"):
        search = asked(text, lambda: KNOWN)
        assert search.meant(DEMO) is search


@pytest.mark.parametrize(
    "text", ["accuracy>0.9 lr=0.1", "failed jobs since october", "best models", "failled job"]
)
def test_the_counts_beside_the_filters_are_those_of_the_answer(text: str) -> None:
    search = asked(text, lambda: KNOWN)
    meant = search.meant(DEMO)
    assert DEMO.search(meant.words, filter_=meant.filter_).total == search.answer(DEMO).total


@pytest.mark.parametrize(
    ("text", "words", "note"),
    [
        ("2026-03", "2026-03", "As a time: created:2026-03."),
        ("tickets 2026-03", "tickets 2026-03", "As a time: created:2026-03 tickets."),
        ("data sets 2026-03", "type:data-sets 2026-03", "As a time: created:2026-03 type:data-sets."),
    ],
)
def test_a_date_alone_is_a_word_where_something_is_named_so(text: str, words: str, note: str) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO, limit=10_000)
    assert answer.note.endswith(f"“2026-03” is read as a part of names. {note}")
    assert {each.arn for each in answer.entities} == found(words)
    assert not answer.note.startswith("Understood as created")


@pytest.mark.parametrize(
    ("text", "terms", "what"),
    [
        ("models without evaluation", "without:evaluation type:models", ("evaluation",)),
        ("which models have no training job", "without:training-job type:models", ("training job",)),
        ("models that were never evaluated", "without:evaluation type:models", ("evaluation",)),
        (
            "live models lacking an evaluation or a commit",
            "without:evaluation,commit live:yes type:models",
            ("evaluation", "commit"),
        ),
    ],
)
def test_a_gap_of_models_is_read_as_the_prepared_question_about_it(
    text: str, terms: str, what: tuple[str, ...]
) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO, limit=10_000)
    assert answer.note.startswith(f"Understood as {terms}. Without {what[0]}: ")
    rows = {row.entity.arn for each in what for row in models_without(DEMO, each).rows}
    live = those(is_live) if "live" in terms else rows
    assert {each.arn for each in answer.entities} == rows & live != set()


@pytest.mark.parametrize(
    ("text", "is_told", "sentence"),
    [
        ("models without owner", True, "Each model package here has it: owner."),
        ("models without zzqx", False, "“without zzqx” is not understood. Of model packages, without: takes"),
        ("jobs without commit", False, "“without commit” is not understood."),
        ("without:evalution", False, "There is no gap “evalution” here. Did you mean evaluation?"),
    ],
)
def test_a_gap_that_nothing_has_or_that_is_none_is_said(text: str, is_told: bool, sentence: str) -> None:
    search = asked(text, lambda: KNOWN)
    answer = search.answer(DEMO)
    assert (answer.total, answer.is_told) == (0, is_told)
    assert sentence in search.note(answer)


def test_a_bound_without_a_name_says_that_error_measures_do_not_count() -> None:
    above = asked("models better than 90 percent", lambda: KNOWN).answer(DEMO, limit=10_000)
    assert {each.arn for each in above.entities} == found("type:model metric>0.9 -metric:rmse")
    assert "The key metric counts, without error measures (rmse), of which less is better." in above.note
    assert any(
        "RMSE" in each.text("metricname") for each in EVERYTHING if each.arn in found("type:model metric>0.9")
    )
    assert "of rmse less is better" in asked("models below 0.9", lambda: KNOWN).answer(DEMO).note
    named = asked("accuracy above 0.9", lambda: KNOWN).answer(DEMO).note
    assert named == "Understood as metric.accuracy>0.9."


@pytest.mark.parametrize(
    ("text", "name", "passes", "others"),
    [
        ("models with macro f1 above 0.85", "eval:macro_f1", lambda v: v > 0.85, "type:model"),
        ("approved models with logloss below 0.7", "validation:logloss", lambda v: v < 0.7, "decision:approved"),
        ("type:model metric.macro_f1>0.85 -query", "eval:macro_f1", lambda v: v > 0.85, "type:model -query"),
        ("ticket routing models with macro f1 above 0.85", "eval:macro_f1", lambda v: v > 0.85, "type:model routing"),
        ("models with auc above 0.5 and logloss below 0.7", "validation:logloss", lambda v: v < 0.7, "metric.auc>0.5"),
    ],
)  # fmt: skip
def test_models_are_found_by_a_metric_that_only_their_jobs_have(
    text: str, name: str, passes: Callable[[float], bool], others: str
) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO, limit=10_000)
    jobs = those(lambda e: has_metric(e, name, passes))
    assert (
        f"{name} is recorded for jobs, not as the key metric of models: these are the models" in answer.note
    )
    assert f"came of {len(jobs)} jobs" in answer.note
    below = DEMO.trace(sorted(jobs), up=0, filter_=Filter(types=frozenset({"Model"}))).entities
    assert (
        {each.arn for each in answer.entities} == {each.arn for each in below} & found(others) - jobs != set()
    )


@pytest.mark.parametrize(
    ("text", "terms", "name", "passes"),
    [
        (
            "mean_wQuantileLoss < 0.7",
            "metric.mean-wquantileloss<0.7",
            "mean_wQuantileLoss",
            lambda v: v < 0.7,
        ),
        ("metric.MEAN-wQuantileLoss<0.7", "", "mean_wQuantileLoss", lambda v: v < 0.7),
        (
            "jobs with train loss under 0.7",
            "metric.train:loss<0.7 type:jobs",
            "train:loss",
            lambda v: v < 0.7,
        ),
        (
            "jobs with train-loss under 0.7",
            "metric.train:loss<0.7 type:jobs",
            "train:loss",
            lambda v: v < 0.7,
        ),
        ("validation loss below 0.7", "metric.validation:loss<0.7", "validation:loss", lambda v: v < 0.7),
        ("val loss below 0.7", "metric.val-loss<0.7", "validation:loss", lambda v: v < 0.7),
        ("ndcg@10 > 0.9", "metric.ndcg@10>0.9", "ndcg@10", lambda v: v > 0.9),
        ("metric.NDCG@10>0.9", "", "ndcg@10", lambda v: v > 0.9),
        ("F1-score above 0.9", "metric.f1>0.9", "f1", lambda v: v > 0.9),
    ],
)
def test_the_name_of_a_metric_is_written_in_many_ways(
    text: str, terms: str, name: str, passes: Callable[[float], bool]
) -> None:
    """Case and signs do not count, and the condition is kept."""
    answer = asked(text, lambda: KNOWN).answer(DEMO, limit=10_000)
    hits = {each.arn for each in answer.entities}
    assert (
        hits - found("type:model")
        == those(lambda e: has_metric(e, name, passes)) - found("type:model")
        != set()
    )
    assert answer.note == (f"Understood as {terms}." if terms else "")
    assert all(has_metric(each, name.rpartition(":")[2], passes) for each in answer.entities)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("serving traffic on queue-length-prod", "live:yes queue-length-prod"),
        ("handles requests on ticket-routing-prod", "live:yes ticket-routing-prod"),
        ("which model receives live traffic on queue-length-prod", "type:model live:yes queue-length-prod"),
        ("which endpoints take requests", "type:endpoints live:yes"),
    ],
)
def test_what_has_traffic_is_live(text: str, terms: str) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO, limit=10_000)
    assert {each.arn for each in answer.entities} == found(terms) != set()
    assert answer.note == f"Understood as {terms}."


@pytest.mark.parametrize(
    ("text", "words", "next_"),
    [
        ("jobs longer than 3 h", "longer than 3 h", "sort the page Entities by Duration."),
        ("type:job longer than 3h", "longer than 3h", "sort the page Entities by Duration."),
        ("longer than 3 hours", "longer than 3 hours", "sort the page Entities by Duration."),
        (
            "training jobs that took more than 2 hours",
            "took more than 2 hours",
            "sort the page Entities by Duration.",
        ),
        ("models trained for at least 90 min", "for at least 90 min", "sort the page Entities by Duration."),
        ("data sets over 5 GB", "over 5 gb", "sort the page Entities by Size."),
        ("models over 60 days old", "over 60 days old", "such as created<2026-03-12."),
        ("models under 60 days old", "under 60 days old", "such as created>2026-03-12."),
    ],
)
def test_a_length_that_no_term_compares_is_named(text: str, words: str, next_: str) -> None:
    search = asked(text, lambda: KNOWN)
    answer = search.answer(DEMO)
    assert (answer.total, answer.is_told) == (0, True)
    assert answer.note.startswith(f"Not understood: “{words}”.")
    assert answer.note.endswith(next_)
    assert search.as_terms() == []


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("jobs with epochs over 10", "type:job param.epochs>10"),
        ("models older than 2026", "type:model created<2026"),
    ],
)
def test_a_number_without_a_unit_is_no_length(text: str, terms: str) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO, limit=10_000)
    assert {each.arn for each in answer.entities} == found(terms) != set()


def test_nothing_is_counted_with_a_condition_that_means_nothing() -> None:
    assert asked("type:model metric.zzqx>1", lambda: KNOWN).page(DEMO, None, 1, 0).total == 0


@pytest.mark.parametrize("text", ["models with max_depth above 5", "type:model param.max-depth>5"])
def test_models_are_found_by_a_parameter_of_their_jobs(text: str) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO, limit=10_000)
    jobs = those(lambda e: parameters_of(e).get("max_depth", 0) > 5)
    below = DEMO.trace(sorted(jobs), up=0, filter_=Filter(types=frozenset({"Model"}))).entities
    assert {each.arn for each in answer.entities} == {each.arn for each in below} - jobs != set()
    assert "max_depth is recorded for jobs, not for models: these are the models that came of" in answer.note


def test_jobs_without_models_are_the_answer_to_a_metric_of_models() -> None:
    store = LocalStore([Listed(EVERYTHING)])  # without associations
    answer = asked("models with macro f1 above 0.85", lambda: KNOWN).answer(store, limit=10_000)
    assert {each.arn for each in answer.entities} == found("metric.macro_f1>0.85")
    assert answer.note.endswith("not as the key metric of models: these are the jobs.")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("models with precision above 0.9", "The metrics here: validation:auc"),
        ("models whose recall exceeds 0.9", "The metrics here: validation:auc"),
        ("models above 0.9 precision", "The metrics here: validation:auc"),
        ("jobs with precision above 0.9", "The metrics here: validation:auc"),
        ("precision above 0.9", "The metrics here: validation:auc"),
        ("models with acuracy above 0.9", "Did you mean eval:accuracy?"),
    ],
)
def test_a_metric_that_nothing_has_is_said_and_no_other_is_compared(text: str, hint: str) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO)
    assert (answer.total, answer.is_told) == (0, True)
    assert answer.note.startswith("No metric or parameter here has the name “")
    assert hint in answer.note


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("models of fraud above 0.9", "fraud"),
        ("models having at least 0.9", ""),
        ("models scoring consistently above 0.9", ""),
    ],
)
def test_other_words_beside_a_number_are_no_metric(text: str, word: str) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO, limit=10_000)
    assert {each.arn for each in answer.entities} == found(f"type:model metric>=0.9 -metric:rmse {word}")


@pytest.mark.parametrize(
    ("text", "name", "passes"),
    [
        ("auc above 0.9", "auc", lambda v: v > 0.9),
        ("metric.auc>=0.9 metric.auc<0.92", "auc", lambda v: 0.9 <= v < 0.92),
        ("max_depth=6", "max_depth", lambda v: v == 6),
        ("epochs>10", "epochs", lambda v: v > 10),
    ],
)
def test_each_hit_tells_the_number_that_was_compared(
    text: str, name: str, passes: Callable[[float], bool]
) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO, limit=10_000)
    told = 0
    for each in answer.entities:
        shown = matched(each, answer.filter_)
        recorded = {**dict(metrics_of(each)), **parameters_of(each)}
        others = [one for one in shown if not passes(float(one.rpartition(" ")[2]))]
        assert not others or text.count("metric") > 1
        assert all(one.rpartition(" ")[0] in recorded for one in shown)
        assert shown or name in each.text("metricname")
        told += len(shown)
    assert told
    assert matched(answer.entities[0], NO_FILTER) == ()


def test_a_date_alone_beside_other_terms_never_finds_its_words() -> None:
    """Jobs that failed read data of `2026-02`, and no training job failed then."""
    answer = asked("failed training jobs 2026-02", lambda: KNOWN).answer(DEMO)
    assert (answer.total, answer.is_told) == (0, True)
    assert "No failed training job was created from 1 Feb to 28 Feb 2026." in answer.note


def test_a_date_with_two_meanings_says_so() -> None:
    answer = asked("failed jobs 01/12/2025", lambda: KNOWN).answer(DEMO)
    assert "“01/12/2025” may be the 1 December or the 12 January; the first one is taken." in answer.note


def test_a_sentence_about_days_without_a_hit_says_from_when_they_count() -> None:
    search = asked("which training jobs failed in the last month", lambda: KNOWN)
    assert search.note(search.answer(DEMO)) == (
        "Understood as created:30d type:training-jobs status:failed. No failed training job was created from 10 Feb to "
        "12 Mar 2026 (the last 30 days of the snapshot). Without the time: 3, the newest of 30 Dec 2025."
    )


@pytest.mark.parametrize(
    ("text", "terms", "passes"),
    [
        (
            "models approved by helen-strand",
            "decidedby:helen-strand type:models decision:approved",
            decided("helen"),
        ),
        ("signed off by helen", "decidedby:helen decision:approved", decided("helen")),
        (
            "models that omar-farouk rejected",
            "decidedby:omar-farouk type:models decision:rejected",
            decided("omar", "R"),
        ),
        ("decided by helen-strand", "decidedby:helen-strand", decided("helen", "")),
        (
            "models approved by helen-strand or omar-farouk and built by grace-murphy",
            "decidedby:helen-strand,omar-farouk type:models decision:approved by:grace-murphy",
            lambda e: decided("")(e) and e.text("owner") == "grace-murphy",
        ),
        (
            "approved models of grace-murphy",
            "decision:approved type:models by:grace-murphy",
            owned_and_approved,
        ),
        (
            "which models were approved in march",
            "decided:2026-03 type:models decision:approved",
            decided("", on="2026-03"),
        ),
        (
            "what did helen-strand approve in February 2026",
            "decided:2026-02 by:helen-strand decision:approved",
            decided("helen", on="2026-02"),
        ),
        (
            "who approved models in march 2026",
            "decided:2026-03 decision:approved type:models",
            decided("", on="2026-03"),
        ),
        ("rejected in march 2026", "decided:2026-03 decision:rejected", decided("", "R", on="2026-03")),
        ("decisions in march 2026", "decided:2026-03", decided("", "", on="2026-03")),
        (
            "approved by helen since 2026-03-01",
            "decided>=2026-03-01 decidedby:helen decision:approved",
            decided("helen", on="2026-03"),
        ),
        (
            "recently approved models",
            "decided:30d decision:approved type:models",
            decided("", on="2026-02-(?!0)|2026-03"),
        ),
    ],
)
def test_a_decision_is_found_by_its_person_and_its_time(
    text: str, terms: str, passes: Callable[[Entity], bool]
) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO, limit=10_000)
    assert f"Understood as {terms}." in answer.note
    assert {each.arn for each in answer.entities} == found(terms) == those(passes)
    assert answer.total


@pytest.mark.parametrize(
    "text", ["approved by grace-murphy", "what did grace-murphy approve", "decidedby:grace-murphy"]
)
def test_an_owner_who_decided_about_nothing_is_no_approver(text: str) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO)
    assert (answer.total, answer.is_told) == (0, True)
    assert answer.note.endswith(
        "No recorded decision is by grace-murphy. by:grace-murphy has what is owned, too."
    )


@pytest.mark.parametrize(
    ("text", "terms", "note"),
    [
        (
            "models deployed in march 2026",
            "created:2026-03 type:deployments",
            "Each deployment tells what it deployed",
        ),
        (
            "endpoints deployed in february 2026",
            "created:2026-02 type:endpoints live:yes",
            "The time is that of the creation",
        ),
        ("approved models in march", "created:2026-03 decision:approved type:models", ""),
    ],
)
def test_a_time_of_a_deployment_and_of_models_is_that_of_the_creation(
    text: str, terms: str, note: str
) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO, limit=10_000)
    assert answer.note.startswith(f"Understood as {terms}. {note}".strip())
    assert {each.arn for each in answer.entities} == found(terms)
    assert answer.total


def test_a_time_without_a_decision_is_answered() -> None:
    answer = asked("models approved in 2020", lambda: KNOWN).answer(DEMO)
    assert answer.is_told
    assert answer.note.endswith(
        "No approved model has a decision from 1 Jan to 31 Dec 2020. Without the time: 98, the newest of 11 Mar 2026."
    )


def test_a_length_of_time_alone_is_what_the_last_month_is_for_failures() -> None:
    answer = asked("training jobs failed 30d", lambda: KNOWN).answer(DEMO)
    assert "Understood as created:30d type:training-jobs status:failed." in answer.note
    assert "(the last 30 days of the snapshot). Without the time: 3" in answer.note


@pytest.mark.parametrize("text", ["jobs that took more than 2 hours", "models epochs=30 days", "churn-30d"])
def test_a_length_in_a_condition_or_a_name_is_no_time(text: str) -> None:
    meant = asked(text, lambda: KNOWN).sentence()
    assert not meant or not any(each.startswith("created") for each in meant.terms)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "type:endpoint created:2020",
            "No endpoint was created from 1 Jan to 31 Dec 2020. Without the time: 22, the newest of 5 Feb 2026.",
        ),
        (
            "approved models before 2020",
            "No approved model was created until 31 Dec 2019. Without the time: 98, the newest of 7 Mar 2026.",
        ),
        (
            "failed training jobs since february",
            "No failed training job was created since 1 Feb 2026. The snapshot is of 12 Mar 2026. "
            "Without the time: 3, the newest of 30 Dec 2025.",
        ),
        (
            "failed or stopped training jobs of ticket-routing yesterday",
            "No failed or stopped training job with “ticket-routing” was created on 11 Mar 2026. "
            "Without the time: 1, of 30 Dec 2025.",
        ),
    ],
)
def test_a_search_with_a_time_without_a_hit_is_answered(text: str, sentences: str) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO)
    assert (answer.total, answer.is_told) == (0, True)
    assert answer.note.endswith(sentences)
    within = asked(text, lambda: KNOWN, Filter(types=frozenset({"Image"}))).answer(DEMO)
    assert not within.is_told


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "which model is live on account-takeover-prod",
            "account-takeover-prod serves nothing: it was deleted. It served last: account-takeover-models/6, "
            "1 Feb 2026.",
        ),
        ("what does spam-reviews-prod serve", "spam-reviews-prod serves nothing. Its status: failed."),
    ],
)
def test_an_endpoint_that_serves_nothing_is_the_answer(text: str, sentence: str) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO)
    assert [title(each) for each in answer.entities] == [sentence.partition(" ")[0]]
    assert sentence in answer.note
    assert found("endpoints that are gone") == those(lambda e: state_of(e) == "Deleted")


@pytest.mark.parametrize(
    "text", ["jobs from march 2026 to january 2025", "-created:2026 created:2026", "created:2020 zzqx99"]
)
def test_a_time_that_says_nothing_about_hits_is_no_answer(text: str) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO)
    assert not answer.is_told
    assert "Nothing has all of this." in answer.note


@pytest.mark.parametrize(
    ("text", "name", "next_step"),
    [
        ("is ticket-routing-models/99 approved", "ticket-routing-models/99", NEAREST),
        ("is ticket-routing-models/99 approved pronto", "ticket-routing-models/99", NEAREST),
        ('which model is live on "zzqx"', "zzqx", "Check the name, or search for a part of it."),
        ("who approved zzqx", "zzqx", "Check the name, or search for a part of it."),
    ],
)
def test_a_name_that_no_entity_has_is_said(text: str, name: str, next_step: str) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO)
    assert answer.is_told
    assert answer.note.endswith(f"No entity has the name “{name}”. {next_step}")


@pytest.mark.parametrize(
    ("text", "is_said"),
    [("failed jobs last month", True), ("type:job created:30d", True), ("failed jobs since october", False)],
)
def test_an_answer_about_days_says_from_when_they_count(text: str, is_said: bool) -> None:
    answer = asked(text, lambda: KNOWN).answer(DEMO)
    assert answer.total
    assert answer.note.endswith(FROM) == is_said


@pytest.mark.parametrize("text", ["no-such", "qwzx churn", "churrrn", "churn fraud zzzz"])
def test_other_words_stay_without_a_hit(text: str) -> None:
    search = asked(text, lambda: KNOWN)
    assert search.answer(DEMO) == Answer((), 0)


def test_a_long_text_is_not_corrected_word_by_word() -> None:
    asked_for: list[str] = []

    class Counting(LocalStore):
        def search(self, text: str = "", **how: Any) -> Page:
            asked_for.append(text)
            return super().search(text, **how)

    store = Counting([demo_once.source()])
    text = " ".join(f"zzz{number}q" for number in range(500))
    assert asked(text, lambda: KNOWN).answer(store).total == 0
    assert len(asked_for) <= 2


def test_a_word_that_only_the_terms_exclude_is_no_mistake() -> None:
    search = asked("churn type:image", lambda: KNOWN)
    assert search.note(search.answer(DEMO)) == "Nothing has all of this. Leave out a term or a word."


def test_the_endpoint_and_its_models_come_before_jobs_and_actions() -> None:
    entities = asked("ticket routing", lambda: KNOWN).answer(DEMO, limit=10_000).entities
    assert (entities[0].type, entities[1].type) == ("Endpoint", "Model")
    titled = [
        each.label
        for each in entities
        if all(word in title(each).casefold() for word in ("ticket", "routing"))
    ]
    actions = titled.count("action")
    assert actions
    assert set(titled[-actions:]) == {"action"}


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/typed",
        "s3://acme/train.csv",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:1.2",
        "types://bucket",
        "a<b",
        "type.model>1",
        "train.csv",
        ":",
        "-",
    ],
)
def test_an_address_and_other_words_are_no_terms(text: str) -> None:
    search = asked(text, lambda: pytest.fail("a search of words needs no vocabulary"))
    assert (search.words, search.filter_, search.notes) == (text, NO_FILTER, ())


def test_quotes_hold_blanks_and_commas_together() -> None:
    assert list(parts('"a b" by:"Grace, M",x -status:"in service')) == [
        " a b ",
        Term('by:"Grace, M",x', "by", ":", ("Grace, M", "x")),
        Term('-status:"in service', "status", ":", ("in service",), excluded=True),
    ]


def test_the_guide_has_every_field_and_no_other() -> None:
    assert GUIDE.keys() == FIELDS.keys()


@pytest.mark.parametrize("name", FIELDS)
def test_the_example_of_each_field_is_understood(name: str) -> None:
    known = Vocabulary(
        ["artifact"],
        {"Model": frozenset({"Model"}), "Endpoint": frozenset({"Endpoint"})},
        ["Failed"],
        ["grace-murphy"],
        ["validation:accuracy"],
        datetime(YEAR, 3, 12, tzinfo=UTC),
        lambda: {"§max_depth": 1},
    )
    search = asked(GUIDE[name][1], lambda: known)
    assert search.notes == ()
    assert search.words == ""
    assert len(search.filter_.also) == 1


scraps = st.lists(
    st.sampled_from([*FIELDS, ":", "<", "-", '"', ",", "model", " ", "2026", "0d"]), max_size=12
)


@examples(300)
@given(st.text(max_size=30) | scraps.map("".join))
def test_any_text_has_an_answer(text: str) -> None:
    search = asked(text, lambda: KNOWN)
    assert search.answer(DEMO, limit=1).total >= 0
    assert all(note.isprintable() for note in search.notes)


@given(st.dates())
def test_a_day_a_month_and_a_year_are_whole(day: object) -> None:
    for text in (f"{day}", f"{day}"[:7], f"{day}"[:4]):
        found_ = period(text, KNOWN.now)
        if text.startswith("9999"):  # its end has no second after it
            continue
        assert found_ is not None
        assert f"{found_.first:%Y-%m-%d %H:%M:%S}".startswith(text) or found_.first.year < 1000
        assert (found_.last - found_.first).total_seconds() % 86_400 == 86_399


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("created:>2025", "created>2025"),
        ("-created:<=2025-11", "-created<=2025-11"),
        ("metric.accuracy:>=0.9", "metric.accuracy>=0.9"),
        ("metric:>0.9", "metric>0.9"),
        ("param.max_depth:<7", "param.max_depth<7"),
    ],
)
def test_a_colon_before_a_sign_of_order_changes_nothing(typed: str, same: str) -> None:
    assert found(typed) == found(same)
    assert found(same)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ('"', "nothing between the quotes"),
        ('""', "nothing between the quotes"),
        ('" "', "nothing between the quotes"),
        ("metric.>0.9", "has no name after the full stop. Write it as in metric.accuracy>0.9"),
        ("param.=6", "has no name after the full stop. Write it as in param.max_depth=6"),
    ],
)
def test_a_text_without_a_word_or_a_name_finds_nothing_and_says_why(typed: str, words: str) -> None:
    search = asked(typed, lambda: KNOWN)
    assert words in search.note(search.answer(DEMO))
    assert not search.answer(DEMO).total
