"""Commands and their arguments; each help text ends with an example."""

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable
from pathlib import Path

from lineage_viz import __version__
from lineage_viz.cli.commands import demo, export, run, show, verify
from lineage_viz.cli.doctor import doctor
from lineage_viz.cli.jobs import cancel_job, list_jobs, retry_job, show_job
from lineage_viz.cli.log import log
from lineage_viz.cli.neptune import cancel, load, reset, status
from lineage_viz.cli.reload import reload, restore, snapshots

_AWS = """Account, region and credentials are those of your AWS settings (AWS_PROFILE, AWS_REGION, …).

"""

_SERVED = """With LINEAGE_VIZ_NEPTUNE set it is that cluster that is changed, else this app, whose data are in
LINEAGE_VIZ_DATA. Whatever fails, the last good snapshot is what is served.

"""

_REPLACE = "on Neptune: delete everything first, by a fast reset, instead of changing only what differs"

_CLUSTER = """The cluster and the bucket are those of LINEAGE_VIZ_NEPTUNE, LINEAGE_VIZ_BUCKET and LINEAGE_VIZ_LOAD_ROLE.

"""

_RECORD = """The record is jobs.sqlite in the folder of LINEAGE_VIZ_DATA; the newest 200 that have ended are kept.

"""


Add = Callable[..., ArgumentParser]


def build_parser() -> ArgumentParser:
    """The parser; the parsed options carry the command's function as `command`."""
    parser = ArgumentParser(
        prog="python -m lineage_viz",
        description="Visual lineage explorer for machine-learning models tracked by Amazon SageMaker.",
        epilog="example: python -m lineage_viz run",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(
        name: str, does: str, command: Callable[..., int], example: str, more: str = ""
    ) -> ArgumentParser:
        made = commands.add_parser(
            name,
            help=does,
            description=f"{does[0].upper()}{does[1:]}.",
            epilog=f"{more}example: python -m lineage_viz {example}",
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        made.set_defaults(command=command)
        return made

    one = add("export", "read an account's lineage from SageMaker into a new snapshot", export,
              "export --out snapshots --details", _AWS)  # fmt: skip
    one.add_argument(
        "--out", type=_path, required=True, metavar="DIR", help="the folder snapshots are kept in"
    )
    _how_to_export(one)

    one = add("verify", "tell whether a folder is a whole snapshot, or which file and row is wrong", verify,
              "verify snapshots/123456789012-eu-west-1-20260312T020000Z")  # fmt: skip
    one.add_argument("path", type=_path, metavar="PATH", help="the snapshot's folder")

    one = add("show", "print what is upstream of a model, as an indented tree", show,
              'show ticket-routing-models/10 --snapshot snapshots/123456789012-eu-west-1-20260312T020000Z')  # fmt: skip
    one.add_argument("model", type=_something, metavar="MODEL", help="an ARN, or a name to search for")
    _snapshots(one)

    one = add("demo", "write the demo account's snapshot", demo, "demo --out snapshots")
    one.add_argument(
        "--out", type=_path, required=True, metavar="DIR", help="the folder snapshots are kept in"
    )

    _reload_commands(add)

    one = add("load", "make the Neptune cluster hold a snapshot; only what differs travels", load,
              "load snapshots/123456789012-eu-west-1-20260312T020000Z", _CLUSTER)  # fmt: skip
    one.add_argument("path", type=_path, metavar="PATH", help="the snapshot's folder")
    one.add_argument(
        "--replace", action="store_true", help="delete everything in the cluster first, by a fast reset"
    )

    add(
        "status",
        "tell how the Neptune cluster is, what it holds and what it is doing",
        status,
        "status",
        _CLUSTER,
    )

    one = add("reset", "delete everything in the Neptune cluster, in two steps", reset, "reset", _CLUSTER)
    one.add_argument(
        "--token",
        type=_something,
        metavar="TOKEN",
        help="what the first step printed, or - to read it: delete now",
    )

    one = add("cancel", "end a load that the Neptune cluster runs", cancel, "cancel LOAD_ID", _CLUSTER)
    one.add_argument("load_id", type=_something, metavar="LOAD_ID", help="as `status` prints it")

    one = add("log", "show what admins did, or verify that the record of it is as it was written", log,
              "log verify")  # fmt: skip
    one.add_argument("do", choices=("show", "verify"), help="print it, or check it")
    one.add_argument("path", type=_path, nargs="?", metavar="PATH", help="the log (that of LINEAGE_VIZ_DATA)")
    one.add_argument("--noted", type=_something, metavar="HASH", help="of an entry that must still be there")
    _jobs(add("jobs", "list exports, loads and resets: who ran them, how far they are, how they ended", list_jobs,
              "jobs show 12", _RECORD))  # fmt: skip
    one = add("doctor", "check what this deployment needs: AWS, permissions, S3, Neptune, freshness, the disk",
              doctor, "doctor --json")  # fmt: skip
    one.add_argument(
        "--json",
        action="store_true",
        help="for a monitor: a list of name, verdict, sentence, next_step, details",
    )

    one = add("run", "open the app in the browser", run, "run --snapshot snapshots/… --port 8501")
    one.add_argument("--port", type=_port, default=8501, metavar="N", help="port on this machine (8501)")
    one.add_argument(
        "--address",
        type=_something,
        metavar="HOST",
        help="where others reach it, which takes a sign-in (127.0.0.1)",
    )
    _snapshots(one)
    return parser


def _jobs(parser: ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="not only the newest 20")
    actions = parser.add_subparsers(title="what to do with one", metavar="ACTION")
    for name, does, command in (
        ("show", "print what is known of a job, and the end of its log", show_job),
        ("cancel", "end a job", cancel_job),
        ("retry", "start the same job again; an export or a load goes on where it stopped", retry_job),
    ):
        one = actions.add_parser(
            name, help=does, description=f"{does[0].upper()}{does[1:]}.", allow_abbrev=False
        )
        one.add_argument("id", type=_number, metavar="ID", help="as `jobs` lists it")
        one.set_defaults(command=command)


def _how_to_export(one: ArgumentParser) -> None:
    one.add_argument("--quick", action="store_true", help="only what changed since the last snapshot")
    one.add_argument(
        "--details", action="store_true", help="also properties, parameters, metrics, commits, users"
    )
    one.add_argument(
        "--anew", action="store_true", help="do not go on from an export that did not end, as is done else"
    )


def _reload_commands(add: Add) -> None:
    one = add("reload", "export the account, verify, and show the new snapshot in place of the last",
              reload, "reload --details", _AWS + _SERVED)  # fmt: skip
    _how_to_export(one)
    one.add_argument("--replace", action="store_true", help=_REPLACE)
    one.add_argument("--dry-run", action="store_true", help="export, and only say what would change")
    one.add_argument("--keep", type=_number, default=7, metavar="N",
                     help="snapshots kept of each account and region, besides those in use or pinned (7)")  # fmt: skip

    one = add("restore", "show a snapshot that is kept in place of the last",
              restore, "restore 123456789012-eu-west-1-20260312T020000Z", _SERVED)  # fmt: skip
    one.add_argument(
        "path", type=_path, metavar="PATH", help="its folder, or its name as `snapshots` lists it"
    )
    one.add_argument("--replace", action="store_true", help=_REPLACE)

    one = add("snapshots", "list the snapshots that are kept, the newest first", snapshots, "snapshots")
    one.add_argument("--pin", type=_path, metavar="PATH", help="keep this one whatever its age")
    one.add_argument("--unpin", type=_path, metavar="PATH", help="treat it like all others again")


def _snapshots(parser: ArgumentParser) -> None:
    words = "a snapshot, or any folder of Neptune CSV; several are opened as one graph (default: the demo account)"
    parser.add_argument("--snapshot", type=_path, action="append", default=[], metavar="PATH", help=words)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 16 and int(text) > 0):
        raise ArgumentTypeError("it is 1 or more")
    return int(text)


def _something(text: str) -> str:
    if not text.strip():
        raise ArgumentTypeError("it is empty")
    return text


def _path(text: str) -> Path:
    return Path(_something(text))
