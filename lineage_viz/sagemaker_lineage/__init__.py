"""SageMaker's lineage API → entities and associations: the only place that talks to SageMaker."""
