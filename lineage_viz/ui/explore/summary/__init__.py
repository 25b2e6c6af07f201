"""The summary of one entity in the panel: key facts, metrics, parameters, inputs and outputs, people."""

from lineage_viz.ui.explore.summary.known import NOTHING_KNOWN, Known, known
from lineage_viz.ui.explore.summary.summary import summary

__all__ = ["NOTHING_KNOWN", "Known", "known", "summary"]
