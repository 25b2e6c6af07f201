"""The sentence for each way in which Neptune refuses or ends a query.

Codes: Neptune User Guide, "Neptune engine error codes".
"""

import json
import re

from lineage_viz.errors import QueryRefused
from lineage_viz.store.neptune.failures import DENIED, in_words

READ_ONLY = "ReadOnlyViolationException"
CANCELLED = "CancelledByUserException"
TIME_LIMIT = "TimeLimitExceededException"
NO_SUCH_QUERY = "InvalidParameterException"
"""The code of Neptune's answer about an id that no query of the instance has: "Supplied queryId … is invalid".

No other answer says that a query has left: an error that passes, a denial or a restart leaves that open.
"""

_PLACE = re.compile(r"line (\d+), character position at (\d+),? error message ?: ?(.*)", re.DOTALL)
_ACTION = re.compile(r"neptune-db:(\w+)")
_CHANGES = ("WriteDataViaQuery", "DeleteDataViaQuery")
_NO_CHANGE = (
    "The console only reads. This query might change the graph or load something into it, so Neptune refused it before "
    "it ran. Leave out such steps: drop(), addV(), addE(), property(), mergeV(), mergeE(), io()."
)
_BY_CODE = {
    READ_ONLY: _NO_CHANGE,
    CANCELLED: "This query was ended before it had its answer.",
    TIME_LIMIT: "Neptune ended this query at the end of its time. Ask for less, or allow more time.",
    "MemoryLimitExceededException": (
        "Neptune ended this query because it needed too much memory. Ask for less: a filter, a limit(), or fewer steps."
    ),
    "QueryTooLargeException": "This query is too long for Neptune. Shorten it.",
    "QueryLimitExceededException": "Too many queries run on the cluster now. Try again in a moment.",
}
_LONGEST = 600
"""Characters of Neptune's own words in a sentence."""


def refusal(text: str) -> QueryRefused | None:
    """Return the error that this answer says; None when it is none of Neptune's."""
    try:
        given = json.loads(text)
        code = given["code"]
    except (ValueError, TypeError, KeyError):
        return None
    if not isinstance(code, str):
        return None
    said = str(given.get("detailedMessage") or given.get("message") or "")
    return _refused(code, said)


def late_refusal(tail: str) -> QueryRefused | None:
    """Return the error that Neptune appended to an answer that had begun; None without one."""
    begin = max(
        (found.start() for found in re.finditer(r"\{", tail) if '"code"' in tail[found.start() :]), default=-1
    )
    return refusal(tail[begin:]) if begin >= 0 else None


def _refused(code: str, said: str) -> QueryRefused:
    if code == DENIED:
        return QueryRefused(_denied(said), code)
    if words := _BY_CODE.get(code):
        return QueryRefused(words, code)
    if place := _PLACE.search(said):
        line, column, rest = place.groups()
        words = f"Neptune cannot read line {line}, character {int(column) + 1}: {_of_grammar(rest)}"
        return QueryRefused(words, code, int(line), int(column))
    if words := in_words(code):
        return QueryRefused(f"Neptune {words}", code)
    return QueryRefused(f"Neptune refuses this query: {_short(said) or code}.", code)


def _denied(said: str) -> str:
    action = _ACTION.search(said)
    if action and action[1] in _CHANGES:
        return _NO_CHANGE
    needed = f"neptune-db:{action[1]}" if action else "neptune-db:ReadDataViaQuery"
    return f"Neptune denies this to the role of the console. Allow {needed} to it; docs/neptune.md has its policy."


def _of_grammar(said: str) -> str:
    """Return the words of Neptune's parser, ANTLR, for people who write queries and no grammars."""
    if "<EOF>" in said.partition("expecting")[0]:
        return "the query ends too early. Close each bracket and each quote."
    if found := re.match(r"no viable alternative at input '(.*)'", said, re.DOTALL):
        return f"it does not understand {_short(found[1])}. Check the last name in it, its brackets and its quotes."
    if found := re.match(r"(?:mismatched|extraneous) input '(.*?)' expecting", said, re.DOTALL):
        return f"{_short(found[1])} is not expected there. A query begins with g, such as g.V()."
    if found := re.match(r"token recognition error at: '(.*)'", said, re.DOTALL):
        return f"{_short(found[1])} is no character or text of Gremlin. Check the quotes."
    return f"{_short(said)}. Correct it there."


def _short(words: str) -> str:
    words = words.strip().rstrip(".")
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
