"""Clicks on the halves of a card, its pills, a stack, and the frame around an opened stack."""

import pytest
from playwright.sync_api import expect

from tests.component.conftest import Picture, card, chain, payload

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def test_a_double_click_collapses_the_side_of_the_half_it_hits(picture: Picture) -> None:
    picture.draw(chain("a", "b", "c"))
    picture.page.mouse.dblclick(*picture.at("b", x=-60))
    picture.expect_sent("collapse", arn="b", sides="upstream")
    picture.page.mouse.dblclick(*picture.at("b", x=60))
    picture.expect_sent("collapse", arn="b", sides="downstream")
    assert picture.asked() == ["collapse", "collapse"]


# The page is busy for longer than a tap may last for vis-network (250 ms), and a key follows the click at once.
BUSY_AND_A_KEY = """(stage) => {
    stage.addEventListener('mousedown', () => {
        const until = performance.now() + 300;
        while (performance.now() < until);
    }, { once: true, capture: true });
    document.addEventListener('click', () => {
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', bubbles: true }));
    }, { once: true });
}"""


def test_a_key_right_after_a_slow_click_is_about_the_card_that_was_clicked(picture: Picture) -> None:
    picture.draw(chain("a", "b", focus=["a"]))
    picture.stage.evaluate(BUSY_AND_A_KEY)
    picture.page.mouse.click(*picture.at("b"))
    picture.expect_sent("focus", arn="b")
    assert picture.asked() == ["focus"]


# vis-network takes a button that is held so long for a click.
HELD = """(stage) => {
    const { network } = stage.closest('.frame').picture;
    window.held = new Promise((done) => network.once('hold', () => done()));
}"""


def test_a_drag_selects_nothing_however_slowly_it_begins(picture: Picture) -> None:
    picture.draw(chain("a", "b"))
    before = picture.position("b")
    picture.page.mouse.move(*picture.at("b"))
    picture.stage.evaluate(HELD)
    picture.page.mouse.down()
    picture.page.evaluate("window.held")
    picture.page.mouse.move(*picture.at("b", x=-40, y=60), steps=4)
    picture.page.mouse.up()
    picture.settle()
    assert picture.position("b") != before
    expect(picture.stage).to_have_attribute("data-selected", "")
    assert picture.sent == []


def test_a_double_click_expands_a_side_that_has_more(picture: Picture) -> None:
    data = chain("a", "b")
    data["nodes"][1] |= {"moreDown": 4}
    picture.draw(data)
    picture.page.mouse.dblclick(*picture.at("b", x=60))
    picture.expect_sent("expand", arn="b", sides="downstream")
    assert picture.asked() == ["expand"]


def test_a_double_click_on_an_empty_side_is_announced(picture: Picture) -> None:
    picture.draw(chain("a", "b"))
    picture.page.mouse.dblclick(*picture.at("b", x=60))
    picture.expect_said("Nothing downstream of b")
    assert picture.asked() == []


def test_lineage_that_runs_down_has_its_halves_and_pills_above_and_below(picture: Picture) -> None:
    nodes = [card("a", 0, 0, moreUp=2), card("b", 0, 120), card("c", 0, 240, moreDown=3)]
    picture.draw(payload(nodes, [("a", "b"), ("b", "c")], orientation="down"))
    picture.page.mouse.dblclick(*picture.at("b", x=60, y=-10))
    picture.expect_sent("collapse", arn="b", sides="upstream")
    x, y = picture.pill("a", "up")
    assert (x, y < picture.at("a")[1]) == (pytest.approx(picture.at("a")[0]), True)
    picture.page.mouse.click(x, y)
    picture.expect_sent("expand", arn="a", sides="upstream")
    picture.page.mouse.click(*picture.pill("c", "down"))
    picture.expect_sent("expand", arn="c", sides="downstream")


def test_pills_expand_and_collapse(picture: Picture) -> None:
    data = chain("a", "b", "c")
    data["nodes"][1] |= {"moreUp": 1_200}
    picture.draw(data)
    picture.page.mouse.click(*picture.pill("b", "up"))
    picture.expect_sent("expand", arn="b", sides="upstream")
    picture.page.mouse.move(*picture.at("b"))
    picture.page.mouse.move(*picture.pill("b", "down"))
    expect(picture.page.get_by_role("tooltip")).to_have_text("Collapse downstream")
    picture.page.mouse.click(*picture.pill("b", "down"))
    picture.expect_sent("collapse", arn="b", sides="downstream")
    expect(picture.stage).to_have_attribute("data-selected", "")


def test_a_stack_opens_by_its_pill_by_a_double_click_and_by_enter(picture: Picture) -> None:
    stack = card("fold:1", 0, 0, fold=37, label="37 Data sets", inside=["x.csv", "<b>y</b>"])
    picture.draw(payload([stack, card("b", 300, 0)], [("fold:1", "b")], entities=38))
    expect(picture.stage).to_have_attribute("data-entities", "38")
    expect(picture.stage).to_have_attribute("data-cards", "2")
    picture.page.mouse.click(*picture.pill("fold:1", "open"))
    picture.page.mouse.dblclick(*picture.at("fold:1"))
    picture.keys("Enter")
    picture.page.wait_for_function("window.sent.filter(({ action }) => action === 'open').length === 3")
    assert set(picture.asked()) == {"open"}
    picture.page.mouse.move(*picture.at("b"))
    picture.page.mouse.move(*picture.at("fold:1"))
    expect(picture.page.get_by_role("tooltip")).to_contain_text("<b>y</b>")


def test_a_frame_around_an_opened_stack_closes_by_its_button(picture: Picture) -> None:
    frame = {"id": "fold:1", "label": "Data sets", "x": 0, "y": 40, "width": 300, "height": 180}
    picture.draw(payload([card("a", 0, 0), card("b", 0, 80)], frames=[frame]))
    at = picture.stage.evaluate("(stage) => stage.lineage.closer('fold:1')")
    picture.page.mouse.click(at["x"], at["y"])
    picture.expect_sent("close", arn="fold:1")
    picture.page.mouse.click(*picture.at("a"))
    picture.keys("-")
    picture.page.wait_for_function("window.sent.filter(({ action }) => action === 'close').length === 2")


def test_a_card_among_ten_thousand_is_hit_at_its_place(picture: Picture) -> None:
    nodes = [card(f"n{number}", 260 * (number % 100), 70 * (number // 100)) for number in range(10_000)]
    picture.draw(payload(nodes, entities=10_000))
    picture.page.mouse.click(*picture.at("n4250"))
    expect(picture.stage).to_have_attribute("data-selected", "n4250")
    for _ in range(16):
        picture.page.get_by_role("button", name="Zoom in").click()
    picture.stage.evaluate(
        "(stage) => stage.closest('.frame').picture.camera.pan({ x: 260 * 7, y: 70 * 99 })"
    )
    picture.page.mouse.click(*picture.at("n9907"))
    expect(picture.stage).to_have_attribute("data-selected", "n9907")


def test_a_click_takes_the_tooltip_away_until_the_pointer_leaves_the_card(picture: Picture) -> None:
    picture.draw(chain("a", "b"))
    tooltip = picture.page.get_by_role("tooltip")
    picture.page.mouse.move(*picture.at("b"))
    expect(tooltip).to_be_visible()
    picture.page.mouse.click(*picture.at("b"))
    expect(picture.stage).to_have_attribute("data-selected", "b")
    picture.page.mouse.move(*picture.at("b", x=5))
    expect(tooltip).to_be_hidden()
    picture.page.mouse.move(*picture.at("a"))
    expect(tooltip).to_be_visible()
    picture.page.mouse.move(*picture.at("b"))
    expect(tooltip).to_be_visible()


def test_a_tooltip_leaves_the_focus_in_sight(picture: Picture) -> None:
    nodes = [
        card("b", 0, 0, source="s3://bucket/a/rather/long/key/of/a/data/set.csv"),
        card("focus", 230, 60),
    ]
    picture.draw(payload([*nodes, card("far", 900, 500), card("u", -900, -400)], [], focus=["focus"]))
    picture.page.mouse.move(*picture.at("b"))
    tooltip = picture.page.get_by_role("tooltip")
    expect(tooltip).to_contain_text("s3://bucket")
    box, at = tooltip.bounding_box(), picture.at("focus")
    assert box
    wide, high = 100 * picture.scale, 23 * picture.scale
    beside = box["x"] >= at[0] + wide or box["x"] + box["width"] <= at[0] - wide
    assert beside or box["y"] >= at[1] + high or box["y"] + box["height"] <= at[1] - high


def test_a_tooltip_leaves_the_card_and_its_neighbours_in_sight(picture: Picture) -> None:
    nodes = [card("b", 0, 0, source="s3://bucket/a/rather/long/key/of/a/data/set.csv"), card("far", 900, 500)]
    around = [card(f"n{number}", 240, 70 * number - 140) for number in range(5)] + [card("u", -240, 0)]
    links = [("u", "b"), *(("b", f"n{number}") for number in range(5))]
    picture.draw(payload([*nodes, *around], links))
    for x, y in ((-60, -10), (0, 0), (80, 15)):
        picture.page.mouse.move(*picture.at("b", x=x, y=y))
        tooltip = picture.page.get_by_role("tooltip")
        expect(tooltip).to_contain_text("s3://bucket")
        box = tooltip.bounding_box()
        assert box
        half = 100 * picture.scale, 23 * picture.scale
        for arn in ("u", "b", *(f"n{number}" for number in range(5))):
            at = picture.at(arn)
            beside = box["x"] >= at[0] + half[0] or box["x"] + box["width"] <= at[0] - half[0]
            below = box["y"] >= at[1] + half[1] or box["y"] + box["height"] <= at[1] - half[1]
            assert beside or below, f"the tooltip covers {arn}"


def test_a_difference_is_said_in_words_on_hover_and_by_the_keyboard(picture: Picture) -> None:
    data = chain("a", "b", differences={"removed": "Only in shop-models/1"})
    data["nodes"][0] |= {"change": "removed", "label": "old", "warning": "Live without approval"}
    picture.draw(data)
    picture.page.mouse.move(*picture.at("a"))
    expect(picture.page.get_by_role("tooltip")).to_contain_text("Only in shop-models/1")
    picture.page.mouse.click(*picture.at("a"))
    picture.expect_said("old, Only in shop-models/1, Live without approval")
