"""The options of each command that exports."""

from argparse import ArgumentParser

from lineage_viz.cli.arguments import services
from lineage_viz.evidence.services import Service

AWS = """The account, the region and the credentials come from your AWS settings (AWS_PROFILE, AWS_REGION, …), or
from a file with several sources, which LINEAGE_VIZ_SOURCES names.

"""
"""The help text about the account that is read."""


def add_export_options(sub: ArgumentParser) -> None:
    """Add the options that decide what an export reads."""
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
    add_evidence_option(
        sub,
        "also ask other services: s3 (versions and checksums of files), ecr (digests of images), cloudtrail "
        "(the people who decided); without names, all three (example: --evidence s3,ecr)",
    )
    sub.add_argument(
        "--anew",
        action="store_true",
        help="start over instead of resuming an interrupted export (default: resume)",
    )


def add_evidence_option(sub: ArgumentParser, words: str) -> None:
    """Add the option of the services that are asked for evidence; `words` is its help."""
    sub.add_argument(
        "--evidence",
        type=services,
        nargs="?",
        const=frozenset(Service),
        default=frozenset(),
        metavar="SERVICE,…",
        help=words,
    )
