"""The command `doctor`: it checks the deployment and prints the findings."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from lineage_viz.json_text import json_text

if TYPE_CHECKING:
    from lineage_viz.health import Finding

_MARKS = {"ok": "✓", "warning": "!", "failing": "✗", "unknown": "?"}


def doctor(options: Namespace) -> int:
    """Print each finding. Returns 1 when a check fails."""
    from lineage_viz.health import Verdict, examine  # boto3 takes a while to import

    findings = examine(evidence=options.evidence)
    if options.json:
        print(json_text([asdict(finding) for finding in findings], indent=2))
    else:
        for line in _lines(findings):
            print(line)
    return int(any(finding.verdict is Verdict.FAILING for finding in findings))


def _lines(findings: "Sequence[Finding]") -> Iterator[str]:
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        yield f"{_MARKS[finding.verdict]} {finding.verdict:<7}  {finding.name:<{width}}  {finding.sentence}"
        if finding.next_step:
            yield f"{'':{width + 13}}→ {finding.next_step}"
    counts = Counter(finding.verdict for finding in findings)
    yield ", ".join(f"{counts[verdict]} {verdict}" for verdict in counts)
