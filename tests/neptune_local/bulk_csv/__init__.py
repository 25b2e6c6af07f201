"""A reader of Neptune's bulk-load CSV, written from Neptune's guide. It shares no code with the product's reader.

Source: Neptune User Guide, "Gremlin load data format" (bulk-load-tutorial-format-gremlin). Each module names what the
guide leaves open, and how it is read here.
"""

from tests.neptune_local.bulk_csv.header import Header
from tests.neptune_local.bulk_csv.rows import Row, Spoiled, Table, open_table

__all__ = ["Header", "Row", "Spoiled", "Table", "open_table"]
