"""The Gremlin console: queries of people, which Neptune itself keeps from changing the graph.

`console.py` is the console of an app: it opens only on a proof (`proof.py`), and gives each query a place and an end
(`run.py`, `ending.py`). The answer's rows are `values.py`; a table, files and a picture are made of them.
"""

from lineage_viz.console.console import Console
from lineage_viz.console.run import Ended, Kind, Limits, Run

__all__ = ["Console", "Ended", "Kind", "Limits", "Run"]
