"""The sign-in as a setting of the environment; tests/e2e/test_sign_in.py signs in with it."""

import pytest

from lineage_viz.errors import SettingsError
from lineage_viz.secrecy import without_secrets
from lineage_viz.ui.session import sign_in_is_configured
from lineage_viz.ui.sign_in_setting import secrets, sign_in_setting


def test_the_setting_is_the_section_and_its_secrets_are_hidden() -> None:
    text = '[auth]\ncookie_secret = "of-the-cookies"\n[auth.google]\nclient_secret = "of-the-client"\n'
    assert sign_in_setting({"LINEAGE_VIZ_SIGN_IN": text})["google"] == {"client_secret": "of-the-client"}
    assert sign_in_setting({}) == {}
    hidden = without_secrets("of-the-cookies, of-the-client", {})
    assert "of-the" not in hidden


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[auth", "is not valid TOML"),
        ('[other]\nx = "y"\n', r"has no section \[auth\]"),
        ('auth = "x"', r"has no section \[auth\]"),
        ('[auth]\ncookie_secret = "short"\n', "in LINEAGE_VIZ_SIGN_IN has less than 32 characters"),
    ],
)
def test_a_wrong_setting_is_told_and_lets_nobody_in(
    text: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_SIGN_IN", text)
    with pytest.raises(SettingsError, match=words):
        sign_in_is_configured()
    if "short" not in text:
        assert secrets() is None
