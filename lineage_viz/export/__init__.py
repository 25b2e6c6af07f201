"""SageMaker lineage → snapshot, whole or not at all."""

from lineage_viz.export.checkpoint import unfinished
from lineage_viz.export.exporter import export_lineage
from lineage_viz.export.plan import ExportOptions
from lineage_viz.export.progress import Progress

__all__ = ["ExportOptions", "Progress", "export_lineage", "unfinished"]
