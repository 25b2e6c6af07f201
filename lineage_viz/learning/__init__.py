"""Graph learning: the heterograph as tables, as files of parquet, and as HeteroData.

`to_learning` writes the files, `to_hetero` makes PyTorch Geometric's HeteroData from the same tables. Both split by
time: nothing that was created at or after a cut is in the part before it.
"""

from lineage_viz.learning.hetero import to_hetero
from lineage_viz.learning.writing import LearningExport, to_learning

__all__ = ["LearningExport", "to_hetero", "to_learning"]
