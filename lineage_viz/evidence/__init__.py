"""Plain facts about entities, derived once from the lineage and from SageMaker's records, each with its source."""

from lineage_viz.evidence.deriving import with_facts

__all__ = ["with_facts"]
