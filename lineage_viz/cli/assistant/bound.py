"""The bound of an answer: an assistant reads a few pages, and pays for each letter."""

from typing import Any

from lineage_viz.cli.assistant.tool import Data
from lineage_viz.json_text import json_text

MOST = 40_000
"""Characters of one answer as JSON."""

_LONGEST = 1_000
"""Characters of one recorded text."""

_FEWEST = 3
"""Members of a list or record that stay whatever the bound."""


def bounded(data: Data) -> Data:
    """Return an answer within the bound: long texts are cut, then the longest lists and records.

    `cut` names what was cut, and such an answer is not called complete. Its extent keeps what it was before the cut.
    """
    cut: list[str] = []
    whole: Data = _shortened(data, cut)
    told = f"texts of more than {_LONGEST:,} characters are shortened" if cut else ""
    while len(json_text(whole)) > MOST:
        where, part = max(_parts(whole, ""), key=lambda each: len(json_text(each[1])), default=("", None))
        if part is None:
            break
        kept = max(_FEWEST, len(part) // 2)
        cut.append(f"{where}: {kept:,} of {len(part):,}")
        told = f"cut to {MOST:,} characters"
        _drop(part, kept)
    if not cut:
        return whole
    instead = {"extent": f"{told}; before that: {whole.get('extent')}", "complete": False}
    return {
        **whole,
        **{name: value for name, value in instead.items() if name in whole},
        "cut": list(dict.fromkeys(cut)),
    }


def _shortened(value: Any, cut: list[str]) -> Any:
    if isinstance(value, str) and len(value) > _LONGEST:
        cut.append(f"texts of more than {_LONGEST:,} characters")
        return value[:_LONGEST] + "…"
    if isinstance(value, dict):
        return {str(name)[:_LONGEST]: _shortened(each, cut) for name, each in value.items()}
    return [_shortened(each, cut) for each in value] if isinstance(value, list | tuple) else value


def _parts(value: Any, where: str) -> list[tuple[str, Any]]:
    """Return the lists and records that can be cut, with their places; the answer's own members stay."""
    if isinstance(value, dict):
        inner = [part for name, each in value.items() for part in _parts(each, f"{where}.{name}".lstrip("."))]
        return [*inner, *([(where, value)] if where and len(value) > _FEWEST else [])]
    if isinstance(value, list):
        inner = [part for each in value for part in _parts(each, f"{where}[]")]
        return [*inner, *([(where, value)] if len(value) > _FEWEST else [])]
    return []


def _drop(part: Any, kept: int) -> None:
    if isinstance(part, list):
        del part[kept:]
    else:
        for name in list(part)[kept:]:
            del part[name]
