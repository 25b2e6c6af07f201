"""The journal of an export gives back the records of every answer, whatever the form of its text."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.export.checkpoint import Checkpoint
from lineage_viz.sagemaker_lineage.listing import Slice
from lineage_viz.sagemaker_lineage.listings import ASSOCIATIONS, JOBS, LISTINGS
from lineage_viz.sagemaker_lineage.summaries import Answered, with_times

NOW = datetime(2026, 3, 12, 2, tzinfo=UTC)
LINK = {"SourceArn": "a", "DestinationArn": "b", "CreationTime": 1773280800.25}
JOB = {"TrialComponentArn": "c", "SourceDetail": {"TrainingJob": {"TrainingEndTime": 1773280801}}}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    ("name", "answer"),
    [
        (ASSOCIATIONS, {"AssociationSummaries": [LINK], "NextToken": "x"}),
        (JOBS, {"Results": [{"TrialComponent": JOB}, {}]}),
    ],
    ids=str,
)
def test_a_resumed_export_has_the_records_of_an_answer(
    tmp_path: Path, name: str, answer: dict[str, Any], indent: int | None
) -> None:
    listing, path = LISTINGS[name], tmp_path / "journal"
    text = json.dumps(answer, indent=indent)
    parsed = json.loads(text, object_hook=with_times)
    member = "Results" if listing.resource else listing.member
    records = listing.records_of({**parsed, member: Answered(parsed[member], text)})
    with Checkpoint(path, {}, NOW) as first:
        first.page(Slice(listing, 0, NOW), records)
    for _ in range(2):  # a resumed journal is written anew
        with Checkpoint(path, {}, NOW) as resumed:
            assert resumed.pages[name] == list(records) != []
            assert resumed.slices[0].upper == NOW
