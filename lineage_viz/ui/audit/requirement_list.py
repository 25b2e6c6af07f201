"""The requirements of a pack: those that checks and fields cover, partly cover, or that people must show."""

from collections.abc import Iterator

from lineage_viz.audit.report import Report
from lineage_viz.audit.requirements import RequirementResult
from lineage_viz.component.report import Block
from lineage_viz.ui.audit.check_list import TONES
from lineage_viz.words import count

_HEAD = ("Requirement", "Covered by this tool", "Outcome of this part", "By", "To be shown by people")


def requirement_list(found: Report) -> Iterator[Block]:
    """Yield the block of the requirements; nothing for a pack that has none."""
    if found.requirements:
        yield {
            "is": "table",
            "heading": f"Requirements: {found.pack.title}",
            "words": f"Requirements of {found.pack.source or found.pack.title}",
            "head": [{"words": each} for each in _HEAD],
            "rows": [_cells(each) for each in found.requirements],
        }


def _cells(result: RequirementResult) -> list[dict[str, str]]:
    wanted = result.requirement
    fields = f"{result.known:,} of {count(result.of, 'field')} known" if result.of else ""
    tone = TONES[result.outcome] if result.outcome else "none"
    return [
        {"words": f"{wanted.id} {wanted.title}"},
        {"words": str(wanted.coverage)},
        {"words": str(result.outcome) if result.outcome else "not judged", "tone": tone, "mark": tone},
        {"words": "; ".join(filter(None, (", ".join(wanted.checks), fields)))},
        {"words": wanted.note},
    ]
