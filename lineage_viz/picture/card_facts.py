"""The key fact on a card: its third line, in several wordings, of which a card draws the longest that fits.

A fact that was not read leaves the line at what the lineage itself records. Nothing here counts absence as good.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lineage_viz.approval import decision, is_approval, is_incomplete, is_package
from lineage_viz.arn import person
from lineage_viz.evidence.decisions import unconfirmed
from lineage_viz.evidence.fact import ON_REQUEST, FactState, facts_of
from lineage_viz.evidence.serving import MIXED, serves_nothing
from lineage_viz.evidence.words import APPROVED, UNCONFIRMED, changed_later, has_facts, perhaps, warning
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.questions.overview import type_of
from lineage_viz.view.folding import is_fold
from lineage_viz.words import day, duration, inside, plain, status_words, type_words

_LONGEST = 80
_ID = 7
"""Characters of a version's id that tell it apart from another."""

_LONG_ID = re.compile(r"[\w.+/=-]{12,}")
_RUN = re.compile(r"pipelines-([a-z0-9]{12})-", re.IGNORECASE)
_PACKAGE = re.compile(r"([^/,]+)/(\d+)( \(shadow\))?")
_AFTER = re.compile(r", and (?:a model|models) without a package: .*", re.DOTALL)


class Tone(StrEnum):
    """The colour of a key fact: a decision that stands, or one that needs a person."""

    PLAIN = ""
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class KeyFact:
    """The wordings of a key fact, the longest first; empty when nothing is known."""

    wordings: tuple[str, ...] = ()
    tone: Tone = Tone.PLAIN

    @property
    def whole(self) -> str:
        """The longest wording."""
        return self.wordings[0] if self.wordings else ""


def key_fact(entity: Entity) -> KeyFact:
    """Return the key fact of an entity. Its text is plain and one line."""
    if type_of(entity.arn):
        return KeyFact()
    if is_fold(entity.arn):
        return stack_fact(entity)
    if entity.unresolved:
        return KeyFact(("nothing else is recorded",))
    fact = _OF_KIND[_kind(entity)](entity)
    wordings = fact.wordings or tuple(_from_lineage(entity))
    return KeyFact(tuple(dict.fromkeys(plain(words, _LONGEST) for words in wordings if words)), fact.tone)


def measured(entity: Entity) -> str:
    """Return the key metric of a package, such as `accuracy 0.908`, for the line of its type; empty for any other."""
    return plain(_best(entity), _LONGEST) if is_package(entity) else ""


def stack_fact(stack: Entity) -> KeyFact:
    """Return the key fact of a stack or a group: its newest member's day; of a pipeline's run, with its id."""
    if run := stack.text("run"):
        made = day(stack.created) if stack.created else ""
        ways = (made, run), (made.rpartition(" ")[0], run), (made.rpartition(" ")[0], run[: _ID - 1]), (made,)
        wordings = (" · ".join(map(plain, filter(None, way))) for way in ways)
        return KeyFact(tuple(dict.fromkeys(filter(None, wordings))))
    if not stack.created:
        return KeyFact()
    return KeyFact((f"newest of {day(stack.created)}", f"newest {day(stack.created)}"))


def is_warning(entity: Entity) -> bool:
    """True when a card carries the warning: a model is live without an approval."""
    return bool(warning(entity))


def version_words(packages: str) -> str:
    """Return model packages by their versions: `fraud/10` is "v10"; of several groups: "fraud v10, churn v3".

    Words about shadow variants and models without a package stay.
    """
    found, rest = _PACKAGE.findall(packages), _AFTER.search(packages)
    if not found or _PACKAGE.sub("", packages[: rest.start()] if rest else packages).strip(" ,"):
        return packages
    one = len({group.strip() for group, *_ in found}) == 1
    named = (
        f"v{number}{shadow}" if one else f"{group.strip()} v{number}{shadow}"
        for group, number, shadow in found
    )
    return ", ".join(named) + (rest[0] if rest else "")


def _kind(entity: Entity) -> str:
    if is_approval(entity):
        return "approval"
    if is_package(entity):
        return "package"
    if entity.label == EntityLabel.TRIAL_COMPONENT:
        return "job"
    return entity.type if entity.type in _OF_KIND else ""


def _package(entity: Entity) -> KeyFact:
    approval = facts_of(entity, ("approval",))["approval"]
    words = str(approval.value or "")
    if is_warning(entity):
        state = UNCONFIRMED if words == APPROVED else inside(words) if words else f"approval {approval.state}"
        return KeyFact(tuple(_live(entity, state)), Tone.BAD)
    if approval.state is FactState.NOT_READ or not words:
        return KeyFact(() if approval.state is FactState.NOT_READ else ("approval not recorded",))
    if words == APPROVED and (by := unconfirmed(approval)):
        return KeyFact((f"{words} {by}", f"{words} by the lineage"))
    tone = {APPROVED: Tone.GOOD, "Rejected": Tone.BAD}.get(words, Tone.PLAIN)
    at, after = (entity.properties.get(name) for name in ("decidedat", "decidedafter"))
    return KeyFact(tuple(_decided(words, entity.text("decidedby"), at, after)), tone)


def _live(entity: Entity, state: str = "") -> Iterator[str]:
    """Yield the wordings of the warning on a card, with the state of the approval of a model."""
    live = "Perhaps live" if perhaps(entity) else "Live"
    yield f"{live} without approval: {state}" if state else f"{live} without approval"
    if state:
        yield f"{live}: {state}"


def _approval(entity: Entity) -> KeyFact:
    words = decision(entity)
    if not words:
        return KeyFact(
            (
                f"no decision: {inside(status_words(entity.status))}"
                if is_incomplete(entity)
                else "decision not read",
            )
        )
    return KeyFact(tuple(_decided(words, person(entity.text("createdby")), entity.created)))


def _decided(words: str, by: str, at: object, after: object = None) -> Iterator[str]:
    """Yield a decision with its person and day; a card with less room leaves out the year, then the day.

    `after`: the day is not known, only that the decision was made between these two.
    """
    who = f"{words} by {by}" if by else words
    if isinstance(at, datetime) and isinstance(after, datetime) and day(after) != day(at):
        yield f"{who} · between {day(after)} and {day(at)}"
        yield f"{who} · {day(after).rpartition(' ')[0]} to {day(at).rpartition(' ')[0]}"
    elif isinstance(at, datetime):
        yield f"{who} · {day(at)}"
        yield f"{who} · {day(at).rpartition(' ')[0]}"
    yield who
    yield words


def _deployment(entity: Entity) -> KeyFact:
    versions = version_words(entity.text("deploys"))
    if not versions:
        return KeyFact()
    replaced = entity.properties.get("replacedat")
    if isinstance(replaced, datetime):
        return KeyFact((f"deployed {versions} · replaced {day(replaced)}", f"{versions} · replaced"))
    if entity.text("endpointgone"):
        ways = (
            f"deployed {versions} · endpoint deleted",
            f"{versions} · endpoint deleted",
            "endpoint deleted",
        )
        return KeyFact(ways, Tone.BAD)
    return KeyFact((f"deploys {versions}",))


def _endpoint(entity: Entity) -> KeyFact:
    status, versions = entity.text("endpointstatus"), version_words(entity.text("serves"))
    if serves_nothing(status):
        return KeyFact(
            (f"serves nothing: {inside(type_words(status))}", inside(type_words(status))), Tone.BAD
        )
    if is_warning(entity):
        ways = (f"serves {versions} without approval",) if versions else ()
        return KeyFact((*ways, *_live(entity)), Tone.BAD)
    if status == MIXED and versions:
        return KeyFact(
            (f"may serve {versions}: update failed", f"may serve {versions}", "update failed"), Tone.BAD
        )
    if not versions:
        return KeyFact(
            (f"version {facts_of(entity, ('serves',))['serves'].state}",) if has_facts(entity) else ()
        )
    since, until = entity.properties.get("servessince"), entity.properties.get("serveduntil")
    dated = day(since) if isinstance(since, datetime) else ""
    if isinstance(until, datetime):
        return KeyFact(tuple(_served(versions, dated, day(until))))
    wordings = (f"serves {versions} since {dated}", f"serves {versions} since {dated.rpartition(' ')[0]}")
    return KeyFact((*(wordings if dated else ()), f"serves {versions}"))


def _served(versions: str, since: str, until: str) -> Iterator[str]:
    """Yield the versions that an endpoint served with their period; a card with less room leaves out its start."""
    if since:
        yield f"served {versions}, {since} to {until}"
        yield f"{versions}, {since} to {until}"
    yield f"served {versions} until {until}"
    yield f"{versions} until {until}"


def _job(entity: Entity) -> KeyFact:
    metric, best = entity.text("keymetric"), _best(entity)
    seconds = entity.properties.get("duration")
    took = duration(seconds) if isinstance(seconds, int | float) else ""
    ways = (
        (metric, took, entity.text("owner")),
        (best, took, entity.text("owner")),
        (best, took),
        (best or took,),
    )
    return KeyFact(tuple(" · ".join(filter(None, way)) for way in ways))


def _best(entity: Entity) -> str:
    """Return the key metric without the data that it is about: `accuracy 0.908` of `validation:accuracy 0.908`."""
    return entity.text("keymetric").rpartition(":")[2]


def _file(entity: Entity) -> KeyFact:
    version = _version(entity)
    folder = _folder(entity)
    if at := changed_later(entity):
        words = f"changed {day(at)}"
        return KeyFact((f"{words} · {version}", words))
    return KeyFact((" · ".join(filter(None, (folder, version))), version))


def _model_file(entity: Entity) -> KeyFact:
    if is_warning(entity):
        state = entity.text("unapproved").rpartition(" (")[2].removesuffix(")")
        return KeyFact(tuple(_live(entity, state)), Tone.BAD)
    if not entity.source.startswith("s3://"):
        return KeyFact()
    run = _RUN.search(entity.source)
    version = _version(entity)
    if at := changed_later(entity):
        words = f"changed {day(at)}"
        return KeyFact((*([f"{words} · run {run[1]}"] if run else []), words), Tone.BAD)
    if not run:
        return _file(entity)
    return KeyFact((f"run {run[1]} · {version}", f"run {run[1][: _ID - 1]} · {version}", f"run {run[1]}"))


def _image(entity: Entity) -> KeyFact:
    name = entity.source.rpartition("/")[2]
    if "@" in name:
        return KeyFact((f"digest {name.rpartition(':')[2][:12]}",))
    tag = name.partition(":")[2]
    return KeyFact((f"tag {tag}" if tag else "no tag recorded",))


def _nothing(_: Entity) -> KeyFact:
    return KeyFact()


_OF_KIND: dict[str, Callable[[Entity], KeyFact]] = {
    "approval": _approval,
    "package": _package,
    "job": _job,
    "ModelDeployment": _deployment,
    "Endpoint": _endpoint,
    "DataSet": _file,
    "Model": _model_file,
    "Image": _image,
    "": _nothing,
}


def _version(entity: Entity) -> str:
    """Return the version of a file, with the start of its id; without S3, as the lineage itself records it."""
    fact = facts_of(entity, ("fileversion",))["fileversion"]
    if fact.state is FactState.KNOWN:
        return _LONG_ID.sub(lambda found: found[0][:_ID], str(fact.value))
    ids = json_of(entity.text("sourceids") or "{}", dict)
    if ids is None:
        return "version not recorded"
    known = [value for name, value in ids.items() if "version" in name.lower() and isinstance(value, str)]
    if known and known[0]:
        return f"version {known[0][:_ID]}"
    was_refused = (
        fact.state is FactState.NOT_READ and has_facts(entity) and fact.source != ON_REQUEST["fileversion"]
    )
    return "version not read" if was_refused else "no version recorded"


def _folder(entity: Entity) -> str:
    """Return the folder that a file is in."""
    parts = entity.source.rstrip("/").split("/")
    return parts[-2] if entity.source.startswith("s3://") and len(parts) > 4 else ""


def _from_lineage(entity: Entity) -> Iterator[str]:
    """Yield the lineage's own words about an entity without a known fact."""
    if description := entity.text("description"):
        yield description
    yield _folder(entity) or ("" if is_package(entity) else inside(status_words(entity.status)))
    if entity.created:
        yield f"created {day(entity.created)}"
