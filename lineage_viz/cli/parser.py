"""Commands and their arguments; each help text ends with an example."""

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable
from pathlib import Path

from lineage_viz import __version__
from lineage_viz.cli.commands import demo, export, run, show, verify
from lineage_viz.cli.doctor import doctor
from lineage_viz.cli.neptune import cancel, load, reset, status

_AWS = """Account, region and credentials are those of your AWS settings (AWS_PROFILE, AWS_REGION, …).

"""

_CLUSTER = """The cluster and the bucket are those of LINEAGE_VIZ_NEPTUNE, LINEAGE_VIZ_BUCKET and LINEAGE_VIZ_LOAD_ROLE.

"""


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
    one.add_argument("--quick", action="store_true", help="only what changed since the last snapshot in DIR")
    one.add_argument(
        "--details", action="store_true", help="also properties, parameters, metrics, commits, users"
    )

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
        "--token", type=_something, metavar="TOKEN", help="what the first step printed: delete now"
    )

    one = add("cancel", "end a load that the Neptune cluster runs", cancel, "cancel LOAD_ID", _CLUSTER)
    one.add_argument("load_id", type=_something, metavar="LOAD_ID", help="as `status` prints it")

    one = add("doctor", "check what this deployment needs: AWS, permissions, S3, Neptune, the disk; changes nothing",
              doctor, "doctor --json")  # fmt: skip
    one.add_argument(
        "--json", action="store_true", help="for a monitor: a list of name, verdict, sentence, next_step"
    )

    one = add("run", "open the app in the browser", run, "run --snapshot snapshots/… --port 8501")
    one.add_argument("--port", type=_port, default=8501, metavar="N", help="port on this machine (8501)")
    _snapshots(one)
    return parser


def _snapshots(parser: ArgumentParser) -> None:
    words = "a snapshot, or any folder of Neptune CSV; several are opened as one graph (default: the demo account)"
    parser.add_argument("--snapshot", type=_path, action="append", default=[], metavar="PATH", help=words)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def _something(text: str) -> str:
    if not text.strip():
        raise ArgumentTypeError("it is empty")
    return text


def _path(text: str) -> Path:
    return Path(_something(text))
