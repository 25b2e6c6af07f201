"""Questions as people type them: other wordings of what a search understands have the same answer."""

from functools import partial

import pytest

from lineage_viz.search.asked import Answer, asked, asked_of
from lineage_viz.search.vocabulary import vocabulary
from lineage_viz.title import title
from tests import demo_once

DEMO = demo_once.store()
KNOWN = partial(vocabulary, DEMO)
MASTER = "customer-master.parquet"
TEN = "ticket-routing-models/10"


def answered(text: str) -> Answer:
    return asked(text, KNOWN).answer(DEMO, limit=10_000)


def same(text: str, plain: str) -> None:
    """Assert that two texts have one answer, which finds something."""
    answer, meant = answered(text), answered(plain)
    assert answer.entities == meant.entities != ()
    assert answer.note.endswith(meant.note)


@pytest.mark.parametrize(
    "text",
    [
        f"where used {MASTER}",
        f"{MASTER} used by what",
        f"{MASTER} used by",
        f"{MASTER} where used?",
        f"usages of {MASTER}",
        f"{MASTER} usage",
        f"who consumes {MASTER}",
        f"consumers of {MASTER}",
        f"where do we use {MASTER}",
        f"where does {MASTER} get used",
        f"is {MASTER} used anywhere?",
    ],
)
def test_the_use_of_something_has_one_answer_in_all_words(text: str) -> None:
    same(text, f"where is {MASTER} used")


@pytest.mark.parametrize("text", [f"who is using {MASTER}", f"what used {MASTER}"])
def test_the_users_of_data_are_asked_for_in_any_tense(text: str) -> None:
    same(text, f"who uses {MASTER}")


@pytest.mark.parametrize("text", [f"which models use {MASTER}", f"models using {MASTER}"])
def test_the_models_that_use_data_are_those_that_depend_on_it(text: str) -> None:
    same(text, f"models that depend on {MASTER}")


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        (f"version before {TEN}", "9"),
        ("previous version of ticket-routing-models", "9"),
        ("the version before the newest of ticket-routing-models", "9"),
        ("ticket-routing-models previous version", "9"),
        (f"{TEN} previous version?", "9"),
        (f"what came before {TEN}", "9"),
        (f"predecessor of {TEN}", "9"),
        (f"{TEN} predecessor", "9"),
        ("ticket-routing-models version before the latest", "9"),
        ("version before ticket-routing-models/9", "7"),
        ("older versions of ticket-routing-models/5", "4 3 2"),
        ("version after ticket-routing-models/7", "9"),
        (f"next version of {TEN}", ""),
        ("version before ticket-routing-models/2", ""),
        ("version before ticket-routing-prod", "9 7 6 3 2"),
    ],
)
def test_the_version_before_another_is_never_that_of_today(text: str, versions: str) -> None:
    answer = answered(text)
    assert [title(each) for each in answer.entities] == [
        f"ticket-routing-models/{each}" for each in versions.split()
    ]
    assert answer.is_told != bool(versions)


def test_the_ends_of_a_group_and_a_wrong_version_are_said() -> None:
    assert answered(f"next version of {TEN}").note.endswith(
        f"{TEN} is the newest version of ticket-routing-models here."
    )
    assert answered("version before ticket-routing-models/2").note.endswith(
        "ticket-routing-models/2 is the first version of ticket-routing-models here."
    )
    assert "has no version 99 here" in answered("version before ticket-routing-models/99").note


@pytest.mark.parametrize(
    ("text", "has_script"),
    [
        (f"which git commit trained {TEN}", False),
        (f"{TEN} git commit", False),
        (f"which git sha built {TEN}", False),
        (f"code of {TEN}", True),
        (f"what script trained {TEN}", True),
        (f"which scripts did {TEN} use", True),
        (f"git repo for {TEN}", True),
        (f"which code version is {TEN} built from", True),
        ("code of ticket-routing-prod", True),
    ],
)
def test_the_code_is_its_commit_and_the_scripts_of_its_jobs(text: str, has_script: bool) -> None:
    note = answered(text).note
    assert "612b3091082121bc41244ccc1175dea3a2828c1d" in note
    script = (
        "Scripts of its jobs: s3://acme-ml-code/support/preprocess.py. Its training job records no script."
    )
    assert (script in note) == has_script


def test_code_that_is_not_recorded_is_said_to_be_so() -> None:
    note = answered("what script trained churn-subscribers-models/18").note
    assert "Commit: not recorded." in note
    assert "which nothing here has" not in note


@pytest.mark.parametrize(
    "text",
    [
        "what model powers ticket-routing-prod",
        "what powers ticket-routing-prod?",
        "what is powering ticket-routing-prod",
        "which model drives ticket-routing-prod",
        "which model runs ticket-routing-prod",
        "what is ticket-routing-prod powered by",
        "which version is ticket-routing-prod on",
        "what's on ticket-routing-prod",
        "model serving ticket-routing-prod",
        "ticket-routing-prod: what does it serve?",
        "ticket-routing-prod: what model is live on it",
    ],
)
def test_the_live_model_is_asked_for_in_many_words(text: str) -> None:
    same(text, "which model is live on ticket-routing-prod")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (f"approved by whom: {TEN}", f"who approved {TEN}"),
        (f"{TEN}: who approved it?", f"who approved {TEN}"),
        (f"who approved: {TEN}", f"who approved {TEN}"),
        (f"approver: {TEN}", f"who approved {TEN}"),
        (f"question: who approved {TEN}", f"who approved {TEN}"),
        (f"{TEN}: is it approved", f"is {TEN} approved"),
        (f"{TEN}: where is it deployed", f"where is {TEN} deployed"),
        (f"data: {TEN}", f"data of {TEN}"),
        (f"{TEN}: which data", f"data of {TEN}"),
        (f"commit: {TEN}", f"commit of {TEN}"),
        (f"owner: {TEN}", f"who owns {TEN}"),
        (f"used by: {MASTER}", f"where is {MASTER} used"),
        (f"trained on: {MASTER}", f"models trained on {MASTER}"),
        ("approved by: helen-strand", "approved by helen-strand"),
        ("failed jobs: ticket-routing", "failed jobs of ticket-routing"),
        ("status: failed", "status:failed"),
    ],
)
def test_a_colon_between_a_question_and_its_name_changes_nothing(text: str, plain: str) -> None:
    same(text, plain)


@pytest.mark.parametrize(
    "text",
    [
        "models waiting for helen",
        "models awaiting helen",
        "models assigned to helen-strand",
        "models to be approved by helen",
        "models that helen has to approve",
        "helen's pending models",
        "models waiting for helen's approval",
        "models that need helen's approval",
        "models waiting for grace-murphy",
    ],
)
def test_models_that_wait_for_a_person_are_all_that_wait_and_the_answer_says_so(text: str) -> None:
    answer = answered(text)
    assert answer.entities == answered("models waiting for approval").entities
    assert "Nothing records who is to decide, so these wait for anybody, not for " in answer.note


def test_what_a_person_did_decide_is_still_by_the_person() -> None:
    assert "decidedby:helen-strand" in answered("models approved by helen-strand").note
    assert "by:grace-murphy" in answered("pending models of grace-murphy").note


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("failed in summer 2025", "created>=2025-06 created<=2025-08 status:failed"),
        ("failed in Q3 2025", "created>=2025-07 created<=2025-09 status:failed"),
        ("failed in winter", "created>=2025-12 created<=2026-02 status:failed"),
        ("failed jobs winter 2025/26", "created>=2025-12 created<=2026-02 status:failed type:jobs"),
        ("failed jobs last summer", "created>=2025-06 created<=2025-08 status:failed type:jobs"),
        ("failed jobs in spring last year", "created>=2025-03 created<=2025-05 status:failed type:jobs"),
        ("failed jobs in fall 2025", "created>=2025-09 created<=2025-11 status:failed type:jobs"),
        ("failed jobs before winter", "created<2025-12 status:failed type:jobs"),
        ("jobs between summer 2025 and autumn 2025", "created>=2025-06 created<=2025-11 type:jobs"),
        ("jobs from q1 to q3 2025", "created>=2025-01 created<=2025-09 type:jobs"),
        ("jobs in the third quarter of 2025", "created>=2025-07 created<=2025-09 type:jobs"),
        ("jobs in the second half of last year", "created>=2025-07 created<=2025-12 type:jobs"),
        ("jobs since the beginning of 2026", "created>=2026 type:jobs"),
        ("failed jobs on monday", "created:2026-03-09 status:failed type:jobs"),
        ("jobs from last weekend", "created>=2026-03-07 created<=2026-03-08 type:jobs"),
        ("models approved in winter", "decided>=2025-12 decided<=2026-02 type:models decision:approved"),
        ("f1 from 0.8 to 0.9", "metric.f1>=0.8 metric.f1<=0.9"),
        ("f1 between 0.8 and 0.9", "metric.f1>=0.8 metric.f1<=0.9"),
        ("f1 0.8-0.9", "metric.f1>=0.8 metric.f1<=0.9"),
        ("accuracy 0.8 – 0.9", "metric.accuracy>=0.8 metric.accuracy<=0.9"),
        ("models with accuracy of 0.8 to 0.9", "metric.accuracy>=0.8 metric.accuracy<=0.9 type:models"),
        ("accuracy 80-90%", "metric.accuracy>=0.8 metric.accuracy<=0.9"),
        ("models 0.8..0.9 auc", "metric.auc>=0.8 metric.auc<=0.9 type:models"),
        ("auc between 0.9 and 0.8", "metric.auc>=0.8 metric.auc<=0.9"),
        ("auc > 0.8 and < 0.9", "metric.auc>0.8 metric.auc<0.9"),
        ("at least 0.9 auc", "metric.auc>=0.9"),
        ("models with f1 above 0.8 and below 0.9", "metric.f1>0.8 metric.f1<0.9 type:models"),
        ("max_depth 4-6", "param.max_depth>=4 param.max_depth<=6"),
    ],
)
def test_times_and_ranges_are_read_as_terms(text: str, terms: str) -> None:
    answer = answered(text)
    assert f"Understood as {terms}." in answer.note
    assert answer.total
    assert {each.arn for each in answer.entities} == {each.arn for each in answered(terms).entities}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("failed jobs at christmas", "christmas"),
        ("failed in the noughties", "noughties"),
        ("failed jobs in early 2026", "in early 2026"),
        ("failed jobs end of 2025", "end of 2025"),
        ("failed in week 50", "in week 50"),
    ],
)
def test_nothing_is_found_as_of_a_time_that_is_not_understood(text: str, words: str) -> None:
    answer = answered(text)
    assert (answer.total, answer.is_told) == (0, True)
    assert f"Not understood as a time: “{words}”." in answer.note


@pytest.mark.parametrize(
    "text",
    ["train-2025-01..02.jsonl", "fraud-transactions", "arn:aws:s3: x", "s3://a/b: c", "top 5 to 10 models"],
)
def test_other_texts_are_no_ranges_and_no_questions(text: str) -> None:
    assert ">=" not in answered(text).note


@pytest.mark.parametrize("text", ["models of zzqx properties", "what came zzqx before"])
def test_a_word_that_tells_no_time_is_never_called_one(text: str) -> None:
    assert "Not understood as a time" not in answered(text).note


@pytest.mark.parametrize(
    "text",
    ["live models with a critical finding", "critical models", "which models failed the audit?", "findings"],
)
def test_findings_of_the_audit_are_never_dropped_from_a_question(text: str) -> None:
    answer = asked_of(demo_once.store(), text).answer(demo_once.store())
    assert answer.total == 0
    assert "the page Audit lists all models by their findings" in answer.note


@pytest.mark.parametrize(
    ("text", "title_"),
    [
        ("what model is fraud-transactions-prod running", "fraud-transactions-models/22"),
        ("which version is parcel-damage-prod serving now?", "parcel-damage-models/4"),
        ("promo uplift model approved?", "promo-uplift-models/1"),
        ("warranty claims model rejected?", "warranty-claims-models/1"),
    ],
)
def test_the_named_model_is_the_answer_in_whatever_state_it_is(text: str, title_: str) -> None:
    answer = asked_of(demo_once.store(), text).answer(demo_once.store())
    assert title(answer.entities[0]) == title_
