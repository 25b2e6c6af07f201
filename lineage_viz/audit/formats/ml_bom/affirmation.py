"""The sign-off of a report in a bill of materials: an affirmation of all its declarations.

CycloneDX wants of a signatory a signature, or an organization and a reference (bom-1.7.schema.json, `signatories`).
"""

from lineage_viz.audit.bundle.member import SIGN_OFFS
from lineage_viz.audit.sign_off.log import SignOff
from lineage_viz.json_text import storable

_ORGANIZATION = {"name": "not recorded"}


def affirmation(made: SignOff | None) -> dict[str, object]:
    """Return the member of the declarations; empty when nobody signed off the report."""
    if made is None:
        return {}
    signatory = {
        "name": storable(made.by if made.signed_in else f"{made.by}, not authenticated"),
        "role": "auditor",
        "organization": _ORGANIZATION,
        "externalReference": {
            "type": "attestation",
            "url": SIGN_OFFS,
            "comment": f"Entry {made.number} of the log, about report.json with the SHA-256 {made.report}.",
        },
    }
    decision = ", ".join(filter(None, (made.decision, made.although)))
    statement = storable(f"{decision}: {made.comment}")
    return {"affirmation": {"statement": statement, "signatories": [signatory]}}
