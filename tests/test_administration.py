"""The actions of admins: refused for other roles, and recorded in the admin log."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lineage_viz.access import Actor, Role
from lineage_viz.admin_log import AdminLog
from lineage_viz.administration import Administration
from lineage_viz.errors import AccessRefused, SealedLogError, SettingsError
from lineage_viz.jobs import JobBook, JobKind, Order
from lineage_viz.reload import kept_snapshots
from lineage_viz.settings import Neptune, Settings
from tests import demo_once

ADA = Actor("ada@example.com", Role.ADMIN)
OPERATIONS: dict[str, Callable[[Administration], object]] = {
    **{str(kind): lambda ask, kind=kind: ask.start(kind, {}) for kind in JobKind},
    "cancel": lambda ask: ask.cancel(1),
    "retry": lambda ask: ask.retry(1),
    "offer reset": Administration.offer_reset,
    "show the demo": Administration.show_demo,
    "pin": lambda ask: ask.keep(next(ask.settings.kept.iterdir()), pinned=True),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(
        data=tmp_path / "data", neptune=Neptune("ws://localhost:1/gremlin", "ws://localhost:1/gremlin")
    )
    demo_once.snapshot(settings.kept)
    return settings


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_only_an_admin_may_change_anything(settings: Settings, role: Role, operation: str) -> None:
    _, log = JobBook(settings.jobs).add(Order(JobKind.RELOAD, settings.target, {}, ADA.name))
    with log, pytest.raises(AccessRefused, match=f"This needs the role admin; the role of cy is {role}"):
        OPERATIONS[operation](Administration(settings, Actor("cy", role)))
    (job,) = JobBook(settings.jobs).jobs()
    assert not job.cancelled_by
    assert not any(each.pinned for each in kept_snapshots(settings.kept))
    assert AdminLog(settings.admin_log).entries() == ()


def test_a_change_is_recorded_before_it_begins(settings: Settings) -> None:
    (path,) = (each.path for each in kept_snapshots(settings.kept))
    Administration(settings, ADA).keep(path, pinned=True)
    (entry,) = AdminLog(settings.admin_log).entries()
    assert (entry.actor, entry.action, entry.details) == (ADA.name, "pin", {"snapshot": path.name})
    settings.admin_log.write_bytes(b"something else\n")
    with pytest.raises(SealedLogError):
        Administration(settings, ADA).keep(path, pinned=False)
    assert all(each.pinned for each in kept_snapshots(settings.kept))


def test_a_local_app_cannot_be_reset(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Only a Neptune cluster can be reset"):
        Administration(Settings(data=tmp_path), ADA).offer_reset()
