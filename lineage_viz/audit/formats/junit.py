"""A report as JUnit XML: each check is a test case, so that a pipeline lists it like a test.

JUnit knows passed, failed, in error and skipped. Only a check that passes is a passed test case: a check that warns, or
that lacks evidence, is skipped with its words.
"""

from collections import Counter
from xml.etree import ElementTree as ET

from lineage_viz.audit.advice import advice
from lineage_viz.audit.check import Result
from lineage_viz.audit.follow_up_words import follow_up_fields
from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.report import Report
from lineage_viz.audit.waiver import Waivers
from lineage_viz.plain_text import plain_text
from lineage_viz.takeaway.values import storable
from lineage_viz.title import title
from lineage_viz.words import moment, origin_words, plain

_TAGS = {Outcome.FAIL: "failure", Outcome.ERROR: "error"}
_SKIPPED = "skipped"


def junit(report: Report) -> str:
    """Return the report as XML with one suite. The order of the checks is that of the report."""
    model = report.review.model
    tags = Counter(_tag(each) for each in report.results)
    numbers = {
        "tests": str(len(report.results)),
        "failures": str(tags["failure"]),
        "errors": str(tags["error"]),
        "skipped": str(tags[_SKIPPED]),
        "time": "0",
    }
    root = ET.Element("testsuites", {"name": "lineage_viz audit"} | numbers)
    name = _text(f"Audit of {plain(title(model), 120)}")
    suite = ET.SubElement(root, "testsuite", {"name": name} | numbers)
    properties = ET.SubElement(suite, "properties")
    for key, value in _about(report):
        ET.SubElement(properties, "property", name=key, value=_text(value))
    for result in report.results:
        _add_case(suite, result, report)
    ET.indent(root)
    # ASCII, with references for other characters: a terminal or a file of any encoding keeps it.
    text: bytes = ET.tostring(root, "us-ascii", xml_declaration=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text.decode()}\n'


def _about(report: Report) -> list[tuple[str, str]]:
    review = report.review
    about = [("model", review.model.arn), ("source", review.model.source), ("reviewed", review.subject.arn)]
    if review.as_of:
        about.append(("as of", moment(review.as_of)))
    for each in report.snapshots:
        taken = f", taken {moment(each.taken)}" if each.taken else ""
        about.append(("snapshot", f"{origin_words(each.account, each.region, each.folder)}{taken}"))
    known, applying = report.evidence_known
    return [
        *about,
        ("worst open severity", report.worst or "none"),
        ("evidence known", f"{known} of {applying}"),
    ]


def _add_case(suite: "ET.Element[str]", result: Result, report: Report) -> None:
    check, tag, waivers = result.check, _tag(result), report.pack.rules.waivers
    case = ET.SubElement(
        suite, "testcase", {"classname": f"audit.{check.severity}", "name": check.id, "time": "0"}
    )
    properties = ET.SubElement(case, "properties")
    about = ("outcome", result.outcome), ("severity", check.severity), ("model", report.review.model.arn)
    for name, value in (*about, *follow_up_fields(report, result).items()):
        ET.SubElement(properties, "property", name=name, value=_text(value))
    if tag:
        sentence = next((e.sentence for e in result.observations if e.outcome is result.outcome), check.rule)
        waived = " (waived)" if result.is_waived else ""
        found = ET.SubElement(case, tag, message=_text(f"{result.outcome}{waived}: {sentence}"))
        if tag != _SKIPPED:
            found.set("type", str(check.severity))
        found.text = "\n".join(map(_text, _lines(result, waivers)))
    else:
        ET.SubElement(case, "system-out").text = "\n".join(map(_text, _lines(result, waivers)))


def _tag(result: Result) -> str:
    """The element of a check that did not pass; empty for one that did. A waived finding is skipped."""
    if result.is_waived:
        return _SKIPPED
    return "" if result.outcome is Outcome.PASS else _TAGS.get(result.outcome, _SKIPPED)


def _lines(result: Result, waivers: Waivers) -> list[str]:
    check = result.check
    lines = [f"Rule: {check.rule}"]
    for each in result.observations:
        source = f" (source: {each.source})" if each.source else ""
        lines.append(f"{each.outcome}: {each.sentence}{source}")
        lines += [f"  {arn}" for arn in each.entities]
        if each.waiver:
            lines.append(f"  Waiver, {waivers.state(each.waiver)}: {each.waiver.words}")
    heading, words = advice(result.outcome, result.step, check.effort, check.needs)
    if heading:
        lines.append(f"{heading}: {words}")
    return lines


def _text(text: str) -> str:
    return storable(plain_text(text))
