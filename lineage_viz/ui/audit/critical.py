"""The critical findings of the audit, for the other pages: as far as the audit of all models is known, at no cost.

This room imports no check: a page that only says a finding needs none of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_EDITIONS = 4
"""Stores whose findings are kept: that of now, and those before a reload."""


@dataclass(frozen=True, slots=True)
class Critical:
    """The rules that a model, or the model of an endpoint, breaks, of the severity critical."""

    rules: tuple[str, ...]
    is_live: bool

    @property
    def words(self) -> str:
        """The finding in one sentence, and the place of its evidence."""
        return f"Critical in the audit. {self.broken}"

    @property
    def broken(self) -> str:
        """The rules, each with the words that it is not met: alone, a rule in red reads like good news."""
        return " ".join(f"Not met: {rule}" for rule in self.rules)


Criticals = Mapping[str, Critical]
"""Findings by the ARN of the model package or endpoint."""

_KNOWN: dict[str, Criticals] = {}
"""By the edition of the store, the newest last."""


def keep_critical(edition: str, found: Iterable[tuple[str, Critical]]) -> None:
    """Keep the findings of an edition of the store, in place of those before."""
    _KNOWN.pop(edition, None)
    _KNOWN[edition] = dict(found)
    for old in list(_KNOWN)[:-_EDITIONS]:
        _KNOWN.pop(old, None)


def criticals(edition: str) -> Criticals:
    """Return the findings of an edition of the store; none while the audit of all models is not known."""
    return _KNOWN.get(edition, {})
