"""The impact of an entity as one HTML page for other people: it reads and prints offline, without a script."""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import LIVE
from lineage_viz.questions.endpoint_states import ENDPOINT, EndpointState
from lineage_viz.questions.impact import Affected, Impact
from lineage_viz.takeaway.caption import Caption
from lineage_viz.title import title
from lineage_viz.view.filters import type_key
from lineage_viz.words import count, inside, moment, plain, type_words

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""The page asks for nothing; its styles are in it."""

_STYLES = Path(__file__).parent / "offline" / "impact.css"
_FIRST = ("Endpoint", "Model", "SageMakerTransformJob")
"""The types that people must act on first."""

_HEAD = "<tr><th>Name</th><th>State</th><th>Steps</th><th>Created</th><th>ARN and source</th></tr>"


def impact_page(impact: Impact, caption: Caption) -> str:
    """Return the page: the scope, the warnings, then everything downstream by type, endpoints and models first."""
    lines = caption.lines()
    about = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in lines[1:])
    warnings = "".join(f"<li>{_text(each)}</li>" for each in impact.warnings)
    return "".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="color-scheme" content="light dark">\n',
            f"<title>{_text(caption.title)}</title>\n<style>\n{_STYLES.read_text('utf-8')}</style>\n</head>\n<body>\n",
            f"<header>\n<h1>{_text(caption.title)}</h1>\n<p><strong>{_text(impact.sentence)}</strong></p>\n",
            f"<dl>{about}</dl>\n",
            f'<p>{LIVE}:</p>\n<ul class="warning">{warnings}</ul>\n' if warnings else "",
            "</header>\n<main>\n",
            *_sections(impact),
            "</main>\n</body>\n</html>\n",
        )
    )


def _sections(impact: Impact) -> Iterator[str]:
    by_type: dict[tuple[str, str], list[Affected]] = {}
    for row in impact.rows:
        by_type.setdefault(type_key(row.entity), []).append(row)
    for (label, type_), rows in sorted(by_type.items(), key=lambda each: (_rank(each[0][1]), each[0])):
        words = f"{type_words(type_ or label)}: {count(len(rows), 'entity', 'entities')}"
        yield f"<section>\n<h2>{_text(words)}</h2>\n<table>\n<thead>{_HEAD}</thead>\n<tbody>\n"
        yield from (_row(each, impact) for each in _live_first(rows, impact))
        yield "</tbody>\n</table>\n</section>\n"


def _rank(type_: str) -> int:
    return _FIRST.index(type_) if type_ in _FIRST else len(_FIRST)


def _live_first(rows: Iterable[Affected], impact: Impact) -> list[Affected]:
    return sorted(rows, key=lambda each: impact.endpoints.get(each.entity.arn) is not EndpointState.LIVE)


def _row(row: Affected, impact: Impact) -> str:
    entity = row.entity
    state = impact.endpoints.get(entity.arn) if type_key(entity) == ENDPOINT else inside(state_of(entity))
    source = "" if entity.source == entity.arn else entity.source
    where = "<br>".join(_text(each) for each in (entity.arn, source) if each)
    created = moment(entity.created) if entity.created else "not recorded"
    cells = (title(entity), str(state or ""), f"{row.hops:,}", created)
    return f"<tr>{''.join(f'<td>{_text(each)}</td>' for each in cells)}<td>{where}</td></tr>\n"


def _text(text: str) -> str:
    return escape(plain(text, 2_000))
