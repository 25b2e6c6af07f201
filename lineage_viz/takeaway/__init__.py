"""Files of a view to take away: pictures, pages, tables and graph files. Each names the view that it shows."""

from lineage_viz.takeaway.caption import Caption, file_name
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.takeaway.formats import FORMATS, Format, TakeAway

__all__ = ["FORMATS", "Caption", "Drawing", "Format", "TakeAway", "file_name"]
