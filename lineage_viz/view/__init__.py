"""The view: the part of a traced lineage that is in the picture, and its cards and stacks."""
