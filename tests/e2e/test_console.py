"""The Gremlin console in a real browser on the local Neptune: answers, refusals, ends, saved queries and links."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from lineage_viz.console.history import History
from lineage_viz.settings import Settings
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from tests import demo_once
from tests.console.conftest import Cluster, cluster, profiles
from tests.e2e.conftest import Explorer
from tests.e2e.expander import unfold
from tests.e2e.test_accessible import severe
from tests.patience import PATIENCE
from tests.running_app import running_app
from tests.store.neptune_graph import fill

__all__ = ["cluster", "profiles"]

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("profiles")]

ENDLESS = "g.with('evaluationTimeout', 0L).inject(1).repeat(__.identity()).until(__.is(2))"
PATHS = "g.V().has('type', 'Endpoint').limit(2).inE().outV().path()"

MORE = b'{"queries": [{"name": "Brought", "gremlin": "g.V()"}, {"name": "Three endpoints", "gremlin": "g"}]}'


class ConsolePage:
    """A window on the console."""

    def __init__(self, explorer: Explorer) -> None:
        self.explorer, self.page = explorer, explorer.page
        explorer.open("/query", gremlin="")
        self.text = self.page.get_by_role("textbox", name="Gremlin query")
        expect(self.text).to_be_visible()

    def write(self, text: str) -> None:
        self.text.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def ask(self, text: str, how: str = "Run") -> None:
        self.write(text)
        self.button(how).click()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def says(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()


@pytest.fixture
def console(
    cluster: Cluster,
    tmp_path: Path,
    visit: Callable[..., Explorer],
) -> Iterator[ConsolePage]:
    """The console of an app that signs in as an admin, whose console has a role of its own."""
    runner = Runner(Endpoint(cluster(identities=()).gremlin_url, iam=False))
    fill(runner, [demo_once.source()])
    runner.close()
    neptune = cluster()
    settings = {
        "LINEAGE_VIZ_NEPTUNE": neptune.gremlin_url,
        "LINEAGE_VIZ_NEPTUNE_READER": neptune.reader_url,
        "LINEAGE_VIZ_CONSOLE": "console",
        "LINEAGE_VIZ_DATA": str(tmp_path / "data"),
        "AWS_PROFILE": "admin",
    }
    with running_app(**settings) as url:
        yield ConsolePage(visit(url))


def test_a_query_is_answered_drawn_taken_away_and_found_again(console: ConsolePage) -> None:
    page = console.page
    # Nobody has opened the app before this direct link: its navigation keeps the document, and the text in it.
    console.write("g.V().limit(7)")
    page.evaluate("window.kept = true")
    for name in ("Entities", "Query"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    assert page.evaluate("window.kept")
    page.get_by_role("tab", name="Gremlin console").click()
    expect(console.text).to_contain_text("limit(7)")
    console.write("g.V().limit(8)")
    page.reload()
    expect(console.text).to_contain_text("limit(8)")

    console.ask(PATHS, "Run and draw")
    console.says("rows, complete.")
    graph = page.locator("[data-testid=lineage-graph][data-entities]")
    expect(graph).to_be_visible()
    drawn = int(graph.get_attribute("data-entities") or 0)
    assert drawn > 2
    with page.expect_download() as coming:
        console.button("Take away (CSV)").click()
    rows = list(csv.reader(io.StringIO(coming.value.path().read_text("utf-8-sig"))))
    assert rows[0] == ["1", "2", "3", "1 name", "3 name", "lineage extent"]
    assert len(rows) == int(page.get_by_text("rows, complete.").first.inner_text().split()[0]) + 1
    assert severe(page) == []

    console.ask("g.V().has('type', 'Endpoint').limit(3)")
    console.says("3 rows, complete.")
    console.button("Add to the picture").click()
    expect(graph).to_have_attribute("data-entities", str(drawn + 1))

    # Saved under a name, and found again in the history, which runs nothing.
    console.button("Save …").click()
    page.get_by_role("dialog").get_by_placeholder("A name for this query").fill("Three endpoints")
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    unfold(page, "Saved queries")
    with page.expect_download() as coming:
        console.button("Take all away (JSON)").click()
    assert "Three endpoints" in coming.value.path().read_text("utf-8")
    page.locator("input[type=file]").set_input_files(
        {"name": "more.json", "mimeType": "application/json", "buffer": MORE}
    )
    console.says("1 query saved. Kept as before, because the name is taken: Three endpoints.")
    console.explorer.open("/query", gremlin="g.V().drop() // from a link")
    expect(console.text).to_contain_text("from a link")
    expect(page.get_by_text("only reads. This query")).to_have_count(0)


def test_a_refused_a_wrong_and_an_endless_query_are_said(console: ConsolePage, tmp_path: Path) -> None:
    page = console.page
    console.ask("g.V().drop()")
    console.says("The console only reads.")
    console.ask("g.V()\n  .has('type', 'Model'")
    console.says("Neptune cannot read line 2")
    expect(page.locator(".cm-lintRange-error")).to_be_visible()
    console.ask("g.V().count()", "Profile")
    console.says("Neptune Gremlin Profile")

    console.ask(ENDLESS)
    console.says("Running for")
    console.button("Cancel").click()
    console.says("until the query was ended")
    expect(console.button("Run")).to_be_visible()

    # Nobody waits for a query whose page is loaded anew: it ends on the server long before its limit.
    console.ask(f"{ENDLESS} // left")
    console.says("Running for")
    page.reload()
    expect(console.text).to_be_visible()
    history, began = History(Settings(data=tmp_path / "data").console_history), time.monotonic()
    while (last := history.of("")[0]).text != f"{ENDLESS} // left":
        assert time.monotonic() < began + PATIENCE
    assert last.ended == "left"
