"""Secrets of an account are in nothing that a page shows or lets people take away, also in parts that are folded."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Dataframe

from lineage_viz.approval import is_package
from lineage_viz.demo import generate
from lineage_viz.model import EntityLabel
from lineage_viz.secret_forms import HIDDEN
from lineage_viz.snapshot import open_folder
from lineage_viz.store.base import UNLIMITED
from lineage_viz.store.local import LocalStore
from tests.account_evidence import AccountEvidence
from tests.caller import CALLER
from tests.command import run_here
from tests.export.conftest import sts_url
from tests.fake_sagemaker import FakeSageMaker, Faults
from tests.pages.conftest import OpenPage
from tests.planted_secrets import IN_WORDS, files, found_in, planted

__all__ = ["sts_url"]

EXPLORE = "pages/explore.py"


@dataclass(frozen=True)
class App:
    """An app after a reload from an account with secrets, and after one that failed."""

    data: Path
    store: LocalStore


@pytest.fixture(scope="module")
def app(sts_url: str, tmp_path_factory: pytest.TempPathFactory) -> App:
    account, data = generate(entities=60, seed=5), tmp_path_factory.mktemp("data")
    services = ("SAGEMAKER", "S3", "ECR", "CLOUDTRAIL")
    with FakeSageMaker(planted(account)) as fake:
        fake.evidence = AccountEvidence(account)
        environment = {
            **CALLER, **{f"AWS_ENDPOINT_URL_{each}": fake.url for each in services}, "AWS_ENDPOINT_URL_STS": sts_url,
            "AWS_REGION": "eu-west-1", "LINEAGE_VIZ_DATA": str(data),
        }  # fmt: skip

        def reload(*refused: str) -> CompletedProcess[str]:
            fake.faults = Faults(deny=frozenset(refused), denied=IN_WORDS)
            return run_here(("reload", "--details", "--evidence"), environment)

        done, failed = reload("DescribeImages", "Search:ModelCard"), reload("ListActions")
    assert (done.returncode, failed.returncode) == (0, 1), done.stderr
    (folder,) = (each.parent for each in data.glob("snapshots/*/manifest.json"))
    return App(data, LocalStore([open_folder(folder)]))


@pytest.fixture
def taken(app: App, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The files of all download buttons of the pages that a test opens, by the names of the files."""
    made: dict[str, bytes] = {}
    button = st.download_button

    def recording(
        label: str, data: Callable[[], bytes] | bytes, file_name: str, *rest: Any, **more: Any
    ) -> bool:
        made[file_name] = data() if callable(data) else data
        return button(label, data, file_name, *rest, **more)

    monkeypatch.setattr(st, "download_button", recording)
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(app.data))
    return made


def shown(page: AppTest) -> str:
    """Everything that a page has sent to the browser."""
    assert not page.exception
    parts = (each for block in page._tree.children.values() for each in block)
    return "\n".join(
        each.value.to_csv() if isinstance(each, Dataframe) else str(each.proto) for each in parts
    )


def texts(taken: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The texts of the files, and of the members of those that are archives."""
    for name, raw in taken.items():
        if zipfile.is_zipfile(BytesIO(raw)):
            with zipfile.ZipFile(BytesIO(raw)) as archive:
                yield from texts({f"{name}/{each}": archive.read(each) for each in archive.namelist()})
        else:
            yield name, raw.decode(errors="replace")


def test_no_secret_is_in_the_explorer(app: App, open_page: OpenPage, taken: dict[str, bytes]) -> None:
    entities = [each for each in app.store.search(limit=UNLIMITED).entities if not each.unresolved]
    kinds = {f"{each.label} {each.type}": each.arn for each in entities}
    assert len(kinds) > 15
    for kind, arn in kinds.items():
        page = shown(open_page(EXPLORE, app.store, focus=arn))
        assert HIDDEN in page, kind
        assert found_in([(kind, page)]) == []
    assert found_in([("overview", shown(open_page(EXPLORE, app.store, mode="overview")))]) == []
    assert any(HIDDEN.encode() in raw for name, raw in taken.items() if name.endswith(".graphml"))
    assert found_in(texts(taken)) == []


def test_no_secret_is_in_the_lists(app: App, open_page: OpenPage, taken: dict[str, bytes]) -> None:
    for label in EntityLabel:
        page = open_page("pages/entities.py", app.store, label=label)
        assert found_in([(label, shown(page))]) == []
        assert HIDDEN.encode() in taken["Entities.csv"]
        assert found_in(texts(taken)) == []


def test_no_secret_is_in_an_audit(app: App, open_page: OpenPage, taken: dict[str, bytes]) -> None:
    entities = app.store.search(limit=UNLIMITED).entities
    package = next(each for each in entities if is_package(each))
    endpoint = next(each for each in entities if each.text("serves"))
    for each in (package, endpoint):
        page = shown(open_page("pages/audit.py", app.store, model=each.arn))
        assert HIDDEN in page
        assert found_in([(each.type, page)]) == []
    assert found_in([("all models", shown(open_page("pages/audit.py", app.store)))]) == []
    names = {name.rpartition("/")[2] for name, _ in texts(taken)}
    assert {"report.html", "cyclonedx.json", "sarif.json", "entities.csv"} <= names
    assert found_in(texts(taken)) == []


def test_no_secret_is_on_the_admin_page_and_in_a_file(
    app: App, open_page: OpenPage, taken: dict[str, bytes]
) -> None:
    page = open_page("pages/admin.py", app.store)
    for section in ("Kept snapshots", "History", "Single steps", "Health", "Admin log"):
        page.session_state["section"] = section
        text = shown(page.run())
        assert HIDDEN in text or section != "History"  # the job that failed tells the reason
        assert found_in([(section, text)]) == []
    assert {"lineage-job-2.log", "lineage-admin-log.jsonl"} <= taken.keys()
    assert found_in(texts(taken)) == []
    kept = list(files(app.data))
    names = {name for name, _ in kept}
    assert {"jobs.sqlite", "admin_log.jsonl", "manifest.json"} <= names
    assert sum(name.endswith((".log", ".journal")) for name in names) == 3
    assert found_in(kept) == []
