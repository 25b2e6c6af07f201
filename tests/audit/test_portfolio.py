"""The portfolio: every model package and live endpoint, with the outcomes of its own audit."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from lineage_viz.approval import is_package
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.audit.portfolio import portfolio
from lineage_viz.audit.portfolio_report import portfolio_lines
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import report
from lineage_viz.audit.row import Row
from lineage_viz.cli import main
from lineage_viz.errors import NotAssessable
from lineage_viz.model import Subgraph
from lineage_viz.store.base import Store, Trace
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from lineage_viz.store.remembering import RememberingStore
from lineage_viz.title import title
from tests import demo_once


class Far(RememberingStore):
    """A store that is not in memory. It counts its traces."""

    traces = 0

    def follow(self, trace: Trace) -> Subgraph:
        self.traces += 1
        return super().follow(trace)


@pytest.fixture(scope="module")
def rows(demo: Store) -> tuple[Row, ...]:
    return portfolio(demo, demo.snapshots)


def by_title(rows: Iterable[Row]) -> dict[str, Row]:
    return {title(each.subject): each for each in rows}


def test_a_row_has_the_outcomes_of_its_own_audit(demo: Store, rows: tuple[Row, ...]) -> None:
    for row in rows:
        subject = demo.get(row.subject.arn)
        if row.reason:
            with pytest.raises(NotAssessable):
                read_review(demo, subject)
            continue
        names = [(each.source, each.type, title(each), is_package(each)) for each in (row.subject, subject)]
        assert names[0] == names[1]
        found = report(read_review(demo, subject), ())
        assert row.outcomes == {each.check.id: each.outcome for each in found.results}, row.subject.source
        assert row.found == {each.check.id for each in found.findings}
        assert (row.worst, (row.known, row.applying)) == (found.worst, found.evidence_known)
        assert row.unclear == {each.check.id for each in found.results if each.is_unclear}
        assert row.model is not None
        assert row.model.arn == found.review.model.arn


def test_every_package_and_live_endpoint_has_a_row_worst_first(demo: Store, rows: tuple[Row, ...]) -> None:
    models = demo.search(filter_=Filter(types=frozenset({"Model"})), limit=10_000).entities
    packages = {each.arn for each in models if is_package(each)}
    assert packages == {each.subject.arn for each in rows if each.subject.type == "Model"}
    ranks = [each.worst.rank if each.worst else len(Severity) for each in rows]
    assert ranks == sorted(ranks)
    severities = {each.id: each.severity for each in DEFAULT_PACK.checks}

    def numbers(row: Row) -> list[int]:
        return [-sum(severities[id_] is each for id_ in row.found) for each in Severity]

    keys = [(rank, not row.endpoints, numbers(row)) for rank, row in zip(ranks, rows, strict=True)]
    assert keys == sorted(keys), "one more low finding is no reason to come first"
    found = by_title(rows)
    assert found["loyalty-tiers-prod"].worst is Severity.CRITICAL
    assert [title(each) for each in found["loyalty-tiers-models/1"].endpoints] == ["loyalty-tiers-prod"]
    assert not found["loyalty-tiers-models/1"].waived
    assert demo_once.account().findings["deleted-endpoint"] not in {each.subject.arn for each in rows}


def test_a_store_that_is_far_away_gives_the_same_rows_after_few_questions(
    demo: Store, rows: tuple[Row, ...]
) -> None:
    far = Far(demo)
    found = portfolio(far, demo.snapshots)
    assert [(each.subject.arn, each.outcomes) for each in found] == [
        (each.subject.arn, each.outcomes) for each in rows
    ]
    assert far.traces < 5


@pytest.mark.parametrize(("arguments", "code"), [([], 1), (["--pack", "minimal"], 1)])
def test_the_command_audits_all(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--all", *arguments]) == code
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Audit of 1")
    assert lines[5].startswith("critical    ")
    assert any(
        "loyalty-tiers-models/1, live at loyalty-tiers-prod: live-still-approved" in line for line in lines
    )


def test_the_command_says_the_order(rows: tuple[Row, ...]) -> None:
    text = "\n".join(portfolio_lines(rows, (), DEFAULT_PACK))
    assert "Order: the worst first: by the worst finding, then the live ones, then the number" in text


def test_the_command_gives_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--all", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "lineage_viz portfolio 1"
    assert found["severities"].keys() == {each.id for each in DEFAULT_PACK.checks}
    row = next(each for each in found["rows"] if each["title"] == "loyalty-tiers-models/1")
    assert (row["worst"], row["outcomes"]["live-still-approved"]) == ("critical", "fail")
    assert row["live_endpoints"] == ["loyalty-tiers-prod"]


def test_all_and_one_model_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--all", "fraud-models/1"]) == 2
    assert "Leave out a model, or leave out --all." in capsys.readouterr().err
    assert main(["audit"]) == 2
    assert "Name a model, or give --all." in capsys.readouterr().err


def test_an_empty_store_has_no_rows() -> None:
    assert portfolio(LocalStore(()), ()) == ()


def test_an_audit_of_nothing_is_not_clear_and_names_the_gaps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nodes.csv").write_text("~id,~label,type:String\njob,trial_component,SageMakerTrainingJob\n")
    (tmp_path / "models.txt").write_text("the models are in another file\n")
    arguments = ["audit", "--all", "--snapshot", str(tmp_path)]
    assert main(arguments) == 2
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Audit of 0 model packages"
    assert lines[-1] == f"The folder {tmp_path.name} holds no SageMaker records to audit; an export has them."
    missing = next(line for line in lines if line.startswith("Models may be missing here: "))
    assert "models.txt" in missing
    assert "the folder itself shows nothing about its completeness" in missing
    assert main([*arguments, "--format", "json"]) == 2
    assert "models.txt" in json.loads(capsys.readouterr().out)["gaps"][0]


def test_an_endpoint_of_unknown_state_is_not_called_live(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nodes.csv").write_text(
        "~id,~label,type,name,sourceuri,status,endpointstatus\n"
        "model,artifact,Model,m,arn:aws:sagemaker:eu-west-1:123456789012:model-package/g/1,,\n"
        "deployment,action,ModelDeployment,d,,Completed,\nserving,context,Endpoint,serving,,,\n"
        "other,context,Endpoint,other,,,OutOfService\n"
    )
    (tmp_path / "edges.csv").write_text("~id,~from,~to\n1,model,deployment\n2,deployment,serving\n")
    arguments = ["audit", "--all", "--snapshot", str(tmp_path)]
    main(arguments)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Audit of 1 model package, 1 live endpoint and 1 endpoint that may be live"
    assert f"The folder {tmp_path.name} holds no SageMaker records to audit; an export has them." in lines
    main([*arguments, "--format", "json"])
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert {row["arn"]: row["live"] for row in rows} == {
        "model": "yes",
        "serving": "yes",
        "other": "not read",
    }
