"""Highlighted and faded cards, read from the pixels of the canvas."""

import pytest
from playwright.sync_api import expect

from lineage_viz.shortening import telling
from tests.component.conftest import Payload, Picture, card, chain, payload

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]

FULL = (0, 114, 178)


def full(picture: Picture, arns: str) -> str:
    """The cards that are not faded."""
    return "".join(arn for arn in arns if picture.band(arn) == FULL)


def branches(**about: object) -> Payload:
    nodes = [card("a", 0, 0), card("b", 300, 0), card("c", 600, -60), card("d", 600, 60), card("e", 0, 120)]
    return payload(nodes, [("a", "b"), ("b", "c"), ("b", "d")], **about)


def test_a_selection_fades_unrelated_cards_also_while_panning(
    picture: Picture,
) -> None:
    picture.draw(branches())
    assert full(picture, "abcde") == "abcde"
    picture.page.mouse.click(*picture.at("c"))
    assert full(picture, "abcde") == "abc"
    box = picture.stage.bounding_box()
    assert box
    picture.page.mouse.move(box["x"] + 40, box["y"] + 40)
    picture.page.mouse.down()
    picture.page.mouse.move(box["x"] + 60, box["y"] + 50, steps=3)
    assert full(picture, "abcde") == "abc"
    picture.page.mouse.up()


def test_a_path_stands_out_until_something_is_selected(picture: Picture) -> None:
    picture.draw(branches(path=["a", "b", "d"], picks={"start": "a", "end": "d"}))
    assert full(picture, "abcde") == "abd"
    picture.page.mouse.click(*picture.at("c"))
    assert full(picture, "abcde") == "abc"
    picture.keys("Escape")
    picture.page.mouse.move(5, 5)
    assert full(picture, "abcde") == "abd"


def test_a_path_stands_out_at_a_small_scale_too(picture: Picture) -> None:
    far = branches(path=["a", "b", "d"])
    far["nodes"].append(card("z", 6_000, 0, id=5))
    picture.draw(far)
    assert picture.scale < 0.25
    assert full(picture, "abcde") == "abd"


def test_the_theme_is_followed_without_new_data(picture: Picture) -> None:
    picture.draw(branches())
    picture.page.emulate_media(color_scheme="dark")
    picture.page.wait_for_function(
        "document.querySelector('.frame').picture.theme.card.toLowerCase() === '#0f141a'"
    )


def test_associations_of_a_type_are_hidden_in_the_legend(picture: Picture) -> None:
    lines = [
        {"type": "ContributedTo", "words": "contributed to", "dashes": [], "count": 1_234, "hidden": False},
        {"type": "DerivedFrom", "words": "derived <b>from</b>", "dashes": [2, 4], "count": 1, "hidden": True},
    ]
    picture.draw(chain("a", "b", lines=lines))
    shown = picture.page.get_by_role("button", name="contributed to 1,234")
    expect(shown).to_have_attribute("aria-pressed", "true")
    expect(picture.page.get_by_role("button", name="derived <b>from</b> 1")).to_have_attribute(
        "aria-pressed", "false"
    )
    derived = picture.page.get_by_role("button", name="derived <b>from</b> 1")
    derived.hover()
    count = derived.locator(".count").bounding_box()
    only = picture.page.get_by_role("button", name="Only derived <b>from</b>").bounding_box()
    assert count
    assert only
    assert count["x"] + count["width"] <= only["x"]
    shown.click()
    picture.expect_sent("association", type="ContributedTo")
    picture.page.get_by_role("button", name="Only derived <b>from</b>").focus()
    picture.page.keyboard.press("Enter")
    picture.expect_sent("only-association", type="DerivedFrom")


def test_an_edge_through_filtered_entities_is_explained(picture: Picture) -> None:
    data = chain("a", "b", merged=[{"words": "through 2 filtered out", "dashes": [], "pass": True}])
    picture.draw(data)
    expect(picture.page.get_by_text("path through filtered entities")).to_be_visible()
    picture.page.mouse.move(*picture.at("a", x=150))
    expect(picture.page.get_by_role("tooltip")).to_contain_text("through 2 filtered out")


def test_hostile_text_is_text_everywhere(picture: Picture) -> None:
    nasty = "<img src=x onerror='window.hacked=1'>"
    stack = card("fold:1", 0, 0, label=nasty, words=nasty, fold=2, inside=[nasty])
    frame = {"id": "f", "label": nasty, "x": 300, "y": 0, "width": 300, "height": 120}
    nodes = [stack, card(nasty, 300, 0, source=nasty, status=nasty)]
    picture.draw(
        payload(nodes, [("fold:1", nasty)], frames=[frame], axis=[{"x": 0, "label": nasty, "full": nasty}], name=nasty,
                status=nasty, more=nasty, merged=[{"words": nasty, "dashes": []}],
                lines=[{"type": nasty, "words": nasty, "dashes": [], "count": 1, "hidden": False}])
    )  # fmt: skip
    for arn in ("fold:1", nasty):
        picture.page.mouse.move(*picture.at(arn))
        expect(picture.page.get_by_role("tooltip")).to_contain_text(nasty)
        picture.page.mouse.click(*picture.at(arn), button="right")
        expect(picture.page.get_by_role("menu")).to_have_attribute("aria-label", f"Actions for {nasty}")
        picture.page.keyboard.press("Escape")
    picture.keys("Control+f")
    picture.page.keyboard.type(nasty)
    expect(picture.page.locator(".finder .count")).to_have_text("1 of 2")
    assert picture.page.evaluate("window.hacked") is None
    assert picture.page.locator(".frame img").count() == 0


def test_the_overview_is_one_click_away_and_its_cards_have_no_actions(picture: Picture) -> None:
    picture.draw(chain("a", "b", focus=["a"]))
    picture.page.get_by_role("button", name="Everything, by type").click()
    picture.expect_sent("overview")
    picture.draw(chain("a", "b", focus=["a"], more="Load 500 more", overview="Overview of all types"))
    picture.page.get_by_role("button", name="Overview of all types").click()
    picture.draw(chain("Model", "Image", schema=True))
    expect(picture.page.get_by_role("button", name="Everything, by type")).to_be_hidden()
    picture.page.mouse.dblclick(*picture.at("Model", x=60))
    picture.page.mouse.click(*picture.at("Model"), button="right")
    expect(picture.page.get_by_role("menu")).to_be_hidden()
    picture.page.mouse.click(*picture.at("Model"))
    picture.keys("+", "-", "f", "h", "o", "p", "c", "v")
    expect(picture.stage).to_have_attribute("data-selected", "Model")
    assert picture.asked() == ["overview", "overview"]


def test_names_break_between_words_and_lose_their_random_parts_first(picture: Picture) -> None:
    names = {
        "19 Model deployments": ["19 Model", "deployments"],
        "pipelines-akrb6xifgpjh-TrainTicketRouting-pqkln6d2a9": ["…TrainTicket", "Routing…"],
        "FeatureEngineeringPipelineVersion-merchant": ["FeatureEngineering", "PipelineVersion-", "merchant"],
        "Transformation code of teams": ["Transformation", "code of teams"],
        "validation-sets.parquet": ["validation-sets", ".parquet"],
        "FeatureEngineeringPipelineVersion": ["FeatureEngineering", "PipelineVersion"],
        "quarterly-questionnaire-reconciliation": ["quarterly-", "…reconciliation", "the fact"],
    }
    cards = [
        card(str(number), 0, 70 * number, label=name, **({"short": short} if (short := telling(name)) != name else {}),
             **({"fact": ["the fact"]} if "the fact" in lines else {}))
        for number, (name, lines) in enumerate(names.items())
    ]  # fmt: skip
    picture.draw(payload([*cards, card("far", 1_900, 0)]))
    drawn = picture.page.evaluate(
        """() => {
            const { picture } = document.querySelector('.frame'), texts = [];
            const canvas = new OffscreenCanvas(900, 900).getContext('2d');
            canvas.measureText = (text) => ({ width: 9 * text.length }); // as in a font of one width
            canvas.fillText = (text) => texts.push(text);
            for (const card of picture.cards.values()) card.fits.clear();
            picture.camera.look({ x: 0, y: 0 }, 0.5);
            picture.drawAll(canvas);
            return texts;
        }"""
    )
    assert [text for lines in names.values() for text in lines] == [text for text in drawn if text != "far"]


def test_the_first_label_of_a_time_axis_in_the_window_has_its_year_and_stands_over_its_cards(
    picture: Picture,
) -> None:
    labels = [("31 Dec 2024",) * 2, ("27 May 2025",) * 2, ("28 Jun", "28 Jun 2025"), ("8 Jul", "8 Jul 2025")]
    axis = [
        {"x": 400 * number - 116, "label": label, "full": full} for number, (label, full) in enumerate(labels)
    ]
    picture.draw(
        chain("a", "b", "c", "d", axis=axis) | {"nodes": [card(a, 400 * n, 0) for n, a in enumerate("abcd")]}
    )
    drawn = """([x, scale]) => {
        const { picture } = document.querySelector('.frame'), texts = [];
        const canvas = new OffscreenCanvas(900, 900).getContext('2d');
        canvas.fillText = (text, x) => texts.push([text, x]);
        picture.camera.look({ x, y: 0 }, scale);
        picture.drawAll(canvas);
        return texts.filter(([text]) => /\\d|UTC/.test(text));
    }"""
    half = picture.stage.evaluate("(stage) => stage.querySelector('canvas').clientWidth / 2")
    whole = picture.page.evaluate(drawn, [half - 130, 1])
    assert whole[:3] == [[labels[0][0], -110], [labels[1][0], 290], [labels[2][0], 690]]
    (first, at), (second, _) = picture.page.evaluate(drawn, [750 + half, 1])[:2]
    assert (first, at, second) == ("28 Jun 2025", 756, "8 Jul")
    assert whole[-1][0] == "UTC"
    # The columns are narrow: a year may not push out the label of the next one.
    small = [text for text, _ in picture.page.evaluate(drawn, [600, 0.25])]
    assert small == [*(label for label, _ in labels), "UTC"]


def test_another_layout_brings_the_focus_into_view_with_its_name(picture: Picture) -> None:
    nodes = [card(f"{number}", 240 * number, 60 * (number % 2)) for number in range(80)]
    ends = [(f"{number}", f"{number + 1}") for number in range(79)]
    picture.draw(payload(nodes, ends, focus=["40"]))
    picture.page.get_by_role("button", name="Fit the whole picture").click()
    picture.keys("k", "k")
    down = [each | {"x": 230 * (number % 40), "y": 900 + 100 * number} for number, each in enumerate(nodes)]
    picture.draw(payload(down, ends, focus=["40"], orientation="down"))
    assert picture.scale > 0.4
    box, at = picture.stage.bounding_box(), picture.position("40")
    assert box
    assert at
    assert box["x"] < at["x"] < box["x"] + box["width"]
    assert box["y"] < at["y"] < box["y"] + box["height"]


def test_a_picture_that_grows_or_shrinks_keeps_its_place(picture: Picture) -> None:
    picture.draw(branches(focus=["a"]))
    picture.keys("k", "k")
    scale, at = picture.scale, picture.position("b")
    picture.draw(payload([card("a", 0, 0), card("b", 300, 0), card("z", 900, 0)], [("a", "b")], focus=["a"]))
    assert (picture.scale, picture.position("b")) == (scale, at)
