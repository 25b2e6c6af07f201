"""The commands that write a snapshot without AWS: of another tool's folder, and of the demo account."""

from argparse import Namespace
from pathlib import Path

from lineage_viz.cli.sentences import print_each
from lineage_viz.snapshot import open_folder


def adopt(options: Namespace) -> int:
    """Make a snapshot of a foreign folder, and print its path and the changes."""
    from lineage_viz.snapshot.adopting import adopt as adopt_folder

    adopted = adopt_folder(open_folder(options.path), options.out)
    print_each(adopted.changes)
    print(adopted.path)
    _keep_outcomes(adopted.path)
    return 0


def demo(options: Namespace) -> int:
    """Write the demo snapshot and print its path."""
    from lineage_viz.demo.source import write_demo

    print(write_demo(options.out))
    return 0


def _keep_outcomes(path: Path) -> None:
    """Keep the outcomes of the audit of all models beside a new snapshot. An error becomes a notice."""
    from lineage_viz.audit.kept_rows import keep_rows_of, not_kept_words  # loads numpy

    try:
        keep_rows_of(open_folder(path))
    except Exception as error:
        print_each([not_kept_words(path, error)])
