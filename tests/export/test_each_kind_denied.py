"""Each kind of record is denied alone: what it told is "not read" with the IAM action, and nothing counts as good."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from lineage_viz.evidence.columns import names_of
from lineage_viz.evidence.decisions import unconfirmed
from lineage_viz.evidence.fact import SOURCES, Fact, FactState, facts_of
from lineage_viz.evidence.words import rows, warning
from lineage_viz.model import Entity
from lineage_viz.picture.card_facts import Tone, key_fact
from lineage_viz.snapshot import Folder
from lineage_viz.title import title
from tests.export.conftest import RunCommand
from tests.export.test_export import exported
from tests.fake_sagemaker import FakeSageMaker, Faults

KNOWN, NOT_RECORDED, NOT_READ = FactState
TOLD = {
    "Search:ModelPackage": {"owner", "commit", "approvalreason", "imagedigest"},
    "Search:ModelPackageGroup": {"owner"},
    "Search:Model": {"serves", "servessince"},
    "Search:Endpoint": {"endpointstatus", "imagedigest"},
    "Search:ModelCard": {"modelcard"},
    "Search:PipelineExecution": {"owner"},
    "Search:ExperimentTrialComponent": {"keymetric", "step", "execution", "commit"},
}
"""Facts that each kind of record tells, and no other source."""

CHANGED = {"unapproved", "decisions", SOURCES}
"""Facts whose words say that something was not read."""


def facts(folder: Folder) -> Mapping[str, tuple[Entity, Mapping[str, Fact]]]:
    return {each.arn: (each, facts_of(each, names_of(each))) for each in folder.entities()}


@pytest.fixture(scope="module")
def whole() -> dict[str, Mapping[str, tuple[Entity, Mapping[str, Fact]]]]:
    """The facts of an export that read everything; filled by the first test."""
    return {}


@pytest.mark.parametrize("denied", TOLD)
def test_what_a_denied_kind_told_is_not_read_and_nothing_counts_as_good(
    whole: dict[str, Mapping[str, tuple[Entity, Mapping[str, Fact]]]],
    denied: str,
    run_command: RunCommand,
    fake: FakeSageMaker,
    tmp_path: Path,
) -> None:
    full = whole.setdefault("", facts(exported(run_command, tmp_path / "full")) if not whole else {})
    fake.faults = Faults(deny=frozenset({denied}))
    lost = set()
    for arn, (entity, found) in facts(exported(run_command, tmp_path / "denied")).items():
        before, known = full[arn]
        for name, fact in found.items():
            if name in CHANGED or known[name].state is not KNOWN or fact == known[name]:
                continue
            if fact.state is KNOWN:  # the lineage tells it, too, and the source says that the records do not
                assert "was not read: AWS denied" in fact.source or fact.value == known[name].value, (
                    name,
                    fact,
                )
                continue
            assert fact.state is NOT_READ, (entity.name, name, known[name], fact)
            assert "Ask for the IAM action sagemaker:Search" in fact.source, (name, fact)
            lost.add(name)
        words = {each.name: each.value for each in rows(entity)}
        assert all(
            words[name].startswith("not read: AWS denied")
            for name in lost & words.keys()
            if found[name].state is NOT_READ and known[name].state is KNOWN
        )
        if warning(before):
            assert warning(entity), (title(entity), warning(before))
            assert key_fact(entity).tone is Tone.BAD
        if key_fact(entity).tone is Tone.GOOD:
            assert key_fact(before).tone is Tone.GOOD
            assert not unconfirmed(found["approval"])
    assert TOLD[denied] <= lost
