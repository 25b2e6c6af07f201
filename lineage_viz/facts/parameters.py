"""The parameters of a job, and their differences from those of the run or version before."""

from collections.abc import Mapping
from dataclasses import dataclass

from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.evidence.record import members, record_of
from lineage_viz.facts.shown import shown
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity
from lineage_viz.words import plain


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter as text, with its value before; None is an absent one."""

    name: str
    value: str | None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """The parameters that differ from those before, and the equal ones."""

    differing: tuple[Parameter, ...]
    equal: tuple[Parameter, ...]


def parameters(job: Entity) -> Mapping[str, str]:
    """Return the parameters of a job by name, as text: those of the trial component, else those of the record."""
    recorded = json_of(job.text("parameters"), dict)
    detail = members(record_of(job), "Job", "SourceDetail", "TrainingJob", "HyperParameters")
    found = recorded or detail
    return {plain(str(name), 120): _text(value) for name, value in found.items()}


def absent(job: Entity) -> str:
    """Return the reason why a job without parameters has none: `not recorded`, or `not read: …`."""
    fact = facts_of(job, ("keymetric",))["keymetric"]  # its metrics and parameters have the same source
    if fact.state is FactState.NOT_READ:
        return f"{fact.state}: {fact.source}" if fact.source else str(fact.state)
    return str(FactState.NOT_RECORDED)


def compared(here: Mapping[str, str], before: Mapping[str, str]) -> Compared:
    """Compare parameters by name, in the order of those here; then the ones that only the others have."""
    names = dict.fromkeys((*here, *before))
    every = [Parameter(name, here.get(name), before.get(name)) for name in names]
    return Compared(
        tuple(each for each in every if each.value != each.before),
        tuple(each for each in every if each.value == each.before),
    )


def _text(value: object) -> str:
    """Return a value as text; a number that was written as text, as the SDK does, like the number itself."""
    text = plain(shown(value), 2_000)
    try:
        number = float(text) if text[:1] in "-.0123456789" and "_" not in text else None
    except ValueError:
        return text
    return (
        plain(shown(number), 60) if number is not None and shown(number) == text.removesuffix(".0") else text
    )
