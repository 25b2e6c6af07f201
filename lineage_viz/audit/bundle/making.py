"""The making of a bundle: every member from one report, the same bytes for the same report and key."""

from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lineage_viz.audit.bundle.archive import zipped
from lineage_viz.audit.bundle.checks_table import checks_csv
from lineage_viz.audit.bundle.envelope import LIST, sealed
from lineage_viz.audit.bundle.head import head
from lineage_viz.audit.bundle.key import pem
from lineage_viz.audit.bundle.member import (
    ASSOCIATIONS,
    CHECKS,
    ENTITIES,
    JUNIT,
    PAGE,
    PDF,
    PICTURE,
    PUBLIC_KEY,
    REPORT,
    SARIF,
    SIGNATURE,
    Member,
    json_member,
)
from lineage_viz.audit.bundle.page import page
from lineage_viz.audit.bundle.pdf import pdf
from lineage_viz.audit.bundle.picture import caption, drawing
from lineage_viz.audit.bundle.report_data import ordered, report_data
from lineage_viz.audit.bundle.sums import sums
from lineage_viz.audit.formats.junit import junit
from lineage_viz.audit.formats.sarif import sarif
from lineage_viz.audit.report import Report
from lineage_viz.takeaway.svg import svg
from lineage_viz.takeaway.tables import associations_csv, entities_csv


def bundle(report: Report, key: Ed25519PrivateKey | None = None) -> bytes:
    """Return the bundle of a report as a zip. With a key its statements and its list of digests are signed."""
    members = [*_members(ordered(report)), *_signed(key)]
    whole = sums(members)
    members.append(whole)
    if key:
        members.append(json_member(SIGNATURE, sealed(LIST, whole.content, key)))
    return zipped(members)


def _members(report: Report) -> Iterator[Member]:
    """Yield the members that need no key."""
    content = report_data(report)
    data = json_member(REPORT, content)
    picture, words = drawing(report), caption(report)
    first = head(report)
    yield data
    yield Member(PAGE, page(first, content, picture, words).encode())
    yield Member(PDF, pdf(first, content, data.content, picture, words))
    yield Member(PICTURE, svg(picture, words).encode())
    yield Member(JUNIT, junit(report).encode())
    yield json_member(SARIF, sarif(report))
    yield Member(CHECKS, checks_csv(report).encode())
    yield Member(ENTITIES, entities_csv(report.review.subgraph, words).encode())
    yield Member(ASSOCIATIONS, associations_csv(report.review.subgraph, words).encode())


def _signed(key: Ed25519PrivateKey | None) -> Iterator[Member]:
    if key:
        yield Member(PUBLIC_KEY, pem(key.public_key()))
