"""Answers in JSON that SageMaker never gives: something else has answered, and the sentence says so."""

import pytest

from lineage_viz.errors import SourceError
from lineage_viz.sagemaker_lineage.api import LineageApi
from tests.aws.answering import answering
from tests.caller import CALLER

_DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, "null"), (200, "[1]"), (200, '"text"'), (200, _DEEP), (200, '{"ContextSummaries": [null]}'),
        (200, '{"ContextSummaries": null}'), (200, '{"ContextSummaries": [{"CreationTime": 1e30}]}'),
        (200, '{"ContextSummaries": [{"CreationTime": "soon"}]}'), (400, "null"), (400, _DEEP),
        (400, '{"__type": ["ValidationException"]}'),
    ],
    ids=lambda value: f"{value:.40}" if isinstance(value, str) else value,
)  # fmt: skip
def test_an_answer_that_cannot_be_read(status: int, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**CALLER, "AWS_REGION": "eu-west-1", "AWS_MAX_ATTEMPTS": "1"}.items():
        monkeypatch.setenv(name, value)
    with answering(status, body, "application/x-amz-json-1.1") as endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", endpoint)
        with pytest.raises(SourceError, match=r"not from (AWS|SageMaker) \(listing contexts"):
            list(LineageApi().pages("list_contexts", "ContextSummaries", "listing contexts"))
