"""Metrics as text that Prometheus reads (https://prometheus.io/docs/instrumenting/exposition_formats/).

All values are read at the time of the question, so the few lines below are enough: nothing counts in between.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "lineage_viz_"


@dataclass(frozen=True, slots=True)
class Sample:
    """One value with its labels."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Metric:
    """A gauge: its name without the prefix, its meaning in words, and its samples."""

    name: str
    meaning: str
    samples: Sequence[Sample]


def as_text(metrics: Iterable[Metric]) -> str:
    """The metrics as text. A metric without a sample is left out: what was not read is no zero."""
    return "".join(map(_lines, (each for each in metrics if each.samples)))


def _lines(metric: Metric) -> str:
    name = PREFIX + metric.name
    samples = (f"{name}{_labels(each.labels)} {each.value:.15g}\n" for each in metric.samples)
    return f"# HELP {name} {metric.meaning}\n# TYPE {name} gauge\n{''.join(samples)}"


def _labels(labels: Mapping[str, str]) -> str:
    named = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{named}}}" if named else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
