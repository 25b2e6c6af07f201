"""Health: whether what this deployment needs is there, checked without changing anything."""

from lineage_viz.health.checks import examine
from lineage_viz.health.finding import Finding, Verdict

__all__ = ["Finding", "Verdict", "examine"]
