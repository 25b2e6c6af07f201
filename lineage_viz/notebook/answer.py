"""The prepared questions in a notebook, and their answers."""

import inspect
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from inspect import Signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lineage_viz.errors import LineageVizError
from lineage_viz.given_values import given_day, given_text
from lineage_viz.notebook.drawing import LineageDrawn
from lineage_viz.notebook.markup import page_of
from lineage_viz.notebook.part import Entities, LineageEntity
from lineage_viz.notebook.unchanging import Unchanging, read_only, read_only_graph
from lineage_viz.notebook.written import written
from lineage_viz.questions import prepared
from lineage_viz.questions.prepared import QUESTIONS, Form, Parameter, Prepared, sentence_of
from lineage_viz.search.named import arn_of
from lineage_viz.store.base import Store
from lineage_viz.takeaway.answer_tables import answer_csv, answer_json
from lineage_viz.takeaway.view_caption import answer_caption
from lineage_viz.title import title
from lineage_viz.words import count, plain, type_words

if TYPE_CHECKING:
    import pandas as pd

Given = str | LineageEntity | date
"""A value of a question: an entity or its name, a word, or a day."""

_ROWS = 20


class Answer(Entities):
    """The answer to a prepared question. It is a sequence of the entities in its rows.

    >>> import lineage_viz as lv
    >>> g = lv.demo()
    >>> answer = g.ask.endpoints_of("ticket-routing-models/10")
    >>> [each.title for each in answer]
    ['ticket-routing-prod']
    """

    def __init__(self, drawn: LineageDrawn, answer: prepared.Answer) -> None:
        self.answer = _read_only(answer)
        super().__init__(drawn, [row.entity for row in self.answer.rows])

    @property
    def sentence(self) -> str:
        """The question in words, with the names of its entities."""
        return sentence_of(self._drawn.store, self.answer.question, self.answer.values)

    @property
    def extent(self) -> str:
        """The number of rows and `complete`, or where the answer was cut, in words; the reason if there is no row."""
        return ". ".join((self.answer.extent, *(() if self.answer.rows else self.notes)))

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences that a reader needs beside the rows."""
        return self.answer.found.notes

    @property
    def gremlin(self) -> str:
        """The same question in Gremlin, for a Neptune cluster."""
        return self.answer.gremlin

    def to_pandas(self, *, values: bool = False) -> "pd.DataFrame":
        """Return a row for each entity: as `Part.to_pandas`, and the columns of the question; needs pandas.

        The columns of the question are texts, as the command prints them. With `values` they are values: whole numbers,
        times, and none where nothing is known. Steps have no sign: the question says the direction.
        """
        from lineage_viz.notebook.frames import cells_as_values, entity_frame, is_ours
        from lineage_viz.notebook.typed import TEXT, as_type

        columns = self.answer.question.columns
        frame = entity_frame(self._entities, extent=self.extent, more=columns)
        for number, name in enumerate(columns):
            if not (is_ours(name.casefold()) and name.casefold() in frame):
                cells = [row.cells[number] for row in self.answer.rows]
                frame.insert(
                    3 + number, name, cells_as_values(name, cells) if values else as_type(TEXT, cells)
                )
        return frame

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the answer to a .csv or .json file and return its path. Raises LineageVizError."""
        whole, store = Path(path).expanduser(), self._drawn.store
        ending = whole.suffix.casefold()
        if ending not in (".csv", ".json"):
            raise LineageVizError(f"An answer is saved as .csv or .json, and {whole.name} is neither.")
        is_table = ending == ".csv"
        made = (
            answer_csv(self.answer, answer_caption(store, self.answer))
            if is_table
            else answer_json(self.answer, self.sentence)
        )
        return written(whole, made)

    def __repr__(self) -> str:
        return f"<{plain(self.sentence, 160)}: {plain(self.extent, 200)}>"

    def _repr_html_(self) -> str:
        shown = self.answer.rows[:_ROWS]
        rows = [
            (title(row.entity), type_words(row.entity.type or row.entity.label), *row.cells) for row in shown
        ]
        more = len(self.answer.rows) - len(rows)
        below = " ".join(self.notes)
        if more > 0:
            below = f"{below} And {count(more, 'more row')}: to_pandas() has all.".strip()
        heads = ("Name", "Type", *self.answer.question.columns)
        return page_of(
            self.sentence, f"{self.answer.extent}. {self.answer.question.means}", heads, rows, below
        )


class Ask(Unchanging):
    """The prepared questions, each a function: `g.ask.data_sets_of("ticket-routing-prod")`."""

    _instead = "Keep its answers, or open the lineage again."

    def __init__(self, drawn: LineageDrawn) -> None:
        self._drawn = drawn

    def __getattr__(self, name: str) -> Callable[..., Answer]:
        question = _BY_FUNCTION.get(name)
        if question is None:
            raise AttributeError(f"There is no question {name!r}. g.ask lists the questions.")

        def asked(*values: Given, **named: Given) -> Answer:
            return _asked(self._drawn, question, *values, **named)

        asked.__name__ = asked.__qualname__ = name
        asked.__doc__ = _documentation(question)
        ask: Any = asked
        ask.__signature__ = Signature([_parameter(each) for each in question.takes], return_annotation=Answer)
        return asked

    def __dir__(self) -> list[str]:
        return sorted(_BY_FUNCTION)

    def __repr__(self) -> str:
        return "\n".join(f"{_usage(each)}: {each.sentence({})}" for each in QUESTIONS)

    def _repr_html_(self) -> str:
        rows = [(_usage(each), each.sentence({}), each.means) for each in QUESTIONS]
        return page_of(
            "Questions",
            f"{count(len(rows), 'question')}, each a function of g.ask",
            ("Call", "Question", "Meaning"),
            rows,
        )


_BY_FUNCTION: Mapping[str, Prepared] = {each.find.__name__: each for each in QUESTIONS}


def _read_only(answer: prepared.Answer) -> prepared.Answer:
    found = answer.found
    rows = tuple(replace(row, entity=read_only(row.entity)) for row in found.rows)
    return replace(answer, found=replace(found, rows=rows, lineage=read_only_graph(found.lineage)))


def _parameter(each: Parameter) -> inspect.Parameter:
    default = inspect.Parameter.empty if each.is_needed else each.choices[0]
    return inspect.Parameter(each.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)


def _documentation(question: Prepared) -> str:
    """Return the sentence of a question, its meaning, and what each value may be."""
    values = [
        f"{each.name}: {each.words}" + (f", one of {', '.join(each.choices)}" if each.choices else "")
        for each in question.takes
    ]
    return "\n\n".join((f"{question.sentence({})}.", question.means, *values))


def _usage(question: Prepared) -> str:
    return f"{question.find.__name__}({', '.join(each.name for each in question.takes)})"


def _asked(drawn: LineageDrawn, question: Prepared, *values: Given, **named: Given) -> Answer:
    """Ask a question. Raises LineageVizError for a value that is absent, unknown, or of none or several entities."""
    names = [each.name for each in question.takes]
    unknown = [name for name in named if name not in names or name in names[: len(values)]]
    if len(values) > len(names) or unknown:
        extra = repr(unknown[0]) if unknown else repr(values[len(names)])
        raise LineageVizError(f"{extra} is one value too many: {_usage(question)}")
    given = dict(zip(names, values, strict=False)) | named
    absent = [each for each in question.takes if each.is_needed and each.name not in given]
    if absent:
        raise LineageVizError(f"The question needs {absent[0].words}: {_usage(question)}")
    texts = {
        each.name: _text(drawn.store, each, given[each.name]) for each in question.takes if each.name in given
    }
    return Answer(drawn, prepared.ask(drawn.store, question, texts))


def _text(store: Store, parameter: Parameter, value: Given) -> str:
    if isinstance(value, date):
        return given_day(value).isoformat()
    if parameter.form is Form.ENTITY:
        return arn_of(store, name_of(value), parameter.of, parameter.words)
    return given_text(
        parameter.name, value.arn if isinstance(value, LineageEntity) else value, f"It is {parameter.words}."
    )


def name_of(value: object) -> str:
    """Return the ARN of an entity, and a text as it is. Raises LineageVizError for any other value."""
    if isinstance(value, LineageEntity):
        return value.arn
    if not isinstance(value, str) or not value.strip():
        raise LineageVizError(f"{value!r} names no entity. Give a name, an ARN or an S3 URI as text.")
    return value
