"""The console on the Query page while its cluster is away: nothing that was typed or answered is lost."""

from pathlib import Path

import pytest

from lineage_viz.console import Console, Kind, Limits
from lineage_viz.console.history import History
from lineage_viz.console.notebook import cell
from lineage_viz.errors import ConsoleClosed
from lineage_viz.settings import Settings
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.console.running import Asked, shared_console, started
from tests.console.conftest import Cluster, cluster, profiles, small
from tests.neptune_local import NeptuneLocal
from tests.pages.conftest import OpenPage, data_of, unescaped, visible_text
from tests.patience import PATIENCE
from tests.sample import SAMPLE

__all__ = ["cluster", "profiles", "small"]

pytestmark = pytest.mark.usefixtures("profiles", "small")

PAGE = "pages/query.py"


@pytest.fixture
def neptune(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> NeptuneLocal:
    neptune = cluster()
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE", neptune.gremlin_url)
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE_READER", neptune.reader_url)
    monkeypatch.setenv("LINEAGE_VIZ_CONSOLE", "console")
    return neptune


def test_the_text_and_the_answer_stay_while_the_cluster_is_away_and_the_page_comes_back(
    open_page: OpenPage, neptune: NeptuneLocal
) -> None:
    text = "g.V().hasLabel('artifact').id()"
    app = open_page(PAGE, LocalStore([SAMPLE]), gremlin=text)
    assert "can only read" in visible_text(app)
    run = Console(Settings.from_environment()).start(text)
    assert run.wait(PATIENCE)
    app.session_state["console asked"] = Asked(text, run, cell(text))
    neptune.faults.down = True
    shared_console().prove_again()
    app.run()
    assert not app.exception
    assert "This page continues by itself when the store answers again" in unescaped(app.error[0].value)
    assert data_of(app, "editor")["text"] == text
    assert [list(frame.value["Value"]) for frame in app.dataframe] == [["arn:a", "arn:b", "arn:m"]]
    with pytest.raises(ConsoleClosed, match="did not run"):
        started(text, Kind.RUN, Limits(), draws=False)
    neptune.faults.down = False
    app.button(key="again console").click().run()
    assert not app.error
    assert "can only read" in visible_text(app)
    assert len(app.dataframe) == 1


@pytest.mark.parametrize("query", ["g.V().limit(2).id()", "g.V().limit("])
def test_an_answer_and_an_error_say_that_the_text_is_another_one_now(
    open_page: OpenPage, neptune: NeptuneLocal, query: str
) -> None:
    assert neptune
    app = open_page(PAGE, LocalStore([SAMPLE]), gremlin="g.V().count()")
    run = Console(Settings.from_environment()).start(query)
    assert run.wait(PATIENCE)
    for text, is_said in ((query, True), ("g.V().count() ", False)):
        app.session_state["console asked"] = Asked(text, run, cell(text))
        app.run()
        said = "Answer to an earlier text: " in visible_text(app)
        assert said == is_said


@pytest.mark.parametrize("trouble", ["none", "down"])
def test_each_end_is_in_the_history(neptune: NeptuneLocal, trouble: str) -> None:
    assert shared_console().closed() == ""
    if trouble == "down":
        neptune.faults.down = True
    asked = started("g.V().count()", Kind.RUN, Limits(), draws=False)
    assert asked.run.wait(PATIENCE)
    (noted,) = History(Settings.from_environment().console_history).of("")
    assert (noted.text, noted.ended) == ("g.V().count()", "whole" if trouble == "none" else "refused")
