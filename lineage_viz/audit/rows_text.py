"""The form of the file with the rows of a portfolio: a JSON object that begins with the SHA-256 of its rest."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lineage_viz.audit.outcome import Outcome, Severity
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.row import Row
from lineage_viz.audit.verdict import OPEN, UNKNOWN
from lineage_viz.json_text import json_of, json_text
from lineage_viz.model import Entity

FORMAT = "lineage_viz outcomes 2"
_OPENING, _SEPARATOR, _DIGITS = '{"sha256":"', '",', 64

_LETTERS: Mapping[tuple[Outcome, bool], str] = {
    (Outcome.PASS, False): "p",
    (Outcome.FAIL, False): "f",
    (Outcome.WARN, False): "w",
    (Outcome.NOT_RECORDED, True): "N",
    (Outcome.NOT_READ, False): "r",
    (Outcome.NOT_READ, True): "R",
    (Outcome.NOT_APPLICABLE, False): "-",
    (Outcome.ERROR, True): "E",
}
"""One letter for each outcome, and if it lacks evidence that the export was asked to read."""
_OUTCOMES = {letter: outcome for outcome, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class KeptRows:
    """The rows of one snapshot. `code` is the SHA-256 of the code that made them, `made_by` its version in words."""

    snapshot: str
    taken: datetime | None
    gaps: tuple[str, ...]
    pack: str
    code: str
    made_by: str
    rows: tuple[Row, ...]


def rows_text(kept: KeptRows, pack: Pack) -> str:
    """Return the text of a file with these rows by a pack."""
    ids = [each.id for each in pack.heaviest_first]
    data = {
        "format": FORMAT,
        "snapshot": kept.snapshot,
        "taken": kept.taken.isoformat() if kept.taken else None,
        "gaps": kept.gaps,
        "pack": kept.pack,
        "code": kept.code,
        "made_by": kept.made_by,
        "checks": {each.id: str(each.severity) for each in pack.heaviest_first},
        "entities": dict(map(_written, _entities(kept.rows))),
        "rows": [_row(each, ids) for each in kept.rows],
    }
    return sealed(json_text(data, separators=(",", ":")))


def _row(row: Row, ids: Sequence[str]) -> dict[str, object]:
    letters = "".join(_LETTERS[row.outcomes[id_], id_ in row.unclear] for id_ in ids) if row.outcomes else ""
    return {
        "subject": row.subject.arn,
        "model": row.model.arn if row.model else None,
        "endpoints": [each.arn for each in row.endpoints],
        **({"live": row.live} if row.live else {}),
        "outcomes": letters,
        "reason": row.reason,
    }


def rows_in(text: str, pack: Pack) -> KeptRows | None:
    """Return the rows in the text of a file; None if they are of another pack.

    Raises ValueError, KeyError, TypeError, AttributeError for a text that was changed.
    """
    data = json_of(_unsealed(text), dict)
    if data is None or (data["format"], data["pack"]) != (FORMAT, pack.digest):
        return None
    return _read(data)


def sealed(text: str) -> str:
    """Return a JSON object with the SHA-256 of all that follows it as its first member."""
    rest = text[1:]
    return f"{_OPENING}{hashlib.sha256(rest.encode()).hexdigest()}{_SEPARATOR}{rest}"


def _unsealed(text: str) -> str:
    """Return the text of `sealed` again. Raises ValueError if it was changed."""
    rest = text[len(_OPENING) + _DIGITS + len(_SEPARATOR) :]
    if text != sealed(f"{{{rest}"):
        raise ValueError("the rows were changed")
    return f"{{{rest}"


def _entities(rows: Sequence[Row]) -> list[Entity]:
    return [each for row in rows for each in (row.subject, row.model, *row.endpoints) if each]


def _written(entity: Entity) -> tuple[str, list[object]]:
    return entity.arn, [entity.label, dict(entity.properties)]


def _read(data: Mapping[str, Any]) -> KeptRows:
    severities = {str(id_): Severity(each) for id_, each in data["checks"].items()}
    entities = {arn: _entity(arn, *each) for arn, each in data["entities"].items()}
    judged: dict[str, Row] = {}

    def row(raw: Mapping[str, Any]) -> Row:
        subject, letters = entities[raw["subject"]], raw["outcomes"]
        if letters not in judged:
            judged[letters] = _judged(subject, letters, severities)
        return replace(
            judged[letters],
            subject=subject,
            model=entities[raw["model"]] if raw["model"] else None,
            endpoints=tuple(entities[each] for each in raw["endpoints"]),
            live=str(raw.get("live", "")),
            reason=str(raw["reason"]),
        )

    return KeptRows(
        snapshot=str(data["snapshot"]),
        taken=datetime.fromisoformat(data["taken"]) if data["taken"] else None,
        gaps=tuple(data["gaps"]),
        pack=str(data["pack"]),
        code=str(data["code"]),
        made_by=str(data["made_by"]),
        rows=tuple(map(row, data["rows"])),
    )


def _entity(arn: str, label: str, properties: Mapping[str, str]) -> Entity:
    return Entity(arn, str(label), {str(name): str(text) for name, text in properties.items()})


def _judged(subject: Entity, letters: str, severities: Mapping[str, Severity]) -> Row:
    """A row with these outcomes. Raises ValueError if they are not those of the checks."""
    found = dict(zip(severities, map(_OUTCOMES.__getitem__, letters), strict=True)) if letters else {}
    outcomes = {id_: outcome for id_, (outcome, _) in found.items()}
    failing = frozenset(id_ for id_, outcome in outcomes.items() if outcome in OPEN)
    applying = [each for each in outcomes.values() if each is not Outcome.NOT_APPLICABLE]
    return Row(
        subject=subject,
        outcomes=outcomes,
        found=failing,
        unclear=frozenset(id_ for id_, (_, is_unclear) in found.items() if is_unclear),
        worst=min((severities[id_] for id_ in failing), key=lambda each: each.rank, default=None),
        known=sum(each not in UNKNOWN for each in applying),
        applying=len(applying),
    )
