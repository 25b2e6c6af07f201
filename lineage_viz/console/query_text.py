"""The text of a query as far as it can be judged before a cluster reads it: brackets, statements, language."""

import re

_QUOTED = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/""", re.DOTALL)
_OPEN, _CLOSE = "([{", ")]}"
_OTHER = re.compile(
    r"\s*(?:%%(?:oc|opencypher)\b|(?:OPTIONAL\s+)?MATCH\s*\(|(?:UNWIND|WITH|RETURN|CREATE|MERGE)\s)",
    re.IGNORECASE,
)
_SPARQL = re.compile(r"\s*(?:%%sparql\b|(?:PREFIX|SELECT|ASK|CONSTRUCT|DESCRIBE)\s)", re.IGNORECASE)
_GROOVY = re.compile(
    r"\{|->|\bit\.|\bLambda\.|\b(?:System|Runtime|Thread)\.|\b(?:def|import)\s|\bnew\s+(?!\w*Strategy)"
)
_NEXT = re.compile(r";|\n(?=\s*g\s*\.)")
_ALL = re.compile(r"\s*g\s*\.\s*V\(\s*\)\s*\.\s*count\(\s*\)[\s;]*")
_BEGIN = "A query begins with g, such as g.V().limit(10)."
_FAILED = re.compile(r"""\bfail\s*\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")""")


def code_of(text: str) -> str:
    """Return a text of the same length with blanks in the places of its texts in quotes and its comments."""
    return _QUOTED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def not_a_query(text: str) -> str:
    """Return a sentence about a text that no cluster needs to read; empty for all others."""
    if _OTHER.match(text):
        return f"This console asks in Gremlin; openCypher is not offered. {_BEGIN}"
    if _SPARQL.match(text):
        return f"This console asks in Gremlin; SPARQL is not offered. {_BEGIN}"
    if code_of(text).strip(" \t\r\n;") == "g":
        return "This query has no step. Write one after g, such as g.V().limit(10)."
    return ""


def unclosed(text: str) -> tuple[int, int] | None:
    """Return the line and the column, from 1, of the last bracket that nothing closes; None without one."""
    waiting = list[tuple[str, int, int]]()
    for number, line in enumerate(code_of(text).split("\n"), 1):
        for column, letter in enumerate(line, 1):
            if letter in _OPEN:
                waiting.append((letter, number, column))
            elif letter in _CLOSE and waiting and _OPEN.index(waiting[-1][0]) == _CLOSE.index(letter):
                waiting.pop()
    return waiting[-1][1:] if waiting else None


def statements(text: str) -> int:
    """Return the number of statements: a semicolon or a line that begins with g parts two of them."""
    code, depth, begin, number = code_of(text), 0, 0, 0
    ends = {found.start() for found in _NEXT.finditer(code)}
    for place, letter in enumerate(code):
        depth += (letter in _OPEN) - (letter in _CLOSE)
        if depth == 0 and place in ends and not code[begin:place].rstrip().endswith("."):
            number += bool(code[begin:place].strip(" \t\r\n;"))
            begin = place
    return number + bool(code[begin:].strip(" \t\r\n;"))


def counts_all(text: str) -> bool:
    """True when a query counts all vertices, also those of the app."""
    return bool(_ALL.fullmatch(code_of(text)))


def has_groovy(text: str) -> bool:
    """True when a query has a lambda or calls a class of Java, of which Neptune runs none."""
    return bool(_GROOVY.search(code_of(text)))


def own_words(text: str, said: str) -> str:
    """Return the words of the query's own `fail()` that an error says; empty without any."""
    found = (each[1] or each[2] or "" for each in _FAILED.finditer(text))
    return next((words for words in found if words and words in said), "")
