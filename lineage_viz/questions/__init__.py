"""Questions about the lineage in a store. One function answers each: impact, paths, common ancestors, overview."""
