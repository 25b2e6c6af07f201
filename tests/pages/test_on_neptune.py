"""Pages on Neptune: they show its lineage, ask few questions, and report a cluster that does not answer."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gremlin_python.process.graph_traversal import GraphTraversal, __
from gremlin_python.process.traversal import T
from streamlit.testing.v1 import AppTest

from lineage_viz.admin_log import AdminLog
from lineage_viz.jobs import JobBook, JobKind, JobState, log_tail
from lineage_viz.settings import NEPTUNE, Settings, jobs_file
from lineage_viz.store.neptune import marker, steps
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from lineage_viz.store.neptune.store import NeptuneStore
from lineage_viz.store.remembering import FRESH, RememberingStore
from lineage_viz.ui.explore.suggesting import suggestions
from tests import demo_once
from tests.neptune_local import NeptuneLocal
from tests.pages.conftest import OpenPage, arns_of, data_of, picture_of, visible_text
from tests.sample import D1, SAMPLE, E, K, M
from tests.store.neptune_graph import fill

EXPLORE, ENTITIES = PAGES = ("pages/explore.py", "pages/entities.py")


class Counting(Runner):
    """A runner that counts its requests and does not wait between attempts."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(endpoint, lambda _: None)
        self.sent = 0

    def ask(self, traversal: GraphTraversal) -> list[object]:
        self.sent += 1
        return super().ask(traversal)


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def runner(neptune: NeptuneLocal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    monkeypatch.setenv(NEPTUNE, neptune.gremlin_url)
    made = Counting(Endpoint(neptune.gremlin_url, iam=False))
    yield made
    made.close()


@pytest.fixture
def empty(runner: Counting, clock: Clock) -> RememberingStore:
    return RememberingStore(NeptuneStore(runner), clock)


@pytest.fixture
def store(empty: RememberingStore, runner: Counting) -> RememberingStore:
    fill(runner, [SAMPLE])
    runner.sent = 0
    return empty


def down(neptune: NeptuneLocal) -> None:
    neptune.faults.down = True


def slow(neptune: NeptuneLocal) -> None:
    neptune.faults.slow = True


def refusing(neptune: NeptuneLocal) -> None:
    neptune.faults.denied, neptune.faults.drop = True, 1


def restarting(neptune: NeptuneLocal) -> None:
    neptune.engine.restart_refuses = 1_000
    neptune.engine.reset()
    neptune.faults.drop = 1


TROUBLES = [
    (down, "cannot be reached"),
    (slow, "took too long"),
    (refusing, "denies access"),
    (restarting, "being reset"),
]


def select(app: AppTest, arn: str) -> None:
    app.query_params["select"] = arn
    app.run()


def test_the_explorer_draws_the_loaded_lineage(open_page: OpenPage, store: RememberingStore) -> None:
    app = open_page(EXPLORE, store)
    assert not app.exception
    assert not app.error
    assert picture_of(app)["focus"] == [K]
    assert len(arns_of(picture_of(app))) == 13
    assert "123456789012" in visible_text(app)


def test_the_entities_page_lists_the_loaded_entities(open_page: OpenPage, store: RememberingStore) -> None:
    app = open_page(ENTITIES, store)
    assert not app.exception
    assert not app.error
    assert "16 entities" in visible_text(app)


def test_the_explorer_asks_only_new_questions(
    open_page: OpenPage, store: RememberingStore, runner: Counting
) -> None:
    def sent(act: Callable[[], object]) -> int:
        runner.sent = 0
        act()
        return runner.sent

    app = open_page(EXPLORE, store)
    # Snapshots, newest models, their deployments, the lineage, what stands beside the model, the jobs that read it, the
    # degrees of the entities, the reach of the selected package on both sides, the decisions about it, its versions,
    # and the entities around it with the jobs of the version before.
    assert runner.sent == 12
    assert sent(app.run) == 0
    assert sent(lambda: select(app, M)) == 3  # its reach upstream and downstream, and the entities around it
    assert sent(lambda: select(app, K)) == 0
    assert sent(lambda: app.selectbox(key="upstream").select(1).run()) == 2  # lineage, degrees
    assert sent(lambda: app.button(key="undo").click().run()) == 0
    app.query_params["hide"] = ["artifact:Image"]
    assert sent(app.run) == 0
    app.query_params["grow"] = [f"upstream:{D1}"]
    assert sent(app.run) == 1
    assert sent(lambda: app.segmented_control(key="below 2").select("Impact").run()) == 2
    assert sent(app.run) == 0


def test_the_entities_page_asks_only_new_questions(
    open_page: OpenPage, store: RememberingStore, runner: Counting
) -> None:
    app = open_page(ENTITIES, store)
    assert (
        runner.sent == 5
    )  # the snapshots, the counts, the counts of facts, the counts of filters, the first rows
    app.run()
    assert runner.sent == 5
    app.text_input[0].input("transform").run()
    assert runner.sent == 7  # the counts of filters, and the rows
    app.text_input[0].input("").run()
    assert runner.sent == 7


def test_a_reload_appears_on_the_page_by_itself(
    open_page: OpenPage, store: RememberingStore, runner: Counting, clock: Clock
) -> None:
    app = open_page(ENTITIES, store)
    runner.ask(steps.source().V(E).drop())
    runner.ask(steps.source().V().has_label(steps.MARKER).drop())
    clock.now += FRESH
    app.run()
    assert "15 entities" in visible_text(app)


@pytest.mark.parametrize(("trouble", "words"), TROUBLES)
@pytest.mark.parametrize("page", PAGES)
def test_a_store_that_never_answers_gives_one_sentence_and_a_button(
    open_page: OpenPage,
    neptune: NeptuneLocal,
    empty: RememberingStore,
    page: str,
    trouble: Callable[[NeptuneLocal], None],
    words: str,
) -> None:
    trouble(neptune)
    app = open_page(page, empty)
    assert not app.exception
    (error,) = app.error
    assert words in error.value or (trouble is restarting and "not ready" in error.value)
    assert "continues by itself" in error.value
    assert "Traceback" not in visible_text(app)
    assert "does not answer" in visible_text(app)
    assert app.button(key="again page")


@pytest.mark.parametrize(("trouble", "words"), TROUBLES)
def test_a_store_that_stops_answering_leaves_the_picture(
    open_page: OpenPage,
    neptune: NeptuneLocal,
    store: RememberingStore,
    clock: Clock,
    trouble: Callable[[NeptuneLocal], None],
    words: str,
) -> None:
    app = open_page(EXPLORE, store)
    before = picture_of(app)
    trouble(neptune)
    select(app, M)
    assert not app.exception
    assert not app.error  # the reach is unknown, but the record of the entity is remembered
    assert words in visible_text(app) or (trouble is restarting and "not ready" in visible_text(app))
    assert app.button(key="again reach")
    assert data_of(app, "facts")["sections"][0]["facts"][0]["value"] == "not known now"
    clock.now += FRESH
    app.selectbox(key="upstream").select(1).run()
    assert not app.exception
    assert picture_of(app)["nodes"] == before["nodes"]
    assert app.selectbox(key="upstream").value == 1
    assert "The picture stays as it was" in app.error[0].value
    assert "does not answer" in visible_text(app)
    assert len(app.dataframe[0].value) == before["entities"]


def test_the_picture_stays_when_the_store_stops_answering_after_a_reload(
    open_page: OpenPage, neptune: NeptuneLocal, store: RememberingStore, runner: Counting, clock: Clock
) -> None:
    app = open_page(EXPLORE, store)
    before = picture_of(app)
    runner.ask(steps.source().V().has_label(steps.MARKER).drop())
    clock.now += FRESH
    store.check()  # as a part of the page does that runs alone
    down(neptune)
    clock.now += FRESH
    select(app, M)
    assert picture_of(app)["nodes"] == before["nodes"]
    assert "The picture stays as it was" in app.error[0].value


def test_the_page_shows_the_wanted_address_when_the_store_answers_again(
    open_page: OpenPage, neptune: NeptuneLocal, store: RememberingStore, clock: Clock
) -> None:
    app = open_page(EXPLORE, store)
    down(neptune)
    app.selectbox(key="upstream").select(1).run()
    neptune.faults.down = False
    clock.now += FRESH
    app.button(key="again picture").click().run()
    assert not app.error
    assert app.selectbox(key="upstream").value == 1
    assert picture_of(app)["entities"] < 13


@pytest.mark.parametrize(
    ("name", "open_part"),
    [
        ("impact", lambda app: app.segmented_control(key="below 2").select("Impact").run()),
        ("page", lambda app: app.switch_page(ENTITIES).run()),
    ],
)
def test_each_part_shows_its_own_error(
    open_page: OpenPage,
    neptune: NeptuneLocal,
    store: RememberingStore,
    name: str,
    open_part: Callable[[AppTest], object],
) -> None:
    app = open_page("navigation.py", store)
    down(neptune)
    open_part(app)
    assert not app.exception
    assert len(app.error) == 1
    assert app.button(key=f"again {name}")


def test_rows_without_an_answer_leave_the_rest_of_the_page(
    open_page: OpenPage, neptune: NeptuneLocal, store: RememberingStore
) -> None:
    app = open_page(ENTITIES, store)
    down(neptune)
    app.text_input[0].input("transform").run()
    assert not app.exception
    assert app.button(key="again rows")
    assert "16 entities" in visible_text(app)
    app.text_input[0].input("").run()
    assert not app.error
    assert len(app.dataframe[0].value) == 16


@pytest.mark.parametrize("mode", ["paths", "common", "overview"])
def test_a_mode_without_an_answer_leaves_the_picture(
    open_page: OpenPage, neptune: NeptuneLocal, store: RememberingStore, mode: str
) -> None:
    app = open_page(EXPLORE, store)
    down(neptune)
    app.query_params["show"], app.query_params["with"] = mode, E
    app.run()
    assert not app.exception
    assert picture_of(app)["focus"] == [K]
    assert app.button(key="again picture")


def test_a_search_without_an_answer_shows_the_error_in_its_list(
    open_page: OpenPage, neptune: NeptuneLocal, store: RememberingStore
) -> None:
    open_page(EXPLORE, store)
    down(neptune)
    assert "cannot be reached" in suggestions(store, "model").trouble


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("focus", [{}, {"focus": K}])
def test_an_empty_cluster_shows_the_command_to_load(
    open_page: OpenPage, empty: RememberingStore, page: str, focus: dict[str, str]
) -> None:
    app = open_page(page, empty, **focus)
    assert not app.exception
    assert not app.error
    assert not app.warning
    assert "Nothing is loaded yet" in visible_text(app)
    assert app.code[0].value == "python -m lineage_viz reload"


@pytest.mark.parametrize("page", PAGES)
def test_an_incomplete_load_shows_a_warning(
    open_page: OpenPage, store: RememberingStore, runner: Counting, page: str
) -> None:
    runner.ask(steps.source().V().has_label(steps.MARKER).drop())
    runner.ask(marker.begin(steps.source(), SAMPLE.info, "digest"))
    app = open_page(page, store)
    assert not app.exception
    (warning,) = app.warning
    assert "The loaded lineage is incomplete" in warning.value
    assert not app.info
    assert app.dataframe


@pytest.mark.parametrize("page", [*PAGES, "pages/summary.py", "pages/audit.py"])
def test_a_mix_of_two_loads_is_called_that_and_never_complete(
    open_page: OpenPage, store: RememberingStore, runner: Counting, page: str
) -> None:
    newer = replace(SAMPLE.info, path="snapshots/newer")
    runner.ask(marker.begin(steps.source(), newer, "newer"))
    app = open_page(page, store)
    assert not app.exception
    assert "This may be a mix of the old and the new lineage" in app.warning[0].value
    assert not re.search(r"\bcomplete\b", visible_text(app))


@pytest.mark.parametrize("page", PAGES)
def test_the_graph_of_another_tool_is_called_that(
    open_page: OpenPage, store: RememberingStore, runner: Counting, page: str
) -> None:
    runner.ask(steps.source().V().has_label(steps.MARKER).drop())
    app = open_page(page, store)
    assert not app.exception
    assert not app.warning
    assert "not loaded by lineage_viz" in app.info[0].value
    assert app.dataframe


def test_the_explorer_opens_another_tools_graph_on_an_entity_with_neighbours(
    open_page: OpenPage, runner: Counting, empty: RememberingStore
) -> None:
    # Ids such as "0" come first; those of air-routes begin with a vertex that is linked with nothing.
    g = steps.source()
    runner.ask(g.add_v("version").property(T.id, "0"))
    for number in range(1, 60):
        runner.ask(g.add_v("airport").property(T.id, f"{number:03}"))
    runner.ask(g.V("058").add_e("route").to(__.V("059")).property(T.id, "e"))
    app = open_page(EXPLORE, empty)
    assert not app.exception
    assert picture_of(app)["focus"] == ["058"]
    assert len(picture_of(app)["nodes"]) == 2


ADMIN = "pages/admin.py"


def pressed(app: AppTest, label: str) -> AppTest:
    next(each for each in app.button if each.label == label).click()
    return app.run()


@pytest.fixture
def kept(runner: Counting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The path of a kept snapshot; the settings allow a load, and the person at this machine is an admin."""
    for name, value in {
        "LINEAGE_VIZ_NEPTUNE_IAM": "off",
        "LINEAGE_VIZ_NEPTUNE_ADMIN": "on",
        "LINEAGE_VIZ_DATA": str(tmp_path),
        "LINEAGE_VIZ_BUCKET": "s3://lineage/load/",
        "LINEAGE_VIZ_LOAD_ROLE": "arn:aws:iam::123456789012:role/load",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    }.items():
        monkeypatch.setenv(name, value)
    fill(runner, [SAMPLE])
    return demo_once.snapshot(tmp_path / "snapshots")


@pytest.mark.parametrize("label", ["Show what would be deleted", "Delete everything", "Restore it"])
def test_a_former_admin_can_neither_reset_nor_restore(
    open_page: OpenPage,
    runner: Counting,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    kept: Path,
    label: str,
) -> None:
    app = open_page(ADMIN, RememberingStore(NeptuneStore(runner)))
    if label == "Restore it":
        app = next(each for each in app.button if each.key == f"restore {kept.name}").click().run()
    else:
        app.session_state["section"] = "Single steps"
        app.run()
    if label == "Delete everything":
        app = pressed(app, "Show what would be deleted")
        app.text_input(key="admin reset typed").set_value("127.0.0.1")
    before = AdminLog(Settings.from_environment().admin_log).entries()
    monkeypatch.setenv("LINEAGE_VIZ_READ_ONLY", "on")
    app = pressed(app, label)
    assert not app.exception
    assert not app.button
    assert "nobody can administer it here" in visible_text(app)
    assert JobBook(jobs_file(tmp_path)).count() == 0
    assert AdminLog(Settings.from_environment().admin_log).entries() == before
    assert runner.ask(steps.source().V().limit(1).id_())


def test_a_reset_shows_the_counts_asks_for_the_name_and_hides_the_token(
    open_page: OpenPage, runner: Counting, tmp_path: Path, kept: Path
) -> None:
    book = JobBook(jobs_file(tmp_path))
    app = open_page(ADMIN, RememberingStore(NeptuneStore(runner)))
    app.session_state["section"] = "Single steps"
    app = pressed(app.run(), "Show what would be deleted")
    assert not app.exception
    assert "16 entities" in app.error[0].value
    app = pressed(app, "Cancel")
    assert not app.error
    app = pressed(app, "Show what would be deleted")
    token = app.session_state["admin reset"].token
    assert token
    app.text_input(key="admin reset typed").set_value("another")
    pressed(app, "Delete everything")
    assert book.count() == 0

    app.text_input(key="admin reset typed").set_value("127.0.0.1")
    app = pressed(app, "Delete everything")
    (job,) = book.jobs()
    assert job.order.kind is JobKind.RESET
    while book.job(job.id).state.is_active:
        threading.Event().wait(0.1)
    assert book.job(job.id).state is JobState.SUCCEEDED, log_tail(job.log)
    assert not runner.ask(steps.source().V().limit(1).id_())
    assert "admin reset" not in app.session_state
    written = (path.read_bytes() for path in tmp_path.glob("**/*") if path.is_file())
    assert not any(token.encode() in each for each in written)
    assert token not in str(app.main)

    while "Neptune is empty" not in visible_text(app.run()):  # the page looks at the store every few seconds
        threading.Event().wait(0.1)
    app = pressed(pressed(app, "Restore"), "Restore it")
    assert dict(book.jobs()[0].order.parameters) == {"path": str(kept)}
