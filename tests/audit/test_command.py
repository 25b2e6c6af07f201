"""`audit` as people and pipelines use it."""

import json

import pytest

from lineage_viz.cli import main


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["card-testing-models/1"], 0),
        (["arn:aws:sagemaker:eu-west-1:123456789012:model-package/card-testing-models/1"], 0),
        (["arn:aws:sagemaker:eu-west-1:123456789012:artifact/398e3c1a63c3a5fee91c104489550b2c"], 0),
        (["loyalty-tiers-models/1"], 1),
        (["spam-reviews-models/1"], 0),
        (["spam-reviews-models/1", "--fail-on", "medium"], 1),
        (["ticket-routing-prod", "--as-of", "2025-12-01"], 2),
        (["nothing-like-it"], 2),
        (["fraud"], 2),
        (["s3://acme-vision-models/vendor/receipt-ocr-lite-2.4.tar.gz", "--fail-on", "critical"], 0),
    ],
)
def test_the_exit_code_tells_the_result(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", *arguments]) == code
    said = capsys.readouterr()
    assert bool(said.out) is not said.err.startswith("lineage_viz: ")


def test_the_text_names_each_finding_with_its_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", "loyalty-tiers-prod"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Audit of loyalty-tiers-models/1"
    assert "The endpoint loyalty-tiers-prod: what it serves now." in lines
    at = next(
        number for number, line in enumerate(lines) if line.startswith("FAIL live-still-approved (critical)")
    )
    assert lines[at + 1].startswith("  loyalty-tiers-prod serves the model, and the decision is Rejected.")
    assert lines[at + 2].startswith("  Next step: Deploy an approved version")
    assert any("The worst open severity is critical" in line for line in lines)


def test_the_json_has_each_check_with_its_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", "loyalty-tiers-models/1", "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    check = next(each for each in found["checks"] if each["id"] == "live-still-approved")
    assert (check["severity"], check["outcome"], found["worst"]) == ("critical", "fail", "critical")
    assert found["model"]["source"].endswith("model-package/loyalty-tiers-models/1")
    assert found["model"]["arn"] in check["entities"]
    assert check["evidence"][0]["source"].startswith("the model registry")
    assert found["snapshots"][0]["taken"] == "2026-03-12T02:00:00Z"


@pytest.mark.parametrize(
    ("endpoint", "day", "words"),
    [
        (
            "ticket-routing-prod",
            "2026-01-15",
            "was allowed to serve ticket-routing-models/7: approved by helen-strand on",
        ),
        (
            "loyalty-tiers-prod",
            "2026-03-10",
            "was NOT allowed to serve loyalty-tiers-models/1: the decision in force was",
        ),
        (
            "credit-limit-prod",
            "2025-08-15",
            "was NOT allowed to serve credit-limit-models/1: no decision about it is",
        ),
    ],
)
def test_a_review_of_an_earlier_day_says_if_the_model_was_allowed(
    endpoint: str, day: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["audit", endpoint, "--as-of", day])
    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("As of the end of "))
    assert lines[at + 1].partition(f"{endpoint} ")[2].startswith(words)


def test_an_ambiguous_name_lists_the_models(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "churn"]) == 2
    said = capsys.readouterr().err
    assert "Choose one by its ARN:" in said
    assert said.count("arn:aws:sagemaker:eu-west-1:123456789012:") >= 2


def test_nothing_is_audited_before_it_existed(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("loyalty-tiers-prod", "loyalty-tiers-models/1"):
        assert main(["audit", name, "--as-of", "2024-01-01"]) == 2
        assert f"{name} did not exist on 1 Jan 2024. Choose a later day." in capsys.readouterr().err
