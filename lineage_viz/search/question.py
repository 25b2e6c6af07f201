"""A text as a prepared question with its name filled in, and the answer to it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lineage_viz.errors import EntityNotFound, LineageVizError, StoreUnavailable
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.questions.paths_between import paths_between
from lineage_viz.questions.prepared import BY_NAME, EVER, Answer, Form, Prepared, ask, sentence_of
from lineage_viz.recorded_text import fold
from lineage_viz.search.question_words import Wording, wordings
from lineage_viz.search.sentence_gaps import gaps_in
from lineage_viz.search.sentence_words import EMPTY
from lineage_viz.store.base import Store
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.title import title
from lineage_viz.words import count, plain

_LOOKED_AT = 20
_PATHS = re.compile(
    r"(?:(?:all|every|each|the|show|list) )*(?:paths?|ways?|routes?|connections?|links?) "
    r"(?:between|from) (\S+) (?:and|to) (\S+)"
)
_ABOUT_MODELS = {each.rstrip("s") for each in EMPTY} | {"model", "package", "version"}
_ACTIONS = Filter(labels=frozenset({EntityLabel.ACTION}))
_BY_PART = "endpoints-of"
"""A search answers this question for a part of a name, too: an endpoint tells what it serves."""
_JOBS_ALONE = "jobs-after"
"""The users of data are jobs, and others depend on it, too: an answer says so, unless it was asked for jobs."""
_JOBS = re.compile(r"\b(?:jobs?|runs?)\b")
_FIRST = ("Endpoint", "Model")
"""The types that a name means, when several entities have it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A prepared question with its values."""

    prepared: Prepared
    values: Mapping[str, str]

    def answer(self, store: Store) -> Answer | None:
        """Return the answer; None when a value is not one that the question takes. Raises StoreUnavailable."""
        try:
            return ask(store, self.prepared, self.values)
        except StoreUnavailable:
            raise
        except (EntityNotFound, LineageVizError):
            return None

    def words(self, store: Store) -> str:
        """The sentence of the question. Raises StoreUnavailable."""
        return sentence_of(store, self.prepared, self.values)

    def of_all_times(self) -> "Question | None":
        """The same question with "ever"; None when it has no such choice, or has it already."""
        choice = next((each.name for each in self.prepared.takes if EVER in each.choices), "")
        if not choice or self.values.get(choice) == EVER:
            return None
        return replace(self, values={**self.values, choice: EVER})


def questions(store: Store, text: str) -> Iterator[Question]:
    """Yield the questions that a text asks, with the entities that it names. Raises StoreUnavailable."""
    seen: set[tuple[str, str]] = set()
    for each in wordings(text):
        for value in _values(store, each):
            if (each.question.name, value) not in seen:
                seen.add((each.question.name, value))
                yield Question(each.question, each.values(value))


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer to a text that asks a prepared question: the entities of its rows, and the sentences about it.

    When the name in the text means several entities, these are the answer.
    """

    arns: tuple[str, ...]
    """In the order of the rows."""
    note: str
    is_comparison: bool = False
    """True when the text asks for the differences of these entities."""


def reading(store: Store, text: str) -> Reading | None:
    """Return the answer to the prepared question in a text; None when it asks none. Raises StoreUnavailable."""
    found = list(islice(questions(store, text), _LOOKED_AT))
    same = [each for each in found if each.prepared is found[0].prepared]
    if len(same) > 1:
        return _several(same)
    answers = ((each, answer) for each in found if (answer := each.answer(store)))
    question, answer = next(answers, (None, None))
    if not question or not answer:
        return None
    rows = tuple(row.entity.arn for row in answer.rows)
    notes = answer.found.notes
    if not rows and not any("“Ever”" in each for each in notes):
        notes = (*notes, *_ever(store, question))
    if question.prepared.name == _JOBS_ALONE and not _JOBS.search(fold(text)):
        notes = (*notes, "Jobs alone count; “what depends on” before the name has models and endpoints, too.")
    told = f"Understood as the question “{question.words(store)}”: {answer.extent}."
    return Reading(rows, " ".join((told, *notes)))


def paths(store: Store, text: str) -> Reading | None:
    """Return the entities on the paths between the two that a text names. Raises StoreUnavailable."""
    found = _PATHS.fullmatch(re.sub(r"[?!.]+$", "", fold(text)))
    ends = [named(store, each, NO_FILTER) for each in found.groups()] if found else []
    if [len(each) for each in ends] != [1, 1]:
        return None
    (first,), (last,) = ends
    between = paths_between(store, first.arn, last.arn)
    arns = tuple(dict.fromkeys(arn for path in between.paths for arn in path))
    cut = f" ({between.subgraph.truncated.reason})" if between.subgraph.truncated else ""
    names = f"{plain(title(first), 80)} and {plain(title(last), 80)}"
    told = f"Understood as the paths between {names}: {count(len(between.paths), 'path')}{cut}."
    more = (
        " These are the entities on them; choose the two on Entities and Compare to see each path."
        if arns
        else ""
    )
    return Reading(arns, f"{told}{more}")


def _several(same: Sequence[Question]) -> Reading:
    """Ask for one of several entities: they are the answer."""
    takes = same[0].prepared.takes[0]
    arns = tuple(each.values[takes.name] for each in same)
    words = same[0].prepared.sentence({})
    told = f"The question “{words}” is about one of these: type more of its address, or choose it on the page Query."
    return Reading(arns, told)


def _ever(store: Store, question: Question) -> Iterator[str]:
    """Yield the hint to "ever", where "now" has no answer."""
    if (other := question.of_all_times()) and (answer := other.answer(store)) and answer.rows:
        yield f"Ever: {answer.extent}. Add “ever” to see them."


def needs_a_name(text: str) -> str:
    """Return the sentence about a question whose name is a part of several names; empty for any other text."""
    asked = (
        each.question for each in wordings(text) if each.question.takes and each.question.name != _BY_PART
    )
    found = next((each for each in asked if each.takes[0].form is Form.ENTITY), None)
    return f"The question “{found.sentence({})}” takes a whole name or address." if found else ""


def gap_question(text: str) -> Question | None:
    """Return the question about the one gap that a text about models asks for: "models without an evaluation".

    A search has a term for it, which stands beside others.
    """
    gaps = gaps_in(re.sub(r"[?!.]+$", "", fold(text)))
    is_alone = {each.rstrip("s") for each in gaps.text.split()} <= _ABOUT_MODELS
    if not is_alone or [len(each) for each in gaps.found] != [1]:
        return None
    return Question(BY_NAME["models-without"], {"what": gaps.found[0][0]})


def _values(store: Store, wording: Wording) -> Iterator[str]:
    """Yield the values that the name in a text may mean."""
    if not wording.question.takes:
        yield ""
        return
    takes = wording.question.takes[0]
    if takes.form is Form.ENTITY:
        yield from (each.arn for each in named(store, wording.value, takes.of))
    elif takes.form is Form.PERSON:
        people = store.fact_counts().people
        yield from (each for each in people if fold(each) == fold(wording.value))
    elif wording.value.endswith("/") or _is_address(store, wording.value):
        yield wording.value


def _is_address(store: Store, text: str) -> bool:
    """True for a whole address; a person who types one has half of it for a while."""
    return any(each.source == text for each in store.search(text, limit=_LOOKED_AT).entities)


def named(store: Store, name: str, of: Filter) -> list[Entity]:
    """Return the entities of this name, address or end of an address; the only hit for a part of one.

    An action has the name of its subject, which is meant. Raises StoreUnavailable.
    """
    if len(name) < 2:
        return []
    subjects = (
        of
        if _ACTIONS.labels <= of.labels or "Approval" in of.types
        else Filter(also=(of,), without=(_ACTIONS,))
    )
    page = store.search(name, filter_=subjects, limit=_LOOKED_AT)
    exact = [each for each in page.entities if _is(each, fold(name))]
    first = [each for each in exact if each.type in _FIRST]
    if exact:
        return first if len(first) == 1 else exact
    return list(page.entities) if page.total == 1 else []


def _is(entity: Entity, name: str) -> bool:
    source = fold(entity.source)
    return name in (fold(title(entity)), source, fold(entity.arn)) or source.endswith(
        (f"/{name}", f":{name}")
    )
