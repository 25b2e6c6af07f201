"""The command that lists the prepared questions, and answers one of them."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain, groupby, islice

from lineage_viz.cli.given_settings import settings_of
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
from lineage_viz.search.named import arn_of
from lineage_viz.search.question import gap_question, questions
from lineage_viz.store.base import Store
from lineage_viz.store.factory import open_store
from lineage_viz.title import title
from lineage_viz.typed_command import typed_command
from lineage_viz.words import day, plain, type_words


def ask(options: Namespace) -> int:
    """Print the list of all questions, or the answer to one; the extent and the notes go to stderr."""
    if options.question is None:
        for line in _list():
            print(line)
        return 0
    store = open_store(settings_of(options))
    question, values = _asked(store, options.question, options.values)
    answer = answer_of(store, question, values)
    for line in _FORMS[options.format](store, answer):
        print(line)
    sentence = sentence_of(store, question, answer.values)
    told = (f"{sentence}: {answer.extent}.", *answer.found.notes, *(f"Gap: {each}." for each in answer.gaps))
    print("\n".join(map(plain_text, told)), file=sys.stderr)
    return 0


def _list() -> Iterator[str]:
    """Yield the questions by theme: the name with its values, and the sentence."""
    width = max(len(_usage(each)) for each in QUESTIONS)
    for theme, group in groupby(QUESTIONS, key=lambda each: each.theme):
        yield theme
        yield from (f"  {_usage(each):{width}}  {each.sentence({})}" for each in group)


def _usage(question: Prepared) -> str:
    return " ".join((question.name, *map(_place, question.takes)))


def _place(parameter: Parameter) -> str:
    if parameter.form is Form.CHOICE:
        return f"[{'|'.join(each.replace(' ', '-') for each in parameter.choices)}]"
    return parameter.name.upper()


def _asked(store: Store, name: str, texts: Sequence[str]) -> tuple[Prepared, Mapping[str, str]]:
    """Return the question of this name with its values, or the one that all words together ask, as in a search.

    Raises LineageVizError.
    """
    if name in BY_NAME:
        return BY_NAME[name], _values(store, BY_NAME[name], texts)
    words = " ".join((name, *texts))
    found = list(islice(chain(filter(None, [gap_question(words)]), questions(store, words)), 2))
    if len(found) == 1 or (found and found[0].prepared is not found[1].prepared):
        return found[0].prepared, found[0].values
    if found:
        takes = found[0].prepared.takes[0].words
        raise LineageVizError(
            f"Several entities have the name in {words!r}. The question needs {takes}, by its ARN."
        )
    near = get_close_matches(name, BY_NAME, n=1, cutoff=0.5)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise LineageVizError(f"There is no question {name!r}.{meant} `{typed_command()} ask` lists them.")


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
    return arn_of(store, text, parameter.of, parameter.words) if parameter.form is Form.ENTITY else text


def _table(_: Store, answer: Answer) -> Iterator[str]:
    """Yield a line for each row: the ARN, the type, the title, the cells and the day, in columns under their names."""
    is_dated = "Created" not in answer.question.columns
    head = ("ARN", "Type", "Title", *answer.question.columns, *(["Created"] if is_dated else []))
    rows = [
        (
            plain_text(row.entity.arn),
            type_words(row.entity.type or row.entity.label),
            plain(title(row.entity), 80),
            *(plain(each, 100) for each in row.cells),
            *([day(row.entity.created) if row.entity.created else ""] if is_dated else []),
        )
        for row in answer.rows
    ]
    if rows:
        yield from in_columns([head, *rows])


def _csv(store: Store, answer: Answer) -> Iterator[str]:
    from lineage_viz.takeaway.answer_tables import answer_csv  # loads the picture
    from lineage_viz.takeaway.tables import rows_alone
    from lineage_viz.takeaway.view_caption import answer_caption

    yield rows_alone(answer_csv(answer, answer_caption(store, answer)), len(answer.rows))


def _json(store: Store, answer: Answer) -> Iterator[str]:
    from lineage_viz.takeaway.answer_tables import answer_json  # loads the picture

    yield answer_json(answer, sentence_of(store, answer.question, answer.values))


_FORMS = {"table": _table, "csv": _csv, "json": _json}
