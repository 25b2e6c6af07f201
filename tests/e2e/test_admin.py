"""The Admin page in a real browser: a reload from the click to the new lineage, also seen by a second admin."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from lineage_viz.demo import generate
from lineage_viz.jobs import JobBook, JobKind, JobState, Order
from lineage_viz.reload import kept_snapshots
from lineage_viz.settings import jobs_file
from tests.caller import CALLER
from tests.e2e.conftest import Explorer
from tests.fake_sagemaker import FakeSageMaker
from tests.fake_sagemaker.faults import Faults
from tests.running_app import running_app

pytestmark = pytest.mark.browser

OLD, NEW = generate(entities=60, seed=5), generate(entities=90, seed=6)
WAITS = Faults(throttle=1.0)
"""Every call is throttled, so a reload stays in its export as long as a test needs it."""


@pytest.fixture
def fake(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSageMaker]:
    """The account of a reload, which the app finds by its environment."""
    with FakeSageMaker(OLD) as fake:
        for name, value in {
            "AWS_ENDPOINT_URL_SAGEMAKER": fake.url,
            "AWS_ENDPOINT_URL_STS": s3_server,
            "AWS_DEFAULT_REGION": "eu-west-1",
            **CALLER,
        }.items():
            monkeypatch.setenv(name, value)
        yield fake


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def url(fake: FakeSageMaker, data: Path) -> Iterator[str]:  # noqa: ARG001
    with running_app(LINEAGE_VIZ_DATA=str(data)) as url:
        yield url


@dataclass
class Admin:
    """The Admin page and its parts."""

    page: Page

    @property
    def reload(self) -> Locator:
        # While a run of the page draws the button in another place, the old one stays beside it, marked as stale.
        drawn = self.page.locator('[data-stale="false"]')
        return drawn.get_by_role("button", name="Reload", exact=True)

    def step(self, words: str, state: str) -> Locator:
        return self.page.get_by_text(re.compile(rf"{words} · {state}"))

    def fact(self, name: str) -> Locator:
        return self.page.locator(".st-key-facts > div").filter(has_text=name)

    def last(self, state: str) -> Locator:
        return self.page.get_by_text(re.compile(rf"^Last job: .*{state}"))


@pytest.fixture
def admin(url: str, visit: Callable[..., Explorer]) -> Callable[[], Admin]:
    """A function that opens the page by the navigation. `url` comes first, so the page closes before the app ends."""

    def open_() -> Admin:
        explorer = visit(url)
        explorer.page.goto(f"{url}/")
        explorer.page.get_by_role("link", name="Admin").click()
        found = Admin(explorer.page)
        expect(found.reload).to_be_visible()
        return found

    return open_


def reloaded(admin: Admin) -> None:
    admin.reload.click()
    expect(admin.last("succeeded")).to_be_visible()
    expect(admin.reload).to_be_enabled()


def test_a_reload_is_shown_to_its_end_and_undone(
    admin: Callable[[], Admin], fake: FakeSageMaker, data: Path
) -> None:
    mine = admin()
    expect(mine.fact("Entities")).to_contain_text("2,091")  # of the demo account
    reloaded(mine)
    (old,) = kept_snapshots(data / "snapshots")
    expect(mine.fact("Entities")).to_contain_text(f"{sum(old.manifest.labels.values()):,}")

    fake.account, fake.faults = NEW, WAITS
    mine.reload.click()
    expect(mine.step("Find the last good snapshot", "done")).to_be_visible()
    expect(mine.step("Export from SageMaker", "running")).to_be_visible()
    expect(mine.step("Switch to it", "pending")).to_be_visible()
    expect(mine.page.get_by_text(re.compile(r"Export from SageMaker, .* throttled"))).to_be_visible()
    expect(mine.reload).to_be_disabled()
    mine.page.close()

    other = admin()
    expect(other.reload).to_be_disabled()
    expect(other.page.get_by_text("Reload is running: the local user")).to_be_visible()
    expect(other.step("Export from SageMaker", "running")).to_be_visible()
    fake.faults = Faults()
    expect(other.last("succeeded")).to_be_visible()
    new = kept_snapshots(data / "snapshots")[0]
    expect(other.fact("Entities")).to_contain_text(f"{sum(new.manifest.labels.values()):,}")

    other.page.get_by_role("button", name="Restore", exact=True).last.click()
    dialog = other.page.get_by_role("dialog")
    expect(dialog).to_contain_text("If the restore fails, the present lineage stays")
    a_job_of_cron_ends(data)
    refreshed(other.page)
    dialog.get_by_role("button", name="Restore it").click()
    expect(other.last("succeeded")).to_contain_text("Restore")
    expect(other.fact("Entities")).to_contain_text(f"{sum(old.manifest.labels.values()):,}")
    other.page.get_by_role("link", name="Entities").click()
    expect(other.page.get_by_text(f"{sum(old.manifest.labels.values())} entities,").first).to_be_visible()


def a_job_of_cron_ends(data: Path) -> None:
    """An open page runs again when a job has ended."""
    book = JobBook(jobs_file(data))
    job, log = book.add(Order(JobKind.EXPORT, "elsewhere", {}, "cron"))
    log.close()
    book.end(job.id, JobState.SUCCEEDED)


def refreshed(page: Page) -> None:
    """Wait until each part of the page that refreshes itself has run again."""
    page.evaluate(
        """() => new Promise(done => {
            const app = document.querySelector("[data-testid=stApp]");
            let runs = 0;
            const count = () => app.dataset.testScriptState === "running" && ++runs === 5 && done();
            new MutationObserver(count).observe(app, {attributeFilter: ["data-test-script-state"]});
        })"""
    )


def test_a_reload_is_cancelled_and_resumed_from_the_history(
    admin: Callable[[], Admin], fake: FakeSageMaker, data: Path
) -> None:
    fake.faults = WAITS
    mine = admin()
    mine.reload.click()
    expect(mine.step("Export from SageMaker", "running")).to_be_visible()
    mine.page.get_by_role("button", name="Cancel").click()
    expect(mine.last("cancelled")).to_be_visible()
    expect(mine.step("Export from SageMaker", "stopped")).to_be_visible()
    expect(mine.step("Switch to it", "not reached")).to_be_visible()
    expect(mine.page.get_by_text("Nothing was changed").first).to_be_visible()
    expect(mine.fact("Entities")).to_contain_text("2,091")

    fake.faults = Faults()
    mine.page.get_by_text("History", exact=True).click()
    expect(mine.page.get_by_text("Target: local")).to_be_visible()
    with mine.page.expect_download() as taken:
        mine.page.get_by_role("button", name="Log", exact=True).click()
    assert "Find the last good snapshot: done" in Path(taken.value.path()).read_text()
    mine.page.get_by_role("button", name="Resume").click()
    expect(mine.last("succeeded")).to_be_visible()
    assert [job.state for job in JobBook(jobs_file(data)).jobs()] == [JobState.SUCCEEDED, JobState.CANCELLED]

    mine.page.get_by_text("Admin log", exact=True).click()
    mine.page.get_by_role("button", name="Verify").click()
    expect(mine.page.get_by_text("5 entries, unchanged since they were written")).to_be_visible()


def test_the_health_is_shown_and_checked_again(admin: Callable[[], Admin], fake: FakeSageMaker) -> None:
    mine = admin()
    expect(mine.page.get_by_text("Healthy")).to_be_visible()
    mine.page.get_by_text("Health", exact=True).click()
    row = mine.page.get_by_role("row").filter(has_text="sagemaker:ListArtifacts")
    expect(row).to_contain_text("ok")
    fake.faults = Faults(deny=frozenset({"ListArtifacts"}))
    mine.page.get_by_role("button", name="Check again").click()
    expect(mine.page.get_by_text("1 problem")).to_be_visible()
    expect(mine.page.get_by_text("Allow sagemaker:ListArtifacts to the role").first).to_be_visible()
    expect(row).to_contain_text("failing")
    expect(mine.reload).to_be_enabled()


def test_an_open_page_shows_the_job_of_another_process(admin: Callable[[], Admin], data: Path) -> None:
    mine = admin()
    book = JobBook(jobs_file(data))
    job, log = book.add(Order(JobKind.RELOAD, "local", {}, "cron"))
    with log:
        expect(mine.page.get_by_text("Reload is running: cron")).to_be_visible()
        expect(mine.reload).to_be_disabled()
        book.end(job.id, JobState.SUCCEEDED, result="Done.")
    expect(mine.last("succeeded")).to_contain_text("cron")
    expect(mine.reload).to_be_enabled()
