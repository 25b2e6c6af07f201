"""A picture of a lineage, computed without a browser: address → trace → view → layout → payload."""
