"""Untrusted names on a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.plain_text import plain_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Änderung 模型 😀 👩‍🔬", "Änderung 模型 😀 👩‍🔬"),
        ("two\r\nlines\tand\x0bmore\x85\u2028\u2029", "two  lines and more   "),
        ("\x1b[31mred\x1b[0m", "�red�"),
        ("\x1b]0;title\x07after", "�after"),
        ("\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\", "�click�"),
        ("\x9b2Jgone\x9d0;x\x9c", "�gone�"),
        ("\x1b(0box\x1bc", "�box�"),
        ("back\b\bspace\x00\x7f", "back��space��"),
        ("dangling \x1b", "dangling �"),
        ("model\u202egz.rat", "model�gz.rat"),
        ("\u2066isolated\u2069 \u200f\u061c", "�isolated� ��"),
        ("lone \ud800", "lone �"),
        ("", ""),
    ],
)
def test_replaces_terminal_controls_with_visible_marks(text: str, shown: str) -> None:
    assert plain_text(text) == shown


@given(st.text(st.characters()) | st.text("\x1b[]0;m\x07\\\x9b\u202e a\n"))
def test_removes_every_control_character(text: str) -> None:
    shown = plain_text(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert plain_text(shown) == shown
    shown.encode("utf-8")
