"""No docstring opens with a question word: subject, verb, object are easy to read in a foreign language."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QUESTION_WORD = re.compile(r"(What|Whatever|Whether|Who|Whoever|Whose|How)\b")
FILES = sorted(
    path for part in ("lineage_viz", "pages", "tests", "benchmarks") for path in (ROOT / part).rglob("*.py")
)


def docstrings(path: Path) -> Iterator[tuple[int, str]]:
    """The docstrings of modules, classes and functions, and the texts below attributes, with their lines."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        for statement in getattr(node, "body", ()) if not isinstance(node, ast.Lambda | ast.IfExp) else ():
            value = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield statement.lineno, value.value.strip()


@pytest.mark.parametrize("part", ["lineage_viz", "pages", "tests", "benchmarks"])
def test_no_docstring_opens_with_a_question_word(part: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text.splitlines()[0]}"
        for path in FILES
        if path.is_relative_to(ROOT / part)
        for line, text in docstrings(path)
        if QUESTION_WORD.match(text)
    ]
    assert found == []


COUNTED = re.compile(
    r" (more |other |older )?(entities|associations|ends|rows|fields|files|ids|records|calls|jobs|paths|snapshots"
    r"|accounts|types|steps|values|days|cells|are )\b"
)


def counts(path: Path) -> Iterator[tuple[int, str]]:
    """The plurals that follow a formatted number, with their lines."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        parts = node.values if isinstance(node, ast.JoinedStr) else []
        for part, after in pairwise(parts):
            number = isinstance(part, ast.FormattedValue) and part.format_spec is not None
            number = number or (
                isinstance(part, ast.FormattedValue) and ast.unparse(part.value).startswith("len(")
            )
            if number and isinstance(after, ast.Constant) and (found := COUNTED.match(str(after.value))):
                yield after.lineno, found[0].strip()


def test_a_number_has_the_singular_or_plural_of_its_noun() -> None:
    paths = (path for path in FILES if path.is_relative_to(ROOT / "lineage_viz"))
    assert [f"{path.relative_to(ROOT)}:{line}: {noun}" for path in paths for line, noun in counts(path)] == []
