"""Sentences of a command beside its result. `run` starts with this module, which loads no client of AWS."""

import sys
from collections.abc import Iterable

from lineage_viz.plain_text import plain_text
from lineage_viz.secrecy import without_secrets


def print_each(sentences: Iterable[str]) -> None:
    """Print sentences on stderr."""
    for sentence in sentences:
        sys.stderr.write(f"lineage_viz: {plain_text(without_secrets(sentence))}\n")
