"""Visual lineage explorer for machine-learning models tracked by Amazon SageMaker.

In a notebook: `import lineage_viz as lv`, then `lv.demo()`, or `lv.open(...)` for a snapshot or a Neptune cluster.
docs/notebook.md has the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lineage_viz.version import __version__

if TYPE_CHECKING:
    from lineage_viz.errors import LineageVizError
    from lineage_viz.notebook import (
        Answer,
        Audit,
        Comparison,
        Hits,
        Lineage,
        LineageEntity,
        LineageOnDay,
        Part,
        demo,
    )
    from lineage_viz.notebook import open as open

__all__ = [
    "Answer",
    "Audit",
    "Comparison",
    "Hits",
    "Lineage",
    "LineageEntity",
    "LineageOnDay",
    "LineageVizError",
    "Part",
    "__version__",
    "demo",
]
_NAMES = sorted((*__all__, "open"))
"""All names; `import *` leaves Python's own `open` as it is."""


def __getattr__(name: str) -> Any:
    # Loaded when it is asked for: the commands need nothing of it, and `import lineage_viz` takes no time.
    if name in _NAMES:
        module = "errors" if name == "LineageVizError" else "notebook"
        return getattr(import_module(f"lineage_viz.{module}"), name)
    raise AttributeError(f"module 'lineage_viz' has no attribute {name!r}")


def __dir__() -> list[str]:
    return _NAMES
