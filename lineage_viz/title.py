"""The title of an entity on screen: its name, or the last part of its source."""

import re

from lineage_viz.model import Entity
from lineage_viz.plain_text import visible

_MACHINE_SUFFIX = re.compile(
    r"(-\d{10}(-\d+)?)?-aws-((training|processing|transform)-job|model-package(-group)?|endpoint)$"
)

_MODEL_FILE = re.compile(r"^s3://[^/]+/(?:[^/]+/)*?([^/]+)/[^/]+/output/model\.tar\.gz$")
"""The place in which a training job keeps its model: OUTPUT/JOB/output/model.tar.gz (SageMaker's OutputDataConfig)."""


def title(entity: Entity) -> str:
    """Return a short name that a person recognises; never empty. The text is untrusted: show it as text only.

    No other name looks like it: characters that nobody sees are codes.
    """
    return visible(recorded_title(entity))


def recorded_title(entity: Entity) -> str:
    """Return the title as it is recorded, for searches.

    Artifacts that SageMaker creates automatically have no name. Their title is the last part of the source URI;
    for a model package, it is the group and the version. The suffix of a generated name (a time, a number, the
    kind of source) is removed.
    """
    name = entity.text("displayname") or entity.name
    if name[:1].isalnum() or any(letter.isprintable() and not letter.isspace() for letter in name):
        return _MACHINE_SUFFIX.sub("", name) if "-aws-" in name else name
    source = entity.source or entity.arn
    if source.startswith("arn:"):
        return source.split(":", 5)[-1].partition("/")[2] or source
    return source.rstrip("/").rpartition("/")[2] or source


def folder_of_runs(entity: Entity) -> str:
    """Return the folder that a training job keeps its models in, of a model file; empty for any other entity."""
    found = _MODEL_FILE.search(entity.source)
    return found[1] if found else ""


def title_in_folder(entity: Entity) -> str:
    """Return the title of an entity; of a file without a name, its folder and file: `queue-length/model.tar.gz`."""
    name = title(entity)
    parts = entity.source.rstrip("/").split("/")
    if not entity.source.startswith("s3://") or name != parts[-1] or len(parts) < 5:
        return name
    return f"{folder_of_runs(entity) or parts[-2]}/{name}"


def title_of_model(entity: Entity) -> str:
    """Return the title of an entity; of a model file, with its folder: all of them have one name."""
    return title_in_folder(entity) if entity.type == "Model" else title(entity)
