"""One file of a load, and how it went."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry of the error feed."""

    code: str
    message: str
    uri: str
    record: int

    def log(self) -> dict[str, Any]:
        """As the status tells it."""
        return {
            "errorCode": self.code,
            "errorMessage": self.message,
            "fileName": self.uri,
            "recordNum": self.record,
        }


@dataclass(slots=True)
class Counts:
    """Records, not rows: each label and each property value is one."""

    records: int = 0
    duplicates: int = 0
    parsing: int = 0
    datatype: int = 0
    insert: int = 0

    def add(self, other: "Counts") -> None:
        """Sums up."""
        self.records += other.records
        self.duplicates += other.duplicates
        self.parsing += other.parsing
        self.datatype += other.datatype
        self.insert += other.insert

    def told(self) -> dict[str, int]:
        """As the status tells them."""
        return {
            "totalRecords": self.records,
            "totalDuplicates": self.duplicates,
            "parsingErrors": self.parsing,
            "datatypeMismatchErrors": self.datatype,
            "insertErrors": self.insert,
        }


@dataclass(slots=True)
class Feed:
    """One object of the source."""

    key: str
    uri: str
    etag: str
    status: str = "LOAD_NOT_STARTED"
    counts: Counts = field(default_factory=Counts)

    @property
    def failed(self) -> bool:
        """Whether it is over without success."""
        return self.status not in ("LOAD_NOT_STARTED", "LOAD_IN_PROGRESS", "LOAD_COMPLETED")
