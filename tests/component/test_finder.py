"""The search in the picture, without a question to the server."""

import pytest
from playwright.sync_api import expect

from tests.component.conftest import Picture, card, chain, payload

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def cards() -> dict[str, object]:
    return payload(
        [
            card("arn:1", 0, 0, label="train.csv", source="s3://bucket/one"),
            card("arn:2", 4_000, 0, label="model.tar.gz", words="Model"),
            card("arn:3", 8_000, 0, label="train-job", words="Training job"),
            card("fold:1", 12_000, 0, label="9 Data sets", fold=9, inside=["part-7 TRAIN.parquet"]),
        ]
    )


def found(picture: Picture) -> str:
    return picture.page.locator(".finder .count").inner_text()


def middle(picture: Picture, arn: str) -> bool:
    """True when a card is in the middle of the picture."""
    box = picture.stage.bounding_box()
    assert box
    x, y = picture.at(arn)
    return abs(x - box["x"] - box["width"] / 2) < 2 and abs(y - box["y"] - box["height"] / 2) < 2


def test_hits_are_counted_and_shown_one_by_one(picture: Picture) -> None:
    picture.draw(cards())
    picture.keys("Control+f")
    expect(picture.page.get_by_label("Find in picture").and_(picture.page.locator("input"))).to_be_focused()
    picture.page.keyboard.type("train")
    assert found(picture) == "1 of 3"
    assert middle(picture, "arn:1")
    picture.page.keyboard.press("Enter")
    assert (found(picture), middle(picture, "arn:3")) == ("2 of 3", True)
    picture.expect_said("2 of 3: Training job train-job")
    picture.page.get_by_role("button", name="Next hit").click()
    assert (found(picture), middle(picture, "fold:1")) == ("3 of 3", True)
    picture.page.get_by_label("Find in picture").and_(picture.page.locator("input")).focus()
    picture.page.keyboard.press("Enter")
    assert found(picture) == "1 of 3"
    picture.page.keyboard.press("Shift+Enter")
    assert found(picture) == "3 of 3"
    picture.page.get_by_role("button", name="Previous hit").click()
    assert found(picture) == "2 of 3"
    assert picture.sent == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("S3://BUCKET", "1 of 1"), ("arn:2", "1 of 1"), ("model", "1 of 1"), ("part-7", "1 of 1"), ("nowhere", "None"),
        (" ", ""),
    ],
)  # fmt: skip
def test_names_arns_sources_types_and_members_are_searched(picture: Picture, text: str, count: str) -> None:
    picture.draw(cards())
    picture.page.get_by_role("button", name="Find in picture").click()
    picture.page.keyboard.type(text)
    assert found(picture) == count


def test_escape_closes_the_search_and_the_keyboard_continues_from_the_hit(picture: Picture) -> None:
    picture.draw(cards())
    picture.keys("Control+f")
    picture.page.keyboard.type("model")
    picture.page.keyboard.press("Escape")
    expect(picture.page.locator(".finder")).to_be_hidden()
    expect(picture.stage).to_be_focused()
    picture.page.keyboard.press("Enter")
    expect(picture.stage).to_have_attribute("data-selected", "arn:2")


def test_escape_in_the_picture_closes_the_search_before_it_clears_the_selection(picture: Picture) -> None:
    picture.draw(chain("one", "two"))
    picture.keys("Control+f")
    picture.page.mouse.click(*picture.at("two"))
    picture.keys("Escape")
    expect(picture.page.locator(".finder")).to_be_hidden()
    expect(picture.stage).to_have_attribute("data-selected", "two")


def test_new_data_is_searched_at_once_and_nothing_moves(picture: Picture) -> None:
    picture.draw(chain("one", "two"))
    picture.keys("Control+f")
    picture.page.keyboard.type("two")
    stood = picture.position("two")
    picture.draw(chain("one", "two", "two more"))
    assert found(picture) == "1 of 2"
    assert picture.position("two") == stood
