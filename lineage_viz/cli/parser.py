"""The commands and their arguments. Each help text ends with an example."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable

from lineage_viz import __version__
from lineage_viz.cli.arguments import (
    Add,
    add_snapshot_option,
    command_of,
    day,
    nonempty,
    number,
    path,
    port,
    services,
)
from lineage_viz.cli.audit_parser import add_audit_commands
from lineage_viz.evidence.services import Service
from lineage_viz.search.guide import GUIDE
from lineage_viz.settings import KEEP

adopt, demo, export, verify = (command_of("commands", name) for name in ("adopt", "demo", "export", "verify"))
run, show = command_of("explore", "run"), command_of("explore", "show")
impact, search = command_of("impact", "impact"), command_of("search", "search")
doctor, log = command_of("doctor", "doctor"), command_of("log", "log")
cancel_job, list_jobs, retry_job, show_job = (
    command_of("jobs", name) for name in ("cancel_job", "list_jobs", "retry_job", "show_job")
)
cancel, load, reset, status = (command_of("neptune", name) for name in ("cancel", "load", "reset", "status"))
reload, restore, snapshots = (command_of("reload", name) for name in ("reload", "restore", "snapshots"))
remove = command_of("remove", "remove")

_AWS = """The account, the region and the credentials come from your AWS settings (AWS_PROFILE, AWS_REGION, …), or
from a file with several sources, which LINEAGE_VIZ_SOURCES names.

"""

_SERVED = """If LINEAGE_VIZ_NEPTUNE is set, the command changes that cluster; otherwise it changes this app, which
keeps its data in LINEAGE_VIZ_DATA. If a step fails, users still see the last good snapshot.

"""

_REPLACE = "on Neptune: delete everything first (fast reset) instead of changing only the differences"

_CLUSTER = """LINEAGE_VIZ_NEPTUNE names the cluster; LINEAGE_VIZ_BUCKET and LINEAGE_VIZ_LOAD_ROLE are for loads.

"""

_ADOPT = """The folder stays as it is. The new snapshot can be opened, loaded, reloaded and compared like an export. The
ids become ARNs if every entity has one in a column `arn`.

"""

_VERIFIED = """The exit code is 1 if something is wrong. It is 2 if nothing is, but a folder of another tool has gaps,
such as a file that is passed over. The gaps that the manifest of an export names leave it 0.

"""

_RECORD = """Jobs are recorded in jobs.sqlite in the LINEAGE_VIZ_DATA folder, which keeps the newest 200 ended jobs.

"""


def _fields() -> str:
    """Return the fields of a search with examples, one in each line."""
    width = max(len(example) for _, example in GUIDE.values())
    lines = (f"  {example:{width}}  {means[:1].lower()}{means[1:]}" for means, example in GUIDE.values())
    return "\n".join(("Terms; a minus sign before one excludes it:", *lines)) + "\n\n"


def build_parser() -> ArgumentParser:
    """Build the parser. The parsed options carry the command's function as `command`."""
    parser = ArgumentParser(
        prog="python -m lineage_viz",
        description="Visual lineage explorer for machine-learning models tracked by Amazon SageMaker.",
        epilog="example: python -m lineage_viz run",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(
        name: str, summary: str, command: Callable[..., int], example: str, note: str = ""
    ) -> ArgumentParser:
        sub = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=f"{note}example: python -m lineage_viz {example}",
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        sub.set_defaults(command=command)
        return sub

    sub = add("export", "export an account's lineage from SageMaker into a new snapshot", export,
              "export --out snapshots --details", _AWS)  # fmt: skip
    sub.add_argument(
        "--out", type=path, required=True, metavar="DIR", help="the folder that keeps the snapshots"
    )
    sub.add_argument(
        "--source", type=nonempty, metavar="NAME", help="the source to read, of those in LINEAGE_VIZ_SOURCES"
    )
    sub.add_argument(
        "--compare",
        action="store_true",
        help="then list the changes that the new snapshot would make to what is served",
    )
    _add_export_options(sub)

    sub = add("verify", "check that a folder is a complete snapshot, or name the wrong file and row", verify,
              "verify snapshots/123456789012-eu-west-1-20260312T020000Z", _VERIFIED)  # fmt: skip
    sub.add_argument("path", type=path, metavar="PATH", help="the snapshot's folder")

    sub = add("show", "print the upstream lineage of a model as an indented tree", show,
              'show ticket-routing-models/10 --snapshot snapshots/123456789012-eu-west-1-20260312T020000Z')  # fmt: skip
    sub.add_argument("model", type=nonempty, metavar="MODEL", help="the model's ARN, or a name to search for")
    sub.add_argument(
        "--format",
        choices=("tree", "json"),
        default="tree",
        help="tree: its upstream lineage; json: everything known of it, each fact with value, state and source",
    )
    sub.add_argument(
        "--deployment",
        type=nonempty,
        metavar="WHICH",
        help="of an endpoint: a version such as ticket-routing-models/9, a day such as 2026-03-10, or all "
        "(default: what it serves now)",
    )
    add_snapshot_option(sub)

    sub = add("search", "list the entities that have all words and terms of a text", search,
              'search "type:model live:yes -decision:approved"', _fields())  # fmt: skip
    sub.add_argument("text", type=nonempty, metavar="TEXT", help="words, and terms such as status:failed")
    sub.add_argument(
        "--format",
        choices=("table", "csv", "json"),
        default="table",
        help="table: a line each; csv: everything recorded; json: also each fact with state and source",
    )
    sub.add_argument(
        "--limit", type=number, default=50, metavar="N", help="the largest number of entities (default: 50)"
    )
    add_snapshot_option(sub)

    sub = add("impact", "list everything downstream of a data set, image, job or commit, to hand over", impact,
              "impact s3://bucket/train.csv --out impact")  # fmt: skip
    sub.add_argument(
        "what", type=nonempty, metavar="WHAT", help="its ARN, URI or name; or the hash of a commit"
    )
    sub.add_argument("--as-of", type=day, metavar="DAY", help="the lineage until the end of this day in UTC")
    sub.add_argument(
        "--out", type=path, metavar="DIR", help="also write a table (CSV) and a page (HTML) here"
    )
    add_snapshot_option(sub)

    add_audit_commands(add)

    sub = add("adopt", "make a verified snapshot of any folder of Neptune CSV", adopt,
              "adopt sm-model-lineage-export --out snapshots", _ADOPT)  # fmt: skip
    sub.add_argument(
        "path", type=path, metavar="FOLDER", help="the folder, such as of the AWS sample notebook"
    )
    sub.add_argument(
        "--out", type=path, required=True, metavar="DIR", help="the folder that keeps the snapshots"
    )

    sub = add("demo", "write a snapshot of the demo account", demo, "demo --out snapshots")
    sub.add_argument(
        "--out", type=path, required=True, metavar="DIR", help="the folder that keeps the snapshots"
    )

    _reload_commands(add)

    sub = add("load", "load a snapshot into the Neptune cluster; only differences are sent", load,
              "load snapshots/123456789012-eu-west-1-20260312T020000Z", _CLUSTER)  # fmt: skip
    sub.add_argument("path", type=path, metavar="PATH", help="the snapshot's folder")
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

    sub = add("log", "print the log of admin actions, or verify that nobody changed it", log,
              "log verify")  # fmt: skip
    sub.add_argument("do", choices=("show", "verify"), help="print the log, or verify it")
    sub.add_argument(
        "path",
        type=path,
        nargs="?",
        metavar="PATH",
        help="the log file (default: the one in LINEAGE_VIZ_DATA)",
    )
    sub.add_argument(
        "--noted", type=nonempty, metavar="HASH", help="the hash of an entry that the log must still contain"
    )
    _add_job_actions(add("jobs", "list exports, loads and resets, with their users, progress and results", list_jobs,
              "jobs show 12", _RECORD))  # fmt: skip
    sub = add("doctor", "check this deployment: AWS, permissions, S3, Neptune, the snapshot's age, the disk",
              doctor, "doctor --json")  # fmt: skip
    sub.add_argument(
        "--json",
        action="store_true",
        help="print JSON for a monitor: a list of name, verdict, sentence, next_step, details",
    )
    _add_evidence_option(
        sub,
        "also try the IAM actions that an export with the same option needs: s3, ecr, cloudtrail; without names, "
        "all three (default: those that the newest export asked for)",
    )

    sub = add("run", "open the app in the browser", run, "run --snapshot snapshots/… --port 8501")
    sub.add_argument(
        "--port", type=port, default=8501, metavar="N", help="the port on this machine (default: 8501)"
    )
    sub.add_argument(
        "--address",
        type=nonempty,
        metavar="HOST",
        help="the address to listen on; if others can reach it, sign-in is required (default: 127.0.0.1)",
    )
    add_snapshot_option(sub)
    return parser


def _add_job_actions(parser: ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="list all jobs, not only the newest 20")
    actions = parser.add_subparsers(title="actions on one job", metavar="ACTION")
    for name, summary, command in (
        ("show", "print the details of a job, and the end of its log", show_job),
        ("cancel", "cancel a job", cancel_job),
        ("retry", "start the same job again; an export or a load resumes where it stopped", retry_job),
    ):
        sub = actions.add_parser(
            name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.", allow_abbrev=False
        )
        sub.add_argument("id", type=number, metavar="ID", help="the id that `jobs` lists")
        sub.set_defaults(command=command)


def _add_export_options(sub: ArgumentParser) -> None:
    sub.add_argument("--quick", action="store_true", help="export only the changes since the last snapshot")
    sub.add_argument(
        "--details",
        action="store_true",
        help="also describe each artifact, action and context: properties, commits, users (a call for each)",
    )
    sub.add_argument(
        "--lineage-only",
        action="store_true",
        help="leave out the records of jobs, models, packages, approvals and endpoints",
    )
    _add_evidence_option(
        sub,
        "also ask other services: s3 (versions and checksums of files), ecr (digests of images), cloudtrail "
        "(the people who decided); without names, all three (example: --evidence s3,ecr)",
    )
    sub.add_argument(
        "--anew",
        action="store_true",
        help="start over instead of resuming an interrupted export (default: resume)",
    )


def _add_evidence_option(sub: ArgumentParser, words: str) -> None:
    sub.add_argument(
        "--evidence",
        type=services,
        nargs="?",
        const=frozenset(Service),
        default=frozenset(),
        metavar="SERVICE,…",
        help=words,
    )


def _add_wait(sub: ArgumentParser) -> None:
    sub.add_argument(
        "--wait",
        action="store_true",
        help="if another process changes the same app or cluster, wait until it has ended (default: refuse)",
    )


def _reload_commands(add: Add) -> None:
    sub = add("reload", "export the account, verify the new snapshot, and show it in place of the last one",
              reload, "reload --details", _AWS + _SERVED)  # fmt: skip
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
    _add_export_options(sub)
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
