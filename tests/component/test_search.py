"""The search box with a server that answers late: Enter opens an entity of the typed text, never of an older one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lineage_viz import component
from tests.patience import IN_BROWSER

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]

FOLDER = Path(component.__file__).parent / "search"

MOUNT = """async ([script]) => {
    const { default: mount } = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    window.asked = [];
    window.chosen = [];
    window.answer = (data) => mount({
        data,
        parentElement: document.body,
        setStateValue: (_, text) => window.asked.push(text),
        setTriggerValue: (_, arn) => window.chosen.push(arn),
    });
    window.answer({ text: "", rows: [], total: 0, trouble: "" });
}"""


@dataclass
class Box:
    """The search box alone in a page; the test is the server."""

    page: Page

    def type(self, text: str) -> None:
        """Type a text, and wait until the box has asked for what is then in it."""
        self.input.press_sequentially(text)
        whole = (self.input.input_value()).strip()
        self.page.wait_for_function("(text) => window.asked.at(-1) === text", arg=whole)

    def answer(self, text: str, *titles: str, trouble: str = "") -> None:
        """Answer the question for a text; a title is its ARN as well."""
        rows = [{"arn": title, "title": title, "words": "Model", "colour": "#000000"} for title in titles]
        data = {"text": text, "rows": rows, "total": len(rows), "trouble": trouble}
        self.page.evaluate("(data) => { window.answer(data); }", data)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def input(self) -> Locator:
        return self.page.get_by_role("combobox")

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    @property
    def asked(self) -> list[str]:
        return json.loads(self.page.evaluate("JSON.stringify(window.asked)"))  # type: ignore[no-any-return]

    @property
    def chosen(self) -> list[str]:
        return json.loads(self.page.evaluate("JSON.stringify(window.chosen)"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(IN_BROWSER)
    yield page
    page.close()


@pytest.fixture
def box(window: Page) -> Iterator[Box]:
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    style, html = ((FOLDER / f"search.{kind}").read_text(encoding="utf-8") for kind in ("css", "html"))
    window.set_content(f"<style>{style}</style>{html}<button>Elsewhere</button>")
    window.evaluate(MOUNT, [(FOLDER / "search.js").read_text(encoding="utf-8")])
    yield Box(window)
    assert faults == []


def test_enter_waits_for_the_rows_of_the_typed_text(box: Box) -> None:
    box.type("ticket")
    box.answer("ticket", "ticket-routing-prod", "ticket-other")
    box.input.press_sequentially("-models/9")
    box.press("Enter")
    assert box.chosen == []
    expect(box.status).to_have_text("Searching …")
    assert box.asked[-1] == "ticket-models/9", "Enter asks at once"
    box.answer("ticket-mod", "ticket-models/1")  # late and out of order
    box.answer("ticket", "ticket-routing-prod")
    assert box.chosen == []
    box.answer("ticket-models/9", "ticket-models/9", "ticket-models/90")
    assert box.chosen == ["ticket-models/9"]
    expect(box.input).to_have_value("")
    expect(box.page.get_by_role("option")).to_have_count(0)


def test_enter_right_after_a_paste_opens_what_was_pasted(box: Box) -> None:
    box.input.focus()
    box.page.keyboard.insert_text("  arn:aws:sagemaker:eu-west-1:1:artifact/a \n")
    box.press("Enter", "Enter")
    assert box.chosen == []
    box.answer(
        "arn:aws:sagemaker:eu-west-1:1:artifact/a", "arn:aws:sagemaker:eu-west-1:1:artifact/a", "arn:b"
    )
    assert box.chosen == ["arn:aws:sagemaker:eu-west-1:1:artifact/a"]
    box.answer("")
    box.press("Enter")
    assert len(box.chosen) == 1, "an empty box opens nothing"


def test_an_offered_way_to_go_on_fills_the_box_and_opens_nothing(box: Box) -> None:
    box.type("type")
    hit = {"arn": "a1", "title": "typed-model", "words": "Model", "colour": "#000000"}
    way = {"arn": "", "fill": "type:", "title": "type:", "words": "The type", "colour": "transparent"}
    box.page.evaluate(
        "(rows) => { window.answer({ text: 'type', rows, total: 1, trouble: '', note: '' }); }", [hit, way]
    )
    expect(box.status).to_have_text("1 found")
    box.page.get_by_role("option", name="type:").click()
    expect(box.input).to_have_value("type:")
    expect(box.input).to_be_focused()
    box.page.wait_for_function("window.asked.at(-1) === 'type:'")
    value = {**way, "fill": "type:model ", "title": "type:model"}
    box.page.evaluate(
        "(rows) => { window.answer({ text: 'type:', rows, total: 0, trouble: '', note: 'Values: Model.' }); }",
        [value],
    )
    expect(box.status).to_have_text("Values: Model.")
    box.press("Enter")
    box.page.wait_for_function("window.asked.at(-1) === 'type:model'")
    assert box.chosen == []


def test_a_row_marked_by_hand_counts_in_the_list_of_the_text_only(box: Box) -> None:
    box.type("a")
    box.answer("a", "a1", "a2", "a3")
    box.press("ArrowDown", "ArrowDown")
    box.type("b")
    box.press("ArrowUp")  # still in the older list
    box.press("Enter")
    box.answer("ab", "ab1", "ab2", "ab3")
    assert box.chosen == ["ab1"]
    box.type("a")
    box.answer("a", "a1", "a2", "a3")
    box.press("ArrowDown")
    box.answer("a", "new", "a1", "a2")  # the same question again, after a reload
    expect(box.page.get_by_role("option", selected=True)).to_contain_text("a2")
    box.press("Enter")
    assert box.chosen == ["ab1", "a2"]


def test_the_mouse_marks_no_row(box: Box) -> None:
    """A list that opens below a resting mouse must not change what Enter opens."""
    box.type("a")
    box.answer("a", "a1", "a2", "a3")
    box.page.get_by_role("option").nth(2).hover()
    box.press("Enter")
    assert box.chosen == ["a1"]
    box.type("a")
    box.answer("a", "a1", "a2", "a3")
    box.page.get_by_role("option").nth(2).click()
    assert box.chosen == ["a1", "a3"]


@pytest.mark.parametrize("way", ["type", "Escape", "leave"])
def test_a_change_of_mind_takes_enter_back(box: Box, way: str) -> None:
    box.type("a")
    box.press("Enter")
    if way == "type":
        box.type("b")
    elif way == "leave":
        box.page.get_by_role("button", name="Elsewhere").focus()
    else:
        box.press(way)
    box.answer("a", "a1")
    box.answer("ab", "ab1")
    assert box.chosen == []


def test_nothing_found_and_no_answer_open_nothing(box: Box) -> None:
    box.type("a")
    box.answer("a", "a1")
    box.type("b")
    box.press("Enter")
    box.answer("ab")
    expect(box.status).to_have_text("No entity has “ab” in any recorded text.")
    box.press("Enter")
    assert box.chosen == []
    box.type("c")
    box.press("Enter")
    box.answer("abc", trouble="Neptune does not answer.")
    expect(box.status).to_have_text("Neptune does not answer.")
    before = len(box.asked)
    box.press("Enter")
    assert box.asked[before:] == ["abc"], "Enter asks again"
    box.answer("abc", "abc1")
    assert box.chosen == ["abc1"]


def test_keys_of_an_input_method_are_not_ours(box: Box) -> None:
    box.type("模")
    box.answer("模", "模型")
    box.input.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    assert box.chosen == []
    box.press("Enter")
    assert box.chosen == ["模型"]


def test_the_box_keeps_the_keyboard_until_the_picture_takes_it(box: Box) -> None:
    box.type("a")
    box.answer("a", "a1")
    box.press("Enter")
    expect(box.input).to_be_focused()
    expect(box.input).to_have_attribute("data-done", "")
    box.type("b")
    assert box.input.get_attribute("data-done") is None


def test_the_status_says_nothing_until_something_is_typed(box: Box) -> None:
    said = "() => document.querySelector('[role=status]').textContent"
    assert box.page.evaluate(said) == ""
    box.type("ab")
    box.answer("ab", "abc")
    expect(box.status).to_have_text("1 found")
    box.press("Enter")
    box.answer("")
    assert box.page.evaluate(said) == ""


PALETTE = """async ([script, html]) => {
    const { default: mount } = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    window.draw = () => {
        document.body.innerHTML = html;
        const data = { text: "", rows: [], total: 0, trouble: "", note: "" };
        window.leave = mount({ data, parentElement: document.body, setStateValue() {}, setTriggerValue() {} });
    };
}"""


def test_a_palette_stays_open_while_its_page_is_drawn_anew(window: Page) -> None:
    window.set_content("")
    html = (FOLDER.parent / "palette" / "palette.html").read_text(encoding="utf-8")
    window.evaluate(PALETTE, [(FOLDER / "search.js").read_text(encoding="utf-8"), html])
    dialog, box = window.get_by_role("dialog"), window.get_by_role("combobox")
    window.evaluate("draw()")
    window.keyboard.press("Control+k")
    window.keyboard.type("churn")
    window.evaluate("leave(); draw()")
    expect(box).to_have_value("churn")
    expect(box).to_be_focused()
    window.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    window.evaluate("leave(); draw()")
    expect(dialog).to_be_hidden()
    window.evaluate("leave()")
    window.keyboard.press("Control+k")  # between two drawings
    window.evaluate("draw()")
    expect(box).to_be_focused()
