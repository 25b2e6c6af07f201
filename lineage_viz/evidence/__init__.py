"""Plain facts about entities, derived once from the lineage and from SageMaker's records, each with its source."""

from lineage_viz.evidence.deriving import LineageFacts, with_facts

__all__ = ["LineageFacts", "with_facts"]
