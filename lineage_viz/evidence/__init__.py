"""Plain facts about entities, derived once from the lineage and from SageMaker's records, each with its source."""
