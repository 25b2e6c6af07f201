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


SECRET = "hunter-and-more"
SIGNED = f"https://b.s3.amazonaws.com/m?X-Amz-Date=20260101&X-Amz-Signature={SECRET}"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        (ASSOCIATIONS, {"AssociationSummaries": [{**LINK, "SourceName": f"password={SECRET}"}]}),
        (JOBS, {"Results": [{"TrialComponent": {**JOB, "Parameters": {"db_password": {"StringValue": SECRET}}}}]}),
        (JOBS, {"Results": [{"TrialComponent": {**JOB, "SourceDetail": {"Environment": {"PLAIN": SECRET}}}}]}),
    ],
    ids=str,
)  # fmt: skip
def test_no_secret_of_a_page_is_in_the_journal(tmp_path: Path, name: str, answer: dict[str, Any]) -> None:
    listing, path = LISTINGS[name], tmp_path / "journal"
    member = "Results" if listing.resource else listing.member
    text = json.dumps(answer)
    parsed = json.loads(text, object_hook=with_times)
    records = listing.records_of({**parsed, member: Answered(parsed[member], text)})
    with Checkpoint(path, {}, NOW) as first:
        first.page(Slice(listing, 0, NOW), records)
        first.answer("described", "x", {"Properties": {"url": SIGNED}, "Parts": [{"api_token": SECRET}]})
        first.answer("gone", "y", None)
    assert SECRET not in path.read_text("utf-8")
    with Checkpoint(path, {}, NOW) as resumed:
        assert len(resumed.pages[name]) == 1
        assert resumed.pages == first.pages
        assert resumed.answers == first.answers
    assert SECRET not in path.read_text("utf-8")


def test_a_journal_of_an_older_version_is_not_resumed_and_its_secrets_go(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with Checkpoint(path, {}, NOW) as first:
        first.page(Slice(LISTINGS[ASSOCIATIONS], 0, NOW), [LINK])
    head, *rest = path.read_text("utf-8").splitlines(keepends=True)
    older = {name: value for name, value in json.loads(head).items() if name != "format"}
    path.write_text(json.dumps(older) + "\n" + "".join(rest).replace('"a"', f'"password={SECRET}"'), "utf-8")
    with Checkpoint(path, {}, NOW) as anew:
        assert not anew.resumed
    assert SECRET not in path.read_text("utf-8")
