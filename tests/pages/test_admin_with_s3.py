"""The Admin page of an app whose snapshots are kept in S3."""

from pathlib import Path
from typing import Any

import pytest

from lineage_viz.administration import Administration
from lineage_viz.home import home_of
from lineage_viz.jobs import JobBook
from lineage_viz.settings import Settings
from lineage_viz.store.local import LocalStore
from tests.neptune_admin.faulty_s3 import FaultyS3, Refusal
from tests.neptune_admin.load.conftest import BUCKET, objects, wire
from tests.neptune_admin.load.test_load import snapshot
from tests.pages.conftest import OpenPage, visible_text
from tests.pages.test_admin import PAGE, button, click
from tests.sample import SAMPLE

__all__ = ["objects", "wire"]


@pytest.fixture
def settings(objects: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    del objects  # it sets the environment first
    for name in ("LINEAGE_VIZ_SNAPSHOT", "LINEAGE_VIZ_NEPTUNE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LINEAGE_VIZ_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LINEAGE_VIZ_SNAPSHOTS", f"s3://{BUCKET}/kept/")
    return Settings.from_environment()


def test_the_kept_snapshots_in_s3_are_listed_pinned_and_restored(
    open_page: OpenPage, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_of(settings)
    assert home
    kept = snapshot(tmp_path / "another machine", 3)
    home.keep(kept)
    app = open_page(PAGE, LocalStore([SAMPLE]))
    assert not app.exception
    assert "26 Nov 2026" in visible_text(app)
    app = click(app, "Pin")
    assert "pinned" in visible_text(app)
    assert [each.pinned for each in home.snapshots()[0]] == [True]
    started: list[object] = []
    monkeypatch.setattr(Administration, "start", lambda _self, _kind, given, **_more: started.append(given))
    app = click(app, "Restore")
    app = click(app, "Restore it")
    assert started == [{"path": str(home.scratch / kept.path.name)}]
    assert JobBook(settings.jobs).jobs() == ()


def test_while_s3_does_not_answer_the_rest_of_the_page_stays(
    open_page: OpenPage, settings: Settings, wire: FaultyS3
) -> None:
    app = open_page(PAGE, LocalStore([SAMPLE]))
    assert not app.error
    wire.rule = lambda _: Refusal(403, "AccessDenied")
    app = app.run()
    assert not app.exception
    assert all("S3 denied access" in each.value for each in app.error)
    assert "while listing" in app.error[-1].value
    assert not button(app, "Reload").disabled  # type: ignore[attr-defined]
    assert settings.in_s3
