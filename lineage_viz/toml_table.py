"""Reading of the TOML files that people write, with errors that name the place and the nearest right name."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from lineage_viz.errors import LineageVizError
from lineage_viz.words import plain

Kind = type[LineageVizError]
"""The error that a wrong file raises."""


class Table:
    """One table of a TOML file. Each question raises an error of its kind for a value that is missing or wrong."""

    def __init__(self, where: str, values: Mapping[str, Any], names: Collection[str], kind: Kind) -> None:
        """`where` names the file and the place; `names` are those that the table may have."""
        self.where, self._values, self._kind = where, values, kind
        for name in values:
            known(where, "setting", name, names, kind)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, otherwise: str | None = None) -> str:
        """A text that is not empty; without it `otherwise`, if that is given."""
        if name not in self._values and otherwise is not None:
            return otherwise
        value = self._needed(name)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(name, "a text that is not empty")
        return value.strip()

    def matching(self, name: str, pattern: str, needed: str, otherwise: str | None = None) -> str:
        """A text of this pattern; `needed` says it in words. Without it `otherwise`, if that is given."""
        if name not in self._values and otherwise is not None:
            return otherwise
        value = self._needed(name)
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise self._wrong(name, needed)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty without it."""
        value = self._values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            raise self._wrong(name, "a list of texts")
        return tuple(each.strip() for each in value)

    def one_of(self, name: str, choices: Iterable[str]) -> str:
        """One of these texts."""
        allowed = tuple(choices)
        value = self.text(name)
        if value not in allowed:
            raise self._kind(
                f"{self.where}: `{name}` is {plain(value, 60)!r}. It must be one of: {', '.join(allowed)}."
            )
        return value

    def number(self, name: str, otherwise: int, most: int) -> int:
        """A whole number from 0 to `most`; without it `otherwise`."""
        value = self._values.get(name, otherwise)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise self._wrong(name, f"a whole number from 0 to {most:,}")
        return value

    def day(self, name: str) -> date:
        """A day, as 2026-12-31 without quotation marks."""
        value = self._needed(name)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self._wrong(name, "a day such as 2026-12-31, without quotation marks")
        return value

    def table(self, name: str, names: Collection[str]) -> "Table":
        """The table of this name; an empty one without it."""
        value = self._values.get(name, {})
        if not isinstance(value, dict):
            raise self._wrong(name, f"a table: write [{name}]")
        return Table(f"{self.where}, [{name}]", value, names, self._kind)

    def tables(self, name: str, names: Collection[str]) -> tuple["Table", ...]:
        """The tables of a list; none without it."""
        value = self._values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self._wrong(name, f"a list of tables: write [[{name}]] above each")
        return tuple(
            Table(f"{self.where}, [[{name}]] number {number}", each, names, self._kind)
            for number, each in enumerate(value, start=1)
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the table has."""
        return tuple(self._values)

    def _needed(self, name: str) -> Any:
        if name not in self._values:
            raise self._kind(f"{self.where} lacks `{name}`. Add it.")
        return self._values[name]

    def _wrong(self, name: str, needed: str) -> LineageVizError:
        return self._kind(f"{self.where}: `{name}` must be {needed}.")


def read_toml(path: Path, kind: Kind) -> tuple[bytes, Mapping[str, Any]]:
    """Return the bytes and the values of a TOML file. Raises an error of this kind."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise kind(f"{path} cannot be read ({error.strerror or error}). Check the path.") from error
    except ValueError as error:  # a path with a NUL
        raise kind(f"{str(path)!r} is no path ({error}).") from error
    try:
        return content, tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise kind(f"{path} is not text in UTF-8. Save it as UTF-8.") from error
    except (ValueError, RecursionError) as error:  # wrong TOML, or a number with thousands of digits
        raise kind(f"{path} is not TOML: {plain(str(error))}. Correct this place.") from error


def known(where: str, noun: str, name: str, names: Collection[str], kind: Kind) -> str:
    """Return the name if it is among the names. Raises an error of this kind with the nearest one."""
    if name in names:
        return name
    nearest = get_close_matches(name.casefold(), names, n=1) or get_close_matches(name, names, n=1)
    hint = f"Did you mean {nearest[0]}?" if nearest else f"There are: {', '.join(names)}."
    raise kind(f"{where}: there is no {noun} {plain(name, 80)!r}. {hint}")
