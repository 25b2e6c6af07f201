"""What `log` does: the record of admin actions, read and checked."""

import sys
from argparse import Namespace
from pathlib import Path

from lineage_viz.admin_log import AdminLog, Entry
from lineage_viz.plain_text import plain_text
from lineage_viz.settings import Settings
from lineage_viz.words import count, named


def log(options: Namespace) -> int:
    """Print the log, or say whether it is as it was written. Exits with 1 when it is not."""
    path = options.path or Settings.from_environment().admin_log
    if options.do == "show":
        for entry in AdminLog(path).entries():
            print(_line(entry))
        return 0
    verdict = AdminLog(path).verify(options.noted or "")
    if not verdict.problem and not path.exists():
        return _not_there(path, named=options.path is not None)
    if verdict.problem:
        sys.stderr.write(f"lineage_viz: {path}: {verdict.problem}\n")
        return 1
    print(f"{path} is whole: {count(verdict.entries, 'entry', 'entries')}.")
    if verdict.entries:
        print("To be able to tell later that nothing before was made anew, note this elsewhere:")
        print(f"  python -m lineage_viz log verify --noted {verdict.head}")
    return 0


def _not_there(path: Path, *, named: bool) -> int:
    """Without any head either: nothing was ever written, or both files are gone."""
    if named:
        sys.stderr.write(f"lineage_viz: {plain_text(str(path))} is not there.\n")
        return 1
    print(f"There is no log {path}: nobody has changed anything yet, or it was taken away.")
    return 0


def _line(entry: Entry) -> str:
    said = (
        f"{entry.number:>5}  {entry.at:%Y-%m-%d %H:%M:%S} UTC  {entry.actor} ({entry.role})  {entry.action}"
    )
    return plain_text(f"{said}  {named(entry.details.items())}".rstrip())
