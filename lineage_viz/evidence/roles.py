"""The role of an input or output for its job, such as `train` or `validation`: the names of a job's channels."""

from collections import defaultdict
from collections.abc import Mapping

from lineage_viz.evidence.record import RECORD, at, listed, members, record_of_many, text
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity

_CHANNELS = "InputDataConfig"


def roles(job: Entity) -> Mapping[str, str]:
    """The roles by URI for a job.

    A URI with several roles has all of them, separated by commas.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    # Most jobs have no channels: to read the records of all takes longer than to write their associations.
    has_channels = f'"{_CHANNELS}"' in job.text(RECORD)
    training = at(record_of_many(job), "Job", "SourceDetail", "TrainingJob") if has_channels else None
    for channel in listed(training, _CHANNELS):
        _add(found, text(channel, "DataSource", "S3DataSource", "S3Uri"), text(channel, "ChannelName"))
    for column in ("inputs", "outputs"):
        for name, artifact in members(json_of(job.text(column), dict)).items():
            _add(found, text(artifact, "Value"), name)
    return {uri: ", ".join(dict.fromkeys(names)) for uri, names in found.items()}


def _add(found: defaultdict[str, list[str]], uri: str, name: str) -> None:
    if uri and name:
        found[uri.rstrip("/")].append(name)
