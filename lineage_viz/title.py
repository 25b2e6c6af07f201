"""What an entity is called on screen: its name, or the telling part of where it is."""

import re

from lineage_viz.model import Entity

_MACHINE_SUFFIX = re.compile(
    r"(-\d{10}(-\d+)?)?-aws-((training|processing|transform)-job|model-package(-group)?|endpoint)$"
)


def title(entity: Entity) -> str:
    """A short name a person recognises; never empty. Untrusted text: show it as text only.

    Artifacts that SageMaker makes on its own have no name, so the last part of the source URI stands in;
    of a model package, group and version. What SageMaker puts behind the names it makes up (a time, a number,
    the kind of source) is left out.
    """
    name = entity.text("displayname") or entity.name
    if any(letter.isprintable() and not letter.isspace() for letter in name):
        return _MACHINE_SUFFIX.sub("", name)
    source = entity.source or entity.arn
    if source.startswith("arn:"):
        return source.split(":", 5)[-1].partition("/")[2] or source
    return source.rstrip("/").rpartition("/")[2] or source
