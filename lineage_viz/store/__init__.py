"""The stores, which load and query snapshots: one contract, one file per backend."""
