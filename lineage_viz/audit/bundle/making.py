"""The making of a bundle: every member from one report, the same bytes for the same report and key."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lineage_viz.audit.bundle.archive import zipped
from lineage_viz.audit.bundle.checks_table import checks_csv
from lineage_viz.audit.bundle.envelope import LIST, STATEMENT, sealed
from lineage_viz.audit.bundle.follow_ups import follow_ups_member
from lineage_viz.audit.bundle.head import Head, head
from lineage_viz.audit.bundle.key import pem
from lineage_viz.audit.bundle.member import (
    ASSOCIATIONS,
    CHECKS,
    ENTITIES,
    EVENTS,
    JUNIT,
    ML_BOM,
    PAGE,
    PDF,
    PICTURE,
    PROV,
    PUBLIC_KEY,
    README,
    REPORT,
    REVIEW,
    SARIF,
    SCHEMA,
    SIGNATURE,
    SUMMARY,
    TEST_RESULT,
    Member,
    json_member,
)
from lineage_viz.audit.bundle.page import page
from lineage_viz.audit.bundle.pdf import pdf
from lineage_viz.audit.bundle.picture import caption, drawing
from lineage_viz.audit.bundle.readme import readme
from lineage_viz.audit.bundle.recorded_waivers import recorded_waivers_member
from lineage_viz.audit.bundle.report_data import report_data
from lineage_viz.audit.bundle.review_data import review_data
from lineage_viz.audit.bundle.sign_offs import Signed, sign_offs_member
from lineage_viz.audit.bundle.sums import digest, sums
from lineage_viz.audit.formats.junit import junit
from lineage_viz.audit.formats.ml_bom.bom import ml_bom
from lineage_viz.audit.formats.openlineage_events import events
from lineage_viz.audit.formats.prov_document import prov_json
from lineage_viz.audit.formats.sarif import sarif
from lineage_viz.audit.formats.statements import test_result, verification_summary
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.log import SignOff
from lineage_viz.json_text import json_text
from lineage_viz.takeaway.svg import svg
from lineage_viz.takeaway.tables import associations_csv, entities_csv

NOT_SIGNED_OFF = Signed()

_SCHEMA = Path(__file__).parent.parent / SCHEMA


def bundle(
    report: Report,
    key: Ed25519PrivateKey | None = None,
    inputs: Iterable[Member] = (),
    signed: Signed = NOT_SIGNED_OFF,
) -> bytes:
    """Return the bundle of a report as a zip. With a key its statements and its list of digests are signed.

    `inputs` are the files of the pack and of the waivers, `signed` has the sign-offs of the model.
    """
    made = [*members(report, key, signed), *inputs]
    whole = sums(made)
    made.append(whole)
    if key:
        made.append(json_member(SIGNATURE, sealed(LIST, whole.content, key)))
    return zipped(made)


def members(
    report: Report, key: Ed25519PrivateKey | None = None, signed: Signed = NOT_SIGNED_OFF
) -> Iterator[Member]:
    """Yield all members of a bundle besides the list of digests and its signature."""
    data = json_member(REPORT, report_data(report))
    yield data
    yield Member(SCHEMA, _SCHEMA.read_bytes())
    yield json_member(REVIEW, review_data(report.review, report.snapshots))
    first = head(report, signed, digest(data.content))
    yield from _shown(report, data, first)
    yield from _formats(report, signed.of(digest(data.content)))
    yield from _statements(report, data, key)
    if key:
        yield Member(PUBLIC_KEY, pem(key.public_key()))
    yield from follow_ups_member(report.follow_ups)
    yield from recorded_waivers_member(report)
    yield from sign_offs_member(signed)
    yield Member(README, readme(first, is_signed=key is not None).encode())


def _shown(report: Report, data: Member, first: Head) -> Iterator[Member]:
    """Yield the members for people: the page, the PDF, the picture and the tables."""
    content = report_data(report)
    picture, words = drawing(report), caption(report)
    graph = report.review.subgraph
    yield Member(PAGE, page(first, content, picture, words).encode())
    yield Member(PDF, pdf(first, content, data.content, picture, words))
    yield Member(PICTURE, svg(picture, words).encode())
    yield Member(CHECKS, checks_csv(report).encode())
    yield Member(ENTITIES, entities_csv(graph, words).encode())
    yield Member(ASSOCIATIONS, associations_csv(graph, words).encode())


def _formats(report: Report, affirmed: SignOff | None) -> Iterator[Member]:
    """Yield the members for other tools."""
    yield Member(PROV, prov_json(report).encode())
    yield json_member(ML_BOM, ml_bom(report, affirmed=affirmed))
    yield json_member(EVENTS, events(report))
    yield Member(JUNIT, junit(report).encode())
    yield json_member(SARIF, sarif(report))


def _statements(report: Report, data: Member, key: Ed25519PrivateKey | None) -> Iterator[Member]:
    for name, make in ((TEST_RESULT, test_result), (SUMMARY, verification_summary)):
        statement = json_text(make(report, digest(data.content), data.name), sort_keys=True)
        yield json_member(name, sealed(STATEMENT, statement.encode(), key))
