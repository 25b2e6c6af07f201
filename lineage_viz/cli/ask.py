"""The command that lists the prepared questions, and answers one of them."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import groupby

from lineage_viz.cli.explore import arn_of, settings_of
from lineage_viz.cli.in_columns import in_columns
from lineage_viz.errors import LineageVizError
from lineage_viz.plain_text import plain_text
from lineage_viz.questions.prepared import (
    BY_NAME,
    QUESTIONS,
    Answer,
    Form,
    Parameter,
    Prepared,
    sentence_of,
)
from lineage_viz.questions.prepared import ask as answer_of
from lineage_viz.store.base import Store
from lineage_viz.store.factory import open_store
from lineage_viz.title import title
from lineage_viz.words import plain, type_words


def ask(options: Namespace) -> int:
    """Print the list of all questions, or the answer to one; the extent and the notes go to stderr."""
    if options.question is None:
        for line in _list():
            print(line)
        return 0
    question = _named(options.question)
    store = open_store(settings_of(options))
    answer = answer_of(store, question, _values(store, question, options.values))
    for line in _FORMS[options.format](store, answer):
        print(line)
    sentence = sentence_of(store, question, answer.values)
    told = (f"{sentence}: {answer.extent}.", *answer.found.notes, *(f"Gap: {each}." for each in answer.gaps))
    print("\n".join(map(plain_text, told)), file=sys.stderr)
    return 0


def _list() -> Iterator[str]:
    """Yield the questions by theme: the name with its values, and the sentence."""
    width = max(len(_usage(each)) for each in QUESTIONS)
    for theme, questions in groupby(QUESTIONS, key=lambda each: each.theme):
        yield theme
        yield from (f"  {_usage(each):{width}}  {each.sentence({})}" for each in questions)


def _usage(question: Prepared) -> str:
    return " ".join((question.name, *map(_place, question.takes)))


def _place(parameter: Parameter) -> str:
    if parameter.form is Form.CHOICE:
        return f"[{'|'.join(each.replace(' ', '-') for each in parameter.choices)}]"
    return parameter.name.upper()


def _named(name: str) -> Prepared:
    if name in BY_NAME:
        return BY_NAME[name]
    near = get_close_matches(name, BY_NAME, n=1, cutoff=0.5)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise LineageVizError(f"There is no question {name!r}.{meant} `python -m lineage_viz ask` lists them.")


def _values(store: Store, question: Prepared, texts: Sequence[str]) -> Mapping[str, str]:
    """Return the values by name. Raises LineageVizError for too many, or for a name of none or of several."""
    if len(texts) > len(question.takes):
        raise LineageVizError(f"{texts[len(question.takes)]!r} is one value too many: ask {_usage(question)}")
    given = {each.name: _value(store, each, text) for each, text in zip(question.takes, texts, strict=False)}
    absent = [each for each in question.takes if each.is_needed and each.name not in given]
    if absent:
        raise LineageVizError(f"The question needs {absent[0].words}: ask {_usage(question)}")
    return given


def _value(store: Store, parameter: Parameter, text: str) -> str:
    if parameter.form is Form.CHOICE:
        return text.replace("-", " ")
    return arn_of(store, text, parameter.of) if parameter.form is Form.ENTITY else text


def _table(_: Store, answer: Answer) -> Iterator[str]:
    """Yield a line for each row: the ARN first, the type, the title and the cells, in columns under their names."""
    head = ("ARN", "Type", "Title", *answer.question.columns)
    rows = [
        (
            plain_text(row.entity.arn),
            type_words(row.entity.type or row.entity.label),
            plain(title(row.entity), 80),
            *(plain(each, 80) for each in row.cells),
        )
        for row in answer.rows
    ]
    if rows:
        yield from in_columns([head, *rows])


def _csv(store: Store, answer: Answer) -> Iterator[str]:
    from lineage_viz.takeaway.answer_tables import answer_csv  # loads the picture
    from lineage_viz.takeaway.view_caption import answer_caption

    yield answer_csv(answer, answer_caption(store, answer)).rstrip("\r\n")


def _json(store: Store, answer: Answer) -> Iterator[str]:
    from lineage_viz.takeaway.answer_tables import answer_json  # loads the picture

    yield answer_json(answer, sentence_of(store, answer.question, answer.values))


_FORMS = {"table": _table, "csv": _csv, "json": _json}
