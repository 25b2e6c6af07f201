"""Two lineages compared: which entities and associations are added, changed or removed."""
