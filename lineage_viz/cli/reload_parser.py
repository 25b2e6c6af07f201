"""The commands that change the served snapshot or a cluster. Each help text ends with an example."""

from argparse import ArgumentParser

from lineage_viz.cli.arguments import Add, command_of, nonempty, number, path
from lineage_viz.cli.export_options import AWS, add_export_options
from lineage_viz.settings import KEEP

cancel, load, reset, status = (command_of("neptune", name) for name in ("cancel", "load", "reset", "status"))
reload, restore, snapshots = (command_of("reload", name) for name in ("reload", "restore", "snapshots"))
remove = command_of("remove", "remove")

_SERVED = """If LINEAGE_VIZ_NEPTUNE is set, the command changes that cluster; otherwise it changes this app, which
keeps its data in LINEAGE_VIZ_DATA. If a step fails, users still see the last good snapshot.

"""

_REPLACE = "on Neptune: delete everything first (fast reset) instead of changing only the differences"

_CLUSTER = """LINEAGE_VIZ_NEPTUNE names the cluster; LINEAGE_VIZ_BUCKET and LINEAGE_VIZ_LOAD_ROLE are for loads.

"""


def add_reload_commands(add: Add) -> None:
    """Add `reload`, `restore`, `remove` and `snapshots`."""
    sub = add("reload", "export the account, verify the new snapshot, and show it in place of the last one",
              reload, "reload --details", AWS + _SERVED)  # fmt: skip
    sub.add_argument(
        "source",
        type=nonempty,
        nargs="*",
        metavar="SOURCE",
        help="the sources to read, of those in LINEAGE_VIZ_SOURCES (default: the only one)",
    )
    sub.add_argument(
        "--all",
        action="store_true",
        help="read all sources side by side; a failure of one stops no other, and the exit code is then 1",
    )
    add_export_options(sub)
    sub.add_argument("--replace", action="store_true", help=_REPLACE)
    _add_wait(sub)
    instead = sub.add_mutually_exclusive_group()
    instead.add_argument(
        "--dry-run", action="store_true", help="export, then only print the changes that a reload would make"
    )
    instead.add_argument(
        "--repair",
        action="store_true",
        help="export nothing: bring a Neptune cluster back to exactly its last good snapshots",
    )
    sub.add_argument(
        "--keep",
        type=number,
        default=KEEP,
        metavar="N",
        help=f"snapshots to keep for each account and region, besides those in use or pinned (default: {KEEP})",
    )

    sub = add("restore", "show a kept snapshot in place of the current one",
              restore, "restore 123456789012-eu-west-1-20260312T020000Z", _SERVED)  # fmt: skip
    which = sub.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "path",
        type=path,
        nargs="?",
        metavar="PATH",
        help="the snapshot's folder, or its name in the list of `snapshots`",
    )
    which.add_argument(
        "--demo", action="store_true", help="show the demo account again instead of a snapshot"
    )
    sub.add_argument("--replace", action="store_true", help=_REPLACE)
    _add_wait(sub)

    sub = add("remove", "show an account no longer; the first step says what it would remove",
              remove, "remove prod", _SERVED)  # fmt: skip
    sub.add_argument(
        "origin",
        type=nonempty,
        metavar="NAME",
        help="the name of a source, or an account and region: 123456789012-eu-west-1",
    )
    sub.add_argument(
        "--confirm", type=nonempty, metavar="WORD", help="the word from the first step; it is removed now"
    )
    _add_wait(sub)

    sub = add("snapshots", "list the kept snapshots, newest first", snapshots, "snapshots")
    sub.add_argument("--pin", type=path, metavar="PATH", help="keep this snapshot, whatever its age")
    sub.add_argument(
        "--unpin", type=path, metavar="PATH", help="remove the pin; an old snapshot may then be deleted"
    )


def add_cluster_commands(add: Add) -> None:
    """Add `load`, `status`, `reset` and `cancel`."""
    sub = add("load", "load a snapshot into the Neptune cluster; only differences are sent", load,
              "load snapshots/123456789012-eu-west-1-20260312T020000Z", _CLUSTER)  # fmt: skip
    sub.add_argument(
        "path", type=path, metavar="PATH", help="the snapshot's folder, or the name of a kept one"
    )
    sub.add_argument(
        "--replace", action="store_true", help="delete everything in the cluster first (fast reset)"
    )
    _add_wait(sub)

    add(
        "status",
        "show the state of the Neptune cluster, its contents and its running load",
        status,
        "status",
        _CLUSTER,
    )

    sub = add("reset", "delete everything in the Neptune cluster, in two steps", reset, "reset", _CLUSTER)
    sub.add_argument(
        "--token",
        type=nonempty,
        metavar="TOKEN",
        help="the token from the first step, or - to read it from stdin; everything is deleted now",
    )
    _add_wait(sub)

    sub = add("cancel", "cancel a load that runs on the Neptune cluster", cancel, "cancel LOAD_ID", _CLUSTER)
    sub.add_argument("load_id", type=nonempty, metavar="LOAD_ID", help="the id that `status` prints")


def _add_wait(sub: ArgumentParser) -> None:
    sub.add_argument(
        "--wait",
        action="store_true",
        help="if another process changes the same app or cluster, wait until it has ended (default: refuse)",
    )
