"""The commands and their arguments. Each help text ends with an example."""

import os
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable

from lineage_viz.cli.arguments import (
    add_snapshot_option,
    command_of,
    day,
    nonempty,
    number,
    path,
    port,
)
from lineage_viz.cli.audit_parser import add_audit_commands
from lineage_viz.cli.export_options import AWS, add_evidence_option, add_export_options
from lineage_viz.cli.reload_parser import add_cluster_commands, add_reload_commands
from lineage_viz.search.guide import GUIDE
from lineage_viz.settings import SNAPSHOTS
from lineage_viz.typed_command import typed_command
from lineage_viz.version import __version__

adopt, demo = command_of("folders", "adopt"), command_of("folders", "demo")
export, verify = command_of("commands", "export"), command_of("commands", "verify")
run, show = command_of("run", "run"), command_of("explore", "show")
ask, mcp = command_of("ask", "ask"), command_of("mcp", "mcp")
impact, search = command_of("impact", "impact"), command_of("search", "search")
learn = command_of("learn", "learn")
doctor, log = command_of("doctor", "doctor"), command_of("log", "log")
cancel_job, list_jobs, retry_job, show_job = (
    command_of("jobs", name) for name in ("cancel_job", "list_jobs", "retry_job", "show_job")
)


_ADOPT = """The folder stays as it is. The new snapshot can be opened, loaded, reloaded and compared like an export. The
ids become ARNs if every entity has one in a column `arn`.

"""

_VERIFIED = """The exit code is 1 if something is wrong. It is 2 if nothing is, but a folder of another tool has gaps,
such as a file that is passed over. The gaps that the manifest of an export names leave it 0.

"""

_ASSISTANT = """It speaks the Model Context Protocol, only reads, and has no network of its own. docs/assistant.md shows
how to connect it.

"""

_LEARNED = """DIR gets a table for each type of entities and for each way in which they are associated. They are split
into training, validation and test by time. docs/learning.md describes them.

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
        prog=typed_command(),
        description="Visual lineage explorer for machine-learning models tracked by Amazon SageMaker.",
        epilog=f"example: {typed_command()} run",
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
            epilog=f"{note}example: {typed_command()} {example}",
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        sub.set_defaults(command=command)
        return sub

    sub = add("export", "export an account's lineage from SageMaker into a new snapshot", export,
              "export --out snapshots --details", AWS)  # fmt: skip
    sub.add_argument(
        "--out",
        type=path,
        required=not os.environ.get(SNAPSHOTS, "").strip().startswith("s3:"),
        metavar="DIR",
        help="the folder for the snapshot; not needed where LINEAGE_VIZ_SNAPSHOTS is in S3",
    )
    sub.add_argument(
        "--source", type=nonempty, metavar="NAME", help="the source to read, of those in LINEAGE_VIZ_SOURCES"
    )
    sub.add_argument(
        "--compare",
        action="store_true",
        help="then list the changes that the new snapshot would make to what is served",
    )
    add_export_options(sub)

    sub = add("verify", "check that a folder is a complete snapshot, or name the wrong file and row", verify,
              "verify snapshots/123456789012-eu-west-1-20260312T020000Z", _VERIFIED)  # fmt: skip
    sub.add_argument(
        "path", type=path, metavar="PATH", help="the snapshot's folder, or the name of a kept one"
    )

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

    sub = add("ask", "list the prepared questions, or answer one of them", ask,
              "ask jobs-behind ticket-routing-prod now")  # fmt: skip
    sub.add_argument(
        "question", type=nonempty, nargs="?", metavar="NAME", help="the question (default: list them)"
    )
    sub.add_argument(
        "values", type=nonempty, nargs="*", metavar="VALUE", help="its values; an entity by its ARN or name"
    )
    sub.add_argument(
        "--format",
        choices=("table", "csv", "json"),
        default="table",
        help="table: a line each, the ARN first; csv: everything recorded; json: with the Gremlin and the Python",
    )
    add_snapshot_option(sub)

    sub = add("mcp", "answer an assistant, such as an editor or a chat, over standard input and output", mcp,
              "mcp --snapshot snapshots/123456789012-eu-west-1-20260312T020000Z", _ASSISTANT)  # fmt: skip
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

    _add_learning_options(add("learn", "write the whole lineage as tables for graph learning", learn,
              "learn --out learning --fold-rare 10", _LEARNED))  # fmt: skip

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

    add_reload_commands(add)
    add_cluster_commands(add)

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
    add_evidence_option(
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


def _add_learning_options(sub: ArgumentParser) -> None:
    sub.add_argument("--out", type=path, required=True, metavar="DIR", help="the new folder")
    sub.add_argument(
        "--fold-rare",
        type=number,
        default=0,
        metavar="N",
        help="put the types with fewer than N entities into one table for each label (default: none)",
    )
    sub.add_argument(
        "--cut",
        type=day,
        metavar="DAY",
        help="the first day after the training, in UTC (default: a time with 70 %% of the entities before it)",
    )
    sub.add_argument(
        "--texts",
        action="store_true",
        help="also write names, sources and other texts; people may be in them",
    )
    sub.add_argument(
        "--people", action="store_true", help="also write the people: creators, owners, deciders"
    )
    add_snapshot_option(sub)


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
