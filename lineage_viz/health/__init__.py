"""Health checks of this deployment. They change nothing, except that they leave one small object in each bucket."""

from lineage_viz.health.apart import examine_apart
from lineage_viz.health.checks import examine
from lineage_viz.health.finding import Finding, Verdict
from lineage_viz.health.watch import Examination, Watch

__all__ = ["Examination", "Finding", "Verdict", "Watch", "examine", "examine_apart"]
