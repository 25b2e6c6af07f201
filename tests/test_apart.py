"""Names of a list: no two rows look the same, and the part that differs is the visible one."""

from datetime import UTC, datetime, timedelta

import pytest

from lineage_viz.apart import for_narrow_column, told_apart, without_common_start
from lineage_viz.model import Entity, Value

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def at(*sources: str, **more: Value) -> list[Entity]:
    """Data sets without a name, at these locations."""
    return [
        Entity(
            f"arn:aws:sagemaker:eu-west-1:1:artifact/{number:08x}{'0' * 24}",
            "artifact",
            {"sourceuri": uri, **more},
        )
        for number, uri in enumerate(sources)
    ]


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        (["s3://b/a.csv", "s3://b/b.csv"], ["a.csv", "b.csv"]),
        (
            ["s3://b/tickets/2026-02/train.jsonl", "s3://b/tickets/2026-03/train.jsonl"],
            ["2026-02/train.jsonl", "2026-03/train.jsonl"],
        ),
        (["s3://one/x/y/model.tar.gz", "s3://two/x/y/model.tar.gz"], ["one/…/model.tar.gz", "two/…/model.tar.gz"]),
        (["s3://b/run-1/out/model.tar.gz", "s3://b/run-2/output/model.tar.gz"],
         ["run-1/out/model.tar.gz", "run-2/output/model.tar.gz"]),
        (["s3://b/train/", "s3://b/deep/train"], ["train", "deep/train"]),
        (["s3://b/raw.csv", "s3://c/train", "s3://d/train"], ["raw.csv", "c/train", "d/train"]),
    ],
)  # fmt: skip
def test_equal_titles_get_the_part_of_the_path_that_differs(sources: list[str], names: list[str]) -> None:
    assert told_apart(at(*sources)) == names


def test_named_entities_get_the_part_of_their_source_that_differs() -> None:
    named = at(
        "arn:aws:sagemaker:eu-west-1:1:endpoint/blue",
        "arn:aws:sagemaker:eu-west-1:1:endpoint/green",
        name="prod",
    )
    assert told_apart(named) == ["prod · blue", "prod · green"]


def test_entities_that_differ_in_nothing_else_get_a_part_of_their_arn() -> None:
    assert told_apart(at(*["s3://b/train"] * 2)) == ["train · 00000000", "train · 00000001"]
    many = at(*["s3://b/train"] * 300)
    assert len(set(told_apart(many))) == len(many)


def test_entities_that_differ_in_time_or_status_need_no_arn() -> None:
    later = at("s3://b/train", creationtime=DAY + timedelta(days=1))
    assert told_apart([*at("s3://b/train", creationtime=DAY), *later]) == ["train", "train"]
    assert told_apart([*at("s3://b/train", status="Failed"), *at("s3://b/train")]) == ["train", "train"]


def test_no_entities_have_no_names_and_hostile_ones_keep_theirs() -> None:
    assert told_apart([]) == []
    strange = [
        Entity(arn, "artifact", {"name": name})
        for arn, name in (("", "/"), ("/", "/"), ("//", "…"), ("x", "/"))
    ]
    assert len(told_apart(strange)) == 4


def test_a_common_start_is_left_out() -> None:
    jobs = ["pipelines-0bswz5ygi7hf-Evaluate-x4ns1tpbf0", "pipelines-0vook7mp29uv-Preprocess-s3nulrxyq7"]
    assert without_common_start(jobs) == [
        "…0bswz5ygi7hf-Evaluate-x4ns1tpbf0",
        "…0vook7mp29uv-Preprocess-s3nulrxyq7",
    ]
    assert without_common_start(jobs[:1]) == jobs[:1]
    assert without_common_start(["churn-1", "churn-2"]) == ["churn-1", "churn-2"]
    assert without_common_start(["customer-churn-training", "customer-churn-transform"]) == [
        "…training",
        "…transform",
    ]
    assert without_common_start(["customer-churn", "customer-churn-2"]) == ["…churn", "…churn-2"]
    assert without_common_start([]) == []


def test_names_in_a_narrow_column_begin_with_the_telling_part() -> None:
    jobs = [
        "pipelines-0bswz5ygi7hf-Evaluate-x4ns1tpbf0",
        "pipelines-0vook7mp29uv-Evaluate-wdzk5xrngv",
        "pipelines-0vook7mp29uv-Preprocess-s3nulrxyq7",
    ]
    assert for_narrow_column(jobs) == ["…Evaluate-x4ns1tpbf0", "…Evaluate-wdzk5xrngv", "…Preprocess…"]
    assert for_narrow_column(["customer-churn-training", "customer-churn-transform"]) == [
        "…training",
        "…transform",
    ]
    assert for_narrow_column(["churn-1", "churn-2"]) == ["churn-1", "churn-2"]
    assert for_narrow_column([]) == []
