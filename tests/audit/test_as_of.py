"""A review of an earlier day says nothing that only a later state shows."""

from datetime import UTC, datetime

import pytest

from lineage_viz.audit.allowed import allowed_words
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.subject import find_subject
from tests import demo_once
from tests.audit.conftest import outcomes

REJECTED, CARD = "shelf-images-prod", "card-testing-models/1"


def audit(subject: str, *day: int) -> Report:
    store = demo_once.store()
    as_of = datetime(*day, 23, 59, 59, tzinfo=UTC)  # type: ignore[misc, arg-type]
    return report(read_review(store, find_subject(store, subject), as_of), store.snapshots)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (5, "was NOT allowed to serve shelf-images-models/8: the decision in force was Rejected by omar-farouk "
            "on 5 Mar 2026, 14:21 UTC at the latest (source: the model registry"),
        (6, "was NOT allowed to serve"),
        (1, "it is not known if shelf-images-prod was allowed to serve shelf-images-models/8: approved by "
            "helen-strand on 24 Feb 2026, 14:21 UTC, but then Rejected by omar-farouk on 5 Mar 2026, 14:21 UTC at the "
            "latest, perhaps before the end of that day"),
    ],
)  # fmt: skip
def test_a_rejection_that_only_the_registry_knows_counts_from_its_latest_time(day: int, words: str) -> None:
    found = audit(REJECTED, 2026, 3, day)
    assert words in allowed_words(found.review)
    assert outcomes(found)["live-still-approved"] != "pass"
    assert outcomes(found)["approved-when-deployed"] == ("warn" if day == 1 else "pass")


def said(found: Report, check: str) -> tuple[str, str]:
    (result,) = (each for each in found.results if each.check.id == check)
    return str(result.outcome), " ".join(each.sentence for each in result.observations)


def test_what_was_changed_after_the_day_is_not_read_for_it() -> None:
    before = audit(CARD, 2026, 1, 10)
    assert said(before, "card")[0] == "not read"
    assert said(before, "people-distinguishable")[0] == "not read"
    assert said(audit(CARD, 2026, 1, 12), "card")[0] == "pass"
    early = audit("shelf-images-models/8", 2026, 2, 23)
    outcome, words = said(early, "image-pinned")
    assert (outcome, "changed on 5 Mar 2026, 14:21 UTC, after that day" in words) == ("not read", True)
