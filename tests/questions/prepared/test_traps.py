"""The right answer where a naive form of a question takes the wrong entities, or says more than it knows."""

from collections.abc import Mapping

import pytest

from lineage_viz.errors import LineageVizError
from lineage_viz.model import Entity
from lineage_viz.questions.prepared import (
    BY_NAME,
    EVER,
    NOW,
    QUESTIONS,
    Answer,
    answer_data,
    ask,
    sentence_of,
)
from lineage_viz.questions.prepared.question import quoted
from lineage_viz.store.base import Store
from lineage_viz.store.local import LocalStore
from lineage_viz.title import title
from tests.demo_once import source
from tests.questions.prepared import planted
from tests.questions.prepared.planted import COPY, FAILED, GONE, PLANTED, C, D, E, K, M, N, P
from tests.sample import Listed


@pytest.fixture(scope="module")
def store() -> Store:
    return LocalStore([PLANTED])


def answered(store: Store, name: str, **values: str) -> Answer:
    return ask(store, BY_NAME[name], values)


CASES: Mapping[str, tuple[str, dict[str, str], set[Entity]]] = {
    "predictions are no training data": ("models-trained-on", {"data_set": D.arn}, {M}),
    "a model that predictions trained is theirs": ("models-trained-on", {"data_set": P.arn}, {N}),
    "a fine-tuned child is another model": ("endpoints-of", {"model": M.arn, "when": EVER}, {E}),
    "a package is served as its file": ("endpoints-of", {"model": K.arn, "when": NOW}, {E}),
    "a failed job made data": ("failed-jobs-behind", {"entity": E.arn, "when": NOW}, {FAILED}),
    "a prefix is no folder": ("artifacts-at", {"address": "s3://planted/in"}, set()),
    "equal hashes at two addresses": ("same-bytes", {}, {D, COPY}),
    "a package of a trained file has a training job": ("models-without", {"what": "training job"}, set()),
    "a package that nobody read": ("models-without", {"what": "evaluation"}, {K}),
    "only an association names it": ("not-traceable", {}, {GONE, COPY}),
    "all models downstream have the child, too": ("models-from", {"entity": D.arn}, {M, K, C, N}),
}


@pytest.mark.parametrize(("name", "values", "expected"), CASES.values(), ids=CASES.keys())
def test_a_trap_is_not_fallen_into(
    store: Store, name: str, values: dict[str, str], expected: set[Entity]
) -> None:
    found = {row.entity.arn for row in answered(store, name, **values).rows}
    assert found == {each.arn for each in expected}


def test_readers_of_a_prefix_have_everything_downstream_of_what_lies_below_it(store: Store) -> None:
    rows = answered(store, "readers-of", prefix="s3://planted/in/").rows
    assert {row.entity.arn: row.cells[0] for row in rows}[D.arn] == "0"
    assert (E.arn, ("5", "live")) in [(row.entity.arn, row.cells) for row in rows]
    assert COPY.arn not in {row.entity.arn for row in rows}


def test_a_name_that_nobody_has_is_said_with_the_nearest_one() -> None:
    demo = LocalStore([source()])
    known = sorted(demo.fact_counts().people)[0]
    (note,) = answered(demo, "made-by", person=f"{known}x").found.notes
    assert note == f"Nobody here has the name {known}x. The nearest one is {known}."
    assert answered(demo, "made-by", person="qq0000qq").found.notes == ("Nobody here has the name qq0000qq.",)
    assert answered(demo, "made-by", person=known).found.notes == ()


def file(name: str, **properties: str) -> Entity:
    more = {"type": "DataSet", "sourceuri": f"s3://b/{name}", **properties}
    return Entity(f"arn:{name}", "artifact", more)  # type: ignore[arg-type]


def test_equal_bytes_are_told_by_sagemaker_and_by_s3_and_what_has_no_hash_is_counted() -> None:
    md5, sha = "0cc175b9c0f1b6a831c399e269772661", f"SHA256 {'A' * 43}="
    entities = (
        file("a", sourceids=f'{{"MD5Hash": "{md5}"}}', fileversion=f"version 7, {sha}, ETag {md5}"),
        file("b", fileversion=f"version 8, {sha}, ETag {'1' * 32}"), file("c", fileversion=f"version 9, ETag {md5}"),
        file("parts", fileversion=f"{sha}-2, ETag {md5}-2"), file("folder", fileversion=f"1 file, {md5}"),
        file("other", fileversion=f"ETag {'2' * 32}"),
    )  # fmt: skip
    answer = answered(LocalStore([Listed(entities)]), "same-bytes")
    assert [row.entity.arn for row in answer.rows] == ["arn:a", "arn:b", "arn:c"]
    assert {row.cells for row in answer.rows} == {(md5, "3")}
    assert answer.extent == "3 entities: not recorded for 2 artifacts"
    data = answer_data(answer, "")
    assert (data["complete"], data["rows"][0]["places"], data["rows"][0]["source"]) == (False, 3, "s3://b/a")
    assert answered(LocalStore([Listed(entities[:3])]), "same-bytes").extent.endswith("complete")


def test_scripts_are_told_from_data_by_their_role() -> None:
    demo = LocalStore([source()])
    model = demo.search("ticket-routing-models/10").entities[0].arn
    roles = {row.cells[1] for row in answered(demo, "data-sets-of", entity=model).rows}
    assert {"code", "train", "validation"} <= roles


def test_a_role_that_was_not_read_is_not_called_absent(store: Store) -> None:
    rows = answered(store, "data-sets-of", entity=K.arn).rows
    assert [(row.entity.arn, row.cells) for row in rows] == [(D.arn, ("3", "not read", "planted-models/1"))]


def test_an_approval_tells_its_own_decision_and_the_one_in_force() -> None:
    demo = LocalStore([source()])
    approvals = [each for each in demo.search("Rejected", limit=500).entities if each.type == "Approval"]
    assert len(approvals) > 5
    for each in approvals:
        (row,) = answered(demo, "covered-by", approval=each.arn).rows
        assert row.cells == ("Rejected", row.entity.text("approval"))


def test_an_endpoint_that_is_gone_serves_nothing_now_and_the_answer_says_so() -> None:
    demo = LocalStore([source()])
    gone = next(
        each for each in demo.search("account-takeover-prod", limit=50).entities if each.type == "Endpoint"
    )
    now = answered(demo, "jobs-behind", entity=gone.arn, when=NOW)
    assert not now.rows
    assert "it serves nothing now" in now.found.notes[0]
    assert answered(demo, "jobs-behind", entity=gone.arn, when=EVER).rows


def test_a_job_without_a_tag_has_no_execution_whatever_its_name(store: Store) -> None:
    (row,) = answered(store, "execution-of", job=planted.T.arn).rows
    assert row.cells == ("not read", "not read")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "The question needs a data set."),
        ({"data_set": M.arn}, f"{M.arn} is a Model. The question needs a data set."),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_needed(
    store: Store, values: dict[str, str], sentence: str
) -> None:
    with pytest.raises(LineageVizError, match=f"^{sentence}$".replace(".", r"\.")):
        answered(store, "models-trained-on", **values)


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        (
            "endpoints-of",
            {"model": M.arn, "when": "soon"},
            "“soon” is no choice for when. Choose now or ever.",
        ),
        ("new-since", {"day": "lately"}, "“lately” is no day. Write it as 2026-03-12."),
    ],
)
def test_a_wrong_choice_is_refused(store: Store, name: str, values: dict[str, str], sentence: str) -> None:
    with pytest.raises(LineageVizError) as refusal:
        answered(store, name, **values)
    assert str(refusal.value) == sentence


def test_each_sentence_has_a_place_for_each_value_and_each_row_a_cell_for_each_column(store: Store) -> None:
    for question in QUESTIONS:
        assert all(f"{{{each.name}}}" in question.words for each in question.takes), question.name
        assert question.name == question.find.__name__.replace("_", "-")
    for name, values, _ in CASES.values():
        answer = answered(store, name, **values)
        assert all(len(row.cells) == len(answer.question.columns) for row in answer.rows), name


def test_the_picture_of_an_answer_is_the_way_from_the_start_to_its_rows(store: Store) -> None:
    lineage = answered(store, "failed-jobs-behind", entity=E.arn, when=NOW).found.lineage
    assert {each.arn for each in lineage.entities} == {
        each.arn for each in (E, planted.X, K, M, planted.T, D, FAILED)
    }
    assert (lineage.focus, lineage.hops[FAILED.arn]) == ((E.arn,), -6)
    assert len(lineage.associations) == 6


@pytest.mark.parametrize("name", ["jobs-behind", "data-sets-of"])
def test_now_counts_the_steps_from_the_endpoint_as_ever_does(name: str) -> None:
    demo = LocalStore([source()])
    endpoint = next(each for each in demo.search("ticket-routing-prod").entities if each.type == "Endpoint")
    now, ever = (answered(demo, name, entity=endpoint.arn, when=when) for when in (NOW, EVER))
    steps = {row.entity.arn: row.cells[0] for row in ever.rows}
    assert now.rows
    assert all(steps[row.entity.arn] == row.cells[0] for row in now.rows)
    titles = {title(each) for each in now.found.lineage.entities}
    assert {"ticket-routing-prod", "ticket-routing-models/10"} <= titles
    order = [(int(row.cells[0]), -row.entity.created.timestamp()) for row in ever.rows if row.entity.created]
    assert order == sorted(order)


def test_data_sets_of_all_times_name_the_versions_that_they_went_into() -> None:
    demo = LocalStore([source()])
    endpoint = next(each for each in demo.search("ticket-routing-prod").entities if each.type == "Endpoint")
    ever = answered(demo, "data-sets-of", entity=endpoint.arn, when=EVER)
    cells = {title(row.entity): row.cells[2] for row in reversed(ever.rows)}
    assert cells["train.jsonl"] == "ticket-routing-models/10"
    assert cells["preprocess.py"] == (
        "ticket-routing-models/10, ticket-routing-models/9, ticket-routing-models/7, and 3 more"
    )


def test_a_model_file_is_named_by_its_package_with_the_decision() -> None:
    demo = LocalStore([source()])
    data = [each for each in demo.search("train.jsonl", limit=50).entities if title(each) == "train.jsonl"]
    rows = [row for each in data for row in answered(demo, "models-trained-on", data_set=each.arn).rows]
    assert ("ticket-routing-models/10", "Approved") in {row.cells[:2] for row in rows}
    assert all(row.cells[0] != "model.tar.gz" for row in rows)


def test_now_and_ever_stand_only_beside_an_endpoint(store: Store) -> None:
    question = BY_NAME["jobs-behind"]
    assert sentence_of(store, question, {"entity": E.arn, "when": NOW}) == "Jobs behind planted (now)"
    assert sentence_of(store, question, {"entity": M.arn, "when": NOW}) == "Jobs behind model.tar.gz"
    assert question.sentence({}) == "Jobs behind ⟨entity⟩"


def test_a_name_with_quotes_stays_one_literal_of_gremlin() -> None:
    assert quoted("a'b\\c\nd$e") == "'a\\'b\\\\c\\nd\\$e'"
