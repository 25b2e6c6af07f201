"""The size of the pages in which SageMaker answers."""

PAGE_SIZE = 100
"""The largest page of the lineage lists and Search; their default is 10."""
