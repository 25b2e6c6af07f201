"""Untrusted text in Streamlit's markdown is shown as exactly that text."""

import pytest

from lineage_viz.ui.text import literal

JOINER = "\N{WORD JOINER}"


def shown(text: str) -> str:
    """The text without its escapes."""
    return literal(text).replace("\\", "")


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        (":material/delete:", f":{JOINER}material/delete:"),
        ("arn:streamlit:", f"arn:{JOINER}streamlit:"),
        ("see https://example.com/x", f"see https:{JOINER}//example.com/x"),
        ("WWW.example.com", f"WWW{JOINER}.example.com"),
        ("me@example.com", f"me@{JOINER}example.com"),
        ("a -> b <-> c", f"a -{JOINER}> b <{JOINER}-> c"),
        ("-- >= ~= <= <-", f"-{JOINER}- >{JOINER}= ~{JOINER}= <{JOINER}= <{JOINER}-"),
    ],
)
def test_text_that_streamlit_would_replace_is_broken_up(text: str, broken: str) -> None:
    assert shown(text) == broken


@pytest.mark.parametrize("text", ["arn:aws:s3:::bucket/a--b->c", "train--v2", "x>=1", "a <b> [c](d) `e` $f$"])
def test_other_text_stays_unchanged(text: str) -> None:
    assert shown(text) == text
