"""The app on the local Neptune in a real browser: the main actions, and a cluster that goes down and comes back."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from lineage_viz.store.local import LocalStore
from lineage_viz.store.neptune import marker, steps
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.title import title
from lineage_viz.ui.explore.first_answers import starting_point
from tests import demo_once
from tests.e2e.conftest import Explorer
from tests.neptune_local import NeptuneLocal
from tests.pictured import pictured
from tests.running_app import running_app
from tests.store.neptune_graph import fill

pytestmark = pytest.mark.browser

DOWN = "cannot be reached"


@pytest.fixture
def runner(neptune: NeptuneLocal) -> Iterator[Runner]:
    runner = Runner(Endpoint(neptune.gremlin_url, iam=False))
    yield runner
    runner.close()


@pytest.fixture
def url(neptune: NeptuneLocal) -> Iterator[str]:
    settings = {
        "LINEAGE_VIZ_NEPTUNE": neptune.gremlin_url,
        "LINEAGE_VIZ_NEPTUNE_READER": neptune.reader_url,
        "LINEAGE_VIZ_NEPTUNE_IAM": "off",
    }
    with running_app(**settings) as url:
        yield url


@pytest.fixture
def empty(url: str, visit: Callable[..., Explorer]) -> Explorer:
    """A visit to an empty cluster. `url` comes first, so the visit closes before the app ends."""
    return visit(url)


@pytest.fixture
def filled(runner: Runner) -> None:
    fill(runner, [demo_once.source()])


@pytest.fixture
def explorer(filled: None, empty: Explorer) -> Explorer:  # noqa: ARG001
    """A visit to the demo account. `filled` comes first: an app that saw a part of a graph makes its pictures again."""
    return empty


def test_open_search_trace_expand_and_list(explorer: Explorer, demo: LocalStore) -> None:
    graph = explorer.open()
    expect(graph).to_have_attribute("data-focus", starting_point(demo))
    hit = demo.search("endpoint").entities[0]
    options = explorer.search("endpoint")
    expect(options.first).to_contain_text(title(hit))
    options.first.click()
    expect(graph).to_have_attribute("data-focus", hit.arn)
    whole = pictured(demo, hit.arn)
    expect(graph).to_have_attribute("data-entities", str(len(whole.entities)))
    explorer.open_list("Steps upstream").get_by_text("1 upstream", exact=True).click()
    near = pictured(demo, hit.arn, up=1)
    expect(graph).to_have_attribute("data-entities", str(len(near.entities)))
    explorer.page.get_by_role("button", name="More").click()
    explorer.page.get_by_role("button", name="Expand up").click()
    explorer.page.get_by_role("link", name="Entities").click()
    number = f"{demo.counts().entities:,} entities"
    expect(explorer.page.get_by_text(number).first).to_be_visible()
    explorer.page.get_by_role("textbox", name="Search").fill("fraud")
    explorer.page.keyboard.press("Enter")
    found = f"of {demo.search('fraud').total:,} entities, best match first"
    expect(explorer.page.get_by_text(found)).to_be_visible()


def test_the_page_survives_a_cluster_that_goes_down_and_comes_back(
    explorer: Explorer, neptune: NeptuneLocal, demo: LocalStore
) -> None:
    graph, page = explorer.open(), explorer.page
    focus = starting_point(demo)
    before = graph.get_attribute("data-entities")
    # A run that still asks would end without a picture, and not with the one that is on screen.
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()
    neptune.faults.down = True
    chosen = demo.neighbors(focus)[0].entity
    explorer.click(chosen.arn)
    facts = page.get_by_test_id("facts")
    expect(facts.get_by_role("heading", level=2)).to_have_text(title(chosen))
    expect(facts).to_contain_text("not known now")
    expect(page.get_by_text(DOWN).first).to_be_visible()
    explorer.open_list("Steps upstream").get_by_text(
        "1 upstream", exact=True
    ).click()  # it stays chosen, in the URL too
    expect(page.get_by_text("The picture stays as it was")).to_be_visible()
    expect(graph).to_have_attribute("data-entities", before or "")
    explorer.search("fraud")
    expect(page.get_by_role("status").filter(has_text=DOWN)).to_be_visible()

    neptune.faults.down = False
    near = pictured(demo, focus, up=1)
    expect(graph).to_have_attribute("data-entities", str(len(near.entities)))
    expect(page.get_by_text(DOWN)).to_have_count(0)
    expect(facts).not_to_contain_text("not known now")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page).to_have_url(re.compile("up=1"))


def test_the_button_tries_again(explorer: Explorer, neptune: NeptuneLocal) -> None:
    neptune.faults.down = True
    explorer.page.goto(explorer.url + "/entities")
    expect(explorer.page.get_by_text(DOWN)).to_be_visible()
    neptune.faults.down = False
    explorer.page.get_by_role("button", name="Try again").click()
    expect(explorer.page.get_by_text("1 to 50 of")).to_be_visible()


def test_a_load_appears_on_the_page_by_itself(empty: Explorer, runner: Runner, demo: LocalStore) -> None:
    empty.page.goto(empty.url)
    expect(empty.page.get_by_text("Nothing is loaded yet")).to_be_visible()
    fill(runner, [demo_once.source()])
    expect(empty.graph).to_have_attribute("data-focus", starting_point(demo))


def test_an_incomplete_load_shows_a_warning_until_it_ends(explorer: Explorer, runner: Runner) -> None:
    g, info = steps.source(), demo_once.source().info
    runner.ask(g.V().has_label(steps.MARKER).drop())
    runner.ask(marker.begin(g, info, ""))
    explorer.open()
    warning = explorer.page.get_by_text("The loaded lineage is incomplete")
    expect(warning).to_be_visible()
    runner.ask(marker.finish(g, info, ""))
    expect(warning).to_have_count(0)
    expect(explorer.page.get_by_text("Account 123456789012")).to_be_visible()
