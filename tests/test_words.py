"""Words on screen."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from lineage_viz.style import line_of
from lineage_viz.words import (
    age,
    association_words,
    count,
    day,
    elide,
    inside,
    moment,
    plain,
    status_words,
    type_words,
    typed,
)


def test_plain_text_is_one_line_without_characters_that_reorder_it() -> None:
    assert plain("  one\n two\t three ") == "one two three"
    assert plain("user\u202egnp.exe") == "user\ufffdgnp.exe"
    assert plain("lone \ud800 half") == "lone \ufffd half"


def test_codes_make_no_text_longer_than_its_limit() -> None:
    assert len(plain("\u200b" * 200, 120)) == 120


def test_a_status_in_camel_case_is_words_and_others_stay() -> None:
    for status, words in {
        "InProgress": "In progress", "OutOfService": "Out of service", "Created": "Created", "DONE": "DONE",
        "in_progress": "in_progress", "Pending approval": "Pending approval", "Fast": "Fast", "": "", "aB": "aB",
    }.items():  # fmt: skip
        assert status_words(status) == words


def test_every_date_has_one_form_and_a_moment_its_time_zone() -> None:
    night = datetime(2026, 9, 3, 0, 5, 9, tzinfo=timezone(timedelta(hours=2)))
    assert day(date(2026, 9, 3)) == "3 Sep 2026"
    assert day(night) == "2 Sep 2026"
    assert moment(night) == "2 Sep 2026, 22:05 UTC"
    assert moment(night, seconds=True) == "2 Sep 2026, 22:05:09 UTC"


def test_shortens_a_long_text_in_the_middle() -> None:
    shown = plain("s3://bucket/" + "x" * 10_000 + "/model.tar.gz", 40)
    assert len(shown) == 40
    assert shown.startswith("s3://bucket/")
    assert shown.endswith("/model.tar.gz")
    assert elide("short", 40) == "short"


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        ("SageMakerTrainingJob", "Training job"),
        ("trial_component", "Trial component"),
        ("DataSet", "Data set"),
        ("Model", "Model"),
        ("SageMaker", "Sage maker"),
        ("my type <b>", "my type <b>"),
        (
            "FeatureEngineeringPipelineVersion-fraud-pipeline",
            "Feature engineering pipeline version fraud-pipeline",
        ),
        ("my-type", "my-type"),
        ("ABTest-1", "ABTest-1"),
        ("", ""),
    ],
)
def test_writes_types_as_words(type_: str, words: str) -> None:
    assert type_words(type_) == words


def test_counts_have_thousands_separators_and_plurals() -> None:
    assert count(1, "entity", "entities") == "1 entity"
    assert count(2341, "entity", "entities") == "2,341 entities"
    assert count(0, "association") == "0 associations"


@pytest.mark.parametrize(
    ("number", "label", "type_", "words"),
    [
        (37, "artifact", "DataSet", "37 Data sets"),
        (2, "artifact", "Dataset", "2 Dataset entities"),
        (2, "artifact", "MODEL", "2 MODEL entities"),
        (2, "vertex", "model", "2 Model entities"),
        (1, "artifact", "DataSet", "1 Data set"),
        (1200, "trial_component", "SageMakerTrainingJob", "1,200 Training jobs"),
        (0, "context", "Endpoint", "0 Endpoints"),
        (2, "artifact", "Batch", "2 Batches"),
        (2, "artifact", "FeatureRegistry", "2 Feature registries"),
        (2, "artifact", "Survey", "2 Surveys"),
        (2, "artifact", "BiasAnalysis", "2 Bias analyses"),
        (2, "artifact", "ModelStatus", "2 Model statuses"),
        (2, "artifact", "ModelWeights", "2 Model weights"),
        (3, "artifact", "TestData", "3 Test data entities"),
        (1, "artifact", "Code", "1 Code entity"),
        (2, "artifact", "my type <b>", "2 my type <b> entities"),
        (2, "context", "FeaturePipelineVersion-7", "2 FeaturePipelineVersion-7 entities"),
        (2, "artifact", "", "2 Artifacts without a type"),
        (1, "trial_component", "", "1 Trial component without a type"),
        (2, "my label", "", "2 my label entities without a type"),
    ],
)
def test_writes_numbers_of_entities_of_a_type(number: int, label: str, type_: str, words: str) -> None:
    assert typed(number, label, type_) == words


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("trial_component", "Trial component"),
        ("Person::Employee", "Person::Employee"),
        ("airport", "Airport"),
    ],
)
def test_the_words_of_a_label_keep_its_spelling(label: str, words: str) -> None:
    assert type_words(label) == words
    assert len(type_words(label * 100)) <= 60


def test_an_association_without_a_type_says_so() -> None:
    assert association_words("edge") == line_of("edge").words == "no type given"
    assert association_words("ContributedTo") == "ContributedTo"


@pytest.mark.parametrize(
    ("words", "within"),
    [
        ("37 Data sets", "37 data sets"),
        ("Endpoint", "endpoint"),
        ("3 Test data entities", "3 Test data entities"),
        ("1 Dataset entity", "1 Dataset entity"),
        ("2 Artifacts without a type", "2 artifacts without a type"),
        ("2 MLWorkflows", "2 MLWorkflows"),
        ("2 AB tests", "2 AB tests"),
        ("2 PipelineVersion-7 entities", "2 PipelineVersion-7 entities"),
        ("2 my Type entities", "2 my Type entities"),
        ("", ""),
    ],
)
def test_words_inside_a_sentence_begin_in_lower_case(words: str, within: str) -> None:
    assert inside(words) == within


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=49), "2 days ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_the_age_is_in_the_largest_unit(passed: timedelta, words: str) -> None:
    now = datetime(2026, 3, 12, tzinfo=UTC)
    assert age(now - passed, now) == words
