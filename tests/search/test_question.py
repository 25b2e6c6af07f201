"""Prepared questions in the words of a search: the answer is that of the question, and the sentence says so."""

from functools import partial

import pytest

from lineage_viz.questions.impact import EndpointState, impact
from lineage_viz.questions.prepared import BY_NAME, QUESTIONS, ask
from lineage_viz.questions.side_by_side import side_by_side
from lineage_viz.search.asked import Answer, asked, asked_of
from lineage_viz.search.question import gap_question, named, questions
from lineage_viz.search.question_words import wordings
from lineage_viz.search.vocabulary import vocabulary
from lineage_viz.store.base import Page
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.store.order import Order, SortBy
from lineage_viz.title import title
from tests import demo_once

DEMO = demo_once.store()
KNOWN = partial(vocabulary, DEMO)


def answered(text: str) -> Answer:
    return asked(text, KNOWN).answer(DEMO, limit=10_000)


def only(text: str, type_: str) -> str:
    (found,) = [
        each
        for each in DEMO.search(text, filter_=Filter(types=frozenset({type_}))).entities
        if title(each) == text
    ]
    return found.arn


@pytest.mark.parametrize(
    ("text", "name", "of", "when"),
    [
        ("which data went into ticket-routing-prod?", "data-sets-of", "ticket-routing-prod Endpoint", "now"),
        ("Show the training data of ticket-routing-models/10", "data-sets-of", "ticket-routing-models/10 Model", "now"),
        ("what was ticket-routing-models/10 trained on", "data-sets-of", "ticket-routing-models/10 Model", "now"),
        ("what data did ticket-routing-prod ever use", "data-sets-of", "ticket-routing-prod Endpoint", "ever"),
        ("which data was ticket-routing-models/10 trained on", "data-sets-of", "ticket-routing-models/10 Model", "now"),
        ("which dataset trained ticket-routing-models/10", "data-sets-of", "ticket-routing-models/10 Model", "now"),
        ("training data for ticket-routing-models/10", "data-sets-of", "ticket-routing-models/10 Model", "now"),
        ("jobs behind ticket-routing-prod", "jobs-behind", "ticket-routing-prod Endpoint", "now"),
        ("jobs that made the model ticket-routing-models/10", "jobs-behind", "ticket-routing-models/10 Model", "now"),
        ("endpoints of ticket-routing-models/10", "endpoints-of", "ticket-routing-models/10 Model", "now"),
        ("where was ticket-routing-models/9 deployed", "endpoints-of", "ticket-routing-models/9 Model", "ever"),
        ("endpoints that ever served ticket-routing-models/9", "endpoints-of", "ticket-routing-models/9 Model", "ever"),
        ("deployments of ticket-routing-prod", "actions-of", "ticket-routing-prod Endpoint", ""),
        ("decisions on ticket-routing-models", "decisions-of-group", "ticket-routing-models ModelGroup", ""),
    ],
)  # fmt: skip
def test_a_prepared_question_with_a_name_is_answered_in_the_order_of_its_rows(
    text: str, name: str, of: str, when: str
) -> None:
    question = BY_NAME[name]
    values = dict(zip((each.name for each in question.takes), (only(*of.split()), when), strict=False))
    rows = [row.entity.arn for row in ask(DEMO, question, values).rows]
    answer = answered(text)
    assert [each.arn for each in answer.entities] == rows != []
    assert answer.note.startswith(f"Understood as the question “{question.words.split(' {')[0]} ")
    newest = asked(text, KNOWN).answer(DEMO, order=Order(SortBy.CREATED, descending=True), limit=10_000)
    assert {each.arn for each in newest.entities} == set(rows)


def test_the_readers_of_a_prefix_are_asked_for_in_words() -> None:
    answer = answered("who reads s3://acme-datalake-prod/")
    assert answer.total == len(ask(DEMO, BY_NAME["readers-of"], {"prefix": "s3://acme-datalake-prod/"}).rows)
    assert "endpoints are downstream" in answer.note
    assert not list(questions(DEMO, "who reads s3://acme-datal"))  # half an address, while a person types


def test_the_users_of_a_model_are_endpoints_and_those_of_data_are_jobs() -> None:
    assert [each.type for each in answered("what uses ticket-routing-models/10").entities] == ["Endpoint"]
    types = {each.type for each in answered("what else uses tickets/2026-03/train.jsonl").entities}
    assert types == {"SageMakerTrainingJob", "SageMakerProcessingJob"}


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("what depends on customer-master.parquet", None),
        ("What else depends on “customer-master.parquet”?", None),
        ("what is affected by customer-master.parquet", None),
        ("impact of deleting customer-master.parquet", None),
        ("show everything downstream of customer-master.parquet", None),
        ("what breaks if we delete customer-master.parquet?", None),
        ("which models depend on customer-master.parquet", "Model"),
        ("endpoints affected by customer-master.parquet", "Endpoint"),
        ("where is customer-master.parquet used?", None),
        ("by what is customer-master.parquet used", None),
        ("show all usages of customer-master.parquet", None),
    ],
)
def test_everything_that_depends_on_something_is_its_impact_with_live_endpoints_first(
    text: str, types: str | None
) -> None:
    all_ = impact(DEMO, only("customer-master.parquet", "DataSet"))
    answer = answered(text)
    rows = {row.entity.arn for row in all_.rows if types in (None, row.entity.type)}
    assert {each.arn for each in answer.entities} == rows != set()
    assert f"Understood as the impact of customer-master.parquet. {all_.sentence}" in answer.note
    first = [all_.endpoints.get(each.arn) for each in answer.entities[: len(all_.endpoints)]]
    assert types == "Model" or (first[0], None in first) == (EndpointState.LIVE, False)


def test_an_impact_of_nothing_and_of_several_is_said() -> None:
    none = answered("impact of ticket-routing-prod")
    assert (none.total, none.is_told) == (0, True)
    assert none.note.endswith("Nothing is downstream of ticket-routing-prod.")
    several = answered("what depends on train.jsonl")
    assert {title(each) for each in several.entities} == {"train.jsonl"}
    assert "type more of its address" in several.note
    below = answered("impact of s3://acme-datalake-prod/")
    assert below.total == answered("who reads s3://acme-datalake-prod/").total


@pytest.mark.parametrize(
    ("text", "is_said"),
    [("who uses customer-master.parquet", True), ("jobs that used customer-master.parquet", False)],
)
def test_the_users_of_data_are_jobs_alone_and_the_answer_says_so(text: str, is_said: bool) -> None:
    answer = answered(text)
    assert {each.label for each in answer.entities} == {"trial_component"}
    assert ("Jobs alone count; “what depends on” before the name" in answer.note) == is_said


@pytest.mark.parametrize(
    "text",
    [
        "compare ticket-routing-models/9 and ticket-routing-models/10",
        "Compare the models ticket-routing-models/9 with 10",
        "what is the difference between ticket-routing-models/9 and ticket-routing-models/10?",
        "ticket-routing-models/9 vs ticket-routing-models/10",
    ],
)
def test_a_comparison_finds_the_two_and_says_where_they_differ(text: str) -> None:
    answer = answered(text)
    assert [title(each) for each in answer.entities] == [
        "ticket-routing-models/9",
        "ticket-routing-models/10",
    ]
    lines = side_by_side(answer.entities)
    differ = [each.name for each in lines if not each.is_same]
    assert f"{len(differ)} of {len(lines)} lines differ ({', '.join(differ[:6])}, …)." in answer.note
    assert answer.note.endswith("Choose the two on Entities and Compare to see them side by side.")


@pytest.mark.parametrize(
    ("text", "titles", "sentence"),
    [
        ("compare ticket-routing-models/99 and ticket-routing-models/10", set(), "the nearest is ticket"),
        ("compare train.jsonl and ticket-routing-prod", {"train.jsonl"}, "type more of its address"),
        ("compare apples and pears", set(), ""),
    ],
)  # fmt: skip
def test_a_comparison_needs_two_names(text: str, titles: set[str], sentence: str) -> None:
    answer = answered(text)
    assert {title(each) for each in answer.entities} == titles
    assert sentence in answer.note
    assert "lines differ" not in answer.note


@pytest.mark.parametrize(
    ("text", "properties"),
    [
        ("code and image of ticket-routing-models/10", ("commit", "imagedigest")),
        ("which commit trained ticket-routing-models/10?", ("commit",)),
        ("which commit is ticket-routing-models/10", ("commit",)),
        ("what commit was ticket-routing-models/10 built from", ("commit",)),
        ("which image does ticket-routing-models/10 use", ("imagedigest",)),
        ("What is the image of the endpoint ticket-routing-prod", ("imagedigest",)),
        ("commit of ticket-routing-prod", ()),
    ],
)
def test_the_code_and_the_image_of_something_are_told(text: str, properties: tuple[str, ...]) -> None:
    answer = answered(text)
    (entity,) = answer.entities
    assert title(entity) in text
    assert all(entity.text(each) in answer.note for each in properties)
    assert ("Its details do not tell it" in answer.note) == (not properties)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("jobs behind fraud-transaction-prod", "jobs behind fraud-transactions-prod"),
        ("what depends on customer-mastr.parquet", "what depends on customer-master.parquet"),
    ],
)
def test_a_mistake_in_the_name_of_a_question_is_forgiven_and_said(wrong: str, right: str) -> None:
    answer, meant = answered(wrong), answered(right)
    assert answer.entities == meant.entities != ()
    assert answer.note.startswith("No ")
    assert answer.note.endswith(f" {meant.note}")


def test_the_paths_between_two_names_are_counted_with_the_entities_on_them() -> None:
    answer = answered("all paths from tickets/2026-03/train.jsonl to ticket-routing-prod")
    assert "Understood as the paths between train.jsonl and ticket-routing-prod: 2 paths." in answer.note
    assert {"train.jsonl", "ticket-routing-prod", "ticket-routing-models/10"} <= set(
        map(title, answer.entities)
    )
    assert answered("paths between zzqx and ticket-routing-prod").total == 0


def test_terms_narrow_the_answer_to_a_question() -> None:
    whole, some = (
        answered("jobs behind ticket-routing-prod"),
        answered("jobs behind ticket-routing-prod type:training-job"),
    )
    assert 0 < some.total < whole.total
    none = answered("jobs behind ticket-routing-prod type:image")
    assert (none.total, none.is_told) == (0, False)
    assert none.note.endswith("Nothing has all of this. Leave out a term or a word.")


def test_no_answer_now_hints_at_ever() -> None:
    answer = answered("endpoints of ticket-routing-models/9")
    assert (answer.total, answer.is_told) == (0, True)
    assert "(now)”: 0 entities: complete. No endpoint serves it now. “Ever” has 1 endpoint." in answer.note
    assert answered("jobs behind account-takeover-prod").note.count("Ever") == 1


def test_a_name_of_several_entities_lists_them_and_says_so() -> None:
    answer = answered("models trained on train.jsonl")
    assert {title(each) for each in answer.entities} == {"train.jsonl"}
    assert answer.total > 1
    assert "is about one of these: type more of its address" in answer.note
    assert len(list(questions(DEMO, "models trained on train.jsonl"))) == answer.total


def test_the_end_of_an_address_names_one() -> None:
    data = next(each for each in DEMO.search("train.jsonl").entities if title(each) == "train.jsonl")
    end = "/".join(data.source.split("/")[-3:])
    assert named(DEMO, end, Filter()) == [data]
    assert answered(f"models trained on {end}").note.startswith(
        "Understood as the question “Models trained on train.jsonl”"
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("models without an evaluation", "evaluation"),
        ("which models have no training job?", "training job"),
        ("unevaluated models", "evaluation"),
        ("models without approval", "approval"),
        ("fraud models without commit", None),
        ("endpoints without approval", None),
        ("models", None),
    ],
)
def test_the_gap_of_all_models_is_a_question(text: str, what: str | None) -> None:
    question = gap_question(text)
    assert (question.values["what"] if question else None) == what


@pytest.mark.parametrize(
    "text", ["jobs behind zzqx", "what did zzqx serve in 2025-12", "models trained on zzqx"]
)
def test_a_question_about_no_entity_is_never_answered(text: str) -> None:
    assert answered(text).total == 0


@pytest.mark.parametrize(
    "text", ["ticket routing", "train.jsonl", "models", "endpoints", "failed jobs of 99%", "a b of c", ""]
)
def test_other_words_ask_no_prepared_question(text: str) -> None:
    assert not list(questions(DEMO, text))


def test_words_that_are_passed_over_are_said_with_the_question_that_needs_a_name() -> None:
    note = answered("models trained on tickets").note
    assert note.startswith(
        "Understood as type:models tickets. Passed over: “trained”. The question “Models trained on"
    )
    assert note.endswith("takes a whole name or address.")
    assert "Passed over" not in answered("jobs created in 2025").note


def test_each_wording_is_of_a_known_question() -> None:
    asked_for = {
        each.question.name
        for q in QUESTIONS
        for each in wordings(q.sentence({}).replace("⟨", "").replace("⟩", ""))
    }
    assert asked_for <= BY_NAME.keys()


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("what did ticket-routing-prod serve in 2025-12", "7 6"),
        ("which model was live on ticket-routing-prod on 15 Jan 2026?", "7"),
        ("what was running on ticket-routing-prod in january", "7"),
        ("which models were live on ticket-routing-prod since february", "10 9 7"),
        ("what did ticket-routing-prod ever serve", "10 9 7 6 3 2"),
        ("history of ticket-routing-prod", "10 9 7 6 3 2"),
        ("previous versions of ticket-routing-prod", "10 9 7 6 3 2"),
        ("ticket-routing-prod previous model", "9 7 6 3 2"),
        ("previous version on ticket-routing-prod", "9 7 6 3 2"),
        ("what was deployed on ticket-routing-prod before v6", "3 2"),
        ("which model was live on ticket-routing-prod before the current one", "9 7 6 3 2"),
    ],
)
def test_a_question_about_the_past_of_an_endpoint_finds_what_it_served(text: str, versions: str) -> None:
    answer = answered(text)
    assert [title(each) for each in answer.entities] == [
        f"ticket-routing-models/{each}" for each in versions.split()
    ]
    assert "by its completed deployments" in answer.note


@pytest.mark.parametrize(
    ("text", "models"),
    [
        ("endpoints that serve models approved in march", "decided:2026-03 decision:approved"),
        ("which endpoints serve models approved in February 2026?", "decided:2026-02 decision:approved"),
        ("endpoints serving models approved by helen-strand", "decidedby:helen-strand decision:approved"),
        ("endpoints running models rejected by omar-farouk", "decidedby:omar-farouk decision:rejected"),
    ],
)
def test_a_decision_beside_the_models_that_endpoints_serve_is_that_of_the_models(
    text: str, models: str
) -> None:
    answer = answered(text)
    served = {
        name for each in answered(f"{models} live:yes").entities for name in each.text("servedby").split(", ")
    }
    assert served
    assert {title(each) for each in answer.entities} == served
    assert {each.type for each in answer.entities} == {"Endpoint"}
    assert f"Understood as the endpoints that serve a model found by “{models.split()[0]}" in answer.note


def test_the_past_of_an_endpoint_says_what_is_not_known() -> None:
    assert answered("what did ticket-routing-prod serve in 2019").note == (
        "By its completed deployments, ticket-routing-prod served nothing from 1 Jan 2019 to 31 Dec 2019."
    )
    assert "It is deleted now; nothing tells since when." in answered("history of account-takeover-prod").note
    assert answered("live models created in 2026").note.startswith(
        "Understood as created:2026 live:yes type:models."
    )


def test_a_text_without_a_question_asks_the_store_nothing_more() -> None:
    texts: list[str] = []

    class Counting(LocalStore):
        def search(self, text: str = "", **how: object) -> Page:
            texts.append(text)
            return super().search(text, **how)  # type: ignore[arg-type]

    store = Counting([demo_once.source()])
    asked_of(store, "ticket routing").answer(store)
    assert texts == ["ticket routing"]
