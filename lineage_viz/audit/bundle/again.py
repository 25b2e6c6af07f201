"""The report of a bundle made again: is the bundle still true of a snapshot?"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from lineage_viz.audit.bundle.follow_ups import follow_ups_of
from lineage_viz.audit.bundle.inputs import pack_of, states_on
from lineage_viz.audit.bundle.making import members
from lineage_viz.audit.bundle.member import (
    ATTACHMENT,
    PACK,
    PUBLIC_KEY,
    README,
    SIGNATURE,
    SUMMARY,
    SUMS,
    TEST_RESULT,
    WAIVERS,
)
from lineage_viz.audit.bundle.report_data import report_data
from lineage_viz.audit.bundle.sign_offs import signed_of
from lineage_viz.audit.bundle.times import time_of
from lineage_viz.audit.parts.about import MADE_BY
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.subject import find_subject
from lineage_viz.errors import EntityNotFound, NotAssessable
from lineage_viz.json_text import json_text
from lineage_viz.questions.later_day import later_words
from lineage_viz.store.base import Store
from lineage_viz.words import day, plain

_ABOUT = ("id", "snapshots", "made_by")
"""Parts of a report that another snapshot or version changes, although everything in it is still true."""

_NOT_OF_A_REPORT = frozenset({PACK, WAIVERS, PUBLIC_KEY, SUMS, SIGNATURE})
"""Members that do not follow from the report."""

_ITSELF = "This report"
"""The section of a report about itself."""


def again(store: Store, data: Mapping[str, Any], found: Mapping[str, bytes]) -> Report:
    """Make the report of a bundle again, from the same subject, day, pack and waivers.

    `data` is its report, and `found` has the content of each member. Raises NotAssessable, AuditFileError.
    """
    try:
        arn, until = data["subject"]["arn"], data["as_of"]
        as_of = time_of(until) if until else None
        pack, follow_ups = pack_of(data, found), follow_ups_of(found, states_on(data))
    except (KeyError, TypeError, ValueError) as error:
        raise NotAssessable(
            "The report of the bundle names no subject, day or judgement in the form of this version, so it cannot be "
            "made again. Use the version of lineage_viz that made the bundle, or verify it without --snapshot."
        ) from error
    _check_there(store, str(arn), as_of)
    review = read_review(store, find_subject(store, str(arn)), as_of)
    return report(review, store.snapshots, pack, follow_ups)


def _check_there(store: Store, arn: str, as_of: datetime | None) -> None:
    """Raise NotAssessable when the snapshot does not know the subject or the day of a bundle."""
    if later_words(store.snapshots, as_of, arn):
        raise NotAssessable(
            f"The report is about {day(as_of)}, and the snapshot was taken before, so the report cannot be made again. "  # type: ignore[arg-type]
            "Choose a newer snapshot."
        )
    try:
        store.get(arn)
    except EntityNotFound as error:
        raise NotAssessable(
            f"The snapshot has no entity {plain(arn)}, which the report is about, so the report cannot be made again. "
            "Choose the snapshot that the report names, or a newer one of its account."
        ) from error


def changes(before: Mapping[str, Any], found: Report) -> tuple[bool, tuple[str, ...]]:
    """Compare the report of a bundle with the one made again.

    Return True for the same snapshot, and each difference in words; none when the bundle is still true.
    """
    now: dict[str, Any] = json.loads(json_text(report_data(found)))
    same = before.get("snapshots") == now["snapshots"]
    if before == now:
        return same, ()
    try:
        named = list(_named(before, now))
    except (AttributeError, KeyError, TypeError):
        return same, ("The report of the bundle has parts in a form that no report has.",)
    rest = "Other parts of the report differ." if _without_about(before) != _without_about(now) else ""
    return same, tuple(named or filter(None, [rest]))


def other_members(found: Mapping[str, bytes], made_by: str, report: Report) -> Iterator[str]:
    """Yield the members that differ from those that are made again from the same snapshot, with the reason.

    Another version of the tool makes other bytes, and the signed members need the key: these are not compared.
    """
    signed = (README, TEST_RESULT, SUMMARY) if SIGNATURE in found else ()
    if made_by == MADE_BY:
        made = {each.name: each.content for each in members(report, signed=signed_of(found))}
        for name, content in made.items():
            if name not in signed and found.get(name) != content:
                yield f"{name}: not the one that the same snapshot gives."
        yield from foreign_members(found, made)


def foreign_members(found: Iterable[str], made: Collection[str]) -> Iterator[str]:
    """Yield each member of a bundle that none has: not among those that were made, no input and no attachment."""
    for name in found:
        if name not in made and name not in _NOT_OF_A_REPORT and not name.startswith(ATTACHMENT):
            yield f"{plain(name, 120)}: no bundle has such a member."


def _named(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    earlier, later = (_outcomes(each) for each in (before, now))
    for check in dict.fromkeys((*earlier, *later)):
        one, other = (
            earlier.get(
                check,
                ("", ()),
            ),
            later.get(check, ("", ())),
        )
        if one[0] != other[0]:
            yield f"{plain(check, 60)}: {one[0] or 'no such check'} in the bundle, now {other[0] or 'no such check'}."
        elif one != other:
            yield f"{plain(check, 60)}: still {one[0]}, with other evidence."
    fields, found = (_fields(each) for each in (before, now))
    for name in dict.fromkeys((*fields, *found)):
        if fields.get(name) != found.get(name):
            then, today = (_words(each.get(name)) for each in (fields, found))
            yield f"{plain(' / '.join(name), 120)}: {then} in the bundle, now {today}."
    if before.get("timeline") != now["timeline"]:
        yield "The timeline has other events."


def _outcomes(data: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    return {each["id"]: (each["outcome"], each["evidence"]) for each in data.get("checks", ())}


def _fields(data: Mapping[str, Any]) -> dict[tuple[str, str], list[Any]]:
    """The fields by section and name, without those of the report about itself. Several have one name."""
    fields: dict[tuple[str, str], list[Any]] = {}
    for section in data.get("sections", ()):
        for each in section["fields"] if section["title"] != _ITSELF else ():
            fields.setdefault((section["title"], each["name"]), []).append(each)
    return fields


def _words(fields: list[Any] | None) -> str:
    values = [value["text"] for each in fields or () for value in each["values"]]
    return plain("; ".join(values), 160) or (str(fields[0]["state"]) if fields else "no such field")


def _without_about(data: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in data.items() if name not in _ABOUT}
    return rest | {"sections": [each for each in data.get("sections", ()) if each.get("title") != _ITSELF]}
