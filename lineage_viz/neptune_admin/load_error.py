"""One error that the loader found in the files of a load."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from lineage_viz.words import plain


@dataclass(frozen=True, slots=True)
class LoadError:
    """An error in a file. `record` counts the rows after the header, from 1; it is 0 when the loader names no row."""

    file: str
    record: int
    code: str
    message: str

    def __str__(self) -> str:
        name = plain(self.file.rpartition("/")[2] or self.file)
        where = f"{name}, record {self.record}" if self.record else name
        return f"{where}: {plain(self.message) or self.code}"

    @classmethod
    def of(cls, log: Mapping[str, Any]) -> Self:
        """Read an entry of the answer to GET /loader/{id}?errors=true."""
        return cls(
            file=str(log.get("fileName", "")),
            record=int(log.get("recordNum", 0)),
            code=str(log.get("errorCode", "")),
            message=str(log.get("errorMessage", "")),
        )
