"""The sign-in to a source, by real files of AWS's configuration, and by moto's STS."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore import credentials

from lineage_viz.errors import SourceError
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sources import Source, read_sources
from tests.accounts import Accounts, accounts, in_environment
from tests.aws.answering import XML, answering


@pytest.fixture
def running(tmp_path: Path, s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Accounts]:
    with accounts(tmp_path, s3_server, ("prod", "dev")) as running:
        yield in_environment(running, monkeypatch)


@pytest.fixture
def prod(running: Accounts) -> Source:
    return read_sources(running.file).each[0]


def refusal(source: Source) -> str:
    with pytest.raises(SourceError) as refused:
        _ = LineageApi(source, brief=True).origin
    return str(refused.value)


def test_each_source_is_read_with_its_own_role_whatever_the_environment_has(
    running: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of-nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-nobody")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    for source, fake in zip(read_sources(running.file).each, running.fakes.values(), strict=True):
        api = LineageApi(source, brief=True)
        assert (api.origin.account, api.origin.region) == source.origin
        assert f":assumed-role/lineage-reader/lineage_viz-{source.name}" in api.caller()["Arn"]
        assert fake.calls.total == 1


def test_a_role_is_assumed_again_before_its_credentials_end(
    prod: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session of a role lasts an hour; a long export takes longer."""
    api = LineageApi(prod, brief=True)
    before = api._credentials.get_frozen_credentials()
    assert api._credentials.get_frozen_credentials() == before
    soon = datetime.now(UTC) + timedelta(minutes=55)
    monkeypatch.setattr(credentials, "_local_now", lambda: soon)
    monkeypatch.setattr(api._credentials, "_time_fetcher", lambda: soon)
    assert api._credentials.get_frozen_credentials() != before


def test_a_role_without_a_profile_is_assumed_with_the_credentials_of_the_environment(
    running: Accounts, prod: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = replace(prod, profile="")
    assert "No AWS credentials" in refusal(source), "never others than those of the role"
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", running.fakes["prod"].url)
    assert LineageApi(source, brief=True).origin.account == prod.account


def test_credentials_of_another_account_are_refused_before_anything_is_read(
    running: Accounts, prod: Source
) -> None:
    """Otherwise the lineage of one account would be shown as that of another."""
    sentence = refusal(replace(prod, role="", external_id=""))
    assert sentence.startswith(
        f"The source prod is account {prod.account}, but its credentials are of account 1234567"
    )
    assert f"Correct `profile`, `role` or `account` in {running.file}. Nothing was read." in sentence
    assert running.fakes["prod"].calls.total == 0


def test_a_refused_role_names_the_source_and_its_file(
    running: Accounts, prod: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (
        f"User: arn:aws:iam::1:user/x is not authorized to perform: sts:AssumeRole on resource: {prod.role}"
    )
    with answering(403, XML.format("AccessDenied", words), "text/xml") as sts:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts)
        sentence = refusal(prod)
    assert "AWS does not let the source prod use its role." in sentence
    assert f"`external_id` in {running.file}" in sentence
    assert prod.external_id not in sentence
    with answering(400, XML.format("ValidationError", "1 error: roleArn is wrong"), "text/xml") as sts:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts)
        sentence = refusal(prod)
    assert "AWS does not accept `role` of the source prod (ValidationError)" in sentence


def test_a_profile_that_is_missing_or_has_ended_is_named_and_not_that_of_the_environment(
    running: Accounts, prod: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "dev")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of-nobody")
    sentence = refusal(replace(prod, profile="prd"))
    assert f"Set `profile` of the source prod in {running.file} to a profile that" in sentence
    with answering(403, XML.format("ExpiredToken", "It has expired"), "text/xml") as sts:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts)
        assert "run `aws configure --profile prod`" in refusal(prod)
