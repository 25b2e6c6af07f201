"""The fields and values that are offered while a person types; each offered text is understood."""

import pytest

from lineage_viz.search.asked import asked
from lineage_viz.search.offers import offers
from lineage_viz.search.vocabulary import vocabulary
from tests import demo_once

KNOWN = vocabulary(demo_once.store())


def texts(text: str) -> list[str]:
    return [offer.text for offer in offers(text, lambda: KNOWN)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("st", ["status:"]),
        ("fraud -dec", ["fraud -decision:"]),
        ("L", ["live:", "label:"]),
        ("live:", ["live:yes ", "live:no ", "live:unapproved ", "live:not-read "]),
        ("fraud -live:y", ["fraud -live:yes "]),
        (
            "decision:",
            [
                "decision:approved ",
                "decision:rejected ",
                "decision:pending-approval ",
                "decision:not-recorded ",
                "decision:not-read ",
            ],
        ),
        ("type:training", ["type:training-job "]),
        ("type:training-job ", []),
        ("", []),
        ("fraud", []),
        ("arn:aws", []),
        ("created:2026", []),
        ("created>", []),
        ("type:model,endpoint", []),
        ('"a b" live:n', ['"a b" live:no ', '"a b" live:unapproved ', '"a b" live:not-read ']),
        ('"a b" "c', []),
        ("metric.acc", ["metric.accuracy>"]),
        ("fraud -metric.f", ["fraud -metric.f1>", "fraud -metric.macro_f1>"]),
        ("metric.accuracy>", []),
        ("type.m", []),
        ("metric:acc", ["metric:eval:accuracy "]),
    ],
)
def test_the_last_part_of_a_text_is_continued(text: str, wanted: list[str]) -> None:
    assert texts(text) == wanted


@pytest.mark.parametrize("name", ["type", "status", "by", "label", "decision", "live", "metric"])
def test_every_offered_value_is_understood(name: str) -> None:
    found = offers(f"{name}:", lambda: KNOWN)
    assert 0 < len(found) <= 12
    for offer in found:
        search = asked(offer.text, lambda: KNOWN)
        assert (search.words, search.notes) == ("", ())
        if name not in ("decision", "live"):
            assert search.answer(demo_once.store(), limit=1).total > 0
