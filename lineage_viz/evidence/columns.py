"""The names and types of the facts, as columns of a snapshot."""

from collections.abc import Mapping

from lineage_viz.evidence.fact import SOURCES
from lineage_viz.model import EntityLabel

COLUMNS: Mapping[str, tuple[str, ...]] = {
    EntityLabel.ARTIFACT: (
        "approval", "decidedby", "decidedat:Date", "approvalreason", "decisions", "owner", "servedby", SOURCES,
        "commit", "fileversion", "filechanged:Date", "modelfile", "imagedigest", "imagepushed:Date", "imagemoved",
        "unapproved",
    ),
    EntityLabel.TRIAL_COMPONENT: (
        "owner", "duration:Double", "keymetric", "step", "execution", SOURCES,
        "commit", "codeversion", "imagedigest", "imagemoved",
    ),
    EntityLabel.ACTION: ("deploys", "replacedat:Date", SOURCES),
    EntityLabel.CONTEXT: (
        "endpointstatus", "serves", "servessince:Date", SOURCES, "imagedigest", "imagemoved", "unapproved",
    ),
}  # fmt: skip
"""The columns of facts by label: a name, and a type where it is no text. Durations are seconds.

`unapproved` has the models without an approval that an endpoint serves, and of a model file its own lack of one.
"""

ROLE = "role"
"""The property of an association with the role of the artifact for the job."""

NAMES = frozenset(cell.partition(":")[0] for cells in COLUMNS.values() for cell in cells)
"""The names of all columns of facts."""
