"""A member of a bundle, and the names of all members."""

from dataclasses import dataclass

from lineage_viz.json_text import json_text

REPORT, SCHEMA, PAGE, PDF, PICTURE = (
    "report.json",
    "report.schema.json",
    "report.html",
    "report.pdf",
    "picture.svg",
)
REVIEW = "review.json"
PROV, ML_BOM, EVENTS = "prov.json", "cyclonedx.json", "openlineage.json"
JUNIT, SARIF = "junit.xml", "sarif.json"
CHECKS, ENTITIES, ASSOCIATIONS = "checks.csv", "entities.csv", "associations.csv"
TEST_RESULT, SUMMARY = "test-result.dsse.json", "verification-summary.dsse.json"
PACK, WAIVERS = "pack.toml", "waivers.toml"
SIGN_OFFS, FOLLOW_UPS, RECORDED_WAIVERS = "sign-offs.json", "follow-ups.json", "recorded-waivers.json"
ATTACHMENT = "attachment-"
"""The name of an attachment begins so, and ends with its SHA-256."""
README, SUMS = "README.txt", "SHA256SUMS"
SIGNATURE, PUBLIC_KEY = "SHA256SUMS.dsse.json", "public-key.pem"

ORDER = (
    *(REPORT, SCHEMA, REVIEW, PAGE, PDF, PICTURE, CHECKS, ENTITIES, ASSOCIATIONS),
    *(PROV, ML_BOM, EVENTS, JUNIT, SARIF, TEST_RESULT, SUMMARY, PUBLIC_KEY),
    *(FOLLOW_UPS, RECORDED_WAIVERS, SIGN_OFFS, README, PACK, WAIVERS, SUMS, SIGNATURE),
)
"""The members in the order of each bundle; attachments stand in front of the list of digests."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a bundle. The name is ASCII without folders."""

    name: str
    content: bytes


def json_member(name: str, value: object) -> Member:
    """Return a member with a value as JSON. It is ASCII, which keeps each recorded text."""
    return Member(name, (json_text(value, indent=2) + "\n").encode())
