"""A report as text for a terminal."""

from collections.abc import Iterable, Iterator

from lineage_viz.audit.advice import advice
from lineage_viz.audit.allowed import allowed_words
from lineage_viz.audit.check import Result
from lineage_viz.audit.field import Field
from lineage_viz.audit.follow_up_words import follow_up_lines, recorded_words, since_line
from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.report import Report
from lineage_viz.audit.verdict import counts_words, evidence_words
from lineage_viz.evidence.fact import FactState
from lineage_viz.plain_text import plain_text, visible
from lineage_viz.title import title
from lineage_viz.words import count, day, how_much, moment, origin_words, plain

_LONGEST = 1_000
"""Characters of one value in a line."""

_QUIET = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})


def text_lines(report: Report, sign_offs: Iterable[str] = ()) -> Iterator[str]:
    """Yield the lines: the model, the result, each check that did not pass with its next step, then the others.

    The sections and the timeline follow. `sign_offs` are the lines about the sign-offs: they are no part of the report.
    """
    yield from map(plain_text, _head(report))
    yield from map(plain_text, sign_offs)
    for result in report.results:
        if result.outcome not in _QUIET:
            yield ""
            yield from map(plain_text, _finding(result, report))
    yield ""
    for result in report.results:
        if result.outcome in _QUIET:
            first = result.observations[0].sentence if result.observations else ""
            yield plain_text(f"{result.outcome:<15}{result.check.severity:<9}{result.check.id}: {first}")
    yield from map(plain_text, _requirements(report))
    yield from map(plain_text, _waivers(report))
    yield from map(plain_text, _recorded(report))


def _requirements(report: Report) -> Iterator[str]:
    if report.requirements:
        yield ""
        yield f"Requirements of {report.pack.source or report.pack.title}"
    for each in report.requirements:
        found = each.requirement
        covered = found.coverage if each.outcome is None else f"{found.coverage}: {each.outcome}"
        checks = f" by {', '.join(found.checks)}" if found.checks else ""
        fields = f"; {each.known:,} of {count(each.of, 'field')} known" if each.of else ""
        yield f"  {found.id} {found.title}. {str(covered)[0].upper()}{str(covered)[1:]}{checks}{fields}."
        if found.note:
            yield f"    To be shown by people: {found.note}"


def _waivers(report: Report) -> Iterator[str]:
    """The waivers of the model, also those that do not count or were withdrawn."""
    waivers = report.pack.rules.waivers
    if report.all_waivers:
        yield ""
        yield "Waivers"
    for each in report.all_waivers:
        state = waivers.state(each) if each in waivers.every else "ended"
        yield f"  {each.check} about {visible(each.entity)}, {state}: {plain(each.words, _LONGEST)}"


def _recorded(report: Report) -> Iterator[str]:
    for section in report.sections:
        yield ""
        yield section.title
        for field in section.fields:
            yield from _field(field)
    yield ""
    yield "Timeline"
    for event in report.timeline:
        yield f"  {moment(event.at)}  {plain(event.words, _LONGEST)} (source: {plain(event.source)})"


def _field(field: Field) -> Iterator[str]:
    if field.state is not FactState.KNOWN:
        yield f"  {field.name}: {field.state}{f': {plain(field.reason)}' if field.reason else ''}"
    for value in field.values:
        source = f" (source: {plain(value.source)})" if value.source else ""
        yield f"  {field.name}: {plain(value.text, _LONGEST)}{source}"


def _head(report: Report) -> Iterator[str]:
    review = report.review
    model = review.model
    yield f"Audit of {plain(title(model), 120)}"
    if review.choice:
        yield f"The endpoint {plain(title(review.subject), 120)}: {review.choice}."
    if review.as_of:
        yield f"As of the end of {day(review.as_of)}, UTC."
        yield allowed_words(review)
    yield f"ARN: {model.arn}"
    for info in report.snapshots:
        taken = f", taken {moment(info.taken)}" if info.taken else ""
        yield f"Snapshot: {origin_words(info.account, info.region, info.folder)}{taken}, {info.path}"
    graph = review.subgraph
    size = how_much(len(graph.entities), len(graph.associations))
    gaps = "; ".join((*review.gaps, *([review.caveat] if review.caveat else [])))
    extent = review.truncated.reason if review.truncated else gaps or "nothing was cut"
    yield f"Reviewed: {size}; {extent}."
    pack = report.pack
    yield f"Pack: {plain(pack.title)}, version {plain(pack.version)}, {count(len(pack.checks), 'check')}."
    if report.waived:
        yield f"Waived: {', '.join(each.check.id for each in report.waived)}."
    yield from follow_up_lines(report)
    yield from since_line(report)
    worst = f"The worst open severity is {report.worst}" if report.worst else "No check failed"
    yield f"{worst}: {counts_words(report.results)}."
    yield evidence_words(report.results)


def _finding(result: Result, report: Report) -> Iterator[str]:
    check, waivers = result.check, report.pack.rules.waivers
    waived = ", waived" if result.is_waived else ""
    yield f"{str(result.outcome).upper()}{waived} {check.id} ({check.severity}): {check.rule}"
    for observation in result.observations:
        if observation.outcome == result.outcome:
            source = f" (source: {observation.source})" if observation.source else ""
            yield f"  {observation.sentence}{source}"
            if waiver := observation.waiver:
                yield f"    Waiver, {waivers.state(waiver)}: {plain(waiver.words, _LONGEST)}"
    heading, words = advice(result.outcome, result.step, check.effort, check.needs)
    if heading and not result.is_waived:
        yield f"  {heading}: {words}"
    if found := report.follow_up(result):
        yield f"  Follow-up: {plain(found.words(report.follow_ups.on), _LONGEST)} ({recorded_words(found)})"
