"""The first picture of the demo is readable in a common window, and nothing in it moves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from lineage_viz.model import Entity
from lineage_viz.picture.address import Address
from lineage_viz.picture.cache import PictureCache
from lineage_viz.picture.card_facts import key_fact
from lineage_viz.picture.scene import scene
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.explore.first_answers import starting_point
from lineage_viz.view.folding import newest_first
from tests.e2e.conftest import Explorer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]

# The texts of one drawing, with their size in the window, and the share of the canvas's height between the first and
# the last card.
DRAWN = """(graph) => {
    const { picture } = graph.closest('.frame'), { scale } = picture.camera, texts = [];
    const canvas = graph.querySelector('canvas').getContext('2d'), { fillText } = canvas;
    canvas.fillText = (text, x, y) => {
        const [, size] = /([\\d.]+)px/.exec(canvas.font);
        texts.push({ text, x, y, size: size * scale, bold: canvas.font.startsWith('600') });
    };
    picture.drawAll(canvas);
    canvas.fillText = fillText;
    const cards = [...picture.cards.values()].map(({ x, y }) => {
        const inside = texts.filter((text) => Math.abs(text.x - x) < 98 && Math.abs(text.y - y) < 37);
        return inside.filter(({ text }) => !text.startsWith('+'));
    });
    const { top, bottom } = picture.bounds;
    return { cards, share: (bottom - top) * scale / picture.canvas.clientHeight };
}"""


def entities(demo: LocalStore) -> tuple[Entity, ...]:
    """The entities of the first picture."""
    return scene(demo, Address(starting_point(demo)), PictureCache()).view.shown.entities


@pytest.mark.parametrize(("width", "height", "least"), [(1440, 900, 11), (1920, 1080, 13)])
def test_each_card_shows_its_name_type_and_key_fact(
    visit: Callable[..., Explorer], demo_url: str, demo: LocalStore, width: int, height: int, least: int
) -> None:
    explorer = visit(demo_url, viewport={"width": width, "height": height})
    drawn = explorer.open().evaluate(DRAWN)
    assert drawn["share"] >= 0.4
    lines = {tuple(text["text"] for text in card[:3]): card for card in drawn["cards"]}
    assert all(len(words) == 3 for words in lines)
    assert min(card[0]["size"] for card in lines.values()) >= least
    lineage = entities(demo)
    facts = [words for entity in lineage for words in key_fact(entity).wordings]
    assert {fact for _, _, fact in lines} <= {*facts}
    legend = explorer.page.locator(".legend").bounding_box()
    assert legend
    assert legend["y"] + legend["height"] <= height, "the whole legend is on the first screen"


def test_the_legend_is_on_the_first_screen_of_a_small_window(
    visit: Callable[..., Explorer], demo_url: str
) -> None:
    for width, height in ((1280, 720), (1024, 768)):
        explorer = visit(demo_url, viewport={"width": width, "height": height})
        explorer.open()
        legend = explorer.page.locator(".legend").bounding_box()
        assert legend
        assert legend["y"] + legend["height"] <= height


def test_showing_badges_as_cards_moves_nothing_and_the_details_fold_away(
    explorer: Explorer, demo: LocalStore
) -> None:
    graph = explorer.open()
    lineage = entities(demo)
    cards = int(graph.get_attribute("data-cards") or 0)
    status = explorer.page.get_by_test_id("lineage-status")
    expect(status).to_contain_text(f"{len(lineage) - cards} as badges")
    expect(graph).to_have_attribute("data-entities", str(len(lineage)))
    # A click on a badge of several decisions selects the newest.
    approval = min((each for each in lineage if each.type == "Approval"), key=newest_first)
    explorer.select(approval.arn)
    expect(explorer.page.locator(".announce")).to_contain_text("a badge on Model package ticket-routing v10")
    others = [each for each in lineage if each.type not in ("Approval", "Image")]
    stood = explorer.positions(others)
    explorer.page.get_by_role("button", name="View").click()
    explorer.page.get_by_text("Approvals and images as badges").click()
    expect(graph).to_have_attribute("data-cards", str(len(lineage)))
    expect(graph).to_have_attribute("data-selected", approval.arn)
    assert explorer.positions(others) == stood
    expect(status).not_to_contain_text("as badges")
    explorer.page.keyboard.press("Escape")

    details = explorer.page.get_by_test_id("facts")
    expect(details).to_be_visible()
    graph.focus()
    explorer.page.keyboard.press("d")
    expect(details).to_be_hidden()
    explorer.page.reload()
    expect(explorer.graph).to_be_visible()
    button = explorer.page.get_by_role("button", name="Details beside the picture")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(details).to_be_hidden()
    button.click()
    expect(details).to_be_visible()


def test_a_narrow_window_says_that_the_details_are_below_and_leads_there(explorer: Explorer) -> None:
    explorer.page.set_viewport_size({"width": 800, "height": 900})
    explorer.open()
    heading = explorer.page.get_by_test_id("facts").get_by_role("heading").first
    expect(heading).not_to_be_in_viewport()
    explorer.page.get_by_role("button", name="Details of ticket-routing v10 below").click()
    expect(heading).to_be_in_viewport()
    explorer.page.set_viewport_size({"width": 1_440, "height": 900})
    expect(explorer.page.get_by_role("button", name="Details of")).to_be_hidden()
