"""The home of the snapshots in S3: it keeps them for machines without a disk of their own."""

from lineage_viz.home.opening import here, here_again, home_of, open_kept, where

__all__ = ["here", "here_again", "home_of", "open_kept", "where"]
