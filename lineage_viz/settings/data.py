"""The folder of data, and the files that others read without the rest of the settings."""

import os
from collections.abc import Mapping
from pathlib import Path

from lineage_viz.settings.forms import folder
from lineage_viz.settings.names import DATA
from lineage_viz.system.app_folder import IS_INSTALLED


def admin_log_file(data: Path) -> Path:
    """The file of the admin log in a data folder."""
    return data / "admin_log.jsonl"


def jobs_file(data: Path) -> Path:
    """The file that records the jobs in a data folder."""
    return data / "jobs.sqlite"


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for saved views, jobs and logs; no other setting is checked. Raises SettingsError.

    Without the setting: `data/` for a checkout; for an installed package the folder in which this system keeps the data
    of programs, as platformdirs knows it.
    """
    return folder(DATA, environment.get(DATA, "")) or _own_data_folder()


def _own_data_folder() -> Path:
    if not IS_INSTALLED:
        return Path("data")
    from platformdirs import user_data_path

    return user_data_path("lineage_viz", appauthor=False)
