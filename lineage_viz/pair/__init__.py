"""Questions about two entities: which ways lead from one to the other, and what both come from."""

from lineage_viz.pair.between import MAX_HOPS, Between, paths_between
from lineage_viz.pair.common import Ancestor, Common, common_ancestors

__all__ = ["MAX_HOPS", "Ancestor", "Between", "Common", "common_ancestors", "paths_between"]
