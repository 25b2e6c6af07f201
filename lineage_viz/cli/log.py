"""The command `log`: it prints and verifies the log of admin actions."""

import sys
from argparse import Namespace
from pathlib import Path

from lineage_viz.admin_log import AdminLog
from lineage_viz.plain_text import plain_text
from lineage_viz.sealed_log import Entry
from lineage_viz.settings import Settings
from lineage_viz.typed_command import typed_command
from lineage_viz.words import count, moment, named


def log(options: Namespace) -> int:
    """Print the log, or verify that nobody changed it. Returns 1 when somebody did, also for a printed log."""
    path = options.path or Settings.from_environment().admin_log
    if options.do == "show":
        for entry in AdminLog(path).entries():
            print(_line(entry))
    verdict = AdminLog(path).verify(options.noted or "")
    if not verdict.problem and not path.exists():
        return _missing(path, was_named=options.path is not None)
    if verdict.problem:
        sys.stderr.write(f"lineage_viz: {path}: {verdict.problem}\n")
        return 1
    if options.do == "show":
        return 0
    print(f"{path} is unchanged: {count(verdict.entries, 'entry', 'entries')}.")
    if verdict.entries:
        print("Store this command elsewhere: run later, it shows whether earlier entries were rewritten:")
        print(f"  {typed_command()} log verify --noted {verdict.head}")
    return 0


def _missing(path: Path, *, was_named: bool) -> int:
    """Report that the log does not exist. Its head is missing as well, or `verify` would have found a problem."""
    if was_named:
        sys.stderr.write(f"lineage_viz: {plain_text(str(path))} does not exist.\n")
        return 1
    print(f"There is no log at {path}: no admin action was recorded yet, or the log was deleted.")
    return 0


def _line(entry: Entry) -> str:
    when = moment(entry.at, seconds=True)
    action = f"{entry.actor} ({entry.role})  {entry.action}  {named(entry.details.items())}"
    return plain_text(f"{entry.number:>5}  {when}  {action}".rstrip())
