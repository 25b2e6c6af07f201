"""Snapshots with rows that our writer never writes."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

from lineage_viz.snapshot.folder import sha256


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    """Change a compressed file, and update its digest in the manifest."""
    text = change(gzip.decompress(path.read_bytes()).decode())
    path.write_bytes(gzip.compress(text.encode()))
    manifest = path.parent / "manifest.json"
    raw = json.loads(manifest.read_text())
    for entry in raw["files"]:
        if entry["name"] == path.name:
            entry["sha256"] = sha256(path)
    manifest.write_text(json.dumps(raw))
