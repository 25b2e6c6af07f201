"""Export SageMaker's lineage to a snapshot, completely or not at all."""

from lineage_viz.export.checkpoint import unfinished
from lineage_viz.export.export_progress import ExportProgress
from lineage_viz.export.exporter import export_lineage
from lineage_viz.export.plan import ExportOptions

__all__ = ["ExportOptions", "ExportProgress", "export_lineage", "unfinished"]
