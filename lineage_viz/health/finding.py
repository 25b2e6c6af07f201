"""A finding: the result of one check."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from lineage_viz.secrecy import without_secrets
from lineage_viz.words import plain

LONGEST = 500
"""Maximal number of characters in a sentence. A service may answer with a whole page of text."""


Details = Mapping[str, str | int]


class Verdict(StrEnum):
    """The judgement of a check. `unknown`: the check cannot find out, or only by a change."""

    OK = "ok"
    WARNING = "warning"
    FAILING = "failing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check.

    `sentence` describes the state. `next_step` tells what to do; it is empty when there is nothing to do or when the
    sentence says it. `details` are figures and times for a monitor.
    """

    name: str
    verdict: Verdict
    sentence: str
    next_step: str = ""
    details: Details = field(default_factory=dict)

    def with_(self, details: Details) -> "Finding":
        """Return this finding with other details."""
        return replace(self, details=details)

    def shown(self, rewritten: Callable[[str], str]) -> "Finding":
        """Return this finding as plain text of bounded length without secrets. Its text may quote a service."""

        def words(text: str) -> str:
            # Secrets first: shortening may cut the middle out of a secret, which hides it from the search.
            return plain(without_secrets(rewritten(text)), LONGEST)

        sentence, step = words(self.sentence), words(self.next_step)
        details = {
            key: words(value) if isinstance(value, str) else value for key, value in self.details.items()
        }
        return replace(self, sentence=sentence, next_step=step, details=details)


def ok(name: str, sentence: str) -> Finding:
    """A finding that all is well."""
    return Finding(name, Verdict.OK, sentence)


def warning(name: str, sentence: str, next_step: str = "") -> Finding:
    """A finding of something that works but needs attention."""
    return Finding(name, Verdict.WARNING, sentence, next_step)


def failing(name: str, sentence: str, next_step: str = "") -> Finding:
    """A finding of something necessary that does not work."""
    return Finding(name, Verdict.FAILING, sentence, next_step)


def unknown(name: str, sentence: str, next_step: str = "") -> Finding:
    """A finding of something that the check cannot find out."""
    return Finding(name, Verdict.UNKNOWN, sentence, next_step)
