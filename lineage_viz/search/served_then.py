"""The answer to "what did X serve in December" and "what did X ever serve": the versions by its deployments."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lineage_viz.approval import is_package
from lineage_viz.evidence.serving import GONE
from lineage_viz.model import Entity, Subgraph
from lineage_viz.questions.served import Deployed, near, served
from lineage_viz.recorded_text import fold
from lineage_viz.search.fields import filter_of
from lineage_viz.search.question import named
from lineage_viz.search.sentence import Sentence
from lineage_viz.search.term import Term, parts
from lineage_viz.search.vocabulary import Vocabulary
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title
from lineage_viz.words import count, day, plain

_ENDPOINTS = Filter(types=frozenset({"Endpoint"}))
_BEFORE = r"(?:before|earlier|previously|so far|in the past|until now|over time)"
_VERSIONS = r"(?:models?|versions?)"
_SERVE = r"(?:serve|run|host|ran)(?:d|n|ed)?"
_WHAT = rf"(?:what|which {_VERSIONS}) (?:did|has|have|had) (?P<name>\S+)"
_WERE = r"(?:were|was|have been|has been) (?:ever )?(?:live|deployed|served)"
_ON = r"(?:the )?(?:endpoint )?(?P<name>\S+)"
_EVER = [
    re.compile(each)
    for each in (
        rf"{_WHAT} (?:ever )?{_SERVE} {_BEFORE}",
        rf"{_WHAT} ever {_SERVE}",
        rf"(?:(?:all|every|the) )*{_VERSIONS} (?:that )?(?P<name>\S+) (?:has |have )?(?:ever )?{_SERVE}",
        rf"(?:which )?{_VERSIONS} (?:that )?{_WERE} (?:on|at|by) {_ON}(?: {_BEFORE})?",
        rf"(?:the )?(?:deployment |version |serving )?history of {_ON}",
        rf"(?:the )?(?:previous|earlier|past|former|old) {_VERSIONS} (?:of|on|at|behind) {_ON}",
    )
]
_EARLIER = [
    re.compile(each)
    for each in (
        rf"(?:the )?{_ON} (?:previous|earlier|former) {_VERSIONS}",
        rf"(?:the )?(?:previous|former) (?:model|version) (?:of|on|at|behind) {_ON}",
        rf"(?:what|which)(?: {_VERSIONS})? (?:{_WERE}|was|were|ran|was running) (?:on|at|by) {_ON} before"
        r"(?: (?:v ?(?P<number>\d+)|now|this|that|it|the (?:last|current) (?:one|model|version|deployment)))?",
    )
]
"""Questions about the versions before the one in force."""
_MADE = re.compile(r"\b(?:created|made|built|trained)\b")
_MOST = 6
"""Deployments in one sentence."""


@dataclass(frozen=True, slots=True)
class ServedThen:
    """The models that an endpoint served at a time, newest first, and the sentence about them."""

    arns: tuple[str, ...]
    note: str


def served_then(store: Store, text: str, meant: Sentence | None, known: Vocabulary) -> ServedThen | None:
    """Answer a question about the past of an endpoint; None for any other text. Raises StoreUnavailable."""
    words = re.sub(r"[?!;.,]+$", "", fold(text))
    earlier, ever = (
        next(filter(None, (each.fullmatch(words) for each in of)), None) for of in (_EARLIER, _EVER)
    )
    first = last = None
    name = next((each["name"] for each in (earlier, ever) if each), "")
    if not name and meant and "live:yes" in meant.terms and not _MADE.search(words):
        first, last = _span(meant.terms, known)
        name = meant.rest[0] if (first or last) and len(meant.rest) == 1 else ""
    endpoints = named(store, name, _ENDPOINTS) if name else []
    return (
        _answer(store, endpoints[0], first, last, earlier and earlier.groupdict())
        if len(endpoints) == 1
        else None
    )


def served_before(store: Store, endpoint: Entity) -> ServedThen | None:
    """Tell what an endpoint served before its deployment in force. Raises StoreUnavailable."""
    return _answer(store, endpoint, None, None, {})


def _span(terms: Sequence[str], known: Vocabulary) -> tuple[datetime | None, datetime | None]:
    """Return the first and the last time that the terms about times allow."""
    times = [
        each for text in terms for each in parts(text) if isinstance(each, Term) and each.field == "created"
    ]
    filters = [filter_of(each, known) for each in times]
    return (
        max((each.created_after for each in filters if each.created_after), default=None),
        min((each.created_before for each in filters if each.created_before), default=None),
    )


def _answer(
    store: Store,
    endpoint: Entity,
    first: datetime | None,
    last: datetime | None,
    earlier: Mapping[str, str | None] | None,
) -> ServedThen | None:
    found = near(store, endpoint.arn)
    all_ = served(found)
    if all_ is None:
        return None
    then = [each for each in all_.deployments if each.completed and _overlaps(each, first, last)]
    then = then if earlier is None else _before(then, earlier.get("number"))
    name, when = plain(title(endpoint), 80), _when(first, last) if earlier is None else " before"
    undated = sum(each.at is None for each in then)
    doubt = f" The time of {count(undated, 'deployment')} is not recorded." if undated else ""
    if not then:
        return ServedThen((), f"By its completed deployments, {name} served nothing{when}.")
    told = "; ".join(each.words for each in then[:_MOST])
    more = f"; and {len(then) - _MOST:,} earlier" if len(then) > _MOST else ""
    gone = " It is deleted now; nothing tells since when." if endpoint.text("endpointstatus") == GONE else ""
    served_ = f"{name} served{when}, by its completed deployments, the newest first: {told}{more}."
    return ServedThen(
        tuple(dict.fromkeys(_models(found, then))),
        f"Understood as a question about the past of {name}. {served_}{doubt}{gone}",
    )


def _before(deployed: Sequence[Deployed], number: str | None) -> list[Deployed]:
    """Return the deployments, newest first, before that of a version; without its number, before the one in force."""
    if not number:
        return [each for each in deployed if each.until]
    of = [at for at, each in enumerate(deployed) if each.is_named(number)]
    return list(deployed[of[-1] + 1 :]) if of else []


def _overlaps(deployed: Deployed, first: datetime | None, last: datetime | None) -> bool:
    begins = deployed.at is None or last is None or deployed.at <= last
    ends = deployed.until is None or first is None or deployed.until >= first
    return begins and ends


def _when(first: datetime | None, last: datetime | None) -> str:
    if first and last:
        return f" on {day(first)}" if day(first) == day(last) else f" from {day(first)} to {day(last)}"
    return f" since {day(first)}" if first else f" until {day(last)}" if last else ""


def _models(found: Subgraph, then: Sequence[Deployed]) -> Iterator[str]:
    """Yield the packages of deployments, or else the model files; a deployment of neither stands for itself."""
    models = {each.arn: each for each in found.entities if each.type == "Model"}
    for deployed in then:
        links = [each for each in found.associations if each.destination == deployed.arn]
        of = sorted(each.source for each in links if each.source in models)
        packages = [arn for arn in of if is_package(models[arn])]
        yield from packages or of or [deployed.arn]
