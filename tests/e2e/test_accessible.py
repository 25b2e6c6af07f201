"""axe finds no severe fault on the pages, in light and dark, with menus open; nothing overlaps in narrow windows."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from lineage_viz.jobs import JobBook, JobKind, JobState, Order
from lineage_viz.settings import jobs_file
from tests import demo_once
from tests.e2e.conftest import Explorer
from tests.e2e.expander import unfold
from tests.e2e.test_entities import click_table
from tests.running_app import running_app

_FINDINGS = {"resultTypes": ["violations"]}
"""All rules run; of those that pass, axe then describes one node and not each."""

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group(__name__)]


def severe(page: Page) -> list[str]:
    """The findings of axe that are serious or critical."""
    found = Axe().run(page, options=_FINDINGS).response["violations"]
    return [
        f"{violation['id']}: {node['html']}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


@pytest.fixture(params=["light", "dark"])
def themed(visit: Callable[..., Explorer], demo_url: str, request: pytest.FixtureRequest) -> Explorer:
    return visit(demo_url, color_scheme=request.param)


def test_the_explorer_has_no_severe_fault(themed: Explorer) -> None:
    graph, page = themed.open(), themed.page
    assert severe(page) == []
    graph.focus()
    page.keyboard.press("m")
    expect(page.get_by_role("menu")).to_be_visible()
    assert severe(page) == []
    page.keyboard.press("Escape")
    for _ in range(6):
        page.keyboard.press("i")
    page.keyboard.press("Control+f")
    page.keyboard.type("model")
    expect(page.locator(".finder .count")).to_contain_text("1 of")
    expect(page.locator(".minimap")).to_be_visible()
    assert severe(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    assert severe(page) == []
    themed.open(colour="owner")
    value = page.get_by_role("button", name="grace-murphy 6")
    value.click()
    expect(value).to_have_attribute("aria-pressed", "true")
    assert severe(page) == []


def test_the_lists_have_no_severe_fault(themed: Explorer) -> None:
    themed.open("/entities")
    expect(themed.page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
    assert severe(themed.page) == []
    for row in (50, 85):
        click_table(themed.page, 16, row)
    expect(themed.page.get_by_text("2 chosen")).to_be_visible()
    themed.page.get_by_test_id("stPopoverButton").filter(has_text="Columns").click()
    expect(themed.page.get_by_role("combobox", name="Columns after the name")).to_be_visible()
    assert severe(themed.page) == []
    themed.page.keyboard.press("Escape")
    themed.page.get_by_role("button", name="Compare").click()
    expect(themed.page.get_by_role("dialog", name="Compare").get_by_test_id("stDataFrame")).to_be_visible()
    assert severe(themed.page) == []
    themed.open("/summary")
    expect(themed.page.get_by_role("table", name="Newest models")).to_be_visible()
    assert severe(themed.page) == []


def test_the_query_page_has_no_severe_fault(themed: Explorer) -> None:
    page = themed.page
    themed.open("/query")
    page.get_by_role("link", name="Jobs behind ⟨entity⟩", exact=True).click()
    page.get_by_role("combobox").first.fill("endpoint/ticket-routing-prod")
    page.get_by_role("option").first.click()
    expect(page.get_by_role("heading", name="Jobs behind ticket-routing-prod (now)")).to_be_visible()
    expect(themed.graph).to_be_visible()
    page.get_by_text("Gremlin and Python of this answer").click()
    expect(page.get_by_test_id("stCode").first).to_be_visible()
    assert severe(page) == []


def test_the_audit_page_has_no_severe_fault(themed: Explorer) -> None:
    page = themed.page
    themed.open("/audit")
    expect(page.get_by_role("table")).to_contain_text("credit-limit-models/1")
    assert severe(page) == []
    themed.open("/audit", model="credit-limit-models/1", pack="eu-ai-act-annex-iv")
    expect(page.get_by_role("heading", name="Sign-off")).to_be_visible()
    expect(themed.graph).to_be_visible()
    for summary in page.locator(".group > summary").all():
        summary.click()
    expect(page.locator(".check").filter(has_text="times-in-order")).to_be_visible()
    for form in ("Give a finding an owner, a due date and a state", "Waive a finding until a day"):
        unfold(page, form)
    page.get_by_role("button", name="Sign off", exact=True).scroll_into_view_if_needed()
    assert severe(page) == []
    themed.open("/audit", model="churn-subscribers-models/18", **{"with": "previous"})
    expect(page.get_by_role("table", name="Only in churn-subscribers-models/18")).to_be_visible()
    expect(themed.graph).to_be_visible()
    assert severe(page) == []


def boxes(parts: Locator) -> list[dict[str, float]]:
    found = [part.bounding_box() for part in parts.all() if part.is_visible()]
    return [dict(box) for box in found if box]


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["x"] + one["width"] <= other["x"] + 0.5
        or other["x"] + other["width"] <= one["x"] + 0.5
        or one["y"] + one["height"] <= other["y"] + 0.5
        or other["y"] + other["height"] <= one["y"] + 0.5
    )


# 640 × 360 is a window of 1280 × 720 at 200 %.
@pytest.mark.parametrize(
    ("width", "height"),
    [(360, 740), (390, 844), (640, 360), (720, 720), (800, 720), (1000, 720), (1280, 720)],
)
def test_nothing_overlaps_and_nothing_leaves_the_window(
    visit: Callable[..., Explorer], demo_url: str, width: int, height: int
) -> None:
    explorer = visit(demo_url, viewport={"width": width, "height": height})
    graph, page = explorer.open(), explorer.page
    (search,) = boxes(page.get_by_role("combobox", name="Search every entity"))
    assert search["width"] >= min(320, width - 40), "the search box is squeezed"
    controls = boxes(page.locator(".st-key-heading > *"))
    assert controls[0]["width"] >= 220, "the title is squeezed"
    graph.focus()
    for _ in range(6):
        page.keyboard.press("i")
    page.keyboard.press("Control+f")
    page.keyboard.type("model")
    over = boxes(page.locator(".stage > .finder, .stage > .minimap"))
    around = boxes(page.locator(".stage, .status, .tools, .legend .type, .legend .key"))
    assert len(over) == 2
    for group in (controls, over, around):
        for number, one in enumerate(group):
            assert one["x"] >= 0
            assert one["x"] + one["width"] <= width
            assert all(apart(one, other) for other in group[number + 1 :])
    stage = boxes(graph)[0]
    for box in over:
        assert stage["x"] <= box["x"]
        assert box["y"] + box["height"] <= stage["y"] + stage["height"]
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    (menu,) = boxes(page.get_by_role("menu"))
    assert menu["x"] + menu["width"] <= stage["x"] + stage["width"]
    assert menu["y"] + menu["height"] <= stage["y"] + stage["height"]


def test_the_navigation_of_a_narrow_window_says_that_it_has_the_pages(
    visit: Callable[..., Explorer], demo_url: str
) -> None:
    explorer = visit(demo_url, viewport={"width": 760, "height": 720})
    explorer.open()
    page = explorer.page
    button = page.get_by_role("button", name="Pages", exact=True)
    word = "(button) => [getComputedStyle(button, '::after').content, button.clientWidth > 60]"
    assert button.evaluate(word) == ['"Pages"', True]
    button.click()
    page.get_by_role("link", name="Entities").click()
    expect(page.get_by_role("heading", name="Entities")).to_be_visible()
    page.get_by_role("button", name="Collapse sidebar").click()
    expect(button).to_be_visible()


@pytest.fixture(scope="module")
def filled_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An app with a kept snapshot and many jobs."""
    data = tmp_path_factory.mktemp("filled")
    demo_once.snapshot(data / "snapshots")
    book = JobBook(jobs_file(data))
    for _ in range(61):
        job, log = book.add(Order(JobKind.EXPORT, "elsewhere", {}, "ada"))
        log.close()
        book.end(job.id, JobState.SUCCEEDED)
    with running_app(LINEAGE_VIZ_DATA=str(data)) as url:
        yield url


def test_the_buttons_of_a_snapshot_are_never_cut_off(visit: Callable[..., Explorer], filled_url: str) -> None:
    page = visit(filled_url).page
    page.goto(f"{filled_url}/admin")
    words = page.locator(".st-key-kept p")
    expect(words.filter(has_text="Preview changes")).to_be_visible()
    for width in (360, 640, 800, 1000, 1160, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 720})
        cut = words.evaluate_all(
            "all => all.filter((p) => p.scrollWidth > p.clientWidth).map((p) => p.innerText)"
        )
        assert cut == [], width
        shown = boxes(words)
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in shown)
        assert all(apart(one, other) for number, one in enumerate(shown) for other in shown[number + 1 :])


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_the_buttons_of_a_table_cover_no_page_number(
    visit: Callable[..., Explorer], filled_url: str, width: int
) -> None:
    page = visit(filled_url, viewport={"width": width, "height": 720}).page
    for path in ("/entities", "/admin"):
        page.goto(f"{filled_url}{path}")
        if path == "/admin":
            page.get_by_role("radio", name="History").click()
        page.get_by_test_id("stDataFrame").first.hover(position={"x": 30, "y": 20})
        over = page.get_by_test_id("stElementToolbar").first
        expect(over).to_be_visible()
        for covered in boxes(page.get_by_test_id("stPagination").get_by_role("button")):
            assert all(apart(covered, box) for box in boxes(over))
