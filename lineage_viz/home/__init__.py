"""The home of the snapshots in S3: it keeps them for machines without a disk of their own."""

from lineage_viz.home.opening import here, home_of, where

__all__ = ["here", "home_of", "where"]
