"""Texts that are kept or shown contain no secrets."""

import pytest

from lineage_viz.secrecy import names_a_secret, without_secrets

KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("denied for AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"),
        (f"with {KEY} signed", KEY),
        (f"aws_secret_access_key = {KEY}", KEY),
        (f"Authorization: Bearer {JWT}", JWT),
        (f"cookie was {JWT}", JWT),
        ("Authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA"),
        ("wss://user:hunter22@host:8182/gremlin", "hunter22"),
        ("https://b.s3.amazonaws.com/k?X-Amz-Signature=abc123&X-Amz-Date=x", "abc123"),
        ("X-Amz-Security-Token=FwoGZXIvYXdzEBc", "FwoGZXIvYXdzEBc"),
        ('{"token": "2f1c7a10-7a2b"}', "2f1c7a10"),
        ("python -m lineage_viz reset --token 2f1c7a10-7a2b", "2f1c7a10"),
        ("client_secret='abc def'", "abc"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END", "MIIE"),
        ("said s3cretvalue aloud", "s3cretvalue"),
        ("token: hunter", "hunter"),
        ("password: Hunter22 was refused", "Hunter22"),
        ("secret=correct horse battery", "correct"),
        ("http://ada:p@ss:w0rd@proxy.example:3128/", "ss:w0rd"),
        ("x-amz-security-token:IQoJb3JpZ2luX2Vj", "IQoJb3JpZ2luX2Vj"),
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
        "Error loading SSO Token: Token for corp does not exist",
        "InvalidSignatureException: Signature expired: 20261129T061500Z is now earlier than 20261129T062000Z",
        "InvalidClientTokenId: The security token included in the request is invalid.",
        "InvalidAccessKeyId: The AWS Access Key Id you provided does not exist",
        "AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/token cannot be read",
        "Unable to parse config file: /home/ada/.aws/credentials",
        "Renew the AWS credentials: run `aws sso login` on this machine.",
        "SecretArn=arn:aws:secretsmanager:eu-west-1:123456789012:secret:lineage",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    environment = {
        "TOKENIZERS": "on",
        "MY_TOKEN": "short",
        "AWS_SHARED_CREDENTIALS_FILE": "/home/ada/.aws/credentials",
    }
    assert without_secrets(text, environment) == text


def test_names_of_secrets_are_recognized() -> None:
    assert names_a_secret("AWS_SESSION_TOKEN")
    assert names_a_secret("apiKey")
    assert not names_a_secret("snapshot")
    assert not names_a_secret("keys")
