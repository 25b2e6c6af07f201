"""Names without their random parts, and cut in whole words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.shortening import ended, pieces, shortened, telling, telling_apart


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("pipelines-d84ewltjmxhe-Preprocess-3KYZVpyX11", "…Preprocess…"),
        ("pipelines-akrb6xifgpjh-TrainTicketRouting-pqkln6d2a9", "…TrainTicketRouting…"),
        ("pipelines-akrb6xifgpjh-TrainPromo-yibph74zn0", "…TrainPromo…"),
        ("tensorflow-training-2026-03-10-14-05-33-123", "tensorflow-training…"),
        ("scores-6ba7b810-9dad-11d1-80b4-00c04fd430c8-daily", "scores…daily"),
        ("churn-013fa1be4ec1d192dac21abaf94ddded.parquet", "churn….parquet"),
        ("team-123456789012-scores", "team…scores"),
        ("fraud-endpoint-1657812345-a", "fraud-endpoint…a"),
    ],
)
def test_random_parts_are_left_out(name: str, short: str) -> None:
    assert telling(name) == short


@pytest.mark.parametrize(
    "name",
    [
        "resnet50v2-imagenet", "customers-2026-03-12-part-0001.parquet", "xgb4mlops2024q3", "word2vec300d-en",
        "sagemaker-xgboost:1.5-1-cpu-py3", "bert-base-uncased-finetuned-sst2-english", "ticket-routing-models/10",
        "catchphrase-lengthscale", "013fa1be4ec1d192dac21abaf94ddded", "d84ewltjmxhe-3kyzvpyx11", "", "…",
        "20260312", "deadlines", "Übergrößenträger-Schlüssel",
    ],
)  # fmt: skip
def test_a_name_that_people_gave_stays_and_so_does_one_without_any_word(name: str) -> None:
    assert telling(name) == name


def test_names_break_at_separators_and_at_capitals_but_not_inside_numbers() -> None:
    assert pieces("19 Model deployments") == ["19 ", "Model ", "deployments"]
    assert pieces("FeaturePipeline-v1.5/2026-03-12") == ["Feature", "Pipeline-", "v1.5/", "2026-03-12"]
    assert pieces("sales.eu.train.tar.gz") == ["sales.", "eu.", "train.tar.gz"]


@pytest.mark.parametrize(
    ("name", "room", "short"),
    [
        ("19 Model deployments", 16, "19…deployments"),
        ("customer-churn-prediction-retraining", 24, "customer…retraining"),
        ("customer-churn-prediction-retraining", 26, "customer-churn…retraining"),
        ("FeatureEngineeringPipelineVersion", 16, "Feature…Version"),
        ("…TrainTicketRoutingModel…", 16, "…Train…Model…"),
        ("huggingface-pytorch-training:2.1-cu118-ubuntu20.04", 24, "huggingface…ubuntu20.04"),
        ("huggingface-pytorch-training:2.1-cu118-ubuntu20.04", 16, "huggingface…0.04"),
        ("Approved · ticket-routing-models-10", 19, "Approved…models-10"),
        ("013fa1be4ec1d192", 8, "013f…192"),
    ],
)
def test_words_are_left_out_of_the_middle(name: str, room: int, short: str) -> None:
    assert shortened(name, lambda text: len(text) <= room) == short


def test_the_end_is_cut_after_a_word() -> None:
    assert ended("Feature engineering pipeline", lambda text: len(text) <= 22) == "Feature engineering…"
    assert ended("Engineering", lambda text: len(text) <= 8) == "Enginee…"


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (
            ["pipelines-d84ewltjmxhe-Preprocess-3KYZVpyX11", "pipelines-akrb6xifgpjh-Preprocess-a0qidguy6z"],
            ["…Preprocess-3KYZVpyX11", "…Preprocess-a0qidguy6z"],
        ),
        (
            ["xgb-2026-03-10-14-05-33-123", "xgb-2026-03-11-14-05-33-123"],
            ["xgb-2026-03-10", "xgb-2026-03-11"],
        ),
        (["xgb-2026-03-10-14-05-33-123", "xgb-2026-03-10-15-05-33-123"],) * 2,
        (["a-013fa1be4ec1d192.csv", "a-113fa1be4ec1d192.csv"],) * 2,
    ],
)
def test_equal_short_names_keep_the_random_part_that_differs(names: list[str], short: list[str]) -> None:
    assert telling_apart(names) == short


@given(st.text(st.sampled_from("abXY12-_./: …"), min_size=1), st.integers(2, 30))
def test_a_cut_name_always_fits(name: str, room: int) -> None:
    assert "".join(pieces(name)) == name
    for cut in (shortened, ended):
        assert len(cut(name, lambda text: len(text) <= room)) <= room
