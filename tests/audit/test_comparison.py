"""Two reviews compared: of two versions, and of one model in two snapshots."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lineage_viz.audit.changes import Kind
from lineage_viz.audit.lineage_changes import LineageChanges, lineage_changes
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.subject import find_subject
from lineage_viz.cli import main
from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.picture.given import given_scene
from lineage_viz.snapshot.writer import Header, write_snapshot
from lineage_viz.store.base import Store
from lineage_viz.title import title
from tests import demo_once

MODEL, BEFORE = "ticket-routing-models/10", "ticket-routing-models/9"


def test_the_lineages_of_two_versions_are_one_graph_with_differences(demo: Store) -> None:
    before, now = (read_review(demo, find_subject(demo, each)) for each in (BEFORE, MODEL))
    changes = lineage_changes(before, now)
    old, new = set(before.by_arn), set(now.by_arn)
    assert {each.arn for each in changes.graph.entities} == old | new
    assert {arn for arn, kind in changes.kinds.items() if kind is Kind.ADDED} == new - old
    assert {arn for arn, kind in changes.kinds.items() if kind is Kind.REMOVED} == old - new
    assert not changes.of_kind(Kind.CHANGED)
    assert not lineage_changes(now, now).kinds
    every = {each.id for review in (before, now) for each in review.subgraph.associations}
    assert {each.id for each in changes.graph.associations} == every


def test_the_cards_of_a_picture_have_the_differences(demo: Store) -> None:
    before, now = (read_review(demo, find_subject(demo, each)) for each in (BEFORE, MODEL))
    changes = lineage_changes(before, now)
    scene = given_scene(changes.graph, "", {arn: str(kind) for arn, kind in changes.kinds.items()})
    shown = {arn: card.get("change") for arn, card in scene.deck.cards.items()}
    assert {arn: kind for arn, kind in shown.items() if kind} == changes.kinds
    drawn = {each.arn for each in scene.picture.subgraph.entities}
    assert changes.kinds.keys() <= drawn, "a difference is no badge"


def test_a_stack_has_the_difference_of_its_members() -> None:
    data = [Entity(f"arn:data/{n}", "artifact", {"type": "DataSet"}) for n in range(24)]
    jobs = [Entity(f"arn:job/{n}", "trial_component", {"type": "SageMakerTrainingJob"}) for n in (0, 1)]
    links = [
        Association(each.arn, "ContributedTo", jobs[number // 12].arn) for number, each in enumerate(data)
    ]

    graph = Subgraph((*jobs, *data), tuple(links), (jobs[0].arn,), {each.arn: -1 for each in (*data, *jobs)})
    kinds = {each.arn: "added" for each in data[:12]} | {data[12].arn: "removed"}
    payload = given_scene(graph, "", kinds).payload
    stacks = [each["change"] for each in payload["nodes"] if each.get("fold")]  # type: ignore[attr-defined]
    assert stacks == ["added", "mixed"]


def changed(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """The names of the properties of a package that differ."""
    old, new = (Entity("arn:model", "artifact", {"type": "Model", **each}) for each in (before, now))
    links = {Kind.ADDED: (), Kind.REMOVED: ()}
    changes = LineageChanges(Subgraph((new,), ()), {new.arn: Kind.CHANGED}, {old.arn: old}, links)
    return [each.name for each in changes.properties(new)]


def record(**values: object) -> str:
    return json.dumps({"ModelPackage": values})


@pytest.mark.parametrize(
    ("before", "now", "names"),
    [
        ({"team": "ada"}, {"team": "ben"}, ["team"]),
        ({"team": "ada"}, {"team": "ben", "record": record(Team="ben")}, ["team", "ModelPackage · Team"]),
        (
            {"team": "ada", "record": record(Team="ada", Rate="1")},
            {"team": "ben", "record": record(Team="ben", Rate="2")},
            ["team", "ModelPackage · Rate"],
        ),
        (
            {"approvalstatus": "In service", "record": record(Status="InService", At="2026-03-10T05:48:09.139Z")},
            {"approvalstatus": "Out of service", "record": record(Status="OutOfService", At="2026-03-11T05:48:09Z")},
            ["approvalstatus", "ModelPackage · At"],
        ),
        (
            {"digests": "SHA256 0123456789abcdef, ETag 1", "record": record(Digest="0123456789abcdef", Tag="1")},
            {"digests": "SHA256 fedcba9876543210, ETag 2", "record": record(Digest="fedcba9876543210", Tag="2")},
            ["digests", "ModelPackage · Tag"],
        ),
        (
            {"record": record(A={"ReadAt": "1"}, B={"ReadAt": "1"}, C={"Size": "1"})},
            {"record": record(A={"ReadAt": "2"}, B={"ReadAt": "2"}, C={"Size": "2"})},
            ["ModelPackage · A · ReadAt", "ModelPackage · C · Size"],
        ),
    ],
)  # fmt: skip
def test_a_record_says_only_what_nothing_else_says(
    before: dict[str, str], now: dict[str, str], names: list[str]
) -> None:
    assert [
        each.removeprefix("Record of SageMaker · ").removeprefix("Record · ") for each in changed(before, now)
    ] == names


def older(parent: Path) -> Path:
    """A snapshot of the demo a month earlier: without the newest entities, and with another property of one."""
    source = demo_once.source()
    header = Header(
        account=source.account.account_id, region=source.account.region, partition="aws",
        taken=demo_once.store().snapshots[0].taken - timedelta(days=30), mode="demo", details=True,  # type: ignore[operator]
        last_full=demo_once.store().snapshots[0].taken,  # type: ignore[arg-type]
    )  # fmt: skip
    package = find_subject(demo_once.store(), BEFORE).arn
    entities = [
        replace(each, properties={**each.properties, "owner": "nobody"}) if each.arn == package else each
        for each in source.entities()
    ]
    image = next(
        each.arn for each in entities if each.type == "Image" and "pytorch-training:2.1" in title(each)
    )
    links = [each for each in source.associations() if (each.source, each.destination) != (image, package)]
    return write_snapshot(parent, header, entities, links)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_compares_a_model_in_two_snapshots(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now, before = demo_once.snapshot(tmp_path), older(tmp_path)
    command = ["audit", BEFORE, "--snapshot", str(now), "--compare-with", str(before), "--format", form]
    assert main(command) == 0
    out = capsys.readouterr().out
    if form == "json":
        found = json.loads(out)
        assert found["format"] == "lineage_viz comparison 1"
        assert found["before"]["snapshots"][0]["path"] == str(before)
        assert found["lineage"]["changed"] == [found["now"]["model"]["arn"]]
        assert found["lineage"]["added"] == found["lineage"]["removed"] == []
        assert [(each["name"], each["before"]) for each in found["properties"]] == [("Owner", "nobody")]
        assert [each["destination"] for each in found["associations"]["added"]] == found["lineage"]["changed"]
        assert found["associations"]["removed"] == []
    else:
        lines = out.splitlines()
        assert lines[0] == (
            f"Comparison of {BEFORE}, 10 Feb 2026, 02:00 UTC (before) with {BEFORE}, 12 Mar 2026, 02:00 UTC (now)"
        )
        at = lines.index(f"  ≠ other properties: {BEFORE} (model)")
        assert lines[at + 1] == "      Owner: nobody (before), grace-murphy (now)"
        added = [each for each in lines if each.startswith("  + association only now: ")]
        assert [each.endswith(f" → {BEFORE} (ContributedTo)") for each in added] == [True]


def test_the_command_compares_two_versions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", MODEL, "--compare-with", BEFORE]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("  ≠ Commit (changed)")
    assert lines[at + 1].startswith("      before: ")
    assert any(line.startswith("  + only now: 2026-03/train") or "only now: train" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([MODEL, "--compare-with", "no-such-model"], "matches 'no-such-model'"),
        ([MODEL, "--compare-with", BEFORE, "--out", "x.zip"], "Leave out the bundle"),
        ([MODEL, "--compare-with", BEFORE, "--format", "junit"], "prints text or JSON"),
        (["--all", "--compare-with", BEFORE], "Leave out --compare-with"),
    ],
)
def test_wrong_usage_is_named(
    arguments: Sequence[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_folder_that_is_no_snapshot_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", MODEL, "--compare-with", str(tmp_path)]) == 2
    assert "contains no Neptune CSV" in capsys.readouterr().err
