"""Every way in which AWS's settings give no usable credentials ends in a sentence with the command that mends it.

The configurations are real files, and the services are real servers on this machine.
"""

import io
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from pathlib import Path

import pytest
from botocore.credentials import SSOProvider
from botocore.tokens import SSOTokenProvider

from lineage_viz.cli.progress_line import ProgressPrinter
from lineage_viz.errors import SourceError
from lineage_viz.health.source import of_a_check
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.failures import RESUMES
from lineage_viz.secrecy import without_secrets
from tests.aws.answering import HTML, XML, answering
from tests.store.own_certificate import certificate, impostor

NOWHERE = "http://127.0.0.1:9"
KEYS = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY\n"
CORP = "[profile corp]\n"
ROLE = f"{CORP}role_arn = arn:aws:iam::123456789012:role/lineage\n"
BASE = f"[profile base]\n{KEYS}"
FROM_BASE = f"{ROLE}source_profile = base\n{BASE}"
SSO = "sso_account_id = 123456789012\nsso_role_name = reader\n"
LEGACY = f"{CORP}{SSO}sso_start_url = https://corp.example/start\nsso_region = eu-west-1\n"
SESSION = (
    f"{CORP}{SSO}sso_session = work\n[sso-session work]\nsso_start_url = https://corp.example/start\n"
    "sso_region = eu-west-1\n"
)
SIGN_IN = "`aws sso login --profile corp`"
EXPORT = '`eval "$(aws configure export-credentials --profile corp --format env)"`'
IN_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
}
IDENTITY = {
    "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/lineage",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token",
}
CONTAINER = "AWS_CONTAINER_CREDENTIALS_FULL_URI"

LONG = "IQoJb3JpZ2luX2VjEXAMPLEsessionTOKENvalue0123456789abcdefghijk"

Refusal = Callable[..., str]


@pytest.fixture
def refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Refusal:
    """The sentence, as it is shown, for a configuration and its environment; `{home}` is the home folder."""

    def refusal(config: str = "", **environment: str) -> str:
        for name in [name for name in os.environ if name.startswith(("AWS_", "REQUESTS_"))]:
            monkeypatch.delenv(name)
        (tmp_path / "config").write_text(config)
        settings = {
            "HOME": str(tmp_path),
            "AWS_CONFIG_FILE": str(tmp_path / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
            "AWS_REGION": "eu-west-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            **({"AWS_PROFILE": "corp"} if "[profile corp]" in config else {}),
            **environment,
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value.format(home=tmp_path))
        with pytest.raises(SourceError) as refused:
            LineageApi(brief=True).caller()
        sentence = str(refused.value).removesuffix(f" {RESUMES}")
        assert of_a_check(sentence) == without_secrets(sentence) == sentence
        return sentence

    return refusal


def keep_sign_ins_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let botocore look for sign-ins in this folder: it reads the home folder once, at its import."""
    for provider in (SSOProvider, SSOTokenProvider):
        monkeypatch.setattr(provider, "_SSO_TOKEN_CACHE_DIR", str(folder))


def sign_in(folder: Path, name: str, ends: timedelta, token: str = "of the test") -> Path:
    """Write the file that `aws sso login` writes, and return it."""
    until = f"{datetime.now(UTC) + ends:%Y-%m-%dT%H:%M:%SZ}"
    file = folder / f"{sha1(name.encode()).hexdigest()}.json"
    file.write_text(json.dumps({"accessToken": token, "expiresAt": until}))
    return file


@pytest.mark.parametrize(
    ("config", "environment", "words"),
    [
        ("", {}, ["No AWS credentials", "`aws configure`"]),
        (CORP, {}, ["in the profile corp", "`aws configure --profile corp`"]),
        ("", {"AWS_PROFILE": "nobody"}, ["nobody", "`aws configure list-profiles` shows, or unset it."]),
        ("", {"AWS_PROFILE": ""}, ["The config profile () could not be found", "or unset it."]),
        (
            "[profile corp\nregion",
            {},
            ["Unable to parse config file: {home}/config", "`aws configure list-profiles`"],
        ),
        (f"\ufeff{CORP}", {}, ["{home}/config (it begins with a byte order mark", "without one)"]),
        (f"{CORP}{KEYS}{KEYS}", {}, ["{home}/config (line 4). Correct this file"]),
        (KEYS, {}, ["{home}/config (line 1). Correct this file"]),
        (
            "[corp]\n",
            {"AWS_PROFILE": "corp"},
            ["{home}/config has a section [corp]. Name it [profile corp]."],
        ),
        (
            "",
            {"AWS_PROFILE": "corp", "AWS_CONFIG_FILE": "/none/config"},
            ["could not be found", "AWS_CONFIG_FILE names /none/config, which is no file."],
        ),
        (
            "",
            {"AWS_CONFIG_FILE": "/none/config"},
            ["No AWS credentials", "AWS_CONFIG_FILE names /none/config, which is no file."],
        ),
        (
            f"{CORP}{KEYS}services = x\n[services x]\nsts = moon\n",
            {},
            ["sts of the section [services x] in {home}/config is moon, but it must be a list of settings"],
        ),
        (
            SESSION.replace("sso_region = eu-west-1", "sso_region = e u"),
            {},
            ["does not know a region of the AWS profile corp", "'e u'", "Correct it in {home}/config."],
        ),
        (f"{CORP}credential_process =\n", {}, ["credential_process of the AWS profile corp is empty."]),
        (
            "",
            {CONTAINER: NOWHERE, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "a\nb"},
            ["token of the container", "Set AWS_CONTAINER_AUTHORIZATION_TOKEN"],
        ),
        ("", {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}, ["AWS_SECRET_ACCESS_KEY"]),
        (f"{CORP}aws_access_key_id = x\n", {}, ["aws_secret_access_key", "`aws configure --profile corp`"]),
        (
            f"{ROLE}source_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/ada\n{BASE}",
            {},
            ["profile corp", "(MFA)", EXPORT],
        ),
        (
            f"{ROLE}source_profile = base\n",
            {},
            ['"base"', "does not exist", "`aws configure --profile base`"],
        ),
        (
            f"{ROLE}source_profile = base\n[profile base]\n",
            {},
            ["must have credentials", "`aws configure --profile base`"],
        ),
        (ROLE, {}, ["no source_profile", "`aws configure set source_profile NAME --profile corp`"]),
        (
            f"{FROM_BASE}".replace("base\n", "corp\n", 1),
            {},
            ["Infinite loop", "{home}/config", "`aws configure list --profile corp`"],
        ),
        (f"{ROLE}credential_source = Moon\n", {}, ['"Moon"', "{home}/config"]),
        (
            f"{ROLE}credential_source = Environment\n",
            {},
            ["No credentials found", "`aws sts get-caller-identity --profile corp`"],
        ),
        (SESSION, {}, ["Token for work does not exist", SIGN_IN]),
        (LEGACY, {}, ["Token for https://corp.example/start does not exist", SIGN_IN]),
        (SESSION.replace("sso_region = eu-west-1\n", ""), {}, ["sso_region", "{home}/config"]),
        (LEGACY.replace(SSO, ""), {}, ["sso_account_id", "`aws configure sso --profile corp`"]),
        (
            f"{SESSION}[profile x]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = corp\n",
            {"AWS_PROFILE": "x"},
            [SIGN_IN],
        ),
        (f"{CORP}login_session = arn:aws:iam::123456789012:user/ada\n", {}, [EXPORT]),
        ("", IDENTITY, ["web identity token", "{home}/token", "AWS_WEB_IDENTITY_TOKEN_FILE"]),
        (
            "",
            {"AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token"},
            ["AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not. Set AWS_ROLE_ARN"],
        ),
        ("", {CONTAINER: "http://moon.example/"}, ["moon.example", "AWS_CONTAINER_CREDENTIALS"]),
        (
            "",
            {CONTAINER: NOWHERE, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/none"},
            ["{home}/none", "container"],
        ),
        ("", {**IN_ENVIRONMENT, "AWS_REGION": ""}, ["AWS_REGION=eu-west-1"]),
        ("", {**IN_ENVIRONMENT, "AWS_REGION": "eu west"}, ["does not know this region", "AWS_REGION"]),
        (
            f"{CORP}{KEYS}region = eu_west\n",
            {"AWS_REGION": ""},
            ["`aws configure set region NAME --profile corp`"],
        ),
        ("", {**IN_ENVIRONMENT, "https_proxy": "http://[::1"}, ["address of a proxy", "HTTPS_PROXY"]),
        (
            "",
            {**IN_ENVIRONMENT, "AWS_ENDPOINT_URL_STS": NOWHERE},
            ["cannot be reached", "AWS_ENDPOINT_URL_STS leads there: correct it, or remove it."],
        ),
        (
            f"{CORP}{KEYS}endpoint_url = {NOWHERE}\n",
            {},
            ["endpoint_url of the AWS profile corp in {home}/config leads there"],
        ),
        (
            f"{CORP}{KEYS}services = here\n[services here]\nsts =\n  endpoint_url = {NOWHERE}\n",
            {},
            ["endpoint_url of sts in [services here] in {home}/config leads there"],
        ),
        (
            "",
            {**IN_ENVIRONMENT, "https_proxy": "http://ada:pa55word@127.0.0.1:9"},
            ["proxy does not connect", "HTTPS_PROXY"],
        ),
        (
            "",
            {**IN_ENVIRONMENT, "https_proxy": "socks5://ada:pa55word@127.0.0.1:9"},
            ["SOCKS", "HTTPS_PROXY"],
        ),
        (FROM_BASE, {"https_proxy": "socks5h://ada:pa55word@127.0.0.1:9"}, ["SOCKS", "HTTPS_PROXY"]),
        (
            "",
            {**IN_ENVIRONMENT, "https_proxy": "ada:pa55word@127.0.0.1:x"},
            ["address of a proxy", "HTTPS_PROXY"],
        ),
        (
            f"{FROM_BASE}".replace("[profile base]", "duration_seconds = 5\n[profile base]"),
            {},
            ["does not accept duration_seconds of the AWS profile corp", "{home}/config"],
        ),
        (
            f"{CORP}role_arn = nonsense\nsource_profile = base\n{BASE}",
            {},
            ["does not accept role_arn of the AWS profile corp", "{home}/config"],
        ),
    ],
)
def test_settings_without_usable_credentials(
    config: str, environment: dict[str, str], words: list[str], refusal: Refusal, tmp_path: Path
) -> None:
    sentence = refusal(config, **environment)
    for each in words:
        assert each.format(home=tmp_path) in sentence
    assert "pa55word" not in sentence


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("max_attempts", "many", "a whole number of at least 1"),
        ("max_attempts", "0", "a whole number of at least 1"),
        ("max_attempts", "2.5", "a whole number of at least 1"),
        ("retry_mode", "Standard", "legacy, standard or adaptive, in small letters"),
        ("defaults_mode", "eager", "legacy, auto, standard, in-region, cross-region or mobile"),
        ("metadata_service_timeout", "soon", "a whole number of at least 1"),
        ("metadata_service_num_attempts", "-1", "a whole number of at least 1"),
        ("ec2_metadata_service_endpoint_mode", "ipv5", "ipv4 or ipv6"),
        ("ec2_metadata_service_endpoint", "http://[::1", "an address, such as http://169.254.169.254"),
        ("use_fips_endpoint", "yes", "true or false"),
        ("use_dualstack_endpoint", "1", "true or false"),
        ("sts_regional_endpoints", "global", "legacy or regional, in small letters"),
        ("request_checksum_calculation", "never", "when_supported or when_required"),
        ("response_checksum_validation", "never", "when_supported or when_required"),
        ("account_id_endpoint_mode", "off", "preferred, disabled or required"),
        ("request_min_compression_size_bytes", "1048577", "a whole number from 1 to 1048576"),
        ("s3_disable_express_session_auth", "no", "true or false"),
    ],
)
def test_a_setting_with_a_value_that_it_cannot_have(
    name: str, value: str, allowed: str, refusal: Refusal, tmp_path: Path
) -> None:
    rest = f"is {value}, but it must be {allowed}. Correct it, or remove it."
    place = f"{name} of the AWS profile corp in {tmp_path}"
    assert refusal(f"{CORP}{KEYS}{name} = {value}\n") == f"{place}/config {rest}"
    (tmp_path / "credentials").write_text(f"[corp]\n{name} = {value}\n")
    assert refusal(f"{CORP}{KEYS}") == f"{place}/credentials {rest}"
    assert refusal(**IN_ENVIRONMENT, **{f"AWS_{name.upper()}": value}) == f"AWS_{name.upper()} {rest}"


@pytest.mark.parametrize(
    ("setting", "words"),
    [("max_attempts =", "is empty"), ("api_versions = 1", "is 1, but it must be a list of services")],
)
def test_a_setting_without_a_value(setting: str, words: str, refusal: Refusal) -> None:
    assert words in refusal(f"{CORP}{KEYS}{setting}\n")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("AWS_SESSION_TOKEN", f"{LONG}\n", "a line break"),
        ("AWS_SESSION_TOKEN", f"{LONG}\r", "a line break"),
        ("AWS_SESSION_TOKEN", f"{LONG[:20]}\n{LONG[20:]}", "a line break"),
        ("AWS_SESSION_TOKEN", f"{LONG}\u20ac", "a character outside ASCII"),
        ("AWS_SECURITY_TOKEN", f"{LONG}\x7f", "a character outside ASCII"),
        ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE\n", "a line break"),
        ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7\udce9EXAMPLE", "a character outside ASCII"),
        ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY\t", "a tab"),
        ("AWS_SECRET_ACCESS_KEY", " wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY", "a blank at its start or end"),
    ],
)
@pytest.mark.parametrize("config", ["", f"{ROLE}credential_source = Environment\n"])
def test_a_variable_that_cannot_be_sent(
    name: str, value: str, words: str, config: str, refusal: Refusal
) -> None:
    sentence = refusal(config, **{**IN_ENVIRONMENT, "AWS_ENDPOINT_URL_STS": NOWHERE, name: value})
    assert f"{name} has a character that cannot be sent to AWS ({words}). Set it again." in sentence
    assert value[:10] not in sentence


@pytest.mark.parametrize(
    ("file", "config"),
    [
        ("config", f"{CORP}{KEYS}aws_session_token = {LONG[:20]}\n  {LONG[20:]}\n"),
        ("config", f"{FROM_BASE}aws_session_token = {LONG[:20]}\n  {LONG[20:]}\n"),
        ("credentials", f"{CORP}"),
    ],
)
def test_a_file_with_a_token_that_cannot_be_sent(
    file: str, config: str, refusal: Refusal, tmp_path: Path
) -> None:
    (tmp_path / "credentials").write_text(
        f"[corp]\n{KEYS}aws_session_token = \u201c{LONG}\u201d\n" if file == "credentials" else ""
    )
    sentence = refusal(config, AWS_ENDPOINT_URL_STS=NOWHERE)
    profile = "base" if "[profile base]" in config else "corp"
    assert f"aws_session_token of the AWS profile {profile} has a character" in sentence
    assert f"Set it again in {tmp_path / file}." in sentence
    assert LONG[:20] not in sentence
    assert LONG[20:] not in sentence


@pytest.mark.parametrize(("config", "name"), [(SESSION, "work"), (LEGACY, "https://corp.example/start")])
def test_a_sign_in_with_a_token_that_cannot_be_sent(
    config: str, name: str, refusal: Refusal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keep_sign_ins_in(tmp_path, monkeypatch)
    sign_in(tmp_path, name, ends=timedelta(hours=1), token=f"{LONG}\n")
    sentence = refusal(config, AWS_ENDPOINT_URL_SSO=NOWHERE)
    assert SIGN_IN in sentence
    assert LONG not in sentence


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("sh -c 'echo no key today >&2; exit 3'", "failed (no key today)"),
        ("false", "failed (without a word)"),
        ("sh -c 'printf \"gesch\\374tzt\" >&2; exit 1'", "failed (gesch\ufffdtzt)"),
        ("echo hello", "did not print credentials as JSON"),
        ("echo []", "did not print credentials as JSON"),
        ("printf '\\377'", "did not print credentials as JSON"),
        ("""echo '{"Version": 1}'""", "AccessKeyId"),
        ("""echo '{"Version": 2}'""", "version"),
        ("/nowhere/helper", "cannot be started"),
        ("sh -c 'open", "is no command"),
        ("", "is empty"),
    ],
)
def test_a_credential_process_that_gives_none(command: str, words: str, refusal: Refusal) -> None:
    sentence = refusal(f"{CORP}credential_process = {command}\n")
    assert words in sentence
    assert "`aws configure get credential_process --profile corp`" in sentence


@pytest.mark.parametrize(
    ("command", "words"),
    [("sleep 30 & echo hello", "did not print credentials as JSON"), ("sleep 30 & exit 3", "failed")],
)
def test_a_credential_process_that_leaves_a_program_behind(
    command: str, words: str, refusal: Refusal, tmp_path: Path
) -> None:
    """An agent in the background keeps the pipes open."""
    (tmp_path / "helper").write_text(f"#!/bin/sh\n{command}\n")
    (tmp_path / "helper").chmod(0o700)
    assert words in refusal(f"{CORP}credential_process = {tmp_path / 'helper'}\n")


def test_a_credential_process_that_leaves_a_program_behind_gives_its_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = json.dumps({"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "b"})
    (tmp_path / "helper").write_text(f"#!/bin/sh\necho '{answer}'\nsleep 30 &\n")
    (tmp_path / "helper").chmod(0o700)
    (tmp_path / "config").write_text(f"{CORP}credential_process = {tmp_path / 'helper'}\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"AWS_CONFIG_FILE": str(tmp_path / "config"), "AWS_PROFILE": "corp"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    found = LineageApi(brief=True).credentials()
    assert found is not None
    assert found.method == "custom-process"


@pytest.mark.parametrize("config", [CORP, f"{ROLE}source_profile = base\n[profile base]\n"])
def test_a_credential_process_that_hangs(
    config: str, refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineage_viz.aws.session.BRIEF", 0.2)
    monkeypatch.setattr("lineage_viz.aws.patient_process._SILENT", 0.0)
    monkeypatch.setattr("lineage_viz.aws.patient_process._PAUSE", 0.05)
    with ProgressPrinter(said := io.StringIO(), "asking SageMaker"):
        sentence = refusal(f"{config}credential_process = sleep 600\n")
    assert said.getvalue() == "Waiting for the credential_process of AWS's configuration, at most 0.2 s.\n"
    assert "gave no answer within 0.2 seconds. Run" in sentence
    assert "`aws configure get credential_process --profile" in sentence


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"AccessKeyId": 5}, "AccessKeyId is not a text"),
        ({"SecretAccessKey": None}, "SecretAccessKey is not a text"),
        ({"SessionToken": ["c"]}, "SessionToken is not a text"),
        (
            {"SessionToken": f"{LONG}\n"},
            "SessionToken has a character that cannot be sent to AWS (a line break)",
        ),
        ({"Expiration": "2099-01-01T00:00:00"}, "gave an Expiration without a time zone"),
        ({"Expiration": "tomorrow morning"}, "gave an Expiration that is no date"),
        ({"Expiration": "2099-01-01T00:00:00+99:00"}, "gave an Expiration that is no date"),
        ({"Expiration": 5}, "gave an Expiration that is no date"),
    ],
)
def test_a_credential_process_that_gives_unusable_ones(
    changed: dict[str, object], words: str, refusal: Refusal, tmp_path: Path
) -> None:
    good = {"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "b", "SessionToken": "c"}
    (tmp_path / "printed").write_text(json.dumps({**good, **changed}))
    sentence = refusal(
        f"{CORP}credential_process = cat {tmp_path / 'printed'}\n", AWS_ENDPOINT_URL_STS=NOWHERE
    )
    assert words in sentence
    assert "`aws configure get credential_process --profile corp`" in sentence
    assert LONG not in sentence


def test_a_credential_process_that_gives_old_ones(refusal: Refusal) -> None:
    old = {"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "b", "Expiration": "2020-01-01T00:00:00Z"}
    sentence = refusal(f"{CORP}credential_process = echo '{json.dumps({**old, 'SessionToken': 'c'})}'\n")
    assert "expired" in sentence
    assert "`aws configure get credential_process --profile corp`" in sentence


@pytest.mark.parametrize(("config", "name"), [(SESSION, "work"), (LEGACY, "https://corp.example/start")])
def test_a_single_sign_on_that_has_ended_or_gives_no_access(
    config: str, name: str, refusal: Refusal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keep_sign_ins_in(tmp_path, monkeypatch)
    sign_in(tmp_path, name, ends=timedelta(hours=-1))
    assert SIGN_IN in refusal(config)
    sign_in(tmp_path, name, ends=timedelta(hours=1))
    for status, type_, words in (
        (401, "UnauthorizedException", SIGN_IN),
        (403, "ForbiddenException", "`aws configure sso --profile corp`"),
        (429, "TooManyRequestsException", "Wait a while"),
    ):
        answer = json.dumps({"__type": type_, "message": "No access"})
        with answering(status, answer, "application/json") as portal:
            assert words in refusal(config, AWS_ENDPOINT_URL_SSO=portal)
    with answering(200, HTML) as portal:
        assert "not from AWS" in refusal(config, AWS_ENDPOINT_URL_SSO=portal)


@pytest.mark.parametrize(("config", "name"), [(SESSION, "work"), (LEGACY, "https://corp.example/start")])
@pytest.mark.parametrize(
    "content",
    [b"", b'{"startUrl": "https://corp.exam', b"\xff\xfe", b"[]", b'{"accessToken": 5, "expiresAt": 5}'],
)
def test_a_file_of_a_single_sign_on_that_cannot_be_read(
    config: str, name: str, content: bytes, refusal: Refusal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keep_sign_ins_in(tmp_path, monkeypatch)
    sign_in(tmp_path, name, ends=timedelta(hours=1)).write_bytes(content)
    assert SIGN_IN in refusal(config)


@pytest.mark.parametrize(
    ("expiration", "words"),
    [("2020-01-01T00:00:00Z", "they have expired"), ("2099-01-01T00:00:00", "their end has no time zone")],
)
def test_a_container_with_unusable_credentials(expiration: str, words: str, refusal: Refusal) -> None:
    given = {"AccessKeyId": "a", "SecretAccessKey": "b", "Token": "c", "Expiration": expiration}
    with answering(200, json.dumps(given), "application/json") as agent:
        sentence = refusal(**{CONTAINER: agent})
    assert words in sentence
    assert "Check the role of the container's task or pod" in sentence
    assert "aws configure" not in sentence


@pytest.mark.parametrize("agent", [True, False])
def test_credentials_of_a_machine_that_aws_calls_expired(agent: bool, refusal: Refusal) -> None:
    until = f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    keys = {"AccessKeyId": "a", "SecretAccessKey": "b", "Token": "c", "Expiration": until, "Code": "Success"}
    expired = XML.format("ExpiredToken", "The security token included in the request is expired")
    with (
        answering(200, json.dumps(keys), "application/json") as given,
        answering(403, expired, "text/xml") as sts,
    ):
        where = {CONTAINER: given} if agent else {"AWS_EC2_METADATA_SERVICE_ENDPOINT": given}
        sentence = refusal(AWS_ENDPOINT_URL_STS=sts, AWS_EC2_METADATA_DISABLED="false", **where)
    assert ("the container's task or pod" if agent else "this EC2 instance") in sentence
    assert "aws configure" not in sentence


@pytest.mark.parametrize(
    ("code", "message", "setting"),
    [
        (
            "ValidationError",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            "duration_seconds",
        ),
        ("ValidationError", "Value '2 hours' at 'roleSessionName' failed to satisfy", "role_session_name"),
        ("PackedPolicyTooLarge", "Packed policy consumes 117% of allotted space", "the role"),
        ("MalformedPolicyDocument", "Syntax errors in policy.", "the role"),
    ],
)
def test_a_setting_of_a_role_that_aws_refuses(
    code: str, message: str, setting: str, refusal: Refusal, tmp_path: Path
) -> None:
    with answering(400, XML.format(code, message), "text/xml") as sts:
        sentence = refusal(FROM_BASE, AWS_ENDPOINT_URL_STS=sts)
        (tmp_path / "token").write_text("of the test")
        identity = refusal(AWS_ENDPOINT_URL_STS=sts, AWS_ROLE_SESSION_NAME="2 hours", **IDENTITY)
    assert f"does not accept {setting} of the AWS profile corp ({code}): {message.rstrip('.')}." in sentence
    assert f"in {tmp_path / 'config'}" in sentence
    assert "sts:AssumeRole" not in sentence
    assert "web identity token" not in identity
    assert ("AWS_ROLE_SESSION_NAME" in identity) == (setting == "role_session_name")


@pytest.mark.parametrize(("status", "code"), [(400, "Throttling"), (503, "ServiceUnavailable")])
def test_sts_that_is_busy(status: int, code: str, refusal: Refusal) -> None:
    with answering(status, XML.format(code, "Rate exceeded"), "text/xml") as sts:
        sentence = refusal(AWS_ENDPOINT_URL_STS=sts, AWS_MAX_ATTEMPTS="1", **IN_ENVIRONMENT)
    assert sentence.startswith("STS ")
    assert sentence.endswith("Run it again.")
    assert "SageMaker" not in sentence


@pytest.mark.parametrize(
    ("code", "message", "words"),
    [
        (
            "AccessDenied",
            "User is not authorized to perform: sts:AssumeRole",
            ["sts:AssumeRole", "trust policy"],
        ),
        (
            "AccessDenied",
            "with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p",
            ["A service control policy forbids it"],
        ),
        (
            "ExpiredToken",
            "The security token included in the request is expired",
            ["expired", "`aws configure --profile base`"],
        ),
        (
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
            ["does not accept these credentials", "`aws sts get-caller-identity --profile corp`"],
        ),
        (
            "SignatureDoesNotMatch",
            "Signature expired: 20261129T061500Z is now earlier than 20261129T062000Z",
            ["Signature expired: 20261129T061500Z", "`sudo timedatectl set-ntp true`"],
        ),
        ("Throttling", "Rate exceeded", ["Wait a while"]),
        ("PendingVerification", "Your account is pending.", ["AWS holds back the account itself"]),
        ("UnknownOperationException", "", ["AWS_ENDPOINT_URL"]),
        (
            "RegionDisabledException",
            "STS is not activated in this region",
            ["not activated in this region.", "AWS_REGION"],
        ),
    ],
)
def test_a_role_that_aws_refuses(code: str, message: str, words: list[str], refusal: Refusal) -> None:
    with answering(403, XML.format(code, message), "text/xml") as sts:
        sentence = refusal(FROM_BASE, AWS_ENDPOINT_URL_STS=sts)
    for each in words:
        assert each in sentence


@pytest.mark.parametrize(
    ("code", "message", "words"),
    [
        (
            "AccessDenied",
            "explicit deny in an identity-based policy",
            ["An identity-based policy forbids it"],
        ),
        (
            "AccessDenied",
            "because no permissions boundary allows the action",
            ["permissions boundary forbids it"],
        ),
        (
            "AccessDenied",
            "because no identity-based policy allows the action",
            ["Ask for the IAM action sts:GetCallerIdentity"],
        ),
        (
            "ExpiredToken",
            "The security token included in the request is expired",
            ["expired", "AWS_SESSION_TOKEN", "export-credentials"],
        ),
        (
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match",
            ["secret access key"],
        ),
        (
            "SignatureDoesNotMatch",
            "Signature not yet current: 20261129T061500Z is still later than now",
            ["set-ntp"],
        ),
        ("RequestExpired", "Request has expired.", ["set-ntp"]),
        ("OptInRequired", "The key needs a subscription for the service.", ["sign-up", "AWS_REGION"]),
        *(
            (
                code,
                "Your account is on hold.",
                ["AWS holds back the account itself", "on hold.", "AWS Support"],
            )
            for code in ("PendingVerification", "Blocked", "AccountProblem")
        ),
        ("InvalidAction", "Could not find operation.", ["AWS_ENDPOINT_URL", "endpoint_url", "proxy"]),
    ],
)
def test_keys_that_aws_refuses(code: str, message: str, words: list[str], refusal: Refusal) -> None:
    with answering(403, XML.format(code, message), "text/xml") as sts:
        sentence = refusal(AWS_ENDPOINT_URL_STS=sts, **IN_ENVIRONMENT)
    for each in words:
        assert each in sentence


@pytest.mark.parametrize("config", ["", FROM_BASE])
@pytest.mark.parametrize(
    ("status", "page"), [(200, HTML), (403, HTML), (200, "<html/>"), (200, "{}"), (302, "")]
)
def test_an_answer_of_something_else(config: str, status: int, page: str, refusal: Refusal) -> None:
    with answering(status, page, Location="http://127.0.0.1:9/") as portal:
        sentence = refusal(config, AWS_ENDPOINT_URL_STS=portal, **({} if config else IN_ENVIRONMENT))
    assert "not from AWS" in sentence
    assert "HTTPS_PROXY" in sentence
    assert "html" not in sentence


@pytest.mark.parametrize(
    ("code", "message", "step"),
    [
        ("ExpiredTokenException", "Token expired", "Let the platform write a new token"),
        ("IDPRejectedClaim", "The claim is wrong", "Let the platform write a new token"),
        (
            "InvalidIdentityToken",
            "No OpenIDConnect provider found in your account for https://ci.example",
            "Add the issuer of the token as an identity provider",
        ),
        ("InvalidIdentityToken", "Incorrect token audience", "Add the audience of the token"),
        (
            "InvalidIdentityToken",
            "Couldn't retrieve verification key from your identity provider",
            "Let AWS reach the keys",
        ),
        ("IDPCommunicationError", "The provider did not answer", "Wait a while, then try again."),
        (
            "AccessDenied",
            "Not authorized to perform sts:AssumeRoleWithWebIdentity",
            "Check the trust policy of the role",
        ),
        (
            "AccessDenied",
            "with an explicit deny in a service control policy",
            "A service control policy forbids it",
        ),
    ],
)
def test_a_web_identity_that_aws_does_not_accept(
    code: str, message: str, step: str, refusal: Refusal, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("")
    assert "web identity token" in refusal(**IDENTITY)
    (tmp_path / "token").write_text("of the test")
    with answering(400, XML.format(code, message), "text/xml") as sts:
        sentence = refusal(AWS_ENDPOINT_URL_STS=sts, **IDENTITY)
    assert f"{code}): {message}. {step}" in sentence


@pytest.mark.parametrize(
    "value",
    ["http://127.0.0.1:99999/", "http://127.0.0.1:abc/", "http://[::1", "moon:9", "ftp://x", "http:///"],
)
def test_an_address_of_a_service_that_cannot_be_one(value: str, refusal: Refusal, tmp_path: Path) -> None:
    rest = f"is {value}, but it must be an address, such as https://HOST:PORT. Correct it, or remove it."
    assert refusal(**IN_ENVIRONMENT, AWS_ENDPOINT_URL=value) == f"AWS_ENDPOINT_URL {rest}"
    place = f"endpoint_url of the AWS profile corp in {tmp_path}/config"
    assert refusal(f"{CORP}{KEYS}endpoint_url = {value}\n") == f"{place} {rest}"


def test_a_certificate_that_is_not_trusted(refusal: Refusal, tmp_path: Path) -> None:
    with impostor(tmp_path) as port:
        settings = {"AWS_ENDPOINT_URL_STS": f"https://localhost:{port}", **IN_ENVIRONMENT}
        assert "Set AWS_CA_BUNDLE to the certificates of the proxy." in refusal(**settings)
        other = str(certificate(tmp_path))
        assert f"proxy to {other}, which AWS_CA_BUNDLE names." in refusal(AWS_CA_BUNDLE=other, **settings)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("none.pem", "No such file or directory"),
        (".", "it is a folder"),
        ("config", "it has no certificates in PEM"),
    ],
)
def test_a_file_of_certificates_that_cannot_be_used(
    file: str, why: str, refusal: Refusal, tmp_path: Path
) -> None:
    with impostor(tmp_path) as port:
        there = {"AWS_ENDPOINT_URL_STS": f"https://localhost:{port}"}
        rest = f"names {tmp_path / file}, which cannot be used: {why}. Correct it, or remove it."
        assert (
            refusal(AWS_CA_BUNDLE=str(tmp_path / file), **IN_ENVIRONMENT, **there) == f"AWS_CA_BUNDLE {rest}"
        )
        place = f"ca_bundle of the AWS profile corp in {tmp_path}/config"
        assert refusal(f"{CORP}{KEYS}ca_bundle = {tmp_path / file}\n", **there) == f"{place} {rest}"


def test_a_server_and_a_proxy_without_tls(refusal: Refusal) -> None:
    with answering(200, HTML) as plain:
        by_tls = plain.replace("http:", "https:")
        sentence = refusal(AWS_ENDPOINT_URL_STS=by_tls, **IN_ENVIRONMENT)
        assert sentence.startswith("The server does not speak TLS (")
        assert sentence.endswith("Begin AWS_ENDPOINT_URL_STS with http://, or correct it.")
        assert "The proxy does not speak TLS" in refusal(https_proxy=by_tls, **IN_ENVIRONMENT)


@pytest.mark.parametrize(
    ("sign_in", "words"),
    [("", "wants a sign-in (407, "), ("ada:pa55word@", "refuses the sign-in (407, ")],
)
def test_a_proxy_that_wants_a_sign_in(sign_in: str, words: str, refusal: Refusal) -> None:
    with answering(407, "") as proxy:
        at = proxy.replace("//", f"//{sign_in}")
        sentence = refusal(https_proxy=at, AWS_ENDPOINT_URL_STS="https://sts.example", **IN_ENVIRONMENT)
    assert sentence.startswith(f"The proxy {words}")
    assert "the name and password before the host in HTTPS_PROXY, or ask" in sentence


def test_a_role_of_the_configuration_is_used(
    s3_server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "config").write_text(FROM_BASE)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "corp")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", s3_server)
    api = LineageApi(brief=True)
    assert ":assumed-role/lineage/" in api.caller()["Arn"]
    info = api.credentials()
    assert info is not None
    assert info.method == "assume-role"


@pytest.mark.parametrize(
    ("config", "environment", "sentence"),
    [
        (
            f"{CORP}aws_access_key_id =\naws_secret_access_key =\n",
            {},
            "aws_access_key_id of the AWS profile corp is empty. Set it again in {home}/config.",
        ),
        (
            f"{CORP}aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key =\n",
            {},
            "aws_secret_access_key of the AWS profile corp is empty. Set it again in {home}/config.",
        ),
        (
            f'{CORP}aws_access_key_id = "AKIAIOSFODNN7EXAMPLE"\naws_secret_access_key = "wJalrXUtnFEMIK7MDENGbPxRfi"\n',
            {},
            "aws_access_key_id of the AWS profile corp is in quotes, which would count as a part of it. "
            "Set it again in {home}/config.",
        ),
        (
            "",
            {**IN_ENVIRONMENT, "AWS_SECRET_ACCESS_KEY": "'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY'"},
            "AWS_SECRET_ACCESS_KEY is in quotes, which would count as a part of it. Set it again.",
        ),
        (
            f"{CORP}aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY\n",
            {},
            "The AWS profile corp has no aws_access_key_id. Run `aws configure --profile corp`.",
        ),
        (
            "",
            {"AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY", "AWS_ACCESS_KEY_ID": ""},
            "The AWS credentials of the environment have no AWS_ACCESS_KEY_ID. Set it, or unset the other variables.",
        ),
        (
            "",
            {**IN_ENVIRONMENT, "AWS_CREDENTIAL_EXPIRATION": "tomorrow"},
            "AWS_CREDENTIAL_EXPIRATION cannot be used (Unknown string format: tomorrow). Set the time of the end, such "
            "as 2026-03-01T10:00:00Z, or unset it.",
        ),
        (
            "",
            {**IN_ENVIRONMENT, "AWS_CREDENTIAL_EXPIRATION": "2036-01-01T00:00:00"},
            "AWS_CREDENTIAL_EXPIRATION cannot be used (it has no time zone). Set the time of the end, such as "
            "2026-03-01T10:00:00Z, or unset it.",
        ),
    ],
)
def test_keys_that_cannot_be_right(
    config: str, environment: dict[str, str], sentence: str, refusal: Refusal, tmp_path: Path
) -> None:
    found = refusal(config, AWS_ENDPOINT_URL_STS=NOWHERE, **environment)
    assert found == sentence.format(home=tmp_path)


@pytest.mark.parametrize("attempts", ["1", "2"])
def test_a_description_of_a_service_that_cannot_be_read(
    attempts: str, refusal: Refusal, tmp_path: Path
) -> None:
    """No setting is to blame whose value is only somewhere in the error, as a number is."""
    own = tmp_path / "models" / "sts" / "2011-06-15"
    own.mkdir(parents=True)
    (own / "service-2.json").write_text("{")
    sentence = refusal(**IN_ENVIRONMENT, AWS_DATA_PATH="{home}/models", AWS_MAX_ATTEMPTS=attempts)
    assert sentence.startswith("botocore finds no usable description of an AWS service (")
    assert "Correct AWS_DATA_PATH, or the files in its folders and in ~/.aws/models." in sentence


def test_a_version_of_a_service_that_does_not_exist(refusal: Refusal, tmp_path: Path) -> None:
    sentence = refusal(f"{CORP}{KEYS}api_versions =\n  sts = 1999-01-01\n")
    assert sentence == (
        "botocore finds no usable description of an AWS service (Unable to load data for: sts/1999-01-01/service-2). "
        f"Correct api_versions.sts of the AWS profile corp in {tmp_path}/config, or the files in ~/.aws/models."
    )
