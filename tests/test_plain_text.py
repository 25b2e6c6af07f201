"""Untrusted text and names on a terminal or a screen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_viz.plain_text import as_typed, look, plain_text, visible
from tests.alike import ALIKE


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
        ("zero\u200bwidth, soft\xadhyphen", "zero[U+200B]width, soft[U+00AD]hyphen"),
        ("Pr\xe9cision\xa0: 0,9", "Pr\xe9cision\xa0: 0,9"),
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


def test_no_two_names_look_alike() -> None:
    assert set(map(look, ALIKE)) == {"run 1"}
    shown = list(map(visible, ALIKE))
    assert shown[0] == "run 1"
    assert len(set(map(look, shown))) == len(ALIKE)
    assert list(map(plain_text, shown)) == shown
    assert list(map(as_typed, shown)) == list(ALIKE)


@pytest.mark.parametrize(
    "name",
    [
        "\u2764\ufe0f \u26a0\ufe0f 1\ufe0f\u20e3 \U0001f469\u200d\U0001f52c",  # emoji
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
        "\u0915\u094d\u200d\u0937",  # Devanagari
        "\u6a21\u578b\u3000\u4e00",  # the wide blank
        "Mod\xe8le v1", "run [U+200B]", "",
    ],
)  # fmt: skip
def test_a_name_in_which_each_character_counts_stays(name: str) -> None:
    assert visible(name) == name
    assert plain_text(name) == name


def test_each_character_without_a_shape_is_hidden() -> None:
    """Signs of Arabic and Kaithi around numbers have a shape, though Unicode counts them as format characters."""
    has_shape = {*map(chr, range(0x600, 0x606)), *"\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"}
    egyptian = set(map(chr, range(0x13430, 0x13460)))
    shapeless = {
        each for each in map(chr, range(0x110000)) if unicodedata.category(each) in ("Cc", "Cf", "Cs")
    }
    assert [
        each for each in shapeless - has_shape - egyptian if plain_text(visible(f"a{each}b")) == f"a{each}b"
    ] == []


def test_a_very_long_name_without_a_shape_takes_no_time() -> None:
    assert visible("\u200b" * 500_000).count("[U+200B]") == 500_000
