"""The role of an input or output for its job, such as `train` or `validation`: the names of a job's channels."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from lineage_viz.evidence.record import at, listed
from lineage_viz.model import Entity


def roles(job: Entity, record: Mapping[str, Any]) -> Mapping[str, str]:
    """The roles by URI for a job with these members of its record.

    A URI with several roles has all of them, separated by commas.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    training = at(record, "Job", "SourceDetail", "TrainingJob")
    for channel in listed(training, "InputDataConfig"):
        _add(found, at(channel, "DataSource", "S3DataSource", "S3Uri"), at(channel, "ChannelName"))
    for column in ("inputs", "outputs"):
        for name, artifact in _artifacts(job.text(column)):
            _add(found, at(artifact, "Value"), name)
    return {uri: ", ".join(dict.fromkeys(names)) for uri, names in found.items()}


def _artifacts(text: str) -> Iterable[tuple[str, Any]]:
    parsed = json.loads(text) if text else {}
    return parsed.items() if isinstance(parsed, dict) else ()


def _add(found: defaultdict[str, list[str]], uri: object, name: object) -> None:
    if uri and name:
        found[str(uri).rstrip("/")].append(str(name))
