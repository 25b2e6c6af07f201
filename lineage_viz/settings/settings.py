"""The settings of the environment, read once into one frozen value. boto3 reads AWS's own variables, not this file."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from lineage_viz.errors import SettingsError
from lineage_viz.settings.cluster import Neptune, console_of, neptune_of
from lineage_viz.settings.data import admin_log_file, data_folder, jobs_file
from lineage_viz.settings.forms import is_on
from lineage_viz.settings.in_s3 import BulkLoad, KeptInS3, bulk_load_of, in_s3_of, kept_in_of
from lineage_viz.settings.names import (
    NEPTUNE,
    NEPTUNE_ADMIN,
    READ_ONLY,
    SIGNED_IN_SIGN_OFF,
    SNAPSHOT,
    SOURCES,
)
from lineage_viz.settings.people import Access, access_of
from lineage_viz.settings.serving import fresh_of, is_public, token_of

KEEP = 7
"""The number of snapshots that a reload keeps for each account and region, if nothing else is said."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of the app.

    `snapshots`: the folders that the app opens as one graph; empty: the bundled demo account.
    `neptune`: the cluster whose content the app shows instead.
    `data`: the folder for saved views, jobs and logs; it need not exist yet.
    `kept_in`: the folder for the snapshots of reloads; None: a folder inside `data`.
    `in_s3`: the folder in S3 that keeps them instead. The folder here then has copies of those that are used here.
    `read_only`: nobody is admin. `neptune_admin`: without sign-in, the local user is admin of the cluster too.
    `signed_in_sign_off`: only people who signed in may sign off a review.
    `sources`: the file with the accounts to read; None: the account of the AWS settings. It is read when it is needed,
    so that a mistake in it stops reloads only.
    `fresh`: the greatest age that the shown lineage may have; None: any age.
    `public`: without sign-in, everybody who reaches the app may view.
    `metrics_token`: the secret that opens the metrics; empty: only a visitor of this machine may read them.
    `console`: the role of the Gremlin console, by its ARN or by a profile that signs in to it; empty: no console.
    """

    snapshots: tuple[Path, ...] = ()
    data: Path = Path("data")
    neptune: Neptune | None = None
    bulk_load: BulkLoad | None = None
    access: Access = field(default_factory=Access)
    read_only: bool = False
    neptune_admin: bool = False
    signed_in_sign_off: bool = False
    kept_in: Path | None = None
    fresh: timedelta | None = None
    sources: Path | None = None
    public: bool = False
    in_s3: KeptInS3 | None = None
    metrics_token: str = field(default="", repr=False)
    console: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings. Raises SettingsError, which names the variable."""
        paths = tuple(Path(part) for part in environment.get(SNAPSHOT, "").split(os.pathsep) if part)
        for path in paths:
            if not path.is_dir():
                divided = f" ({os.pathsep} separates folders)" if len(paths) > 1 else ""
                raise SettingsError(
                    f"{SNAPSHOT} names {path}, which is not a folder{divided}. Correct it, or unset it for the demo."
                )
        neptune = neptune_of(environment)
        if paths and neptune:
            raise SettingsError(
                f"{SNAPSHOT} and {NEPTUNE} are both set. Unset one of them: the app shows the other."
            )
        return cls(
            snapshots=paths,
            data=data_folder(environment),
            neptune=neptune,
            bulk_load=bulk_load_of(environment),
            access=access_of(environment),
            read_only=is_on(environment, READ_ONLY, "off"),
            neptune_admin=is_on(environment, NEPTUNE_ADMIN, "off"),
            signed_in_sign_off=is_on(environment, SIGNED_IN_SIGN_OFF, "off"),
            kept_in=kept_in_of(environment),
            in_s3=in_s3_of(environment),
            fresh=fresh_of(environment),
            sources=Path(environment[SOURCES]) if environment.get(SOURCES) else None,
            public=is_public(environment),
            metrics_token=token_of(environment),
            console=console_of(environment),
        )

    @property
    def saved_views(self) -> Path:
        """The file of saved views."""
        return self.data / "saved_views.sqlite"

    @property
    def shared_views(self) -> Path:
        """The file of the saved views that people share with everybody."""
        return self.data / "shared_views.sqlite"

    @property
    def console_history(self) -> Path:
        """The file of the queries that people ran in the console."""
        return self.data / "console_history.sqlite"

    @property
    def admin_log(self) -> Path:
        """The file of the admin log."""
        return admin_log_file(self.data)

    @property
    def sign_offs(self) -> Path:
        """The file of the sign-offs; the signed reports are in a folder beside it."""
        return self.data / "sign_offs.jsonl"

    @property
    def follow_ups(self) -> Path:
        """The file of the follow-ups of findings."""
        return self.data / "follow_ups.jsonl"

    @property
    def waivers(self) -> Path:
        """The file of the waivers that auditors gave on the page."""
        return self.data / "waivers.jsonl"

    @property
    def jobs(self) -> Path:
        """The file that records the jobs; their logs are in a folder beside it."""
        return jobs_file(self.data)

    @property
    def target(self) -> str:
        """The target of a reload, as jobs name it: the cluster's host, or `local`."""
        return str(urlsplit(self.neptune.writer).hostname) if self.neptune else "local"

    @property
    def current(self) -> Path:
        """The file that names the snapshots to show when no other setting names them."""
        return self.data / "current.json"

    @property
    def kept(self) -> Path:
        """The folder for the snapshots of reloads, or for the copies of those in S3."""
        return self.kept_in or self.data / ("cache" if self.in_s3 else "snapshots")
