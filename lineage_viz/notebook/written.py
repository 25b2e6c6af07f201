"""A file that a notebook keeps."""

from pathlib import Path

from lineage_viz.errors import LineageVizError


def written(path: Path, content: bytes | str) -> Path:
    """Write a file and return its path. Raises LineageVizError when the system refuses it."""
    try:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise LineageVizError(f"{path} cannot be written: {error.strerror or error}.") from error
    return path
