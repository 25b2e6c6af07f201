"""Texts that nobody types: they are searched for as they are, and no visitor waits for their meaning."""

import pytest

from lineage_viz.search.asked import asked_of
from tests import demo_once


@pytest.mark.parametrize(("word", "times"), [("a", 8_000), ("who approved ", 400), ("1", 1_200)])
def test_a_long_text_is_no_question(word: str, times: int) -> None:
    asked = asked_of(demo_once.store(), word * times)
    assert asked.sentence() is None
    assert not asked.answer(demo_once.store()).note.startswith("Understood")


@pytest.mark.parametrize("word", ["1", "a", "1,", "0.8-", "arn:", "é", "-", "("])
def test_the_longest_word_is_read_at_once(word: str) -> None:
    """A pattern that goes back over all earlier characters needs minutes for it."""
    text = (word * 1_100)[:1_100]
    assert asked_of(demo_once.store(), text).answer(demo_once.store()).total == 0
