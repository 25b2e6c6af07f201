"""The counts of a graph as the text that a marker keeps."""

import json

from lineage_viz.json_text import json_text
from lineage_viz.store.base import Counts


def counts_text(counts: Counts | None) -> str:
    """Return the text that `counts_in` reads; empty for none."""
    if counts is None:
        return ""
    kept = {name: dict(getattr(counts, name)) for name in ("labels", "association_types")}
    return json_text({**kept, "unresolved": counts.unresolved})


def counts_in(text: str) -> Counts | None:
    """Return the counts in a marker; None without any. They lack the types of entities."""
    if not text:
        return None
    read = json.loads(text)
    entities, associations = (sum(read[name].values()) for name in ("labels", "association_types"))
    return Counts(
        entities,
        associations,
        labels=read["labels"],
        association_types=read["association_types"],
        unresolved=read["unresolved"],
    )
