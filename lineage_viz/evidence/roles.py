"""The role of an input or output for its job, such as `train` or `validation`: the names of a job's channels."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from lineage_viz.evidence.record import at, listed, members, text
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity


def roles(job: Entity, record: Mapping[str, Any]) -> Mapping[str, str]:
    """The roles by URI for a job with these members of its record.

    A URI with several roles has all of them, separated by commas.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    training = at(record, "Job", "SourceDetail", "TrainingJob")
    for channel in listed(training, "InputDataConfig"):
        _add(found, text(channel, "DataSource", "S3DataSource", "S3Uri"), text(channel, "ChannelName"))
    for column in ("inputs", "outputs"):
        for name, artifact in members(json_of(job.text(column), dict)).items():
            _add(found, text(artifact, "Value"), name)
    return {uri: ", ".join(dict.fromkeys(names)) for uri, names in found.items()}


def _add(found: defaultdict[str, list[str]], uri: str, name: str) -> None:
    if uri and name:
        found[uri.rstrip("/")].append(name)
