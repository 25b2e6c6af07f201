"""Where snapshots are loaded and queried: one contract, one file per backend."""
