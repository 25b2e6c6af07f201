"""Fakes of AWS on this machine, for checks in this process."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lineage_viz.demo import generate
from lineage_viz.evidence.services import Service
from lineage_viz.health import Finding, examine
from tests.fake_sagemaker import FakeSageMaker

KEY, SECRET, TOKEN = (
    "AKIAQ3EXAMPLEKEY7ABC",
    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYsecretKEY1",
    "IQoJb3JpZ2luX2VjEXAMPLETOKEN" * 9,
)

Examined = dict[str, Finding]
Examine = Callable[..., Examined]


@pytest.fixture
def fake() -> Iterator[FakeSageMaker]:
    with FakeSageMaker(generate(entities=100, seed=11)) as running:
        yield running


@pytest.fixture(autouse=True)
def aws(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporary credentials, moto for S3 and STS, and no SageMaker."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "LINEAGE_VIZ_"))]:
        monkeypatch.delenv(name)
    for name, value in {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ENDPOINT_URL_S3": s3_server,
        "AWS_ENDPOINT_URL_STS": s3_server,
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_SESSION_TOKEN": TOKEN,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def examined(tmp_path: Path) -> Examine:
    """All findings by name."""

    def examined(evidence: frozenset[Service] = frozenset(), **environment: str) -> Examined:
        findings = examine({"LINEAGE_VIZ_DATA": str(tmp_path / "data"), **environment}, 60, evidence)
        return {finding.name: finding for finding in findings}

    return examined
