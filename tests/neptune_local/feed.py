"""One file of a load, with its status and counts."""

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
        """The entry as JSON of the status."""
        return {
            "errorCode": self.code,
            "errorMessage": self.message,
            "fileName": self.uri,
            "recordNum": self.record,
        }


@dataclass(slots=True)
class Counts:
    """Counts of records, not rows: each label and each property value is a record."""

    records: int = 0
    duplicates: int = 0
    parsing: int = 0
    datatype: int = 0
    insert: int = 0

    def add(self, other: "Counts") -> None:
        """Add the counts of another file."""
        self.records += other.records
        self.duplicates += other.duplicates
        self.parsing += other.parsing
        self.datatype += other.datatype
        self.insert += other.insert

    def payload(self) -> dict[str, int]:
        """The counts as JSON of the status."""
        return {
            "totalRecords": self.records,
            "totalDuplicates": self.duplicates,
            "parsingErrors": self.parsing,
            "datatypeMismatchErrors": self.datatype,
            "insertErrors": self.insert,
        }


@dataclass(slots=True)
class Feed:
    """One S3 object of the source."""

    key: str
    uri: str
    etag: str
    status: str = "LOAD_NOT_STARTED"
    counts: Counts = field(default_factory=Counts)

    @property
    def failed(self) -> bool:
        """True when the file ended without success."""
        return self.status not in ("LOAD_NOT_STARTED", "LOAD_IN_PROGRESS", "LOAD_COMPLETED")
