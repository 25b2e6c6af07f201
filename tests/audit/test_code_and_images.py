"""A sentence about scripts and images says which it judged, and takes no package's digest for that of a job."""

import pytest

from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.audit.subject import find_subject
from tests import demo_once


def said(model: str, check: str) -> tuple[str, list[str]]:
    store = demo_once.store()
    found = report(read_review(store, find_subject(store, model)), store.snapshots)
    (result,) = (each for each in found.results if each.check.id == check)
    return str(result.outcome), [each.sentence for each in result.observations]


@pytest.mark.parametrize(
    ("model", "outcome", "words"),
    [
        ("receipt-ocr-models/1", "not recorded", "No training and no evaluation is recorded."),
        (
            "invoice-matching-models/1",
            "not applicable",
            "which this check does not judge: s3://acme-ml-code/",
        ),
    ],
)
def test_a_model_without_judged_scripts_has_a_true_reason(model: str, outcome: str, words: str) -> None:
    found, (sentence,) = said(model, "code-unchanged")
    assert found == outcome
    assert words in sentence
    assert "image has the code" not in sentence


def test_the_digest_of_a_package_is_not_that_of_a_job() -> None:
    outcome, sentences = said("invoice-matching-models/1", "image-pinned")
    assert outcome == "pass"
    assert any(each.startswith("The package names the digest sha256:") for each in sentences)
    (job,) = (each for each in sentences if "TrainInvoiceMatching" in each)
    assert "by its tag, as AWS names its images; the digest of that time is not recorded" in job
