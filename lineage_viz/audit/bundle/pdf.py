"""The report as PDF/A-3: tagged, with the fonts and report.json inside, made by typst without any file or network.

Texts reach the template as JSON, so typst never reads them as markup.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from lineage_viz.audit.bundle.glyphs import all_with_codes, has_codes, with_codes
from lineage_viz.audit.bundle.head import Head
from lineage_viz.audit.bundle.picture import full_size
from lineage_viz.audit.bundle.report_words import (
    follow_up_words,
    grounds,
    next_step,
    requirement_words,
    waiver_words,
)
from lineage_viz.json_text import json_text
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.takeaway.svg import svg

_TEMPLATE = Path(__file__).parent / "report.typ"
_READABLE = (3_000, 1_600)
"""The largest width and height in pixels of a picture whose names can be read on a page of A4."""

_STANDARDS: list[Any] = ["a-3a", "ua-1"]


def pdf(head: Head, data: dict[str, Any], attached: bytes, picture: Drawing, caption: Caption) -> bytes:
    """Return the PDF of a report. `data` is the report, and `attached` the same as a JSON file."""
    drawn = with_codes(svg(_with_codes(picture), caption))
    width, height = full_size(drawn)
    report, names = _with_words(data), json_text(dict(head.names), ensure_ascii=False)
    whole = all_with_codes(
        {
            "title": head.title,
            "verdict": head.verdict,
            "evidence": head.evidence,
            "lines": list(head.lines),
            "worst": data["worst"] or "",
            "size": caption.complete,
            "alt": f"{caption.title}: {caption.complete}",
            "small": width > _READABLE[0] or height > _READABLE[1],
            "coded": has_codes(json_text(report, ensure_ascii=False) + names),
            "report": report,
        }
    )
    whole["names"] = {arn: with_codes(name) for arn, name in head.names.items()}
    inputs = {
        "data": json_text(whole, ensure_ascii=False),
        "picture": drawn,
        "report": attached.decode(),
    }
    made = typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=_STANDARDS,
        timestamp=head.taken or datetime(1980, 1, 1, tzinfo=UTC),
    )
    assert isinstance(made, bytes)  # one document
    return made


def _with_words(data: dict[str, Any]) -> dict[str, Any]:
    """Return the report with its waivers and requirements in sentences."""
    checks = [
        check
        | {
            "follow_up": follow_up_words(check["follow_up"]),
            "next": list(next_step(check)),
            "grounds": grounds(check),
            "evidence": [
                each | {"waiver": waiver_words(each["waiver"]) if each["waiver"] else ""}
                for each in check["evidence"]
            ],
        }
        for check in data["checks"]
    ]
    requirements = [each | {"words": requirement_words(each)} for each in data["requirements"]]
    waivers = [each | {"words": waiver_words(each)} for each in data["waivers"]]
    return data | {"checks": checks, "requirements": requirements, "waivers": waivers}


def _with_codes(picture: Drawing) -> Drawing:
    """Return the picture with names in codes, so that they are shortened to the room on a card."""
    names, short = (
        {arn: with_codes(name) for arn, name in each.items()} for each in (picture.names, picture.short)
    )
    return replace(picture, names=names, short=short)
