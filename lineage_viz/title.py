"""The title of an entity on screen: its name, or the last part of its source."""

import re

from lineage_viz.model import Entity

_MACHINE_SUFFIX = re.compile(
    r"(-\d{10}(-\d+)?)?-aws-((training|processing|transform)-job|model-package(-group)?|endpoint)$"
)


def title(entity: Entity) -> str:
    """Return a short name that a person recognises; never empty. The text is untrusted: show it as text only.

    Artifacts that SageMaker creates automatically have no name. Their title is the last part of the source URI;
    for a model package, it is the group and the version. The suffix of a generated name (a time, a number, the
    kind of source) is removed.
    """
    name = entity.text("displayname") or entity.name
    if any(letter.isprintable() and not letter.isspace() for letter in name):
        return _MACHINE_SUFFIX.sub("", name)
    source = entity.source or entity.arn
    if source.startswith("arn:"):
        return source.split(":", 5)[-1].partition("/")[2] or source
    return source.rstrip("/").rpartition("/")[2] or source
