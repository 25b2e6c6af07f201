"""Visual lineage explorer for machine-learning models tracked by Amazon SageMaker."""

__version__ = "0.1.0"
