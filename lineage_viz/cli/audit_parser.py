"""The audit commands and their arguments. Each help text ends with an example."""

from collections.abc import Sequence

from lineage_viz.audit.outcome import Severity
from lineage_viz.cli.arguments import Add, add_snapshot_option, command_of, day, nonempty, path

audit, audit_verify = command_of("audit", "audit"), command_of("audit_verify", "audit_verify")

_AUDIT = """The exit code is 1 if a check of the severity fails. It is 2 if none fails but one lacks evidence that the
export was asked to read, or if the model cannot be audited. Otherwise it is 0. Evidence of S3 and ECR that nobody
asked for is said to be not read, and does not count: export with --evidence to include it.

"""

_VERIFY = """The exit code is 0 if the bundle is unaltered, and with --snapshot still true. It is 1 if a byte was
changed, if the key did not sign it, or if the report would now differ. It is 2 if the file cannot be read as a bundle.

"""

AUDIT_VERIFY = "audit verify"
"""A command of two words: `verify` alone checks a snapshot."""


def joined(arguments: Sequence[str]) -> list[str]:
    """Return arguments with the words of a command of two words as one."""
    words = AUDIT_VERIFY.split()
    is_joined = list(arguments[: len(words)]) == words
    return [AUDIT_VERIFY, *arguments[len(words) :]] if is_joined else list(arguments)


def add_audit_commands(add: Add) -> None:
    """Add `audit`, and the check of a bundle."""
    sub = add("audit", "check the provenance of a model, and report each finding with its evidence", audit,
              "audit ticket-routing-models/10 --fail-on high", _AUDIT)  # fmt: skip
    sub.add_argument(
        "model",
        type=nonempty,
        nargs="?",
        metavar="MODEL",
        help="a model package, model file or endpoint: its ARN, URI or name",
    )
    sub.add_argument(
        "--all", action="store_true", help="audit every model package and live endpoint, worst first"
    )
    sub.add_argument(
        "--trend", action="store_true", help="the numbers of all models at each kept snapshot, oldest first"
    )
    sub.add_argument(
        "--pack",
        default="default",
        metavar="NAME|FILE",
        help="the checks and requirements: minimal, bank, eu-ai-act-annex-iv, nist-ai-rmf, or a TOML file of your own "
        "(default: all checks)",
    )
    sub.add_argument(
        "--waivers",
        type=path,
        metavar="FILE",
        help="a TOML file with the findings that somebody answers for until a day, besides those waived on the page",
    )
    sub.add_argument(
        "--no-page-waivers",
        action="store_true",
        help="leave out the waivers that auditors gave on the Audit page",
    )
    sub.add_argument(
        "--compare-with",
        type=nonempty,
        metavar="MODEL|FOLDER",
        help="print what differs from another model, or from this model in another snapshot",
    )
    sub.add_argument(
        "--as-of",
        type=day,
        metavar="DAY",
        help="the lineage until the end of this day in UTC, as 2026-03-12",
    )
    sub.add_argument(
        "--fail-on",
        type=Severity,
        choices=[each for each in Severity if each is not Severity.INFO],
        default=Severity.HIGH,
        metavar="SEVERITY",
        help="critical, high, medium or low: exit with 1 if a check of at least this severity fails (default: high)",
    )
    sub.add_argument(
        "--format",
        choices=("text", "json", "junit", "sarif"),
        default="text",
        help="the form of the report (default: text)",
    )
    sub.add_argument(
        "--out",
        type=path,
        metavar="BUNDLE.zip",
        help="also write an evidence bundle: the report as PDF, page and JSON, with its evidence in open formats",
    )
    sub.add_argument(
        "--key", type=path, metavar="FILE", help="sign the bundle with this Ed25519 key (PEM or OpenSSH)"
    )
    add_snapshot_option(sub)

    sub = add(AUDIT_VERIFY, "check that an evidence bundle is unaltered, who signed it, and whether it is still true",
              audit_verify, "audit verify bundle.zip --public-key key.pub --snapshot snapshots/…", _VERIFY)  # fmt: skip
    sub.add_argument("bundle", type=path, metavar="BUNDLE", help="the zip that `audit MODEL --out` wrote")
    sub.add_argument(
        "--public-key",
        type=path,
        metavar="FILE",
        help="the Ed25519 key that must have signed it (PEM or OpenSSH)",
    )
    sub.add_argument(
        "--snapshot",
        type=path,
        action="append",
        default=[],
        metavar="PATH",
        help="make the report again from this snapshot, and compare; repeat the option for several as one graph",
    )
