"""The report as one HTML page that reads offline: it has its picture inside, and neither a script nor a request."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from lineage_viz.audit.bundle.head import Head
from lineage_viz.audit.bundle.picture import full_size
from lineage_viz.audit.bundle.report_words import (
    follow_up_words,
    grounds,
    next_step,
    requirement_words,
    waiver_words,
)
from lineage_viz.plain_text import plain_text
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.takeaway.svg import svg

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""The page asks for nothing; its styles are in it."""

_STYLES = Path(__file__).parent / "page.css"
_TAG = re.compile(r"<[^>]*>")
_OWN_ID = re.compile(r'(id="|href="#|url\(#)(?=lineage-)')
_SIZE = re.compile(r'width="\d+" height="\d+"(?= viewBox)')
_QUIET = frozenset({"pass", "not applicable"})


def page(head: Head, data: Mapping[str, Any], picture: Drawing, caption: Caption) -> str:
    """Return the page of a report; `data` is the report as data."""
    parts = (
        _opening(head),
        f"<body>\n<header>\n<h1>{_text(head.title)}</h1>\n",
        f'<div class="verdict {data["worst"] or ""}">',
        f"<strong>{_text(head.verdict)}</strong>{_text(head.evidence)}</div>\n",
        *(f"<p>{_text(line)}</p>\n" for line in head.lines),
        _contents(data),
        "</header>\n<main>\n",
        _checks(data["checks"]),
        _findings(data["checks"], head.names),
        _requirements(data["requirements"]),
        _waivers(data["waivers"], head.names),
        *(_section(number, each) for number, each in enumerate(data["sections"])),
        _timeline(data["timeline"]),
        _picture(picture, caption),
        "</main>\n</body>\n</html>\n",
    )
    return "".join(parts)


def _opening(head: Head) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{_text(head.title)}</title>\n<style>\n{_STYLES.read_text('utf-8')}</style>\n</head>\n"
    )


def _contents(data: Mapping[str, Any]) -> str:
    links = [("checks", "Checks"), ("findings", "Findings")]
    links += [("requirements", "Requirements")] if data["requirements"] else []
    links += [("waivers", "Waivers")] if data["waivers"] else []
    links += [(f"section-{number}", each["title"]) for number, each in enumerate(data["sections"])]
    links += [("timeline", "Timeline"), ("picture", "Picture")]
    return "<nav>" + "".join(f'<a href="#{name}">{_text(words)}</a>' for name, words in links) + "</nav>\n"


def _checks(checks: list[dict[str, Any]]) -> str:
    rows = (
        f'<tr><td class="{_weight(each)}">{each["severity"]}</td><td><p>{_named(each)}</p>'
        f'<p class="muted">{_text(each["rule"])}</p>{_grounds(each)}</td>'
        f"<td>{_state(each['outcome'])}{_waived(each)}</td></tr>\n"
        for each in checks
    )
    head = '<th class="severity">Severity</th><th>Check</th><th class="outcome">Outcome</th>'
    return f'<h2 id="checks">Checks</h2>\n{_table(head, rows)}'


def _grounds(check: Mapping[str, Any]) -> str:
    """The ground of a check that passed or does not apply; the others have theirs among the findings."""
    said = grounds(check) if check["outcome"] in _QUIET else []
    return "".join(f"<p>{_text(each)}</p>" for each in said)


def _weight(check: Mapping[str, Any]) -> str:
    """The class of a severity; a check that passed has none, so that the eye finds the others."""
    return "" if check["outcome"] in _QUIET else str(check["severity"])


def _waived(check: Mapping[str, Any]) -> str:
    return "<br>waived" if check["waived"] else ""


def _named(check: Mapping[str, Any]) -> str:
    name = _text(check["id"])
    return f"<strong>{name}</strong>" if check["outcome"] in _QUIET else f'<a href="#check-{name}">{name}</a>'


def _findings(checks: list[dict[str, Any]], names: Mapping[str, str]) -> str:
    open_ = [each for each in checks if each["outcome"] not in _QUIET or each["follow_up"]]
    parts = [_finding(each, names) for each in open_] or ["<p>Each check passed or does not apply.</p>\n"]
    return '<h2 id="findings">Findings and open questions</h2>\n' + "".join(parts)


def _finding(check: Mapping[str, Any], names: Mapping[str, str]) -> str:
    name, outcome = _text(check["id"]), check["outcome"]
    items = "".join(_observation(each, names) for each in check["evidence"] if each["outcome"] == outcome)
    heading, words = next_step(check)
    follow = f"<p><strong>{heading}:</strong> {_text(words)}</p>\n" if heading else ""
    return (
        f'<h3 id="check-{name}">{name}: {_state(outcome)} ({_text(check["severity"])})</h3>\n'
        f"<p><strong>Rule:</strong> {_text(check['rule'])}</p>\n<ul>{items}</ul>\n"
        f"<p><strong>Why it matters:</strong> {_text(check['motivation'])}</p>\n"
        f"{follow}{_follow_up(check['follow_up'])}"
    )


def _follow_up(found: Mapping[str, Any] | None) -> str:
    return f"<p><strong>Follow-up:</strong> {_text(follow_up_words(found))}</p>\n" if found else ""


def _observation(found: Mapping[str, Any], names: Mapping[str, str]) -> str:
    entities = "".join(
        f"<br>{_text(names.get(arn, ''))} <code>{_text(arn)}</code>" for arn in found["entities"]
    )
    return (
        f"<li>{_text(found['sentence'])}{_source(found['source'])}{_waiver(found['waiver'])}{entities}</li>"
    )


def _waiver(found: Mapping[str, Any] | None) -> str:
    return f"<br><strong>Waiver, {_text(waiver_words(found))}</strong>" if found else ""


def _requirements(requirements: list[dict[str, Any]]) -> str:
    """The requirements of the pack; empty for a pack without any."""
    rows = (
        f'<tr><th scope="row">{_text(each["id"])} {_text(each["title"])}</th><td>{_text(each["coverage"])}</td>'
        f"<td>{_state(each['outcome']) if each['outcome'] else ''}</td><td>{_text(requirement_words(each))}</td></tr>\n"
        for each in requirements
    )
    head = (
        '<th>Requirement</th><th>Coverage</th><th class="outcome">Outcome of this part</th><th>Shown by</th>'
    )
    return f'<h2 id="requirements">Requirements</h2>\n{_table(head, rows)}' if requirements else ""


def _waivers(waivers: list[dict[str, Any]], names: Mapping[str, str]) -> str:
    """The waivers about the model, also those that do not count or were withdrawn; empty without any."""
    rows = (
        f'<tr><th scope="row">{_text(each["check"])}</th><td>{_text(waiver_words(each))}'
        f"<br>{_text(names.get(each['entity'], ''))} <code>{_text(each['entity'])}</code></td></tr>\n"
        for each in waivers
    )
    table = _table("<th>Check</th><th>Waiver</th>", rows)
    return f'<h2 id="waivers">Waivers</h2>\n{table}' if waivers else ""


def _section(number: int, section: Mapping[str, Any]) -> str:
    rows = (
        f'<tr><th scope="row">{_text(each["name"])}</th><td>{_values(each)}</td></tr>\n'
        for each in section["fields"]
    )
    head = "<th>Field</th><th>Value</th>"
    return f'<h2 id="section-{number}">{_text(section["title"])}</h2>\n{_table(head, rows)}'


def _values(field: Mapping[str, Any]) -> str:
    if not field["values"]:
        reason = f": {_text(field['reason'])}" if field["reason"] else ""
        return f"{_state(field['state'])}{reason}"
    return "".join(f"<p>{_text(each['text'])}{_source(each['source'])}</p>" for each in field["values"])


def _timeline(events: list[dict[str, Any]]) -> str:
    rows = (
        f'<tr><td class="when">{_text(each["at"][:16].replace("T", " "))}</td><td>{_text(each["words"])}</td>'
        f'<td class="muted wide">{_text(each["source"])}</td></tr>\n'
        for each in events
    )
    head = '<th class="when">Time (UTC)</th><th>Event</th><th class="wide">Source</th>'
    table = _table(head, rows) if events else "<p>No event has a time.</p>\n"
    return f'<h2 id="timeline">Timeline</h2>\n{table}'


def _picture(picture: Drawing, caption: Caption) -> str:
    """The picture in both themes, in a region that scrolls."""
    light, dark = (_full(svg(picture, caption, dark=dark)) for dark in (False, True))
    dark = _renamed(dark)
    return (
        f'<h2 id="picture">Picture</h2>\n<p>Exactly what was reviewed: {_text(caption.complete)}.</p>\n'
        '<div class="picture" role="region" aria-label="Picture of the reviewed lineage" tabindex="0">\n'
        f'<div class="light">{light}</div>\n<div class="dark">{dark}</div>\n</div>\n'
    )


def _full(picture: str) -> str:
    """Draw a picture at its full size: its region scrolls, so nothing needs to be too small to read."""
    width, height = full_size(picture)
    return _SIZE.sub(f'width="{width}" height="{height}"', picture, count=1)


def _renamed(picture: str) -> str:
    """Give the shared parts of a picture other ids: a page has each id once. In XML, `<` only opens a tag."""
    return _TAG.sub(lambda tag: _OWN_ID.sub(r"\1dark-", tag[0]), picture)


def _table(head: str, rows: Iterator[str]) -> str:
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table>\n"


def _state(words: str) -> str:
    return f'<span class="state {words.replace(" ", "-")}">{_text(words)}</span>'


def _source(source: str) -> str:
    return f' <span class="muted">({_text(source)})</span>' if source else ""


def _text(text: str) -> str:
    return escape(plain_text(text))
