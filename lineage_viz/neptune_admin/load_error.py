"""One entry of what the loader found wrong in the files of a load."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from lineage_viz.words import plain


@dataclass(frozen=True, slots=True)
class LoadError:
    """`record` counts the rows after a file's header, from 1; 0 where the loader names none."""

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
        """As GET /loader/{id}?errors=true tells it."""
        return cls(
            file=str(log.get("fileName", "")),
            record=int(log.get("recordNum", 0)),
            code=str(log.get("errorCode", "")),
            message=str(log.get("errorMessage", "")),
        )
