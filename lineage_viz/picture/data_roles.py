"""The role of a data set on its card: as what the jobs of the picture use it, such as `train` or `validation`."""

from collections import defaultdict
from collections.abc import Mapping

from lineage_viz.evidence.columns import ROLE
from lineage_viz.model import Association, Subgraph
from lineage_viz.words import plain

_LONGEST = 24
_OF_SAGEMAKER = "SageMaker."
"""The start of the roles that SageMaker itself gives to the model or the data of a job: its type tells the same."""


def role_of(association: Association) -> str:
    """Return the role of a data set for its job; empty without one."""
    role = str(association.properties.get(ROLE, ""))
    return "" if role.startswith(_OF_SAGEMAKER) else plain(role, 60)


def data_roles(subgraph: Subgraph) -> Mapping[str, str]:
    """Return the roles of each data set for the jobs that read it, by ARN; a data set that none reads has none here."""
    data = {each.arn for each in subgraph.entities if each.type == "DataSet"}
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for each in subgraph.associations:
        if each.source in data and (role := role_of(each)):
            found[each.source].update(dict.fromkeys(role.split(", ")))
    return {arn: plain(", ".join(sorted(roles)), _LONGEST) for arn, roles in found.items()}
