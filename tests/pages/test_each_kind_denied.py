"""Each kind of record is denied alone: every place that had its facts says that they were not read, and why."""

from pathlib import Path

import pytest

from lineage_viz.audit.pack import DEFAULT_PACK
from lineage_viz.audit.portfolio import portfolio
from lineage_viz.audit.portfolio_report import portfolio_lines
from lineage_viz.evidence.columns import names_of
from lineage_viz.evidence.words import WORDS, why_unread
from lineage_viz.questions.impact import impact
from lineage_viz.store.base import UNLIMITED
from lineage_viz.store.filter import Filter
from lineage_viz.store.local import LocalStore
from tests.export.conftest import RunCommand, aws, fake, run_command, small_account, sts_url
from tests.export.test_export import exported
from tests.fake_sagemaker import FakeSageMaker, Faults
from tests.pages.conftest import OpenPage, data_of

__all__ = ["aws", "fake", "run_command", "small_account", "sts_url"]
KINDS = {
    "Search:ModelPackage": ("artifact", "Owner"),
    "Search:ModelPackageGroup": ("context", "Owner"),
    "Search:Model": ("context", "Live"),
    "Search:Endpoint": ("context", "Status"),
    "Search:ModelCard": ("artifact", ""),
    "Search:PipelineExecution": ("trial_component", "Owner"),
    "Search:ExperimentTrialComponent": ("trial_component", "Key metric"),
}
"""For each kind the label of entities that lose facts, and a column of the Entities page that has one."""

DECISIVE = ("Search:Model", "Search:Endpoint")
"""The kinds without which a list of the Summary page may lack entities: the lineage has decisions, too."""


def test_the_filters_of_the_lists_tell_unread_from_absent(
    run_command: RunCommand, fake: FakeSageMaker, open_page: OpenPage, tmp_path: Path
) -> None:
    fake.faults = Faults(deny=frozenset({"Search:Endpoint"}))
    store = LocalStore([exported(run_command, tmp_path)])
    app = open_page("pages/entities.py", store, label="context")
    endpoints, unread = store.counts().types["context", "Endpoint"], store.fact_counts().live_unread
    assert any(each.startswith(f"Not read ({endpoints:,}") for each in app.selectbox(key="status").options)
    app.toggle(key="live-not-read").set_value(True).run()
    here = store.search(filter_=Filter(labels=frozenset({"context"}), live_unread=True)).total
    assert app.toggle(key="live-not-read").label == f"Live not read ({here:,})"
    assert store.search(filter_=Filter(live_unread=True)).total == unread > endpoints
    endpoint = store.search(filter_=Filter(types=frozenset({"Endpoint"}))).entities[0]
    picture = open_page("pages/explore.py", store, focus=endpoint.arn)
    assert any(each.startswith("Not read ") for each in picture.button_group(key="filter statuses").options)
    rows = portfolio(store, store.snapshots)
    number = sum(row.live == "not read" for row in rows)
    assert number
    models = open_page("pages/audit.py", store)
    assert models.toggle(key="live-not-known").label == rf"Live not known \({number:,}\)"
    assert ", live not read: " in "\n".join(portfolio_lines(rows, store.snapshots, DEFAULT_PACK))


@pytest.mark.parametrize("denied", KINDS)
def test_entities_and_the_panel_say_not_read_with_the_action(
    denied: str, run_command: RunCommand, fake: FakeSageMaker, open_page: OpenPage, tmp_path: Path
) -> None:
    fake.faults = Faults(deny=frozenset({denied}))
    store = LocalStore([exported(run_command, tmp_path)])
    label, column = KINDS[denied]
    entities = store.search(filter_=Filter(labels=frozenset({label})), limit=UNLIMITED).entities
    lost = next(each for each in entities if any("AWS denied" in why_unread(each, n) for n in names_of(each)))
    if column:
        table = open_page("pages/entities.py", store, label=label).dataframe[0].value
        cells = [cell for cell in table[column] if "not read: AWS denied" in str(cell)]
        assert cells
        assert all("Ask for the IAM action sagemaker:Search" in cell for cell in cells)
    lists = str(data_of(open_page("pages/summary.py", store), "report")["blocks"])
    assert ("Not read of" in lists) == (denied in DECISIVE)
    panel = data_of(open_page("pages/explore.py", store, focus=lost.arn), "facts")["sections"][0]["facts"]
    shown = {row["name"]: row["value"] for row in panel}
    for name in names_of(lost):
        if name in WORDS and name != "decidedafter" and "AWS denied" in why_unread(lost, name):
            assert shown[WORDS[name]].startswith("not read: AWS denied"), name
            assert "Ask for the IAM action sagemaker:Search" in shown[WORDS[name]]


def test_the_impact_says_that_the_status_of_its_endpoints_was_not_read(
    run_command: RunCommand, fake: FakeSageMaker, tmp_path: Path
) -> None:
    fake.faults = Faults(deny=frozenset({"Search:Endpoint"}))
    store = LocalStore([exported(run_command, tmp_path)])
    endpoint = next(each for each in store.search(limit=UNLIMITED).entities if each.type == "Endpoint")
    above = store.trace([endpoint.arn], up=3, down=0).entities
    package = next(each for each in above if each.type == "Model")
    sentence = impact(store, package.arn).sentence
    assert (
        "The lineage alone tells the state of 1 endpoint, whose own status was not read: AWS denied"
        in sentence
    )
    assert "Ask for the IAM action sagemaker:Search" in sentence
