"""The IAM actions that a cluster requires. A call that finds nothing to change tries each of them."""

from collections.abc import Callable
from dataclasses import dataclass

from lineage_viz.errors import StoreError
from lineage_viz.health.finding import Finding, failing, ok, unknown
from lineage_viz.neptune_admin.failures import is_denied
from lineage_viz.neptune_admin.target import Target, open_target
from lineage_viz.settings import Settings
from lineage_viz.store.neptune import steps

_NOTHING = "lineage-viz-doctor-asks-for-nothing"
"""An id that no vertex has, because the id of every entity is an ARN."""

_NO_LOAD = "00000000-0000-0000-0000-000000000000"
_TIMEOUT = 15_000


@dataclass(frozen=True, slots=True)
class Permission:
    """A Neptune action and the call that tries it. `untried` is the reason why an action has no call.

    `loads` is True when only loads need the action.
    """

    action: str
    call: Callable[[Target], object] | None = None
    untried: str = ""
    loads: bool = True


def _nothing(target: Target) -> None:
    target.runner.ask(steps.source(_TIMEOUT).V(_NOTHING).id_())


def _write(target: Target) -> None:
    # A property would need the permission to delete as well: it may replace another value.
    target.runner.ask(steps.source(_TIMEOUT).V(_NOTHING).as_("it").add_e(_NOTHING).to("it").id_())


def _delete(target: Target) -> None:
    target.runner.ask(steps.source(_TIMEOUT).V(_NOTHING).drop())


PERMISSIONS = (
    Permission("neptune-db:GetEngineStatus", lambda target: target.cluster.status(), loads=False),
    Permission("neptune-db:ReadDataViaQuery", _nothing, loads=False),
    Permission("neptune-db:WriteDataViaQuery", _write),
    Permission("neptune-db:DeleteDataViaQuery", _delete),
    Permission("neptune-db:StartLoaderJob", untried="trying it would start a load"),
    Permission("neptune-db:GetLoaderJobStatus", lambda target: target.cluster.load_status(_NO_LOAD)),
    Permission("neptune-db:ListLoaderJobs", lambda target: target.cluster.load_ids()),
    Permission("neptune-db:CancelLoaderJob", lambda target: target.cluster.cancel_load(_NO_LOAD)),
    Permission(
        "neptune-db:ResetDatabase",
        untried="trying it would invalidate a reset token just issued to an admin",
    ),
)
"""All actions that an app needs on a cluster with IAM authentication."""


def needed(settings: Settings) -> list[Permission]:
    """The permissions that this deployment needs. Without a bucket it never loads, so it needs fewer."""
    if settings.neptune is None or not settings.neptune.iam:
        return []
    return [each for each in PERMISSIONS if settings.bulk_load or not each.loads]


def try_permission(settings: Settings, permission: Permission) -> Finding:
    """Check that these credentials allow the action."""
    action = permission.action
    if permission.call is None:
        return unknown(action, f"Not tried: {permission.untried}.")
    try:
        with open_target(settings, brief=True) as target:
            permission.call(target)
    except StoreError as error:
        if not is_denied(error):
            return unknown(action, f"The check could not try this action. {error}")
        step = f"Allow {action} to the role of these credentials; docs/neptune.md has the policies."
        return failing(action, "The cluster denies this action.", step)
    return ok(action, "Allowed.")
