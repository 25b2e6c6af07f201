from datetime import UTC, datetime, timedelta

import pytest

from lineage_viz.words import age, count, elide, plain, type_words


def test_plain_text_is_one_line_without_marks_that_reorder_it() -> None:
    assert plain("  one\n two\t three ") == "one two three"
    assert plain("user\u202egnp.exe") == "user\ufffdgnp.exe"
    assert plain("lone \ud800 half") == "lone \ufffd half"


def test_the_middle_of_a_long_text_gives_way() -> None:
    shown = plain("s3://bucket/" + "x" * 10_000 + "/model.tar.gz", 40)
    assert len(shown) == 40
    assert shown.startswith("s3://bucket/")
    assert shown.endswith("/model.tar.gz")
    assert elide("short", 40) == "short"


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        ("SageMakerTrainingJob", "Training job"),
        ("DataSet", "Data set"),
        ("Model", "Model"),
        ("SageMaker", "Sage maker"),
        ("my type <b>", "my type <b>"),
        ("", ""),
    ],
)
def test_types_read_as_words(type_: str, words: str) -> None:
    assert type_words(type_) == words


def test_counts_have_separators_and_plurals() -> None:
    assert count(1, "entity", "entities") == "1 entity"
    assert count(2341, "entity", "entities") == "2,341 entities"
    assert count(0, "association") == "0 associations"


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=49), "2 days ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_age_is_in_the_largest_unit(passed: timedelta, words: str) -> None:
    now = datetime(2026, 3, 12, tzinfo=UTC)
    assert age(now - passed, now) == words
