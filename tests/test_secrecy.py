"""Texts that are kept or shown contain no secrets."""

import html
import json
import re
import time
from urllib.parse import quote, quote_plus

import pytest

from lineage_viz.errors import LineageVizError
from lineage_viz.plain_text import plain_text
from lineage_viz.secrecy import keep_secret, without_secrets
from lineage_viz.secret_name import names_a_secret

KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("denied for AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"),
        (f"with {KEY} signed", KEY),
        (f"aws_secret_access_key = {KEY}", KEY),
        (f"Authorization: Bearer {JWT}", JWT),
        ("Authorization: Bearer hunter", "hunter"),
        ("{'Authorization': 'Bearer hunter'}", "hunter"),
        ("AWS4-HMAC-SHA256 Credential=AKID/20261130/x, SignedHeaders=host, Signature=abc123", "abc123"),
        (f"cookie was {JWT}", JWT),
        ("Authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA"),
        ("wss://user:hunter22@host:8182/gremlin", "hunter22"),
        ("https://b.s3.amazonaws.com/k?X-Amz-Signature=abc123&X-Amz-Date=x", "abc123"),
        ("X-Amz-Security-Token=FwoGZXIvYXdzEBc", "FwoGZXIvYXdzEBc"),
        ('{"token": "2f1c7a10-7a2b"}', "2f1c7a10"),
        ("python -m lineage_viz reset --token 2f1c7a10-7a2b", "2f1c7a10"),
        ("client_secret='abc def'", "abc"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END", "MIIE"),
        ("Bearer abc -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", "MIIE"),
        ("said s3cretvalue aloud", "s3cretvalue"),
        ("token: hunter", "hunter"),
        ("password: Hunter22 was refused", "Hunter22"),
        ("secret=correct horse battery", "correct"),
        ("http://ada:p@ss:w0rd@proxy.example:3128/", "ss:w0rd"),
        ("x-amz-security-token:IQoJb3JpZ2luX2Vj", "IQoJb3JpZ2luX2Vj"),
        ("DB_PWD=hunter", "hunter"),
        ("passphrase: open sesame", "sesame"),
        ("PASSWORD=two words", "words"),
        ('{"password": "correct horse battery"}', "battery"),
        (r'"{\"password\": \"correct horse battery\"}"', "battery"),
        ("password=12345678", "12345678"),
        ("api_tokens=abc-def", "abc-def"),
        ("tokenizer_secret=abc-def", "abc-def"),
        ("account_key=abc-def", "abc-def"),
        ("AccountName=a;AccountKey=abcdef==;Endpoint=x", "abcdef"),
        ("encryption_key: abc-def", "abc-def"),
        ("ssh_key='abc-def'", "abc-def"),
        ("https://host/file?sv=2020&sig=AbC%3D&se=2026", "AbC"),
        ("postgres://ada:p@ss/w0rd@host/db", "w0rd"),
        ("https://ghp_16C7e42F292c6912E7710c@github.com/o/r", "16C7e42F"),
        ("https://adastoken@github.com/o/r", "adastoken"),
        ("curl -u ada:hunter https://host", "hunter"),
        ("the password is hunter22", "hunter22"),
        ("with --db-password 'two words' at last", "words"),
        ("arn:x password=hunter", "hunter"),
        ("hf_AbCdEfGhIjKlMnOpQrStUvWx", "AbCdEf"),
        ("xoxb-123456789012-abcdefghijkl", "123456789012"),
        ("sk-proj-abcdefghijklmnopqrstuv", "abcdefgh"),
        ("AIzaSyA1234567890abcdefghijklmnopqrstuv", "1234567890"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "16C7e42F"),
        ("glpat-abcDEF123456_-abcdef", "abcDEF"),
        ("<Answer><dbPassword>hunter22</dbPassword></Answer>", "hunter22"),
        ("<SessionToken>Ab1-x</SessionToken>", "Ab1-x"),
    ],
)
def test_text_that_looks_like_a_secret_is_hidden(text: str, secret: str) -> None:
    hidden = without_secrets(text, {"MY_PASSWORD": "s3cretvalue"})
    assert secret not in hidden
    assert "(hidden)" in hidden
    assert without_secrets(hidden, {}) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:sagemaker:eu-west-1:123456789012:artifact/0123456789abcdef0123456789abcdef",
        "s3://lineage/neptune/123456789012-eu-west-1-20260312T020000Z/",
        "commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad",
        "load 2f1c7a10-7a2b-4c1d-9e3f-0123456789ab, 12 of 40 files",
        "wss://host:8182/gremlin answered: token expired",
        "https://example.com/a:b/c@d",
        "Basic checks passed; no password is set",
        "Neptune at host requires an AWS region for signatures: set AWS_REGION.",
        "Error loading SSO Token: Token for corp does not exist",
        "InvalidSignatureException: Signature expired: 20261129T061500Z is now earlier than 20261129T062000Z",
        "InvalidClientTokenId: The security token included in the request is invalid.",
        "InvalidAccessKeyId: The AWS Access Key Id you provided does not exist",
        "AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/token cannot be read",
        "Unable to parse config file: /home/ada/.aws/credentials",
        "Renew the AWS credentials: run `aws sso login` on this machine.",
        "SecretArn=arn:aws:secretsmanager:eu-west-1:123456789012:secret:lineage",
        "see arn:aws:secretsmanager:eu-west-1:123456789012:secret:lineage-AbCdEf here",
        "s3://bucket/token=de/secret-data/tokenizer.json",
        "s3://bucket/aB3/cD4/cD4/cD4/cD4/cD4/cD4/cD4/cD4/x",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/fraud-token:v1.2-cpu",
        "trained with max_tokens=512, tokenizer=bert-base, pad_token_id=0 and eos_token=</s>",
        "python train.py --max-new-tokens 512 --tokenizer bert-base",
        "ssh://git@github.com/o/r.git or https://git@github.com/o/r",
        "abfss://container@account.dfs.core.windows.net/x",
        "https://host:8080/a@b, docker run -u 1000:1000",
        "signature_name=serving_default",
        "the first pass: done; the password is set",
        "sk-learn-pipeline-2026-01-01-training-job and hf_transformers_training",
        "primary_key=id, partition_key=date, monkey: banana",
        "secret_name=prod/fraud-db, SecretVersionId: 7f3a-12, credential_source = Ec2InstanceMetadata",
        "password_policy=strict, password_min_length=12, AWS_CREDENTIAL_EXPIRATION=2026-11-29T18:00:00Z",
        "<token_count>5</token_count> <h1>Basic checks</h1> <Credentials><x>y</x></Credentials>",
        "the model fraud-scores/12 of the run",
        "the bearer of this is unknown: Bearer token missing",
        "AWS4-HMAC-SHA256 is required, or an authorization header with a token",
        "/tmp/eyesda17b/AP/snapshots/123456789012-eu-west-1-20261130T020000Z is whole",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    environment = {
        "TOKENIZERS": "on",
        "MY_TOKEN": "short",
        "AWS_SHARED_CREDENTIALS_FILE": "/home/ada/.aws/credentials",
        "DB_SECRET_NAME": "fraud-scores",
    }
    assert without_secrets(text, environment) == text


@pytest.mark.parametrize(
    "secret",
    [
        "Bearer abcdef0123456789abcdef",
        "Authorization: Bearer hunter",
        "AWS4-HMAC-SHA256 Credential=AKID/20261130/x, SignedHeaders=host, Signature=abc123",
        "Basic dXNlcjpwYXNzd29yZA==",
        "password: hunter22",
    ],
)
def test_the_next_step_after_a_secret_stays(secret: str) -> None:
    hidden = without_secrets(f"The command failed (401 for {secret}). Run it in a terminal.", {})
    assert hidden.endswith("(hidden)). Run it in a terminal.")


@pytest.mark.parametrize(
    "value", ["IQoJb3J/pZ2luX2Vj\nAMPLE+TO\rKEN==", "pass w'or\"d\\x&y%20\u00e9\u20ac", "ab\udce9cdefgh"]
)
def test_a_value_is_hidden_in_every_form(value: str) -> None:
    raw = value.encode("utf-8", "surrogateescape")
    once = [
        value,
        repr(value),
        ascii(value),
        repr(raw),
        json.dumps(value),
        json.dumps(value, ensure_ascii=False),
        quote(raw),
        quote(raw, safe=""),
        quote_plus(raw),
        html.escape(value),
        plain_text(value),
        " ".join(value.split()),
    ]
    for form in [
        *once,
        *map(repr, once),
        *map(json.dumps, once),
        *(quote(each.encode("utf-8", "surrogateescape")) for each in once),
    ]:
        hidden = without_secrets(f"<{form}>", {"MY_TOKEN": value})
        assert not re.search("[a-z]{2}", hidden.replace("(hidden)", ""), re.IGNORECASE), form


@pytest.mark.parametrize(
    ("proxy", "text"),
    [
        ("ada:pa55word@proxy:abc", "Failed to parse: 'ada:pa55word@proxy:abc' is not a valid host or port"),
        ("http://ada:pa/55@proxy:3128", "Failed to parse: http://ada:pa/55@proxy:3128"),
        ("socks5://ada:pa55word@proxy:9", "http://socks5://ada:pa55word@proxy:9"),
        ("http://ada:pa%2F55word@proxy", "pa/55word was refused"),
        ("http://ada:pa55/word@proxy:1", "Failed to parse: 'ada:pa55' is not a valid host or port"),
        ("http://ada:55?word@proxy:1", "Failed to parse: 'ada:55' is not a valid host or port"),
        ("http://ada:pa55#word@proxy:1", "Port could not be cast to integer value as 'pa55'"),
        ("http://ada:p:a55/word@proxy:1", "Port could not be cast to integer value as 'p:a55'"),
    ],
)
def test_the_password_of_a_proxy_is_hidden(proxy: str, text: str) -> None:
    for name in ("https_proxy", "AWS_ENDPOINT_URL_STS"):
        hidden = without_secrets(text, {name: proxy})
        assert "(hidden)" in hidden
        assert "55" not in hidden


def test_credentials_of_files_and_services_are_hidden_too() -> None:
    keep_secret("of a file, not of a variable")
    assert without_secrets("<of a file, not of a variable>", {}) == "<(hidden)>"
    assert str(LineageVizError("of a file, not of a variable.")) == "(hidden)."


@pytest.mark.parametrize(
    "text", ["token" * 9_000, "://a:" * 9_000, "password='" * 4_000, "secret=" + "x " * 20_000]
)
def test_a_hostile_text_takes_no_minutes(text: str) -> None:
    start = time.process_time()
    without_secrets(text, {})
    assert time.process_time() - start < 3


def test_names_of_secrets_are_recognized() -> None:
    assert names_a_secret("AWS_SESSION_TOKEN")
    assert names_a_secret("apiKey")
    assert not names_a_secret("snapshot")
    assert not names_a_secret("keys")
    assert not names_a_secret("PWD")
    assert not names_a_secret("bypass")


_SHAPES = [
    "<SecretAccessKey xmlns='https://x'>{}</SecretAccessKey>",
    "<aws:SecretAccessKey>{}</aws:SecretAccessKey>",
    "<SecretAccessKey><![CDATA[{}]]></SecretAccessKey>",
    '<SessionToken type="a>b">\n  {}\n</SessionToken>',
    "&lt;SecretAccessKey&gt;{}&lt;/SecretAccessKey&gt;",
    "%3CSecretAccessKey%3E{}%3C%2FSecretAccessKey%3E",
    "<Error><SecretAccessKey>{}",
    "<property><name>password</name><value>{}</value></property>",
    "<property name='password' value='{}'/>",
    '<input type="password" value="{}">',
    '{{"Name": "DB_PASSWORD", "Value": "{}"}}',
]


@pytest.mark.parametrize("shape", _SHAPES)
def test_hides_secrets_in_marked_up_text(shape: str) -> None:
    assert "correct-horse-9-battery" not in without_secrets(shape.format("correct-horse-9-battery"))


@pytest.mark.parametrize(
    "text",
    [
        "usage: login <user> <password>",
        "the <password> prompt is shown",
        "<Message>The security token included in the request is expired</Message>",
        '{"Name": "MaxTokens", "Value": "500"}',
        "secretsmanager:GetSecretValue",
    ],
)
def test_keeps_words_about_secrets_in_marked_up_text(text: str) -> None:
    assert without_secrets(text) == text
