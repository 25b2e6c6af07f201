"""The promises of every file that is taken away, in all formats."""

from html import unescape

import pytest

from lineage_viz.takeaway import FORMATS, Format, TakeAway
from tests.takeaway.conftest import CAPTION, NASTY


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_file_has_the_caption(form: Format, sample: TakeAway) -> None:
    text = unescape(form.make(sample).decode())
    for _, value in CAPTION.lines():
        assert value in text


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_file_is_text_that_any_program_reads(form: Format, hostile: TakeAway) -> None:
    text = form.make(hostile).decode("utf-8")
    assert not set(text) & {"\0", "\x1b"}
    assert NASTY[6][:100] in text
