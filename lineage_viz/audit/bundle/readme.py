"""The text in a bundle that says what its files are, and how anybody verifies them."""

from lineage_viz.audit.bundle.head import Head
from lineage_viz.plain_text import plain_text

_FILES = """
report.pdf                       the report for people: PDF/A-3, with report.json attached
report.html                      the same as a page; it reads offline and has no script
report.json                      the same for programs; report.schema.json is its JSON schema
review.json                      the evidence that was judged, for programs that judge it again
picture.svg                      exactly what was reviewed
checks.csv, entities.csv, associations.csv     tables for spreadsheets
prov.json                        the lineage as PROV (W3C), in PROV-JSON
cyclonedx.json                   the model as a bill of materials: CycloneDX 1.7, with card, making and declarations
openlineage.json                 the runs as OpenLineage events
junit.xml, sarif.json            the checks for pipelines and code hosts
test-result.dsse.json            the checks as an in-toto statement about report.json, in a DSSE envelope
verification-summary.dsse.json   the verdict as an in-toto statement about report.json, in a DSSE envelope
pack.toml, waivers.toml          the rules and the file of waivers of this audit, if it had some
recorded-waivers.json            the waivers that auditors recorded and withdrew, by whom and when, if there are some
follow-ups.json                  the owners, due dates and states of findings, if auditors recorded some
sign-offs.json                   the decisions of auditors, if they made some, each with the SHA-256 of its report
attachment-SHA256                a file that an auditor attached; sign-offs.json has its name
SHA256SUMS                       the digests of all files
"""
_SIGNED = """public-key.pem                   the Ed25519 key that signed; compare it with the one of its owner
SHA256SUMS.dsse.json             the signature of SHA256SUMS, in a DSSE envelope

The signature covers each file, by SHA256SUMS.
"""
_UNSIGNED = """
The bundle is not signed: SHA256SUMS and the envelopes only protect it against accidents.
"""
_VERIFY = """
Verify it:  python -m lineage_viz audit verify BUNDLE.zip --public-key KEY --snapshot SNAPSHOT
or:         sha256sum --check SHA256SUMS

The same snapshot and sign-offs give the same bytes again, on each machine. So the bundle does not say when it was made.
"""


def readme(first: Head, *, is_signed: bool) -> str:
    """Return the text: the verdict, the files, and the ways to verify them."""
    lines = (first.title, *first.lines, "", first.verdict, first.evidence)
    about = "\n".join(map(plain_text, lines))
    return f"{about}\n{_FILES}{_SIGNED if is_signed else _UNSIGNED}{_VERIFY}"
