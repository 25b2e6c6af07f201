"""Small parts that every part of a bill of materials uses."""

from datetime import UTC, datetime
from urllib.parse import quote

from lineage_viz.json_text import storable


def properties(**values: str) -> list[dict[str, str]]:
    """Return named values in the namespace of this tool; empty ones are left out."""
    return [
        {"name": f"lineage_viz:{name}", "value": storable(value)} for name, value in values.items() if value
    ]


def filled(**members: object) -> dict[str, object]:
    """Return the members that have a value. `bom_ref` becomes `bom-ref`."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in members.items()}
    return {name: value for name, value in named.items() if value not in ("", None, [], {})}


def iso(at: object) -> str | None:
    """Return a time in ISO 8601, in UTC; None for anything else."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if isinstance(at, datetime) else None


def address(uri: str) -> str:
    """Return an address with the characters that an IRI cannot have in codes."""
    return quote(storable(uri), safe="/:@-._~!$&'()*+,;=?")
