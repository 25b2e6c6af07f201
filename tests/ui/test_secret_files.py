"""The files of secrets that Streamlit can read, and those that it cannot."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config

from lineage_viz.errors import SettingsError
from lineage_viz.ui import secret_files
from lineage_viz.ui.session import sign_in_is_configured


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of secrets in a home, as a service account has it."""
    file, before = tmp_path / "home" / "secrets.toml", config.get_option("secrets.files")
    monkeypatch.setattr(secret_files, "_unreadable", {})
    config.set_option("secrets.files", [str(file), str(tmp_path / "none" / "secrets.toml")])
    yield file
    config.set_option("secrets.files", before)


def test_a_home_that_is_a_file_has_no_secrets(secrets: Path) -> None:
    secrets.parent.write_bytes(b"")
    secret_files.leave_out_unreadable()
    assert not st.secrets.load_if_toml_exists()
    assert not sign_in_is_configured()


def test_nobody_gets_in_while_a_file_of_secrets_cannot_be_read(secrets: Path) -> None:
    secrets.mkdir(parents=True)  # a folder, as a container mounts a file that its machine lacks
    for _ in range(2):
        with pytest.raises(
            SettingsError, match=r"home/secrets\.toml cannot be read: Is a directory\. Let the app"
        ):
            sign_in_is_configured()
    assert not st.secrets.load_if_toml_exists()


def test_a_file_of_secrets_in_another_encoding_is_told(secrets: Path) -> None:
    secrets.parent.mkdir()
    secrets.write_bytes('name = "Zoë"'.encode("latin-1"))
    with pytest.raises(SettingsError, match="it is not UTF-8"):
        sign_in_is_configured()
