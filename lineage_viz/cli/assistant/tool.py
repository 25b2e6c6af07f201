"""A tool of the assistant: a question about the loaded lineage with plain values in and plain data out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lineage_viz.errors import LineageVizError
from lineage_viz.store.base import Store

Data = dict[str, Any]
Run = Callable[[Store, Mapping[str, Any]], Data]
"""A function of the store and the values by name."""

MOST_ROWS = 200
FEWER_ROWS = 50
"""Rows of an answer: the most that can be asked for, and those without a wish."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a tool: what it is, its type in JSON Schema, and its choices."""

    words: str
    type: str = "string"
    choices: tuple[str, ...] = ()
    needed: bool = True


LIMIT = Value(f"the most rows, at most {MOST_ROWS}; {FEWER_ROWS} without it", "integer", needed=False)
ENTITY = Value("the ARN of an entity, or its name")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool with its name, the words that tell when to use it, and its values."""

    name: str
    words: str
    run: Run = field(hash=False)
    takes: Mapping[str, Value] = field(default_factory=dict, hash=False)

    @property
    def schema(self) -> Data:
        """The values as JSON Schema."""
        return {
            "type": "object",
            "properties": {name: _property(value) for name, value in self.takes.items()},
            "required": [name for name, value in self.takes.items() if value.needed],
            "additionalProperties": False,
        }

    def checked(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the values. Raises LineageVizError for one that is unknown, absent, or of another type."""
        for name, value in given.items():
            if name not in self.takes:
                raise LineageVizError(
                    f"{self.name} has no value {name!r}. It takes {', '.join(self.takes) or 'none'}."
                )
            self._check(name, value)
        for name, value in self.takes.items():
            if value.needed and not str(given.get(name, "")).strip():
                raise LineageVizError(f"{self.name} needs {name}: {value.words}.")
        return given

    def _check(self, name: str, value: object) -> None:
        wanted = self.takes[name]
        if wanted.type == "integer":
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise LineageVizError(f"{name} must be a whole number of 0 or more.")
        elif not isinstance(value, str):
            raise LineageVizError(f"{name} must be text.")
        elif wanted.choices and value not in wanted.choices:
            raise LineageVizError(f"{name} must be one of {', '.join(wanted.choices)}.")


def rows_wanted(values: Mapping[str, Any]) -> int:
    """Return the number of rows that a caller wants, within the bound."""
    return max(1, min(int(values.get("limit", FEWER_ROWS)), MOST_ROWS))


def _property(value: Value) -> Data:
    return {
        "type": value.type,
        "description": value.words,
        **({"enum": list(value.choices)} if value.choices else {}),
    }
