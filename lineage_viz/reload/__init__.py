"""One-click reload: export, verify, load, switch. If a step fails, users still see the last good snapshot."""

from lineage_viz.reload.checklist import Checklist, Item, ReloadStep, StepState
from lineage_viz.reload.in_use import known_in_use
from lineage_viz.reload.kept import all_kept, keep_exported, keep_pinned, to_delete, unreadable
from lineage_viz.reload.local_place import show_demo
from lineage_viz.reload.opening import open_place
from lineage_viz.reload.place import Place
from lineage_viz.reload.records import alone, last_served, served_now
from lineage_viz.reload.retention import Kept, kept_snapshots
from lineage_viz.reload.use_cases import Reloaded, ReloadOptions, dry_run, reload, repair, restore

__all__ = [
    "Checklist",
    "Item",
    "Kept",
    "Place",
    "ReloadOptions",
    "ReloadStep",
    "Reloaded",
    "StepState",
    "all_kept",
    "alone",
    "dry_run",
    "keep_exported",
    "keep_pinned",
    "kept_snapshots",
    "known_in_use",
    "last_served",
    "open_place",
    "reload",
    "repair",
    "restore",
    "served_now",
    "show_demo",
    "to_delete",
    "unreadable",
]
