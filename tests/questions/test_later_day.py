"""No answer is about a day after the snapshot: it does not tell what was there then."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from lineage_viz.audit.reading import read_review
from lineage_viz.cli import main
from lineage_viz.errors import NotAssessable, SettingsError
from lineage_viz.model import SnapshotInfo
from lineage_viz.questions.later_day import later_words
from lineage_viz.questions.text_tree import upstream_tree
from tests import demo_once

TAKEN = datetime(2026, 3, 12, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("at", [None, date(2026, 3, 11), date(2026, 3, 12), datetime.max.replace(tzinfo=UTC)])
def test_a_folder_without_a_time_may_tell_about_any_day(at: date | None) -> None:
    assert later_words([SnapshotInfo("folder"), SnapshotInfo("old", taken=TAKEN)], at) == ""
    assert later_words([], at) == ""


def test_the_day_of_the_newest_snapshot_is_the_last_one() -> None:
    both = [SnapshotInfo("old", taken=TAKEN - timedelta(days=9)), SnapshotInfo("new", taken=TAKEN)]
    assert later_words(both, datetime.combine(TAKEN, time.max, UTC)) == ""
    assert later_words(both, date(2026, 3, 13)) == (
        "The snapshot was taken 12 Mar 2026, 23:30 UTC, so nothing is known of 13 Mar 2026. Choose an earlier day, or "
        "reload."
    )


def test_an_entity_is_known_until_the_day_of_its_own_account() -> None:
    own = SnapshotInfo("own", "123456789012", "eu-west-1", TAKEN - timedelta(days=9))
    both = [own, SnapshotInfo("other", "210987654321", "eu-west-1", TAKEN)]
    arn = "arn:aws:sagemaker:eu-west-1:{}:artifact/1"
    assert "taken 3 Mar 2026" in later_words(both, date(2026, 3, 4), arn.format("123456789012"))
    for other in (arn.format("210987654321"), arn.format("999999999999"), "job-1", ""):
        assert later_words(both, date(2026, 3, 4), other) == ""


def test_neither_a_review_nor_a_tree_is_of_a_later_day() -> None:
    store, arn = demo_once.store(), demo_once.account().findings["rolled-back"]
    with pytest.raises(NotAssessable, match="nothing is known of 13 Mar 2026"):
        read_review(store, store.get(arn), datetime(2026, 3, 13, tzinfo=UTC))
    with pytest.raises(SettingsError, match="nothing is known of 1 Jan 2030"):
        list(upstream_tree(store, arn, deployment="2030-01-01"))


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (
            ["audit", "ticket-routing-models/10", "--as-of", "2026-03-13"],
            2,
            "nothing is known of 13 Mar 2026",
        ),
        (["impact", "612b309", "--as-of", "2030-01-01"], 1, "nothing is known of 1 Jan 2030"),
        (["impact", "612b309", "--as-of", "2026-01-01"], 1, "made from commit 612b309 existed on 1 Jan 2026"),
    ],
)
def test_the_commands_refuse_a_day_that_they_know_nothing_of(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    said = capsys.readouterr()
    assert words in said.err
    assert not said.out
