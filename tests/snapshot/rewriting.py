"""Snapshots with rows and manifests that our writer never writes."""

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lineage_viz.snapshot.folder import sha256
from lineage_viz.snapshot.manifest import FILE_NAME, SUM_NAME


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    """Change a compressed file, and update its digest in the manifest."""
    text = change(gzip.decompress(path.read_bytes()).decode())
    path.write_bytes(gzip.compress(text.encode()))
    files = json.loads((path.parent / FILE_NAME).read_text())["files"]
    for entry in files:
        if entry["name"] == path.name:
            entry["sha256"] = sha256(path)
    rewrite_manifest(path.parent, {"files": files})


def rewrite_manifest(folder: Path, changed: dict[str, Any]) -> None:
    """Change fields of the manifest, and update its digest."""
    raw = json.loads((folder / FILE_NAME).read_text("utf-8"))
    put_manifest(folder, json.dumps(raw | changed))


def put_manifest(folder: Path, text: str) -> None:
    """Replace the manifest, and update its digest."""
    (folder / FILE_NAME).write_text(text, "utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / SUM_NAME).write_text(f"{digest}  {FILE_NAME}\n")
