"""Which part of a traced lineage is in the picture, and what stands together as one card."""
