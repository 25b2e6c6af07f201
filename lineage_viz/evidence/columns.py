"""The names and types of the facts, as columns of a snapshot."""

from collections.abc import Mapping

from lineage_viz.evidence.fact import SOURCES
from lineage_viz.model import Entity, EntityLabel

COLUMNS: Mapping[str, tuple[str, ...]] = {
    EntityLabel.ARTIFACT: (
        "approval", "decidedby", "decidedat:Date", "decidedafter:Date", "approvalreason", "decisions", "owner",
        "keymetric", "metricname", "metricvalue:Double", "modelcard", "servedby", SOURCES, "commit", "fileversion",
        "filechanged:Date", "modelfile", "imagedigest", "imagepushed:Date", "imagemoved", "unapproved",
        "packageversion:Int", "filesize:Double", "endpointgone",
    ),
    EntityLabel.TRIAL_COMPONENT: (
        "owner", "duration:Double", "keymetric", "metricname", "metricvalue:Double", "step", "execution", SOURCES,
        "commit", "codeversion", "imagedigest", "imagemoved",
    ),
    EntityLabel.ACTION: ("deploys", "replacedat:Date", "endpointgone", SOURCES),
    EntityLabel.CONTEXT: (
        "endpointstatus", "serves", "servessince:Date", "owner", SOURCES, "imagedigest", "imagemoved", "unapproved",
    ),
}  # fmt: skip
"""The columns of facts by label: a name, and a type where it is no text. Durations are seconds, sizes bytes.

`metricname` and `metricvalue` are the parts of `keymetric`, for searches: the number has the three digits on screen.

`packageversion` is the number of a model package within its group. `endpointgone` has the deleted endpoints: of a
deployment its own, of a model those whose last completed deployment was of it.

`unapproved` has the models without an approval that an endpoint serves or may serve; of a model file its own lack of
one, and of a package that its approval is not confirmed, or that an endpoint may serve it.
"""

ROLE = "role"
"""The property of an association with the role of the artifact for the job."""

OF_DAY: Mapping[str, tuple[str, ...]] = {EntityLabel.CONTEXT: ("serveduntil:Date",)}
"""The facts by label that only a view of an earlier time has; no snapshot keeps them."""

NAMES = frozenset(
    cell.partition(":")[0] for each in (COLUMNS, OF_DAY) for cells in each.values() for cell in cells
)
"""The names of all facts."""


def names_of(entity: Entity) -> list[str]:
    """The names of the facts that an entity of this label can have, and of those of an earlier time that it has."""
    columns, of_day = (
        [cell.partition(":")[0] for cell in each.get(entity.label, ())] for each in (COLUMNS, OF_DAY)
    )
    return [*columns, *(name for name in of_day if name in entity.properties)]
