"""The Admin page: access, jobs, snapshots and log entries."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.testing.v1 import AppTest

from lineage_viz.access import Actor, Role, Visit
from lineage_viz.admin_log import AdminLog
from lineage_viz.errors import SnapshotError, StoreUnavailable
from lineage_viz.evidence.services import Service
from lineage_viz.export.costs import LINEAGE, Sizes, costs
from lineage_viz.health import Finding, Verdict
from lineage_viz.health.watch import THREAD
from lineage_viz.jobs import Job, JobBook, JobKind, JobState, Order
from lineage_viz.jobs.process import Identity
from lineage_viz.progress import Progress
from lineage_viz.reload import kept_snapshots
from lineage_viz.reload.records import served_by
from lineage_viz.sagemaker_lineage.listings import RESOURCES
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import Named, read_current, write_current
from lineage_viz.store.base import Counts
from lineage_viz.store.factory import open_folders
from lineage_viz.store.local import LocalStore
from lineage_viz.ui import session
from lineage_viz.ui.admin import health_watch
from lineage_viz.ui.admin.health_watch import watched
from lineage_viz.ui.admin.resetting import Offer
from lineage_viz.ui.text import literal
from tests import demo_once
from tests.neptune_admin.load.test_load import snapshot
from tests.pages.conftest import HOSTILE_TEXT, ROOT, OpenPage, unescaped, visible_text
from tests.patience import PATIENCE
from tests.sample import SAMPLE, Listed
from tests.snapshot.rewriting import put_manifest, rewrite_manifest

PAGE = "pages/admin.py"
STORE = LocalStore([SAMPLE])
STEPS = (
    ("Find the last good snapshot", "done"),
    ("Export from SageMaker", "running"),
    ("Switch to it", "pending"),
)
PROXIED = Visit("127.0.0.1", {"host": "localhost", "x-forwarded-for": "10.0.0.1"})


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("LINEAGE_VIZ_SNAPSHOT", "LINEAGE_VIZ_NEPTUNE", "LINEAGE_VIZ_READ_ONLY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    return Settings.from_environment()


@pytest.fixture
def book(settings: Settings) -> JobBook:
    return JobBook(settings.jobs)


@pytest.fixture
def queued(book: JobBook) -> Iterator[Job]:
    """A reload by ada, whose process has not reported yet."""
    job, log = book.add(Order(JobKind.RELOAD, "local", {"quick": "", "keep": "7"}, "ada@example.com"))
    with closing(log):
        yield job


@pytest.fixture
def job(book: JobBook, queued: Job) -> Job:
    """The same reload, in its export."""
    book.run(queued.id, Identity.own())
    book.tell(queued.id, Progress("Export from SageMaker", 30, 40, "calls", 75.0, steps=STEPS))
    return book.job(queued.id)


def button(app: AppTest, label: str) -> object:
    return next(each for each in app.button if each.label == label)


def click(app: AppTest, label: str) -> AppTest:
    next(each for each in app.button if each.label == label).click()
    return app.run()


def section(app: AppTest, name: str) -> AppTest:
    app.session_state["section"] = name
    return app.run()


def test_the_url_has_the_section(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE, section="Admin log")
    assert "The log is empty" in visible_text(app)
    app.button_group(key="section").set_value("History").run()
    assert (app.query_params["section"], "No job has run yet." in visible_text(app)) == ("History", True)
    assert not open_page(PAGE, STORE, section="elsewhere").exception


def offers_nothing(app: AppTest) -> None:
    assert not app.exception
    assert [title.value for title in app.title] == ["Admin"]
    assert not [*app.button, *app.dataframe, *app.get("button_group"), *app.error]


def test_the_summary_of_the_loaded_snapshot_is_on_top(open_page: OpenPage) -> None:
    app = open_page(PAGE, STORE)
    assert not app.exception
    words = visible_text(app)
    for fact in ("This app", "16", "23", "123456789012", "eu\\-west\\-1", "15 Jul 2022"):
        assert fact in words
    assert not button(app, "Reload").disabled  # type: ignore[attr-defined]
    assert "No snapshot is kept yet" in words
    assert "This is the demo account" in words


def test_an_admin_can_reload_when_the_store_cannot_be_opened(open_page: OpenPage) -> None:
    app = open_page(PAGE, SnapshotError("The snapshot is gone."))
    assert not app.exception
    assert "The snapshot is gone" in app.error[0].value
    assert not button(app, "Reload").disabled  # type: ignore[attr-defined]


def after_checks(app: AppTest) -> AppTest:
    """Run the page again after the checks have ended."""
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join()
    return app.run()


def test_the_page_does_not_wait_for_the_checks_and_all_visitors_share_them(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, findings: list[Finding]
) -> None:
    go, looks = threading.Event(), []

    def examine() -> tuple[Finding, ...]:
        looks.append(1)
        go.wait()
        return tuple(findings)

    monkeypatch.setattr(health_watch, "examine_apart", examine)
    app = open_page(PAGE, STORE)
    assert "Checking health" in visible_text(app)
    assert not button(app, "Reload").disabled  # type: ignore[attr-defined]
    go.set()
    words = visible_text(after_checks(app))
    assert "**Healthy** :gray[· 2 checks, all ok · checked just now]" in words
    assert "SageMaker | :green[:material/check_circle:] ok | It answers" in visible_text(
        section(app, "Health")
    )
    other = AppTest.from_file(str(ROOT / PAGE), default_timeout=PATIENCE).run()
    assert "**Healthy**" in visible_text(other)
    assert len(looks) == 1
    findings.append(Finding("Disk space", Verdict.FAILING, "It is full.", "Delete something."))
    assert "**1 problem**" in visible_text(after_checks(click(other, "Check again")))


def test_problems_are_shown_once_with_the_next_step_and_only_as_text(
    open_page: OpenPage, findings: list[Finding]
) -> None:
    cause = "(Could not connect. The name of the endpoint sagemaker.eu-west-1.amazonaws.com is not known)"
    unreachable = (
        f"AWS cannot be reached {cause} while asking (sagemaker:{{}}). Further words are for the list."
    )
    hostile = f"It does not answer. AWS said: {HOSTILE_TEXT} {HOSTILE_TEXT}"
    findings += [
        Finding("Role", Verdict.UNKNOWN, "Only loading would tell."),
        Finding("Space", Verdict.WARNING, "Little is free.", "Delete something."),
        Finding("Engine", Verdict.FAILING, hostile, "Look there."),
        Finding("Writer", Verdict.FAILING, hostile, "Look there."),
        Finding("Reader", Verdict.FAILING, hostile, "Look there."),
        *(
            Finding(f"sagemaker:{call}", Verdict.FAILING, unreachable.format(call), "Check the network.")
            for call in ("ListActions", "ListContexts")
        ),
    ]
    app = after_checks(open_page(PAGE, STORE))
    assert not app.exception
    words = visible_text(app)
    assert "**2 problems, 1 warning** :gray[· 2 of 9 checks ok, 1 unknown" in words
    lines = [each.value for each in app.markdown if "**Engine and 2 more**" in each.value]
    assert [line.partition(" · ")[2] for line in lines] == ["It does not answer\\. → Look there\\."]
    line = next(each.value for each in app.markdown if "ListActions and 1 more**" in each.value)
    assert literal(f"AWS cannot be reached {cause} while asking.") in line
    assert line.endswith(f"while asking\\. → {literal('Check the network.')}")
    words += visible_text(section(app, "Health"))
    assert "window\\.hacked" in words
    assert "<script>" not in unescaped(words)
    assert "](" not in unescaped(words)


def test_a_missing_setting_is_shown_when_no_check_fails(open_page: OpenPage, findings: list[Finding]) -> None:
    findings.append(Finding("AWS", Verdict.UNKNOWN, "None can be read.", "Set AWS_PROFILE."))
    words = visible_text(after_checks(open_page(PAGE, STORE)))
    assert "**1 of 3 checks could not be made** :gray[· 2 of 3 checks ok, 1 unknown" in words
    assert "Set AWS\\_PROFILE" in words


def test_the_checks_run_again_after_a_job(
    open_page: OpenPage, book: JobBook, job: Job, findings: list[Finding]
) -> None:
    app = after_checks(open_page(PAGE, STORE))
    findings.append(Finding("Snapshot age", Verdict.FAILING, "It is old."))
    book.end(job.id, JobState.SUCCEEDED)
    app.run()
    assert "**1 problem**" in visible_text(after_checks(app))


def test_findings_from_before_the_end_of_a_job_are_not_shown(
    open_page: OpenPage, book: JobBook, job: Job, monkeypatch: pytest.MonkeyPatch, findings: list[Finding]
) -> None:
    app = after_checks(open_page(PAGE, STORE))
    assert "**Healthy**" in visible_text(app)
    go = threading.Event()
    monkeypatch.setattr(watched(Settings.from_environment()), "_examine", lambda: go.wait() and findings)
    book.end(job.id, JobState.SUCCEEDED)
    words = visible_text(app.run())
    assert "Healthy" not in words
    assert "Checking health" in words
    go.set()
    assert "**Healthy**" in visible_text(after_checks(app))


class CutOff(LocalStore):
    """A store that keeps its earlier answers and cannot be reached while it is down."""

    is_down = False

    def check(self) -> None:
        if self.is_down:
            raise StoreUnavailable("Neptune at cluster.example cannot be reached.")


def test_a_store_that_goes_down_or_comes_back_is_reported_at_once_and_checked_once(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, findings: list[Finding]
) -> None:
    store, looks = CutOff([SAMPLE]), []
    app = after_checks(open_page(PAGE, store))
    go = threading.Event()

    def examine() -> tuple[Finding, ...]:
        looks.append(1)
        go.wait()
        return tuple(findings)

    monkeypatch.setattr(watched(Settings.from_environment()), "_examine", examine)
    store.is_down = True
    words = visible_text(app.run())
    assert "**Neptune does not answer** :gray[· checking …]" in words
    assert "Healthy" not in words
    assert "These figures were read earlier" in app.error[0].value
    assert "cluster\\.example cannot be reached" in app.error[0].value
    assert "16" in words
    go.set()
    for _ in range(3):
        words = visible_text(after_checks(app))
    assert "**Neptune does not answer** :gray[· 2 checks, all ok" in words
    assert len(looks) == 1

    go.clear()
    store.is_down = False
    words = visible_text(app.run())
    assert "does not answer" not in words
    assert "Checking health" in words
    go.set()
    for _ in range(3):
        words = visible_text(after_checks(app))
    assert "**Healthy**" in words
    assert len(looks) == 2
    assert not app.error


def test_a_reload_that_would_change_nothing_is_disabled_with_the_reason(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_SNAPSHOT", str(demo_once.snapshot(tmp_path)))
    demo_once.snapshot(settings.kept)
    app = open_page(PAGE, STORE)
    assert button(app, "Reload").disabled  # type: ignore[attr-defined]
    assert "a reload would change nothing" in visible_text(app)
    assert "a reload would change nothing" in button(app, "Restore").help  # type: ignore[attr-defined]


def test_neptune_without_a_bucket_allows_neither_reload_nor_restore(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE", "ws://localhost:1/gremlin")
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE_ADMIN", "on")
    demo_once.snapshot(settings.kept)
    app = open_page(PAGE, STORE)
    for name in ("LINEAGE_VIZ_BUCKET", "LINEAGE_VIZ_LOAD_ROLE"):
        assert name in visible_text(app)
        assert name in button(app, "Restore").help  # type: ignore[attr-defined]
    for label in ("Reload", "Restore"):
        assert button(app, label).disabled  # type: ignore[attr-defined]


def test_nobody_can_administer_a_read_only_app(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, job: Job
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_READ_ONLY", "on")
    app = open_page(PAGE, STORE)
    offers_nothing(app)
    assert len(app.info) == 1
    assert "read\\-only" in app.info[0].value
    assert job.order.who not in visible_text(app)


def test_a_viewer_is_refused_and_forged_values_change_nothing(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, settings: Settings, job: Job
) -> None:
    looks: list[int] = []
    monkeypatch.setattr(health_watch, "examine_apart", lambda: looks.append(1) or ())
    monkeypatch.setattr(session, "_visit", lambda: PROXIED)
    app = open_page(PAGE, STORE)
    offers_nothing(app)
    assert "Only admins may see this page" in app.info[0].value
    app.session_state["section"] = "Single steps"
    app.session_state["role"] = app.session_state["actor"] = Actor("ada@example.com", Role.ADMIN)
    until = datetime.now(UTC) + timedelta(hours=1)
    app.session_state["admin reset"] = Offer(settings.target, Counts(), until, "of somebody else")
    app.session_state["admin job"] = job.id
    offers_nothing(after_checks(app))
    assert not looks


def test_neptune_without_sign_in_needs_the_admin_setting(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE", "ws://localhost:1/gremlin")
    app = open_page(PAGE, STORE)
    offers_nothing(app)
    assert "LINEAGE_VIZ_NEPTUNE_ADMIN=on" in app.info[0].value


def test_only_admins_see_the_page_in_the_navigation(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def navigation(pages: list[StreamlitPage], **how: Any) -> StreamlitPage:
        shown[:] = [page.title for page in pages if page.visibility == "visible"]
        return real(pages, **how)

    real = st.navigation
    monkeypatch.setattr(st, "navigation", navigation)
    open_page("navigation.py", STORE)
    assert "Admin" in shown
    monkeypatch.setattr(session, "_visit", lambda: PROXIED)
    open_page("navigation.py", STORE)
    assert shown
    assert "Admin" not in shown


@pytest.mark.parametrize("label", ["Reload", "Export only", "Pin", "Cancel", "Retry"])
def test_a_former_admin_can_change_nothing(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, settings: Settings, book: JobBook, label: str
) -> None:
    """The buttons were drawn for an admin, who has lost the role at the time of the click."""
    demo_once.snapshot(settings.kept)
    with closing(book.add(Order(JobKind.RELOAD, "local", {}, "ada@example.com"))[1]):
        if label != "Cancel":
            book.end(1, JobState.FAILED, error="It failed.")
        app = open_page(PAGE, STORE)
        places = {"Export only": "Single steps"}
        section(app, places.get(label, "Kept snapshots"))
        monkeypatch.setenv("LINEAGE_VIZ_READ_ONLY", "on")
        offers_nothing(click(app, label))
        (job,) = book.jobs()
        assert not job.cancelled_by
    assert AdminLog(settings.admin_log).entries() == ()
    assert not any(each.pinned for each in kept_snapshots(settings.kept))


def test_a_running_job_shows_a_checklist_and_disables_the_reload(open_page: OpenPage, job: Job) -> None:
    app = open_page(PAGE, STORE)
    words = visible_text(app)
    assert button(app, "Reload").disabled  # type: ignore[attr-defined]
    assert "Reload is running: ada" in words
    for line in (
        "Find the last good snapshot :gray[· done]",
        "pending",
        "**Export from SageMaker** :gray[· running]",
    ):
        assert line in words
    (bar,) = app.get("progress")
    assert bar.proto.value == 75
    assert "30 of 40 calls about 1 min left" in unescaped(bar.proto.text)
    assert job.order.who.split("@")[0] in words


def test_a_job_that_ends_while_the_page_is_drawn_refreshes_the_page(
    open_page: OpenPage, book: JobBook, job: Job
) -> None:
    class Changes(LocalStore):
        """Right after the page has read the counts, the job ends and replaces the graph."""

        def counts(self) -> Counts:
            if not book.job(job.id).state.is_active:
                return Counts(777)
            steps = (("Switch to it", "done"), ("Audit all models", "failed"))
            book.tell(job.id, Progress("Audit all models", steps=steps))
            book.end(job.id, JobState.SUCCEEDED)
            return Counts(555)

    words = visible_text(open_page(PAGE, Changes([SAMPLE])))
    assert "Last job: Reload" in words
    assert "Audit all models: failed, see History" in words
    assert "777" in words


@pytest.fixture
def on_neptune(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE", "ws://localhost:1/gremlin")
    monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE_ADMIN", "on")


@pytest.mark.usefixtures("on_neptune")
def test_cancelling_a_reset_does_not_promise_the_last_good_snapshot(
    open_page: OpenPage, book: JobBook
) -> None:
    job, log = book.add(Order(JobKind.RESET, "localhost", {}, "ada"))
    with closing(log):
        book.run(job.id, Identity.own())
        words = button(open_page(PAGE, STORE), "Cancel").help  # type: ignore[attr-defined]
    assert "deletes everything all the same" in words
    assert "last good" not in words


@pytest.mark.usefixtures("on_neptune")
@pytest.mark.parametrize("again", [False, True])
def test_after_a_reset_neptune_is_called_empty_only_while_it_is(
    open_page: OpenPage, book: JobBook, settings: Settings, again: bool
) -> None:
    """Another machine may have loaded Neptune meanwhile."""
    demo_once.snapshot(settings.kept)
    job, log = book.add(Order(JobKind.RESET, "localhost", {}, "ada"))
    log.close()
    book.end(job.id, JobState.SUCCEEDED)
    app = open_page(PAGE, STORE if again else LocalStore([Listed((), ())]))
    assert ("Neptune is empty" in visible_text(app)) is not again


def test_a_kept_snapshot_with_gaps_has_the_same_words_as_every_list(
    open_page: OpenPage, settings: Settings
) -> None:
    rewrite_manifest(demo_once.snapshot(settings.kept), {"incomplete": ["A part"]})
    shown = visible_text(open_page(PAGE, STORE))
    assert "has gaps" in shown
    assert "incomplete" not in shown


def test_a_button_leads_back_to_the_demo_account_after_a_restore(
    open_page: OpenPage, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = "Show the demo account"
    assert label not in [each.label for each in open_page(PAGE, STORE).button]
    other = snapshot(settings.kept, 1, jobs=1)
    write_current(settings.current, [Named.of(other.info)])
    app = click(open_page(PAGE, STORE), label)
    click(app, "Show the demo")
    assert read_current(settings.current) == ()
    assert not open_folders(settings)
    assert other.path.is_dir()
    assert AdminLog(settings.admin_log).entries()[-1].action == "show the demo account"
    assert label not in [each.label for each in open_page(PAGE, STORE).button]
    settings.current.write_text("{")
    assert label in [each.label for each in open_page(PAGE, STORE).button], "also a way out of a broken file"
    monkeypatch.setenv("LINEAGE_VIZ_SNAPSHOT", str(other.path))
    assert label not in [each.label for each in open_page(PAGE, STORE).button]


@pytest.mark.usefixtures("on_neptune")
def test_after_a_reset_the_snapshot_that_was_loaded_is_offered_and_no_newer_one(
    open_page: OpenPage, book: JobBook, settings: Settings
) -> None:
    held = snapshot(settings.kept, 1, jobs=1)
    snapshot(settings.kept, 2, jobs=1)  # newer, but never loaded
    write_current(served_by(settings, "localhost"), [Named.of(held.info)])
    job, log = book.add(Order(JobKind.RESET, "localhost", {}, "ada"))
    log.close()
    book.end(job.id, JobState.SUCCEEDED)
    app = open_page(PAGE, LocalStore([Listed((), ())]))
    offered = [each.key for each in app.button if each.label == "Restore" and "last job" in str(each.key)]
    assert offered == [f"restore {held.path.name} of the last job"]
    assert "Before the reset it held account 123456789012" in visible_text(app)


@pytest.mark.usefixtures("on_neptune")
def test_replace_is_named_on_the_button_confirmed_and_valid_once(
    open_page: OpenPage, book: JobBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINEAGE_VIZ_BUCKET", "s3://bucket/x/")
    monkeypatch.setenv("LINEAGE_VIZ_LOAD_ROLE", "arn:aws:iam::123456789012:role/load")
    app = open_page(PAGE, STORE)
    app.radio(key="reload way 0").set_value("replace").run()
    assert "Readers find nothing" in visible_text(app)
    click(app, "Reload and replace everything")
    assert book.jobs() == ()
    app.button(key="replace it").click().run()
    (job,) = book.jobs()
    assert "replace" in job.order.parameters
    assert app.radio(key="reload way 1").value == "sync"
    assert button(app, "Reload")


def test_the_number_of_snapshots_that_a_reload_deletes_is_announced(
    open_page: OpenPage, settings: Settings
) -> None:
    for day in range(4):
        snapshot(settings.kept, day, jobs=1)
    app = open_page(PAGE, STORE)
    assert "would be deleted" not in visible_text(app)
    app.number_input(key="reload keep").set_value(1).run()
    assert "After the reload, at least 3 snapshots would be deleted" in visible_text(app)


def test_kept_snapshots_of_one_minute_show_their_seconds(open_page: OpenPage, settings: Settings) -> None:
    for day in (0, 0, 1):
        snapshot(settings.kept, day, jobs=1)
    _, second, _ = sorted(settings.kept.glob("*/manifest.json"))
    put_manifest(second.parent, second.read_text("utf-8").replace("T02:00:00Z", "T02:00:07Z"))
    words = visible_text(open_page(PAGE, STORE))
    for at in ("23 Nov 2026, 02:00:00 UTC", "23 Nov 2026, 02:00:07 UTC", "24 Nov 2026, 02:00 UTC"):
        assert words.count(at) == 1


def test_a_kept_folder_that_cannot_be_read_is_named(open_page: OpenPage, settings: Settings) -> None:
    path = snapshot(settings.kept, 1, jobs=1).path
    (path / "manifest.json").write_text("{}")
    words = unescaped(visible_text(open_page(PAGE, STORE)))
    assert "A folder is not in this list" in words
    assert "has changed since the snapshot was made" in words
    assert "No snapshot is kept yet." in words


def test_no_deletion_is_announced_while_the_snapshots_in_use_are_unknown(
    open_page: OpenPage, settings: Settings
) -> None:
    for day in range(2):
        snapshot(settings.kept, day, jobs=1)
    (settings.kept / ".in-use-x.json").write_text("{")
    app = open_page(PAGE, STORE)
    app.number_input(key="reload keep").set_value(1).run()
    assert "It is not known which other snapshots are in use" in visible_text(app)
    assert "would be deleted" not in visible_text(app)


def test_the_page_does_not_wait_for_a_silent_cluster(
    open_page: OpenPage, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = CutOff([SAMPLE])
    store.is_down = True
    for day in range(2):
        snapshot(settings.kept, day, jobs=1)
    for name in ("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "eu-west-1")
    with socket.create_server(("localhost", 0)) as silent:
        monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE", f"ws://localhost:{silent.getsockname()[1]}/gremlin")
        monkeypatch.setenv("LINEAGE_VIZ_NEPTUNE_ADMIN", "on")
        monkeypatch.setenv("LINEAGE_VIZ_BUCKET", "s3://bucket/x/")
        monkeypatch.setenv("LINEAGE_VIZ_LOAD_ROLE", "arn:aws:iam::123456789012:role/load")
        app = open_page(PAGE, store)
        app.number_input(key="reload keep").set_value(1).run()
    assert "It is not known which other snapshots are in use" in visible_text(app)


def test_the_snapshot_of_a_dry_run_is_offered_when_the_folder_is_a_link(
    open_page: OpenPage, book: JobBook, settings: Settings, tmp_path: Path
) -> None:
    made = snapshot(tmp_path / "disk", 1, jobs=1).path
    settings.kept.parent.mkdir(parents=True, exist_ok=True)
    settings.kept.symlink_to(tmp_path / "disk")
    done, log = book.add(Order(JobKind.EXPORT, str(settings.kept.absolute()), {}, "ada"))
    log.close()
    book.end(done.id, JobState.SUCCEEDED, result=str(settings.kept.absolute() / made.name))
    assert "Nothing was changed" in visible_text(open_page(PAGE, STORE))


def test_a_dry_run_exports_and_offers_a_preview(
    open_page: OpenPage, book: JobBook, settings: Settings
) -> None:
    app = open_page(PAGE, STORE)
    app.radio(key="reload mode").set_value("quick").run()
    click(app, "Dry run")
    (job,) = book.jobs()
    assert job.order.kind is JobKind.EXPORT
    assert set(job.order.parameters) == {"out", "quick", "compare"}
    assert section(app, "History").dataframe[0].value["Kind"].tolist() == ["Dry run"]
    # Without credentials its process fails; on a busy machine, before the log is read.
    assert section(app, "Admin log").dataframe[0].value["Action"].tolist()[-1] == "dry run"
    assert "has been running a dry run" in job.holder
    book.end(job.id, JobState.FAILED)
    done, log = book.add(Order(JobKind.EXPORT, str(settings.kept.absolute()), {"compare": ""}, "ada"))
    log.close()
    path = snapshot(settings.kept, 1, jobs=1).path
    book.end(done.id, JobState.SUCCEEDED, result=f"{path}\nThe app would serve it.\n  added: 2 entities")
    app = open_page(PAGE, LocalStore([Listed((), ())]))
    assert "Nothing was changed" in visible_text(app)
    assert "A reload would change\\:  \nadded\\: 2 entities" in visible_text(app)
    app.button(key=next(str(b.key) for b in app.button if "last job" in str(b.key))).click().run()
    assert "Added" in visible_text(app)


def test_each_choice_of_an_export_says_its_calls_and_becomes_an_option(
    open_page: OpenPage, book: JobBook, settings: Settings
) -> None:
    shown = visible_text(open_page(PAGE, LocalStore(())))
    for words in (
        "100 calls for each 100 artifacts",
        "100 calls for each 100 files",
        "one call for each 50 changes",
    ):
        assert words in shown
    shown = visible_text(open_page(PAGE, STORE))
    described = sum(STORE.counts().labels.get(each, 0) for each in ("artifact", "action", "context"))
    assert f"about {described} calls, by the size of the demo account" in shown
    jobs = -(-STORE.counts().labels["trial_component"] // 100)
    assert f"about {jobs + len(RESOURCES)} calls, by the size of the demo account" in shown
    assert "for each 100 artifacts" not in shown
    made = snapshot(settings.kept, 1, jobs=201)
    app = open_page(PAGE, STORE)
    assert "The lineage itself costs about 11 calls, by the last snapshot." in visible_text(app)
    pace = Sizes.of(made.manifest), 0.05
    assert (
        costs(*pace)[LINEAGE]
        == "about 11 calls, by the last snapshot, about 4 min at the pace of the last export"
    )
    assert "pace" not in costs(*pace)[Service.S3]
    assert "pace" not in visible_text(app)
    exporting, log = book.add(Order(JobKind.EXPORT, str(settings.kept.absolute()), {}, "ada"))
    with closing(log):
        book.run(exporting.id, Identity.own())
        assert made.manifest
        taken = replace(made.manifest, taken=datetime.now(UTC), calls={"ListArtifacts": 11})
        taken.write(made.path)
        book.end(exporting.id, JobState.SUCCEEDED, result=str(made.path))
    app = open_page(PAGE, STORE)
    assert "11 calls, by the last snapshot, about 1 s at the pace of the last export" in visible_text(app)
    for choice in ("s3", "cloudtrail"):
        app.toggle(key=f"reload {choice}").set_value(True).run()
    click(app, "Reload")
    assert book.jobs()[0].order.parameters["evidence"] == "s3,cloudtrail"


def test_without_a_region_nothing_can_be_exported_and_the_page_says_why(
    open_page: OpenPage, book: JobBook, queued: Job, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    book.end(queued.id, JobState.FAILED, error="No AWS region is set.")
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    app = section(open_page(PAGE, STORE), "Single steps")
    for label in ("Reload", "Dry run", "Export only", "Retry"):
        assert button(app, label).disabled, label  # type: ignore[attr-defined]
    assert "No AWS region is set" in visible_text(app)
    history = section(app, "History")
    assert button(history, "Retry").help in [each.value for each in history.caption]  # type: ignore[attr-defined]
    (tmp_path / "none").write_text("[default]\nregion = eu-west-1\n")
    for label in ("Reload", "Retry"):
        assert not button(app.run(), label).disabled  # type: ignore[attr-defined]


def test_all_buttons_that_export_have_the_same_options(open_page: OpenPage, book: JobBook) -> None:
    app = section(open_page(PAGE, STORE), "Single steps")
    assert [each.label for each in app.toggle].count("Evidence from S3") == 1
    app.toggle(key="reload s3").set_value(True).run()
    click(app, "Export only")
    (job,) = book.jobs()
    assert job.order.kind is JobKind.EXPORT
    assert job.order.parameters["evidence"] == "s3"


def test_an_interrupted_export_is_resumed_unless_the_admin_starts_over(
    open_page: OpenPage, book: JobBook, settings: Settings
) -> None:
    app = open_page(PAGE, STORE)
    assert not [each for each in app.toggle if each.label == "Start over"]
    settings.kept.mkdir(parents=True)
    begun = datetime.now(UTC) - timedelta(minutes=5)
    head = {"key": {}, "taken": {"~time": begun.timestamp()}}
    (settings.kept / ".123456789012-eu-west-1-full.journal").write_text(json.dumps(head) + "\n")
    app.run()
    app.toggle(key="reload anew").set_value(True).run()
    click(app, "Reload")
    assert "anew" in book.jobs()[0].order.parameters


def test_a_cancelled_job_is_stopped_and_not_failed(open_page: OpenPage, book: JobBook, job: Job) -> None:
    book.end(job.id, JobState.CANCELLED, error="Interrupted. Nothing was changed.")
    app = open_page(PAGE, STORE)
    assert not app.error
    assert ":gray[· stopped]" in visible_text(app)
    assert ":gray[· failed]" not in visible_text(app)
    assert button(app, "Resume").help == "This resumes where the job stopped."  # type: ignore[attr-defined]


def test_a_reload_with_a_finished_export_starts_again(
    open_page: OpenPage, book: JobBook, queued: Job
) -> None:
    book.run(queued.id, Identity.own())
    steps = (("Export from SageMaker", "done"), ("Load", "running"))
    book.tell(queued.id, Progress("Load", steps=steps))
    book.end(queued.id, JobState.CANCELLED, error="Interrupted.")
    assert "exports the account again" in button(open_page(PAGE, STORE), "Retry").help  # type: ignore[attr-defined]


def test_a_job_that_deletes_everything_does_not_resume(open_page: OpenPage, book: JobBook) -> None:
    job, log = book.add(Order(JobKind.RELOAD, "local", {"replace": ""}, "ada"))
    log.close()
    book.end(job.id, JobState.FAILED, error="It failed.")
    assert "deletes everything first" in button(open_page(PAGE, STORE), "Retry").help  # type: ignore[attr-defined]


def test_the_second_of_two_reloads_is_refused_with_the_name_of_the_first_admin(
    open_page: OpenPage, book: JobBook
) -> None:
    """The page of the second admin was drawn before the click of the first one."""
    app = open_page(PAGE, STORE)
    with closing(book.add(Order(JobKind.RELOAD, "local", {}, "ada"))[1]):
        app = click(app, "Reload")
        assert "ada has been running a reload" in app.error[0].value
        assert book.count() == 1


def test_a_job_of_another_cluster_disables_nothing(open_page: OpenPage, book: JobBook) -> None:
    with closing(book.add(Order(JobKind.LOAD, "cluster.example", {}, "ben"))[1]):
        app = open_page(PAGE, STORE)
        assert not button(app, "Reload").disabled  # type: ignore[attr-defined]
        assert "ben" not in visible_text(app)


def test_a_cancellation_is_recorded_in_the_name_of_the_visitor(
    open_page: OpenPage, book: JobBook, queued: Job, settings: Settings
) -> None:
    app = click(open_page(PAGE, STORE), "Cancel")
    assert not app.exception
    ended = book.job(queued.id)
    assert (ended.state, ended.cancelled_by) == (JobState.CANCELLED, "the local user")
    assert AdminLog(settings.admin_log).entries()[-1].details == {"job": str(queued.id)}
    assert "Cancelled by the local user" in visible_text(app)
    assert not button(app, "Reload").disabled  # type: ignore[attr-defined]


def test_a_failed_job_shows_its_error_and_checklist_only_as_text(
    open_page: OpenPage, book: JobBook, job: Job
) -> None:
    steps = (
        (STEPS[0][0], "done"),
        (STEPS[1][0], "rolled back"),
        ("Load", "failed"),
        (STEPS[2][0], "pending"),
    )
    book.tell(job.id, Progress("", steps=steps))
    book.end(job.id, JobState.FAILED, error=f"AWS said {HOSTILE_TEXT}. Nothing was changed.")
    app = open_page(PAGE, STORE)
    assert "Nothing was changed" in app.error[0].value
    assert "<script>" not in unescaped(app.error[0].value)
    assert "](" not in unescaped(app.error[0].value)
    for state in ("rolled back", "failed", "not reached"):
        assert f":gray[· {state}]" in visible_text(app)


@pytest.mark.parametrize(
    ("state", "once_more"),
    [
        (JobState.SUCCEEDED, "Run again"), (JobState.FAILED, "Retry"),
        (JobState.CANCELLED, "Resume"), (JobState.INTERRUPTED, "Resume"),
    ],
)  # fmt: skip
def test_history_shows_how_each_job_ended_with_its_log(
    open_page: OpenPage, book: JobBook, job: Job, state: JobState, once_more: str
) -> None:
    job.log.write_text(f"exporting …\n{HOSTILE_TEXT}\n")
    book.end(
        job.id, state, result="Done.", error="" if state is JobState.SUCCEEDED else "It did not end well."
    )
    app = section(open_page(PAGE, STORE), "History")
    assert not app.exception
    (table,) = app.dataframe
    assert table.value["State"].tolist() == [state]
    assert table.value["Result"].tolist() == [
        "Done." if state is JobState.SUCCEEDED else "It did not end well."
    ]
    assert app.code[0].value.startswith("exporting …\n<script>")
    assert "Options: quick\\, keep 7" in visible_text(app)
    assert button(app, once_more)


def test_history_is_paged_and_a_chosen_job_is_shown_in_full(open_page: OpenPage, book: JobBook) -> None:
    for number in range(1, 14):
        job, log = book.add(Order(JobKind.EXPORT, "elsewhere", {}, f"person {number}"))
        log.close()
        book.end(job.id, JobState.SUCCEEDED, result=f"result {number}")
    app = section(open_page(PAGE, STORE), "History")
    assert app.dataframe[0].value["Job"].tolist() == list(range(13, 3, -1))
    assert "result 13" in visible_text(app)
    app.session_state["admin job"] = 7
    assert "result 7" in visible_text(app.run())


def test_history_can_be_filtered_to_failed_and_interrupted_jobs(open_page: OpenPage, book: JobBook) -> None:
    for state in (*[JobState.SUCCEEDED] * 11, JobState.FAILED, JobState.CANCELLED, JobState.INTERRUPTED):
        job, log = book.add(Order(JobKind.EXPORT, "elsewhere", {}, "ada"))
        log.close()
        book.end(job.id, state, error=f"It was {state}.")
    app = section(open_page(PAGE, STORE), "History")
    assert "14 jobs" in visible_text(app)
    app.toggle(key="only failed").set_value(True).run()
    assert app.dataframe[0].value["Job"].tolist() == [14, 12]
    assert "2 jobs" in visible_text(app)
    assert "It was interrupted" in visible_text(app)


def test_kept_snapshots_are_pinned_and_unpinned(open_page: OpenPage, settings: Settings) -> None:
    demo_once.snapshot(settings.kept)
    app = open_page(PAGE, STORE)
    assert "2,091" in visible_text(app)
    app = click(app, "Pin")
    assert kept_snapshots(settings.kept)[0].pinned
    assert "pinned" in visible_text(app)
    app = click(app, "Unpin")
    assert not kept_snapshots(settings.kept)[0].pinned
    assert [entry.action for entry in AdminLog(settings.admin_log).entries()] == ["pin", "unpin"]


def test_a_snapshot_that_was_deleted_meanwhile_is_not_pinned(open_page: OpenPage, settings: Settings) -> None:
    path = demo_once.snapshot(settings.kept)
    app = open_page(PAGE, STORE)
    path.rename(path.with_name(f".deleted-{path.name}"))
    app = click(app, "Pin")
    assert "is no longer kept" in app.error[0].value
    assert not list(settings.kept.glob(".pinned*"))


def test_the_changes_of_a_kept_snapshot_are_previewed(open_page: OpenPage, settings: Settings) -> None:
    demo_once.snapshot(settings.kept)
    app = click(open_page(PAGE, STORE), "Preview changes")
    assert not app.exception
    assert "would show 2,091 entities and 3,634 associations" in visible_text(app)
    assert set(app.dataframe[0].value.iloc[:, 0]) == {"added"}


def test_the_admin_log_is_listed_and_verified(open_page: OpenPage, settings: Settings) -> None:
    log = AdminLog(settings.admin_log)
    log.append(
        Actor("ada@example.com", Role.ADMIN), "reload", {"replace": "", "keep": "7", "note": HOSTILE_TEXT}
    )
    app = section(open_page(PAGE, STORE), "Admin log")
    assert app.dataframe[0].value["Details"][0].startswith("replace, keep: 7, note: <script>")
    assert app.dataframe[0].value["Who"].tolist() == ["ada@example.com"]
    assert f"log verify --noted {log.verify().head}" in click(app, "Verify").success[0].value
    settings.admin_log.write_bytes(settings.admin_log.read_bytes().replace(b"reload", b"export"))
    assert "Entry 1 was changed" in click(app, "Verify").error[0].value


def test_a_download_offered_to_an_admin_is_empty_for_others(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, settings: Settings, book: JobBook
) -> None:
    """A browser requests a file outside the page, maybe later."""
    job, log = book.add(Order(JobKind.EXPORT, "elsewhere", {}, "ada"))
    log.write(b"exporting")
    log.close()
    book.end(job.id, JobState.SUCCEEDED)
    AdminLog(settings.admin_log).append(Actor("ada@example.com", Role.ADMIN), "export")
    made: list[Callable[[], bytes]] = []
    monkeypatch.setattr(st, "download_button", lambda _label, content, *_, **__: made.append(content))
    app = open_page(PAGE, STORE)
    section(app, "History")
    section(app, "Admin log")
    assert [content() for content in made] == [b"exporting", settings.admin_log.read_bytes()]
    monkeypatch.setenv("LINEAGE_VIZ_READ_ONLY", "on")
    assert [content() for content in made] == [b"", b""]


def test_an_app_without_neptune_has_no_reset(open_page: OpenPage) -> None:
    app = section(open_page(PAGE, STORE), "Single steps")
    assert [each.value for each in app.header] == ["Export only"]
