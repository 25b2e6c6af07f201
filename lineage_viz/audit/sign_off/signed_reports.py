"""The reports that were signed off, each in a file that is named by its digest."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from lineage_viz.audit.bundle.member import REPORT, json_member
from lineage_viz.audit.bundle.report_data import report_data
from lineage_viz.audit.report import Report
from lineage_viz.errors import SealedLogError
from lineage_viz.system.durable import replaced


def report_text(report: Report) -> str:
    """Return the report as it is signed: the file `report.json` of its bundle, the same on each machine."""
    return json_member(REPORT, report_data(report)).content.decode()


def digest_of(text: str) -> str:
    """Return the SHA-256 of a report's text, in hex."""
    return sha256(text.encode()).hexdigest()


class SignedReports:
    """A folder of signed reports. A file whose content does not match its name counts as missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, text: str) -> str:
        """Keep a report and return its digest; it is on disk when this returns. Raises SealedLogError."""
        digest = digest_of(text)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            replaced(self._file(digest), text)
        except OSError as error:
            raise SealedLogError(
                f"The signed report cannot be written to {self._folder}: {error.strerror or error}. The sign-off is "
                "not recorded. Check that the folder is writable and the disk is not full."
            ) from error
        return digest

    def data(self, digest: str) -> dict[str, Any] | None:
        """Return a kept report; None when it is missing, or was changed."""
        try:
            text = self._file(digest).read_text("utf-8")
        except (OSError, ValueError):
            return None
        if digest_of(text) != digest:
            return None
        found: dict[str, Any] = json.loads(text)
        return found

    def _file(self, digest: str) -> Path:
        return self._folder / f"{digest}.json"
