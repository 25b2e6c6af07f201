"""Take away what is on screen: pictures, a page, tables and graph files, each of which says what it shows."""

from lineage_viz.takeaway.caption import Caption, file_name
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.takeaway.formats import FORMATS, Format, TakeAway

__all__ = ["FORMATS", "Caption", "Drawing", "Format", "TakeAway", "file_name"]
