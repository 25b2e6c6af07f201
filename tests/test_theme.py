"""The app, the picture and the style sheets have the same colours."""

import tomllib
from pathlib import Path

import pytest

from lineage_viz.theme import DARK, FAILED, LIGHT, Theme

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(("name", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_the_app_has_the_colours_of_the_picture(name: str, theme: Theme) -> None:
    app = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"][name]
    assert app == {
        "primaryColor": theme.accent,
        "backgroundColor": theme.background,
        "secondaryBackgroundColor": theme.raised,
        "textColor": theme.text,
    }


def test_failures_have_one_colour_in_the_picture_and_in_the_facts() -> None:
    facts = (ROOT / "lineage_viz" / "component" / "facts" / "facts.css").read_text("utf-8")
    assert f".failed {{ color: {FAILED.lower()};" in facts


def test_a_shade_lies_between_text_and_background() -> None:
    grey = Theme(text="#000000", background="#FFFFFF", raised="", accent="")
    assert [grey.line, grey.edge, grey.muted, grey.ground] == ["#C7C7C7", "#949494", "#575757", "#F5F5F5"]
