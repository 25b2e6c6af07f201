"""The requirements of a pack, each with the worst outcome of the checks and fields that cover it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lineage_viz.audit.check import Result
from lineage_viz.audit.field import Field, Section
from lineage_viz.audit.outcome import Outcome, worst
from lineage_viz.audit.pack import Coverage, FieldName, Requirement
from lineage_viz.evidence.fact import FactState

_OUTCOMES = {
    FactState.KNOWN: Outcome.PASS,
    FactState.NOT_RECORDED: Outcome.NOT_RECORDED,
    FactState.NOT_READ: Outcome.NOT_READ,
}


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """A requirement with its outcome, and the known ones among the fields that cover it.

    `outcome` is None where the tool shows nothing. A waived finding warns.
    """

    requirement: Requirement
    outcome: Outcome | None
    known: int = 0
    of: int = 0


def requirement_results(
    requirements: Iterable[Requirement], results: Iterable[Result], sections: Iterable[Section]
) -> Iterator[RequirementResult]:
    """Yield the outcome of each requirement, in their order."""
    by_id = {each.check.id: each for each in results}
    by_title = {each.title: each.fields for each in sections}
    for requirement in requirements:
        yield _result(requirement, by_id, by_title)


def _result(
    requirement: Requirement, by_id: Mapping[str, Result], by_title: Mapping[str, Sequence[Field]]
) -> RequirementResult:
    if requirement.coverage is Coverage.NONE:
        return RequirementResult(requirement, None)
    found = [field for name in requirement.fields for field in _fields(name, by_title)]
    outcomes = [_outcome(by_id[id_]) for id_ in requirement.checks if id_ in by_id]
    outcomes += [_OUTCOMES[each.state] for each in found]
    number = sum(each.state is FactState.KNOWN for each in found)
    return RequirementResult(requirement, worst(outcomes), number, len(found))


def _outcome(result: Result) -> Outcome:
    return Outcome.WARN if result.is_waived else result.outcome


def _fields(name: FieldName, by_title: Mapping[str, Sequence[Field]]) -> list[Field]:
    """The fields of this name; without one, those whose name begins with it."""
    every = by_title.get(name.section, ())
    exact = [each for each in every if each.name == name.field]
    return exact or [each for each in every if each.name.startswith(name.field)]
