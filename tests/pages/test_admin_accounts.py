"""The Admin page with several accounts: each has its own row, and none hides another."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lineage_viz.jobs import SOURCE, JobBook, JobKind, JobState, Order
from lineage_viz.jobs.process import Identity
from lineage_viz.model import SnapshotInfo
from lineage_viz.progress import Progress
from lineage_viz.reload.removing import confirmation
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import Named, write_current
from lineage_viz.store.local import LocalStore
from lineage_viz.ui import stalest
from lineage_viz.ui.snapshot_line import line_words
from tests.pages import conftest
from tests.pages.conftest import OpenPage
from tests.sample import SAMPLE

PAGE = "pages/admin.py"
PROD, DEV, OTHER = "111111111111", "222222222222", "999999999999"
NOW = datetime.now(UTC)


def info(account: str, days: float) -> SnapshotInfo:
    return SnapshotInfo(f"/kept/{account}", account, "eu-west-1", NOW - timedelta(days=days), ())


class Several(LocalStore):
    """A store of several accounts. Their lineage does not matter here."""

    def __init__(self, *snapshots: SnapshotInfo) -> None:
        super().__init__([SAMPLE])
        self._snapshots = snapshots

    @property
    def snapshots(self) -> tuple[SnapshotInfo, ...]:
        return self._snapshots


STORE = Several(info(PROD, 3), info(DEV, 0.1), info(OTHER, 0.2))


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    file = tmp_path / "sources.toml"
    file.write_text(
        "".join(
            f'[[source]]\nname = "{name}"\naccount = "{account}"\nregion = "eu-west-1"\n'
            for name, account in (("prod", PROD), ("dev", DEV), ("qa", "333333333333"))
        )
    )
    for name in ("LINEAGE_VIZ_SNAPSHOT", "LINEAGE_VIZ_NEPTUNE", "LINEAGE_VIZ_READ_ONLY", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LINEAGE_VIZ_SOURCES", str(file))
    settings = Settings.from_environment()
    write_current(settings.current, [Named.of(each) for each in STORE.snapshots])
    return settings


@pytest.fixture
def book(settings: Settings) -> JobBook:
    return JobBook(settings.jobs)


@pytest.fixture
def dev_is_running(book: JobBook) -> Iterator[None]:
    job, log = book.add(Order(JobKind.RELOAD, "local", {SOURCE: "dev"}, "cron"))
    with closing(log):
        book.run(job.id, Identity.own())
        book.tell(job.id, Progress("Export from SageMaker", 30, unit="calls"))
        yield


def ended(
    book: JobBook, source: str, state: JobState, error: str = "", kind: JobKind = JobKind.RELOAD
) -> int:
    job, log = book.add(Order(kind, "local", {SOURCE: source}, "cron"))
    book.run(job.id, Identity.own())
    book.end(job.id, state, error=error)
    log.close()
    return job.id


def visible_text(app: AppTest) -> str:
    """The words of the page, without the marks that keep them from being markdown."""
    return conftest.visible_text(app).replace("\\", "")


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return app.run()


def test_each_account_has_a_row_with_its_age_and_its_last_result(open_page: OpenPage, book: JobBook) -> None:
    ended(
        book,
        "prod",
        JobState.FAILED,
        f"The role **is** gone. Ask for it. A message of AWS{' and more of it' * 20}.",
    )
    ended(book, "dev", JobState.SUCCEEDED)
    app = open_page(PAGE, STORE)
    assert not app.exception
    words = visible_text(app)
    assert "The role \\*\\*is\\*\\* gone\\. Ask for it\\." in conftest.visible_text(app)
    assert "message of AWS" not in words
    assert "3 days ago :orange-badge[stale]" in words
    assert ":orange-badge[not loaded]" in words
    assert "Not in the file of sources" in words
    assert "prod eu-west-1, " in "".join(str(each.value) for each in app.markdown).replace("\\", "")
    labels = [button.label for button in app.button]
    assert "Reload all 3 accounts" in labels
    assert "Reads prod, dev, qa." in words
    keys = {str(button.key) for button in app.button}
    assert {f"reload {PROD}-eu-west-1", f"remove {PROD}-eu-west-1", f"dry run {DEV}-eu-west-1"} <= keys
    assert f"reload {OTHER}-eu-west-1" not in keys, "nobody says how to sign in to it"
    assert f"remove {OTHER}-eu-west-1" in keys
    assert "remove 333333333333-eu-west-1" not in keys, "it is not shown"


def test_the_demo_account_is_no_account_of_anybody(open_page: OpenPage, settings: Settings) -> None:
    settings.current.unlink()
    app = open_page(PAGE, STORE)
    keys = {str(button.key) for button in app.button}
    assert f"reload {PROD}-eu-west-1" in keys
    assert not [key for key in keys if key.startswith("remove ")]
    assert visible_text(app).count("not loaded") == 3


def test_a_running_source_keeps_no_other_from_its_reload(
    open_page: OpenPage, book: JobBook, dev_is_running: None
) -> None:
    del dev_is_running
    app = open_page(PAGE, STORE)
    assert app.button(key=f"reload {DEV}-eu-west-1").disabled
    assert not app.button(key="reload all").disabled
    click(app, f"reload {PROD}-eu-west-1")
    job, *_ = book.jobs(1)
    assert (job.order.kind, job.order.source) == (JobKind.RELOAD, "prod")
    assert app.button(key="reload all").label == "Reload qa", "the others are being read"
    click(app, "reload all")
    assert not app.error
    assert {each.order.source for each in book.jobs()} == {"dev", "prod", "qa"}


def test_a_dry_run_of_a_row_compares_and_says_its_difference(open_page: OpenPage, book: JobBook) -> None:
    app = open_page(PAGE, STORE)
    click(app, f"dry run {PROD}-eu-west-1")
    job, *_ = book.jobs(1)
    assert job.order.kind is JobKind.EXPORT
    assert {"compare", SOURCE} <= set(job.order.parameters)
    book.end(job.id, JobState.SUCCEEDED, result="/kept/x\nThe app would serve /kept/x\n  added: 3 entities")
    assert "added: 3 entities" in visible_text(open_page(PAGE, STORE))


def test_an_account_is_removed_after_a_confirmation(open_page: OpenPage, book: JobBook) -> None:
    app = click(open_page(PAGE, STORE), f"remove {PROD}-eu-west-1")
    assert "will no longer show **prod**" in visible_text(app)
    assert "the next reload of it shows it again" in visible_text(app)
    assert not book.count()
    next(button for button in app.button if button.label == "Remove it").click()
    app.run()
    (job,) = book.jobs()
    word = confirmation(Named.of(info(PROD, 3)))
    assert job.order.kind is JobKind.REMOVE
    assert dict(job.order.parameters) == {"origin": f"{PROD}-eu-west-1", "confirm": word}


def test_a_mistake_in_the_file_of_sources_is_shown_and_the_page_goes_on(
    open_page: OpenPage, settings: Settings
) -> None:
    assert settings.sources
    settings.sources.write_text("[[sorce]]")
    app = open_page(PAGE, STORE)
    assert "Did you mean source?" in app.error[0].value.replace("\\", "")
    assert app.button(key="reload all").disabled
    assert f"remove {PROD}-eu-west-1" in {button.key for button in app.button}


def test_the_line_of_each_page_names_the_account_that_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lineage_viz.ui.snapshot_line.trouble_opening", lambda: "")
    line, hover = line_words(STORE)
    assert line == "3 accounts · eu-west-1 · prod eu-west-1: 3 days old"
    assert "dev eu-west-1: Taken" in hover
    even, _ = line_words(Several(info(DEV, 0.2), info(PROD, 0.3)))
    assert "oldest of" in even
    assert "7 hours ago" in even
    monkeypatch.setenv("LINEAGE_VIZ_FRESH", "6h")
    assert line_words(Several(info(DEV, 0.2), info(PROD, 0.3)))[0].endswith("prod eu-west-1: 7 hours old")
    monkeypatch.delenv("LINEAGE_VIZ_SOURCES")
    monkeypatch.delenv("LINEAGE_VIZ_FRESH")
    assert line_words(STORE)[0].endswith(f"{PROD} eu-west-1: 3 days old")
    assert line_words(Several(info(PROD, 3)))[0].endswith("3 days ago"), (
        "a single account has no other to hide it"
    )
    assert stalest.stalest([], Settings()) is None
