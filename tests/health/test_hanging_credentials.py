"""A program for credentials that hangs: each check says so before its own time is over."""

from pathlib import Path

import pytest

from lineage_viz.health import Verdict, examine

CLUSTER = "wss://lineage.cluster-abc.eu-west-1.neptune.amazonaws.com:8182/gremlin"


def test_each_check_of_aws_names_the_program_that_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text("[profile corp]\ncredential_process = sleep 600\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_PROFILE", "corp")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    monkeypatch.setattr("lineage_viz.aws.session.BRIEF", 0.5)
    settings = {
        "LINEAGE_VIZ_DATA": str(tmp_path / "data"),
        "LINEAGE_VIZ_NEPTUNE": CLUSTER,
        "LINEAGE_VIZ_BUCKET": "s3://lineage-health/snapshots/",
        "LINEAGE_VIZ_LOAD_ROLE": "arn:aws:iam::123456789012:role/neptune-load",
    }
    findings = examine(settings, limit=15)
    told = {each.name for each in findings if "gave no answer within 0.5 seconds" in each.sentence}
    assert told >= {"AWS credentials", "S3 bucket", "S3 encryption", "s3:PutObject", "Neptune engine"}
    assert told >= {"Neptune writer", "Neptune reader", "Neptune contents", "neptune-db:GetEngineStatus"}
    for each in findings:
        assert "There was no answer" not in each.sentence, each
        if each.name in told:
            assert "`aws configure get credential_process --profile corp`" in each.sentence
            assert each.verdict is not Verdict.OK
