"""The heterograph in a notebook: `import lineage_viz as lv`, then `lv.demo()` or `lv.open(...)`.

Each answer prints short, shows itself in a notebook without a request to elsewhere, and says if it is complete.
"""

from lineage_viz.notebook.answer import Answer
from lineage_viz.notebook.audit import Audit, Comparison
from lineage_viz.notebook.hits import Hits
from lineage_viz.notebook.lineage import Lineage
from lineage_viz.notebook.on_day import LineageOnDay
from lineage_viz.notebook.opening import demo, open
from lineage_viz.notebook.part import LineageEntity, Part

__all__ = [
    "Answer",
    "Audit",
    "Comparison",
    "Hits",
    "Lineage",
    "LineageEntity",
    "LineageOnDay",
    "Part",
    "demo",
    "open",
]
