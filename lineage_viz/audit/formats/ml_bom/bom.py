"""The bill of materials of a reviewed model."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from lineage_viz.audit.formats.ml_bom.affirmation import affirmation
from lineage_viz.audit.formats.ml_bom.annotations import annotations
from lineage_viz.audit.formats.ml_bom.common import filled, iso
from lineage_viz.audit.formats.ml_bom.components import components, model_component, services
from lineage_viz.audit.formats.ml_bom.declarations import declarations, standard
from lineage_viz.audit.formats.ml_bom.formulation import formulation
from lineage_viz.audit.parts.about import report_id
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.log import SignOff
from lineage_viz.model import EntityLabel
from lineage_viz.version import __version__

VERSION = "1.7"
_TOOL = {"type": "application", "name": "lineage_viz", "version": __version__}


def ml_bom(report: Report, version: str = VERSION, affirmed: SignOff | None = None) -> dict[str, Any]:
    """Return the bill of materials in a version of CycloneDX, 1.6 or 1.7: what it uses is the same in both.

    `affirmed` is the last sign-off of this report.
    """
    review = report.review
    taken = max((each.taken for each in report.snapshots if each.taken), default=None)
    return filled(
        **{"$schema": f"http://cyclonedx.org/schema/bom-{version}.schema.json"},
        bomFormat="CycloneDX",
        specVersion=version,
        serialNumber=f"urn:uuid:{report_id(review, report.snapshots)}",
        version=1,
        metadata=filled(
            timestamp=iso(taken), tools={"components": [_TOOL]}, component=model_component(review)
        ),
        components=[*components(review)],
        services=[*services(review)],
        dependencies=[*_dependencies(report)],
        compositions=[_composition(report)],
        annotations=[*annotations(report)],
        formulation=formulation(review),
        definitions={"standards": [standard(report)]},
        declarations=declarations(report) | affirmation(affirmed),
    )


def _dependencies(report: Report) -> Iterator[dict[str, object]]:
    """Yield what each artifact and endpoint was made from, through the jobs and deployments between them."""
    review = report.review
    into: defaultdict[str, list[str]] = defaultdict(list)
    for link in review.subgraph.associations:
        into[link.destination].append(link.source)
    by_arn = {each.arn: each for each in review.subgraph.entities}
    wanted = {
        arn for arn, each in by_arn.items() if each.label == EntityLabel.ARTIFACT or each.type == "Endpoint"
    }
    for arn in sorted(wanted):
        direct = [one for one in into[arn] if one in wanted]
        through = [far for one in into[arn] if one not in wanted for far in into[one] if far in wanted]
        yield filled(ref=arn, dependsOn=sorted({*direct, *through} - {arn}))


def _composition(report: Report) -> dict[str, object]:
    """Say that the assembly is incomplete where it is known, and else that it is unknown: lineage proves neither."""
    review = report.review
    cut = review.truncated or review.gaps or any(each.unresolved for each in review.subgraph.entities)
    return {"aggregate": "incomplete" if cut else "unknown", "assemblies": [review.model.arn]}
