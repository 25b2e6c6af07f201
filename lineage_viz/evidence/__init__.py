"""Plain facts about entities, derived once from the lineage and from SageMaker's records, each with its source."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lineage_viz.evidence.deriving import LineageFacts, with_facts

__all__ = ["LineageFacts", "with_facts"]


def __getattr__(name: str) -> Any:
    # To derive facts is the work of an export; a server that starts only reads them.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from lineage_viz.evidence import deriving

    return getattr(deriving, name)
