"""The decision in force about a model package, its person, time and reason, and the decisions before it.

Sources by rank: CloudTrail, if it was asked; the package's record in the model registry; the account's own kept
snapshots, between two of which its status changed; the names of the approval actions in the lineage. CloudTrail has
the events of 90 days, and the whole identity of the caller.
A status that the list of packages shows and Search does not is newer than the record. SageMaker adds an approval action
for a change of the status (AWS's guide to lineage tracking); the time of the record's last change is only the latest
time at which the status can have changed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from lineage_viz.approval import decided_in_name, decision, decision_words, in_order, is_unclear
from lineage_viz.arn import person
from lineage_viz.evidence.decided import ACTION, PENDING, REGISTRY, SNAPSHOTS, TRAIL, Decided, sources_of
from lineage_viz.evidence.fact import NOT_RECORDED, Fact, known, known_or, not_read, not_recorded
from lineage_viz.evidence.record import at, listed, members, text, time, user
from lineage_viz.evidence.services import DECISIONS, MEMBERS
from lineage_viz.evidence.status_changes import CHANGES, with_changes
from lineage_viz.json_text import json_text
from lineage_viz.model import Entity
from lineage_viz.words import moment

_IN_FORCE = ("approval", "decidedby", "decidedat", "decidedafter", "approvalreason")
_SAME = timedelta(minutes=15)
"""An approval action is written minutes after the call that it records."""
_LATER = "a later approval in the lineage does not tell what was decided"
_ALONE = {ACTION: "the lineage", SNAPSHOTS: "an earlier snapshot"}
"""The sources that no registry confirms, with their words. The reason why it does not stands after a semicolon."""


def decisions(
    package: Mapping[str, Any], approvals: Collection[Entity], why_not: str, no_trail: str = ""
) -> dict[str, Fact]:
    """The facts about the approval of a package with these members of its record and these approval actions.

    `why_not` is the reason why the registry was not read, and `no_trail` why CloudTrail refused; empty when they did
    not.
    """
    history = decided(package, approvals)
    now = _in_registry(package, _recorded(package, approvals))
    current = now or (history[-1] if history else None)
    if current is None:
        fact = not_read(why_not) if why_not else NOT_RECORDED
        return dict.fromkeys((*_IN_FORCE, "decisions"), fact)
    every = known(_as_text(history), sources_of(each.source for each in history))
    if now is None and (rival := _rival(history)):
        return dict.fromkeys(_IN_FORCE, not_recorded(_uncertain(rival))) | {"decisions": every}
    if now is None and _is_passed_over(history[-1], approvals):
        words = "; ".join(filter(None, (why_not, _LATER)))
        absent = not_read(words) if why_not else not_recorded(words)
        return dict.fromkeys(_IN_FORCE, absent) | {"decisions": every}
    is_open = current.words == PENDING
    by = f"{current.source} (CloudTrail was not read: {no_trail})" if no_trail else current.source
    return {
        "approval": known(current.words, _unconfirmed_source(current, why_not)),
        "decidedby": NOT_RECORDED if is_open else known_or(current.by, by, why_not),
        "decidedat": NOT_RECORDED if is_open else known_or(current.when or "", by, why_not),
        "decidedafter": NOT_RECORDED if is_open else known(current.after or "", by),
        "approvalreason": _reason(package, current, why_not),
        "decisions": every,
    }


def decided(package: Mapping[str, Any], approvals: Iterable[Entity]) -> list[Decided]:
    """All decisions about a package with these members of its record, oldest first."""
    history = _recorded(package, approvals)
    now = _in_registry(package, history)
    if now is None:
        return history
    agrees = bool(history) and history[-1].words == now.words
    return [*history[:-1], now] if agrees else [*history, now]


def dated(package: Mapping[str, Any]) -> Mapping[str, Any]:
    """The members of a package's record that tell of an earlier day: events, and statuses in kept snapshots."""
    return {name: package[name] for name in (MEMBERS[DECISIONS], CHANGES) if name in package}


def with_registry(then: list[Decided], now: Sequence[Decided]) -> list[Decided]:
    """The decisions of dated evidence, with the last of `now` where the registry alone has it or its latest time.

    A package that is still Pending has had no decision.
    """
    last = now[-1] if now else None
    is_limit = last is not None and (last.is_latest or last.when is None)
    is_new = last is not None and len(now) > len(then) and last.words != PENDING
    return [*then[: len(now) - 1], last] if last and (is_limit or is_new) else then


def _recorded(package: Mapping[str, Any], approvals: Iterable[Entity]) -> list[Decided]:
    """The decisions of the lineage, of kept snapshots and of CloudTrail, oldest first."""
    names = [user(package, "ModelPackage", by) for by in ("LastModifiedBy", "CreatedBy")]
    proved = _with_events(_history(approvals), listed(package, MEMBERS[DECISIONS]), names)
    return with_changes(proved, package)


def unconfirmed(approval: Fact) -> str:
    """Words about an approval that the registry does not confirm; empty for any other."""
    by = next((words for source, words in _ALONE.items() if approval.source.startswith(source)), "")
    why_not = approval.source.partition("; the registry ")[2].partition(":")[0]
    return f"by {by}; the registry {why_not}" if by and why_not else ""


def _unconfirmed_source(current: Decided, why_not: str) -> str:
    """The source of a decision; of one that the registry does not confirm, with the reason why it does not."""
    if not current.source.startswith(tuple(_ALONE)):
        return current.source
    reason = f"was not read: {why_not}" if why_not else "has no status"
    return f"{current.source}; the registry {reason}"


def _order(each: Decided) -> tuple[datetime, int, bool]:
    when = each.when or datetime.min.replace(tzinfo=UTC)
    return when, each.second, each.words != PENDING


def _rival(history: Sequence[Decided]) -> Decided | None:
    """A decision that may be later than the last one and differs from it; None without one."""
    last = history[-1]
    others = (each for each in history if each.words != last.words)
    return next((each for each in others if not (last.when and each.when) or _is_even(each, last)), None)


def _is_even(one: Decided, other: Decided) -> bool:
    """True for two decisions of the same second, of which neither is Pending."""
    same = one.when == other.when and one.second == other.second
    return same and PENDING not in (one.words, other.words)


def _is_passed_over(last: Decided, approvals: Iterable[Entity]) -> bool:
    """True when an approval action that may be later than the last decision does not tell what was decided."""
    return any(
        is_unclear(each) and (each.created is None or last.when is None or each.created >= last.when)
        for each in approvals
    )


def _uncertain(rival: Decided) -> str:
    when = "of the same second" if rival.when else "without a time"
    return f"the lineage has another decision {when} ({rival.words}), so the one in force is uncertain"


def _reason(package: Mapping[str, Any], current: Decided, why_not: str) -> Fact:
    if current.reason:
        return known(current.reason, TRAIL)
    reason = text(package, "ModelPackage", "ApprovalDescription")
    return not_read(why_not) if why_not else known(reason, REGISTRY)


def _history(approvals: Iterable[Entity]) -> list[Decided]:
    """The decisions of the approval actions, oldest first."""
    return [
        Decided(words, person(each.text("createdby")), each.created, ACTION, second=decided_in_name(each))
        for each in in_order(approvals)
        if (words := decision(each))
    ]


def _with_events(history: Sequence[Decided], events: Iterable[Any], names: Sequence[str]) -> list[Decided]:
    """The decisions of the lineage and of CloudTrail, oldest first; an event takes the place of the action about it.

    `names` are those that the registry has for people.
    """
    left = list(history)
    for event in events:
        proved = _event(event)
        same = (each for each in left if not each.proved and _is_same(each, proved))
        found = next(same, None)
        proved = replace(proved, by=_name(proved, (found.by if found else "", *names)))
        if found:
            left[left.index(found)] = replace(proved, source=f"{TRAIL}; {ACTION}")
        else:
            left.append(proved)
    return sorted(left, key=_order)


def _event(event: Any) -> Decided:
    identity = members(event, "IamIdentity")
    by = text(identity, "SourceIdentity") or person(text(identity, "Arn"))
    words, reason = (text(event, name) for name in ("ModelApprovalStatus", "ApprovalDescription"))
    return Decided(decision_words(words), by, time(event, "EventTime"), TRAIL, identity, reason)


def _name(proved: Decided, names: Iterable[str]) -> str:
    """The name of the person in an event: as SageMaker writes it elsewhere, if the event's identity has that name."""
    identity = " ".join(map(str, proved.identity.values())).casefold()
    return next((each for each in names if each and each.split(" (")[0].casefold() in identity), proved.by)


def _is_same(one: Decided, other: Decided) -> bool:
    if one.words != other.words or one.when is None or other.when is None:
        return False
    return abs(one.when - other.when) <= _SAME


def _in_registry(package: Mapping[str, Any], history: Sequence[Decided]) -> Decided | None:
    """The decision that the registry has now; its person and time are those of the action that recorded it, if any."""
    record, ahead = at(package, "ModelPackage"), at(package, "ListedModelPackage")
    status = text(ahead, "ModelApprovalStatus") or text(record, "ModelApprovalStatus")
    if not status:
        return None
    words = decision_words(status)
    last = history[-1] if history else None
    changed = time(record, "LastModifiedTime")
    if last and last.words == words:
        if last.after and changed and last.when and changed <= last.when:
            return _narrowed(last, record, changed)
        sources = (last.source, REGISTRY) if last.proved else (REGISTRY, last.source)
        return replace(last, source="; ".join(sources))
    if last and last.proved and last.when and changed and changed < last.when:
        return None  # the record is older than the event
    if ahead:
        return Decided(words, "", None, f"{REGISTRY} (its list; the record is older)")
    if changed is None or changed == time(record, "CreationTime"):
        by, made = user(record, "CreatedBy"), time(record, "CreationTime")
        return Decided(words, by, made, REGISTRY, members(record, "CreatedBy"))
    by, source = user(record, "LastModifiedBy"), _last_changed(changed)
    return Decided(words, by, changed, source, members(record, "LastModifiedBy"), is_latest=True)


def _narrowed(seen: Decided, record: Mapping[str, Any], changed: datetime) -> Decided:
    """A decision that snapshots show, with the record's last change, which is not later than the second snapshot.

    A change before the first snapshot means that the search lagged then: the record outranks the snapshot.
    """
    by, identity = user(record, "LastModifiedBy"), members(record, "LastModifiedBy")
    after = seen.after if seen.after and seen.after < changed else None
    source = f"{_last_changed(changed)}; {seen.source}"
    return replace(seen, by=by, when=changed, after=after, identity=identity, source=source)


def _last_changed(at: datetime) -> str:
    return f"{REGISTRY} (last changed {moment(at)}, the latest time of this decision)"


def _as_text(history: Iterable[Decided]) -> str:
    rows = [
        {"decision": each.words, "by": each.by, "at": moment(each.when) if each.when else "", "source": each.source}
        | ({"time": each.when.isoformat()} if each.when else {})
        | ({"after": moment(each.after), "aftertime": each.after.isoformat()} if each.after else {})
        | ({"identity": dict(each.identity)} if each.identity else {})
        for each in history
    ]  # fmt: skip
    return json_text(rows, ensure_ascii=False) if rows else ""
