"""The Gremlin editor in a small app of its own: the keyboard, the text and its acts, problems, colours."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.catcher import catcher
from tests.component.test_editor import FORMATTED
from tests.e2e.conftest import Explorer
from tests.e2e.editor_page import FILLED, HOSTILE, SEED
from tests.e2e.test_accessible import severe
from tests.running_app import running_app

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]

# The least contrast of the letters of the text, the line numbers and the buttons with what is behind them.
CONTRAST = """(root) => {
    const channels = (colour) => {
        const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = (colour) => channels(colour).slice(0, 3).map((each) => each / 255)
        .map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
        .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
    const behind = (element) => {
        const colour = getComputedStyle(element).backgroundColor;
        return channels(colour)[3] ? colour : behind(element.parentElement);
    };
    const texts = '[class^=of-], .cm-line, .cm-lineNumbers .cm-gutterElement, button:not([hidden])';
    const parts = root.querySelectorAll(texts);
    return Math.min(...[...parts].map((part) => {
        const [low, high] = [light(getComputedStyle(part).color), light(behind(part))].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    }));
}"""


@pytest.fixture(scope="module")
def editor_url() -> Iterator[str]:
    with catcher() as caught, running_app(script="tests/e2e/editor_page.py", **caught.settings) as url:
        yield url
        assert caught.caught == []


class Editor:
    """A window on the small app."""

    def __init__(self, explorer: Explorer) -> None:
        self.page = explorer.page
        self.page.goto(explorer.url)
        self.text = self.page.get_by_role("textbox", name="Gremlin query")
        expect(self.text).to_be_visible()

    def fill(self, name: str) -> None:
        self.page.get_by_role("button", name=f"Fill {name}").click()
        self.expect_sent(FILLED[name])

    def write(self, text: str) -> None:
        """Replace the whole text, without its suggestions and closing brackets."""
        self.text.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, name: str) -> None:
        """Take the marked suggestion. CodeMirror heeds Enter 75 ms after a list appears: it may be for the text."""
        expect(self.page.get_by_role("option", name=name, selected=True)).to_be_visible()
        shown = self.page.evaluate("performance.now()")
        self.page.wait_for_function("(shown) => performance.now() > shown + 75", arg=shown)
        self.press("Enter")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def expect_shown(self, text: str) -> None:
        expect(self.text).to_have_text(text.replace("\n", ""))

    def expect_sent(self, text: str) -> None:
        expect(self.page.get_by_text(re.compile(rf"^text: .*\({len(text)}\)$", re.DOTALL))).to_contain_text(
            text[:40].splitlines()[0]
        )

    def expect_acts(self, *acts: str) -> None:
        expect(self.page.get_by_text("acts:")).to_have_text("acts: " + " | ".join(acts))

    def expect_run(self, number: int) -> None:
        expect(self.page.get_by_text(f"run {number}", exact=True)).to_be_visible()


@pytest.fixture
def editor(visit: Callable[..., Explorer], editor_url: str) -> Editor:
    return Editor(visit(editor_url))


def test_a_query_is_written_with_suggestions_and_sent_by_keys(editor: Editor) -> None:
    page = editor.page
    editor.text.focus()
    page.keyboard.type("g.")
    expect(page.get_by_role("option", name="with step", exact=True)).to_be_visible()
    expect(page.get_by_role("option", name="addV")).to_have_count(0)
    page.keyboard.type("V().hasL")
    page.get_by_role("option", name="hasLabel").click()
    page.keyboard.type("('ar")
    editor.choose("artifact")
    editor.expect_shown("g.V().hasLabel('artifact')")
    editor.expect_run(1)  # nothing is sent while a person types, and no letter is a key of Streamlit
    editor.press("Control+Enter")
    acts = ["run: g.V().hasLabel('artifact')"]
    editor.expect_acts(*acts)
    expect(editor.text).to_be_focused()
    editor.press("End")
    page.keyboard.type(".out().p")
    expect(page.get_by_role("listbox")).to_be_visible()
    editor.press("Shift+Control+Enter")
    expect(page.get_by_role("listbox")).to_have_count(0)
    editor.expect_acts(*acts, "draw: g.V().hasLabel('artifact').out().p")
    expect(editor.text).to_be_focused()
    page.keyboard.type("ath()")
    whole = "g.V().hasLabel('artifact').out().path()"
    acts += ["draw: g.V().hasLabel('artifact').out().p"]
    for name, act in (("Run", "run"), ("Explain", "explain"), ("Profile", "profile"), ("Save …", "save")):
        editor.button(name).evaluate("(button) => { button.click(); button.click(); }")  # a double click
        acts += [f"{act}: {whole}"]
        editor.expect_acts(*acts)
    editor.expect_shown(whole)
    editor.expect_sent(whole)


def test_a_typed_text_stays_until_another_one_is_chosen(editor: Editor) -> None:
    page = editor.page
    editor.write("g.V().count()")
    editor.button("Rerun").click()
    editor.expect_sent("g.V().count()")
    editor.expect_shown("g.V().count()")
    page.get_by_role("link", name="Elsewhere").click()
    expect(page.get_by_text("Nothing here")).to_be_visible()
    page.get_by_role("link", name="Editor").click()
    editor.expect_shown("g.V().count()")
    editor.write("g.E()")
    page.go_back()
    expect(page.get_by_text("Nothing here")).to_be_visible()
    page.go_forward()
    editor.expect_shown("g.E()")  # the keyboard never left it
    editor.fill("seed")
    editor.expect_shown(SEED)
    editor.text.focus()
    editor.press("Control+z")
    editor.expect_shown("g.E()")
    editor.press("Control+y")
    editor.expect_shown(SEED)
    editor.button("Format").click()
    expect(page.locator(".cm-line")).to_have_text(FORMATTED.split("\n"))
    editor.text.focus()
    editor.press("Control+Enter")
    expect(page.get_by_text("acts:")).to_contain_text("'sourcearn', 'status'")
    editor.expect_sent(FORMATTED)
    editor.write("(" * 40)
    editor.button("Format").click()
    expect(page.get_by_text("Format left the text as it is")).to_be_visible()
    editor.expect_shown("(" * 40)


def test_a_problem_is_marked_and_said_until_the_text_changes(editor: Editor) -> None:
    page = editor.page
    editor.write("g.V().Wrong()")
    editor.press("Control+Enter")
    marked = page.locator(".cm-lintRange-error")
    expect(marked).to_have_text("Wrong")
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    expect(editor.text).to_have_attribute("aria-invalid", "true")
    said = page.get_by_role("status").filter(has_text="Line 1: no step W")
    expect(said).to_contain_text("</script><img src=x onerror=alert(1)>[U+2028][U+202E]")
    described = editor.text.get_attribute("aria-describedby")
    assert said.get_attribute("id") == described
    marked.hover()
    expect(page.locator(".cm-diagnostic")).to_contain_text("no step W")
    page.mouse.move(0, 0)
    editor.press("Control+End", "x")
    expect(marked).to_have_count(0)
    expect(said).to_have_count(0)
    expect(editor.text).not_to_have_attribute("aria-invalid", "true")
    editor.button("Rerun").click()
    editor.expect_sent("g.V().Wrong()x")
    expect(marked).to_have_count(0)  # it was about the text before
    editor.text.focus()
    editor.press("Control+Enter")
    expect(marked).to_have_text("Wrong")


def test_the_keyboard_leaves_and_cancel_takes_the_place_of_run(editor: Editor) -> None:
    editor.write("slow")
    editor.press("Tab")
    expect(editor.button("Run")).to_be_focused()
    editor.press("Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab")
    expect(editor.text).to_be_focused()
    editor.press("Escape", "Tab")
    expect(editor.button("Run")).to_be_focused()
    editor.press("Enter")
    expect(editor.button("Cancel")).to_be_focused()
    for name in ("Run", "Run and draw", "Explain", "Profile"):
        expect(editor.button(name)).to_be_hidden()
    editor.text.focus()
    editor.press("Control+Enter", "Escape")  # neither runs a second query nor ends this one
    editor.button("Save …").click()
    editor.expect_acts("run: slow", "save: slow")
    editor.button("Cancel").press("Enter")
    editor.expect_acts("run: slow", "save: slow", "cancel: slow")
    expect(editor.button("Run")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editor_is_readable_in_light_and_dark_and_when_narrow(
    visit: Callable[..., Explorer], editor_url: str, scheme: str
) -> None:
    editor = Editor(visit(editor_url, color_scheme=scheme))
    page = editor.page
    editor.write("g.V().has('age', 7) // none\n.where(true)")
    assert editor.text.locator("xpath=ancestor::*[contains(@class,'editor')]").first.evaluate(CONTRAST) >= 4.5
    assert severe(page) == []
    editor.press("Control+End", ".")
    expect(page.get_by_role("listbox")).to_be_visible()
    # axe allows a list that the arrow keys of another element scroll for a combobox, and a text of lines is none.
    faults = [
        each for each in severe(page) if not each.startswith('scrollable-region-focusable: <ul id="cm-ac')
    ]
    assert faults == []
    editor.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_contain_text("with")
    expect(page.get_by_role("option", selected=True)).to_be_in_viewport(ratio=1)
    editor.press("Escape")
    page.set_viewport_size({"width": 360, "height": 740})
    boxes = [found for found in (each.bounding_box() for each in page.locator("[data-act]").all()) if found]
    assert len(boxes) == 6
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)


def test_a_hostile_and_a_long_text_stay_text(editor: Editor) -> None:
    page = editor.page
    editor.fill("hostile")
    editor.text.focus()
    editor.press("Control+End")
    page.keyboard.type(".has('type', '")
    page.get_by_role("option", name=re.compile("script")).click()
    editor.press("Control+Enter")
    filled = HOSTILE.replace("\\", "\\\\").replace("'", "\\'")
    expect(page.get_by_text("acts:")).to_contain_text(f"run: // {HOSTILE} g.V().has('type', '{filled}')")
    assert page.locator("img[src]").count() == 0
    editor.fill("long")
    editor.text.focus()
    editor.press("Control+End", "x", "Tab")
    editor.press(*(["Tab"] * 6))
    editor.expect_sent(FILLED["long"] + "x")
    assert len(FILLED["long"]) > 100_000
