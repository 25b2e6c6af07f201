"""The name and password in the address of a proxy are never repeated, and the sentence names the variable."""

import pytest

from lineage_viz.errors import SourceError
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.secrecy import without_secrets

KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
    "AWS_REGION": "eu-west-1",
    "AWS_CONFIG_FILE": "/nowhere",
    "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
    "AWS_MAX_ATTEMPTS": "1",
}


def refused(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name, value in {**KEYS, **environment}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SourceError) as error:
        LineageApi(brief=True).caller()
    return str(error.value)


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy"])
@pytest.mark.parametrize("scheme", ["http://", ""])
@pytest.mark.parametrize(
    ("password", "parts"),
    [
        (r"Sommer2026\tail", ["Sommer2026", "tail"]),
        (r"Sommer\@2026@x", ["Sommer", "2026"]),
        ("Som[mer]", ["Som", "mer"]),
        ("Som mer", ["Som", "mer"]),
        ("Som/mer", ["Som", "mer"]),
        ("Som?mer", ["Som", "mer"]),
        ("Som#mer", ["Som", "mer"]),
    ],
)
def test_a_password_with_a_special_character(
    variable: str, scheme: str, password: str, parts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = refused(monkeypatch, **{variable: f"{scheme}jane:{password}@127.0.0.1:9"})
    assert sentence.startswith(
        f"The proxy in {variable} cannot be used: its user name or password has a char"
    )
    assert "Write special characters as %XX: " in sentence
    assert not any(part in sentence for part in ("jane", *parts))


@pytest.mark.parametrize("password", ["so\u20acmer", "so%E2%82%ACmer"])
def test_a_password_that_no_sign_in_can_have(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = refused(monkeypatch, HTTPS_PROXY=f"http://jane:{password}@127.0.0.1:9")
    assert sentence.startswith(
        "The proxy in HTTPS_PROXY cannot be used: its user name or password has a char"
    )
    assert not any(part in sentence for part in ("jane", "mer", "\u20ac"))


@pytest.mark.parametrize("password", [r"Som\mer", "so\u20acmer", "Som[mer]"])
def test_a_proxy_of_a_service_that_gives_credentials(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_EC2_METADATA_DISABLED"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(KEYS, "AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.2:9/")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delitem(KEYS, name)
    sentence = refused(monkeypatch, HTTP_PROXY=f"http://jane:{password}@127.0.0.1:9")
    assert "The proxy in HTTP_PROXY cannot be used: its user name or password has a char" in sentence
    assert not any(part in sentence for part in ("jane", "mer", "\u20ac"))


@pytest.mark.parametrize("password", [r"Som\mer", "so\u20acmer"])
def test_a_proxy_that_is_not_used_is_no_trouble(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by_hand = {"NO_PROXY": "127.0.0.1", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
    sentence = refused(monkeypatch, HTTPS_PROXY=f"http://jane:{password}@127.0.0.1:9", **by_hand)
    assert sentence.startswith("AWS cannot be reached")


@pytest.mark.parametrize(
    ("proxy", "text"),
    [
        (r"http://jane:So2026\tail@p:1", "Failed to parse: 'jane:So2026' is not a valid host or port"),
        (r"jane:Sommer\@2026@p:1", "Failed to parse: 'jane:Sommer' is not a valid host or port"),
        ("http://jane:[mer]@p:1", "'mer' does not appear to be an IPv4 or IPv6 address"),
        (r"http://jane:so\sommerlich@p:1", "looked for sommerlich"),
    ],
)
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_the_parts_of_a_password_are_hidden_in_every_text(proxy: str, text: str, name: str) -> None:
    hidden = without_secrets(text, {name: proxy})
    assert "(hidden)" in hidden
    assert not any(part in hidden.lower() for part in ("jane", "so2026", "tail", "ommer", "'mer"))


@pytest.mark.parametrize(
    "address", ['"http://127.0.0.1:9"', "'127.0.0.1:9'", '"http://jane:Sommer@127.0.0.1:9"']
)
def test_quotes_around_a_proxy_are_named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = refused(monkeypatch, HTTPS_PROXY=address)
    assert sentence.startswith(
        "The proxy in HTTPS_PROXY cannot be used: its value has a quote at an end. Remove"
    )
    assert "Sommer" not in sentence
