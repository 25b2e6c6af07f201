"""The client of SageMaker's lineage API, which returns entities and associations. No other package calls SageMaker."""
