"""What a check comes to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from lineage_viz.words import plain

LONGEST = 500
"""Characters of a sentence; a service may answer with a whole page."""


Details = Mapping[str, str | int]


class Verdict(StrEnum):
    """`unknown`: it cannot be told from here, or not without changing something."""

    OK = "ok"
    WARNING = "warning"
    FAILING = "failing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """`sentence` says how it is, `next_step` what to do, empty where there is nothing to do or it says so itself.

    `details` are figures and times of it for a monitor.
    """

    name: str
    verdict: Verdict
    sentence: str
    next_step: str = ""
    details: Details = field(default_factory=dict)

    def with_(self, details: Details) -> "Finding":
        """With these details."""
        return replace(self, details=details)

    def shown(self, concealed: Callable[[str], str]) -> "Finding":
        """As plain text of bounded length without secrets: parts of it may be a service's own words."""
        # What is to be concealed would not be found again once its middle is elided.
        sentence, step = (plain(concealed(text), LONGEST) for text in (self.sentence, self.next_step))
        details = {
            key: plain(concealed(value), LONGEST) if isinstance(value, str) else value
            for key, value in self.details.items()
        }
        return replace(self, sentence=sentence, next_step=step, details=details)


def ok(name: str, sentence: str) -> Finding:
    """All is well."""
    return Finding(name, Verdict.OK, sentence)


def warning(name: str, sentence: str, next_step: str = "") -> Finding:
    """It works, and wants looking after."""
    return Finding(name, Verdict.WARNING, sentence, next_step)


def failing(name: str, sentence: str, next_step: str = "") -> Finding:
    """Something that is needed does not work."""
    return Finding(name, Verdict.FAILING, sentence, next_step)


def unknown(name: str, sentence: str, next_step: str = "") -> Finding:
    """Nobody can say from here."""
    return Finding(name, Verdict.UNKNOWN, sentence, next_step)
