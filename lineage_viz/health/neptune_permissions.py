"""The IAM actions that a cluster asks for, and how each is tried: by a call that finds nothing to change."""

from collections.abc import Callable
from dataclasses import dataclass

from lineage_viz.errors import StoreError
from lineage_viz.health.finding import Finding, failing, ok, unknown
from lineage_viz.neptune_admin.failures import is_denied
from lineage_viz.neptune_admin.target import Target, open_target
from lineage_viz.settings import Settings
from lineage_viz.store.neptune import steps

_NOTHING = "lineage-viz-doctor-asks-for-nothing"
"""The id of a vertex that there is not: every entity's is an ARN."""

_NO_LOAD = "00000000-0000-0000-0000-000000000000"
_TIMEOUT = 15_000


@dataclass(frozen=True, slots=True)
class Permission:
    """An action of Neptune's and the call that tries it; without one, `untried` says why it is not.

    `loads`: only who loads needs it.
    """

    action: str
    call: Callable[[Target], object] | None = None
    untried: str = ""
    loads: bool = True


def _nothing(target: Target) -> None:
    target.runner.ask(steps.source(_TIMEOUT).V(_NOTHING).id_())


def _write(target: Target) -> None:
    target.runner.ask(steps.source(_TIMEOUT).V(_NOTHING).property("name", "").id_())


def _delete(target: Target) -> None:
    target.runner.ask(steps.source(_TIMEOUT).V(_NOTHING).drop())


PERMISSIONS = (
    Permission("neptune-db:GetEngineStatus", lambda target: target.cluster.status(), loads=False),
    Permission("neptune-db:ReadDataViaQuery", _nothing, loads=False),
    Permission("neptune-db:WriteDataViaQuery", _write),
    Permission("neptune-db:DeleteDataViaQuery", _delete),
    Permission("neptune-db:StartLoaderJob", untried="it would begin a load"),
    Permission("neptune-db:GetLoaderJobStatus", lambda target: target.cluster.load_status(_NO_LOAD)),
    Permission("neptune-db:ListLoaderJobs", lambda target: target.cluster.load_ids()),
    Permission("neptune-db:CancelLoaderJob", lambda target: target.cluster.cancel_load(_NO_LOAD)),
    Permission(
        "neptune-db:ResetDatabase",
        untried="a token that somebody has just been given would be of no more use",
    ),
)
"""All that an app needs of a cluster with IAM authentication."""


def needed(settings: Settings) -> list[Permission]:
    """Those of this deployment: one without a bucket to load from only shows what is loaded."""
    if settings.neptune is None or not settings.neptune.iam:
        return []
    return [each for each in PERMISSIONS if settings.bulk_load or not each.loads]


def try_permission(settings: Settings, permission: Permission) -> Finding:
    """Whether the caller may do this."""
    action = permission.action
    if permission.call is None:
        return unknown(action, f"It is not tried: {permission.untried}.")
    try:
        with open_target(settings) as target:
            permission.call(target)
    except StoreError as error:
        if not is_denied(error):
            return unknown(action, f"It could not be tried. {error}")
        step = f"Allow {action} to the role of these credentials; docs/neptune.md has the policies."
        return failing(action, "The cluster denies it.", step)
    return ok(action, "Allowed.")
