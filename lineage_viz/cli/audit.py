"""The command that audits a model. Its exit code tells a pipeline the result."""

from argparse import Namespace
from datetime import UTC, datetime, time

from lineage_viz.audit.formats.printed import PRINTED
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.subject import find_subject
from lineage_viz.cli.audit_bundle import write_bundle
from lineage_viz.cli.explore import settings_of
from lineage_viz.errors import LineageVizError, NotAssessable
from lineage_viz.store.factory import open_store

CLEAR, FINDINGS, UNCLEAR = 0, 1, 2


def audit(options: Namespace) -> int:
    """Print the audit of a model, and write its bundle if the options name a file.

    Returns 1 with a finding of the severity `fail_on` or a heavier one; 2 without one, if such a check lacks evidence
    that the export was asked to read; else 0. Raises NotAssessable.
    """
    try:
        found = _report(options)
        write_bundle(found, options)
    except LineageVizError as error:
        raise NotAssessable(str(error)) from error
    print(PRINTED[options.format](found), end="")
    if found.at_least(options.fail_on):
        return FINDINGS
    heavy = [each for each in found.results if each.check.severity.rank <= options.fail_on.rank]
    return UNCLEAR if any(each.is_unclear for each in heavy) else CLEAR


def _report(options: Namespace) -> Report:
    store = open_store(settings_of(options))
    as_of = datetime.combine(options.as_of, time.max, UTC) if options.as_of else None
    return report(read_review(store, find_subject(store, options.model), as_of), store.snapshots)
