"""Questions about the lineage in a store, each answered by one function: impact, paths, common ancestors, overview."""
