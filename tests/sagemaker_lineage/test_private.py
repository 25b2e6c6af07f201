"""A snapshot keeps no secret of a record, whatever its place, and everything that is none."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lineage_viz.model import Entity, EntityLabel
from lineage_viz.sagemaker_lineage import private
from lineage_viz.sagemaker_lineage.private import (
    without_environment,
    without_members_kept,
    without_private,
)
from lineage_viz.sagemaker_lineage.records import entity, lineage
from lineage_viz.secrecy import keep_secret, without_secrets
from tests.hypothesis_profiles import examples

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:"
SECRET = "hunter-and-more"
SIGNED = f"https://b.s3.amazonaws.com/m?X-Amz-Date=20260101&X-Amz-Signature={SECRET}"
OF_A_USER = f"https://oauth2:{SECRET}@gitlab.example/team/code"
IN_WORDS = f"failed at postgres://etl:{SECRET}@db with password={SECRET}"


NAMES = st.sampled_from(
    (
        "Key",
        "Name",
        "Value",
        "StringValue",
        "Environment",
        "Tags",
        "password",
        "secrets",
        "max_tokens",
        "-u",
        "",
    )
)
TEXTS = NAMES | st.sampled_from(
    ("--password", f"ada:{SECRET}", SECRET, "12345678", "true", f"{ARN}artifact/x", OF_A_USER, "s3://b/k")
)
PARTS = (
    st.sampled_from((None, True, 1, 12345678, 0.5))
    | TEXTS.map(lambda text: json.dumps({"password": text}))
    | st.fixed_dictionaries({"Key": TEXTS, "Value": TEXTS})
    | st.lists(TEXTS, min_size=2, max_size=3)
)
VALUES = st.recursive(
    TEXTS | PARTS, lambda part: st.lists(part, max_size=3) | st.dictionaries(NAMES, part, max_size=3)
)


def read(label: EntityLabel, **members: object) -> Entity:
    name = {"trial_component": "TrialComponentArn", "artifact": "ArtifactArn", "action": "ActionArn"}
    return entity(label, {name.get(label, "ContextArn"): f"{ARN}{label}/x", **members})


@pytest.mark.parametrize(
    ("label", "members"),
    [
        (EntityLabel.ARTIFACT, {"Properties": {"db_password": SECRET, "url": OF_A_USER}}),
        (EntityLabel.ARTIFACT, {"MetadataProperties": {"Repository": OF_A_USER}}),
        (EntityLabel.ARTIFACT, {"Source": {"SourceUri": SIGNED}}),
        (EntityLabel.ARTIFACT, {"ArtifactName": f"password={SECRET}"}),
        (EntityLabel.ACTION, {"Properties": {"api_token": SECRET}}),
        (EntityLabel.ACTION, {"Description": IN_WORDS, "Source": {"SourceUri": OF_A_USER}}),
        (EntityLabel.ACTION, {"MetadataProperties": {"Repository": OF_A_USER}}),
        (EntityLabel.CONTEXT, {"Properties": {"client_secret": SECRET}}),
        (EntityLabel.CONTEXT, {"Description": IN_WORDS}),
        (EntityLabel.TRIAL_COMPONENT, {"MetadataProperties": {"Repository": OF_A_USER}}),
        (EntityLabel.TRIAL_COMPONENT, {"InputArtifacts": {"code": {"Value": OF_A_USER}}}),
        (EntityLabel.TRIAL_COMPONENT, {"InputArtifacts": {"api_token": {"Value": SECRET}}}),
        (EntityLabel.TRIAL_COMPONENT, {"OutputArtifacts": {"model": {"Value": SIGNED}}}),
        (EntityLabel.TRIAL_COMPONENT, {"Status": {"PrimaryStatus": "Failed", "Message": IN_WORDS}}),
        (EntityLabel.TRIAL_COMPONENT, {"DisplayName": f"x-password={SECRET}"}),
        (EntityLabel.TRIAL_COMPONENT, {"Parameters": {"DB_PWD": {"StringValue": SECRET}}}),
    ],
    ids=repr,
)
def test_no_property_of_an_entity_has_a_secret(label: EntityLabel, members: dict[str, object]) -> None:
    properties = str(read(label, **members).properties)
    assert SECRET not in properties
    assert "(hidden)" in properties


def test_no_name_of_an_unresolved_end_has_a_secret() -> None:
    ends = {"SourceArn": f"{ARN}artifact/a", "DestinationArn": f"{ARN}artifact/b", "SourceName": IN_WORDS}
    assert SECRET not in str(lineage([], [ends]).entities)


def test_a_hidden_part_of_a_source_is_hidden_alike_everywhere() -> None:
    source = read(EntityLabel.ARTIFACT, Source={"SourceUri": SIGNED}).source
    job = read(EntityLabel.TRIAL_COMPONENT, InputArtifacts={"code": {"Value": SIGNED}})
    channel = {"DataSource": {"S3DataSource": {"S3Uri": SIGNED}}}
    assert json.loads(job.text("inputs"))["code"]["Value"] == source
    assert without_private(channel) == {"DataSource": {"S3DataSource": {"S3Uri": source}}}


@pytest.mark.parametrize(
    "value",
    [
        {"db_password": 12345678},
        {"db_password": "12345678"},
        {"api_token": 8437219873498123},
        {"passphrase": SECRET, "encryption_key": SECRET, "ssh_key": SECRET, "hf_tokens": SECRET},
        {"credentials": {"user": "ada", "words": [SECRET]}},
        {"secrets": [SECRET, {"more": SECRET}]},
        {"config": json.dumps({"password": f"horse {SECRET}", "n": {"secret": [SECRET, "a b"]}})},
        {"config": json.dumps(json.dumps({"password": f"horse {SECRET}"}))},
        {"config": f'{{"password": "{SECRET}", "password": ""}}'},
        {"config": json.dumps({"Environment": {"PLAIN": SECRET}})},
        {"ContainerArguments": ["--password", f"horse {SECRET}", "-u", f"ada:{SECRET}"]},
        [{"Key": "db-password", "Value": SECRET}, {"Name": "Secret", "Value": SECRET}],
        {"ghp_16C7e42F292c6912E7710c838347Ae178B4a": 1},
    ],
    ids=repr,
)
def test_a_secret_below_its_name_is_hidden(value: object) -> None:
    shown = json.dumps(without_private(value))
    assert not any(each in shown for each in (SECRET, "12345678", "8437219873498123", "16C7e42F"))


@pytest.mark.parametrize(
    "value",
    [
        {"max_tokens": 512, "n_tokens": 5_000_000_000, "pad_token_id": "50256", "eos_token": "</s>"},
        {"tokenizer_name": "bert", "hf_tokenizer": "x", "special_tokens_map": {"cls": "[CLS]"}},
        {"SecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x", "KmsKeyId": "0f3c"},
        {
            "secret_data": "s3://bucket/secret/token=1/x",
            "password_file": "/run/secret",
            "use_auth_token": "true",
        },
        {"signature": {"inputs": "image", "outputs": "label"}, "signature_name": "serving_default"},
        {"Environment": "production", "first_pass": "full", "primary_key": "id"},
        {"hyperparameters": '{"epochs": "3",  "tokenizer": "bert"}', "script": '"s3://bucket/source.tar.gz"'},
        {
            "CommitId": "3b18e512dba79e4c8300dd08aeb37f8e728b8dad",
            "S3ETag": '"9b2cf535f27731c974343645a3985328"',
        },
        {"ImageDigest": f"sha256:{'0a' * 32}", "ChecksumSHA256": f"{'aB3+' * 10}abc="},
    ],
    ids=repr,
)
def test_a_value_that_is_no_secret_stays(value: object) -> None:
    assert without_private(value) == value


@examples(1_000)
@given(VALUES, NAMES)
@example(["-u", f"ada:{SECRET}"], "")
def test_the_quick_look_at_a_structure_hides_what_the_long_way_hides(value: object, name: str) -> None:
    quick = without_private(value, name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(private, "_is_plain", lambda _: False)
        assert quick == without_private(value, name)


VARIABLES = {"PLAIN": SECRET, 'of "}{,': f'\\"{SECRET}"', "": ""}


@pytest.mark.parametrize(
    "value",
    [
        {"Environment": VARIABLES},
        {"a": 1, "Environment": VARIABLES},
        {"Environment": {}, "b": [2]},
        {"a": "Environment", "Environment": VARIABLES, "b": {"Environment": VARIABLES}},
        [{"Environment": VARIABLES}, {"Environment": VARIABLES, "a": ""}],
    ],
    ids=repr,
)
@pytest.mark.parametrize("layout", [{}, {"separators": (",", ":")}, {"indent": 1}], ids=repr)
def test_environment_variables_are_left_out_of_json_before_it_is_read(value: object, layout: Any) -> None:
    text = without_environment(json.dumps(value, **layout))
    assert json.loads(text) == without_private(value)
    assert SECRET not in text


@examples(500)
@given(VALUES)
@example({"Environment": {"A": {"B": SECRET}}})
@example({"a": '"Environment":{"A":"B"}', "b": ',"Environment":{"A":"B"},'})
def test_json_without_environment_variables_is_the_same_otherwise(value: object) -> None:
    for text in (json.dumps(value), json.dumps(value, separators=(",", ":"))):
        read = json.loads(without_environment(text))
        assert without_private(read) == without_private(value)


def test_a_text_that_was_plain_is_judged_again_after_a_secret_is_learned() -> None:
    text = "written with vLwq8zzT9pp2"
    record = {"Description": text, text: 1}
    assert without_members_kept([record])[0] is record
    keep_secret("vLwq8zzT9pp2")
    hidden = "written with (hidden)"
    assert without_private(record) == {"Description": hidden, hidden: 1}


def test_a_text_that_was_plain_while_a_secret_was_learned_is_judged_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another thread gets new credentials while a record is looked at."""
    text, look = "written with 7hQm2xw8Lk0r", without_secrets
    record = {"Description": text, text: 1}

    def learns_meanwhile(*arguments: Any) -> str:
        shown = look(*arguments)
        keep_secret("7hQm2xw8Lk0r")
        return shown

    with monkeypatch.context() as patch:
        patch.setattr(private, "without_secrets", learns_meanwhile)
        without_members_kept([record])
    hidden = "written with (hidden)"
    assert without_members_kept([record])[0] == without_private(record) == {"Description": hidden, hidden: 1}
