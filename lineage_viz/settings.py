"""The environment, read once, as one frozen value. AWS's own variables are read by boto3 and not here."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lineage_viz.errors import SettingsError

SNAPSHOT = "LINEAGE_VIZ_SNAPSHOT"
DATA = "LINEAGE_VIZ_DATA"


@dataclass(frozen=True, slots=True)
class Settings:
    """`snapshots` are the folders opened as one graph; none means the bundled demo account.

    `data` is where the app keeps what people make in it; it need not exist yet.
    """

    snapshots: tuple[Path, ...] = ()
    data: Path = Path("data")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Raises SettingsError, naming the variable."""
        paths = tuple(Path(part) for part in environment.get(SNAPSHOT, "").split(os.pathsep) if part)
        for path in paths:
            if not path.is_dir():
                raise SettingsError(
                    f"{SNAPSHOT} names {path}, which is no folder. Correct it, or unset it for the demo."
                )
        data = Path(environment.get(DATA) or cls().data)
        if data.exists() and not data.is_dir():
            raise SettingsError(
                f"{DATA} names {data}, which is no folder. Name one, or a path where none is yet."
            )
        return cls(paths, data)

    @property
    def saved_views(self) -> Path:
        """The file of saved views."""
        return self.data / "saved_views.sqlite"
