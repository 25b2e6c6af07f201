"""The files of secrets that Streamlit may read: one that it cannot read makes each of its answers a bug.

The home of a service account is often a file, such as /dev/null: then there is no such file, as without a home.
"""

from pathlib import Path

import streamlit as st
from streamlit import config

_FILES = "secrets.files"
_unreadable: dict[str, str] = {}
"""The reason for each file that is there and cannot be read: it may ask for a sign-in, so nobody gets in without it."""


def leave_out_unreadable() -> None:
    """Take the files that cannot be there, and those that cannot be read, out of Streamlit's setting."""
    files = tuple(st.get_option(_FILES))
    kept = tuple(each for each in files if _can_be_asked(each))
    if kept != files:
        config.set_option(_FILES, kept)


def unreadable() -> str:
    """A sentence about the first file of secrets that is there and cannot be read; empty when there is none."""
    leave_out_unreadable()
    for file, why in _unreadable.items():
        return f"{file} cannot be read: {why}. Let the app read it, then start the app again."
    return ""


def _can_be_asked(path: str) -> bool:
    if not path.endswith(".toml"):  # a folder of secrets
        return True
    try:
        Path(path).read_text("utf-8")
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False
    except UnicodeDecodeError:
        _unreadable[path] = "it is not UTF-8"
        return False
    except OSError as error:
        _unreadable[path] = error.strerror or str(error)
        return False
    return True
