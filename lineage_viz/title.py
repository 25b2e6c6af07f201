"""What an entity is called on screen: its name, or the telling part of where it is."""

import re

from lineage_viz.model import Entity

_JOB_SUFFIX = re.compile(r"-aws-(training|processing|transform)-job$")


def title(entity: Entity) -> str:
    """A short name a person recognises; never empty. Untrusted text: show it as text only.

    Artifacts that SageMaker makes on its own have no name, so the last part of the source URI stands in;
    of a model package, group and version. The suffix SageMaker adds to a job's trial component is left out.
    """
    name = entity.text("displayname") or entity.name
    if name:
        return _JOB_SUFFIX.sub("", name)
    source = entity.source or entity.arn
    if source.startswith("arn:"):
        return source.split(":", 5)[-1].partition("/")[2] or source
    return source.rstrip("/").rpartition("/")[2] or source
