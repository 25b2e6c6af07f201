"""The command that verifies an evidence bundle. Its exit code tells a pipeline the result."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from lineage_viz.errors import LineageVizError, NotAssessable
from lineage_viz.plain_text import plain_text, shown_name

if TYPE_CHECKING:
    from lineage_viz.audit.bundle.verifying import Verified

TRUE, ALTERED = 0, 1


def audit_verify(options: Namespace) -> int:
    """Print whether a bundle is unaltered, who signed it, and with a snapshot whether it is still true of it.

    Returns 1 if it was altered, has another signature than the wanted one, or is no longer true. Raises NotAssessable.
    """
    from lineage_viz.audit.bundle.derived import Agreement, agreement
    from lineage_viz.audit.bundle.key import public_key  # loads the library of keys
    from lineage_viz.audit.bundle.verifying import read_bundle, summary, verified

    name = shown_name(options.bundle.name)
    try:
        key = public_key(options.public_key) if options.public_key else None
    except LineageVizError as error:
        raise NotAssessable(str(error)) from error
    found = verified(read_bundle(options.bundle), name, key)
    agreed = Agreement((), "") if found.problems else agreement(found.members)
    found = replace(found, problems=(*found.problems, *agreed.problems))
    for line in (*summary(found, name), *([agreed.note] if agreed.note and not found.problems else [])):
        print(plain_text(line))
    code = ALTERED if found.problems else TRUE
    if options.snapshot:
        try:
            lines = list(_compared(options, found))
        except NotAssessable as error:
            if not found.problems:
                raise
            lines = [
                f"Not compared with a snapshot: {error}"
            ]  # the bundle was altered, whatever the snapshot says
        for line in lines:
            print(plain_text(line))
        code = max(code, ALTERED if len(lines) > 1 else TRUE)
    return code


def _compared(options: Namespace, found: "Verified") -> Iterator[str]:
    """Yield the answer, then each difference."""
    from lineage_viz.audit.bundle.again import again, changes, other_members
    from lineage_viz.cli.given_settings import settings_of
    from lineage_viz.store.factory import open_store

    data = found.report
    if not data:
        raise NotAssessable("The report of the bundle cannot be read, so it is compared with no snapshot.")
    try:
        now = again(open_store(settings_of(options)), data, found.members)
    except LineageVizError as error:
        raise NotAssessable(str(error)) from error
    same, different = changes(data, now)
    if same and not different:
        different = tuple(other_members(found.members, str(data.get("made_by")), now))
    which = "the same snapshot" if same else "another snapshot"
    if not different:
        yield f"Still true: the report was made again from {which}, and says the same."
        return
    yield f"NO LONGER TRUE: the report was made again from {which}, and differs:"
    yield from (f"  {each}" for each in different)
