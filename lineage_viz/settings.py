"""The settings of the environment, read once into one frozen value. boto3 reads AWS's own variables, not this file."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from lineage_viz.errors import SettingsError
from lineage_viz.system.app_folder import IS_INSTALLED

SNAPSHOT = "LINEAGE_VIZ_SNAPSHOT"
DATA = "LINEAGE_VIZ_DATA"
SNAPSHOTS = "LINEAGE_VIZ_SNAPSHOTS"
SOURCES = "LINEAGE_VIZ_SOURCES"
NEPTUNE = "LINEAGE_VIZ_NEPTUNE"
NEPTUNE_READER = "LINEAGE_VIZ_NEPTUNE_READER"
NEPTUNE_IAM = "LINEAGE_VIZ_NEPTUNE_IAM"
CONSOLE = "LINEAGE_VIZ_CONSOLE"
BUCKET = "LINEAGE_VIZ_BUCKET"
LOAD_ROLE = "LINEAGE_VIZ_LOAD_ROLE"
ENCRYPTION = "LINEAGE_VIZ_ENCRYPTION"
ADMINS = "LINEAGE_VIZ_ADMINS"
AUDITORS = "LINEAGE_VIZ_AUDITORS"
ADMIN_GROUP = "LINEAGE_VIZ_ADMIN_GROUP"
AUDITOR_GROUP = "LINEAGE_VIZ_AUDITOR_GROUP"
GROUP_CLAIM = "LINEAGE_VIZ_GROUP_CLAIM"
READ_ONLY = "LINEAGE_VIZ_READ_ONLY"
NEPTUNE_ADMIN = "LINEAGE_VIZ_NEPTUNE_ADMIN"
SIGNED_IN_SIGN_OFF = "LINEAGE_VIZ_SIGNED_IN_SIGN_OFF"
FRESH = "LINEAGE_VIZ_FRESH"
PUBLIC = "LINEAGE_VIZ_PUBLIC"
SIGN_IN = "LINEAGE_VIZ_SIGN_IN"
METRICS_TOKEN = "LINEAGE_VIZ_METRICS_TOKEN"  # noqa: S105  # the name of the setting
LOG = "LINEAGE_VIZ_LOG"

SHORTEST_SECRET = 32
"""Characters of a secret that nobody may guess."""

KEEP = 7
"""The number of snapshots that a reload keeps for each account and region, if nothing else is said."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\s/]+)*/?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://?")
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=.@/-]+")
_PROFILE = re.compile(r"[^\x00-\x1f\x7f\[\]]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_ENCRYPTION = re.compile(r"(AES256|aws:kms|arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)/[\w/-]+)?")
_SPAN = re.compile(r"([1-9]\d{0,4})([mhd])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Neptune:
    """A Neptune cluster: its writer endpoint, its reader endpoint, and `iam`: the app signs its requests."""

    writer: str
    reader: str
    iam: bool = True


@dataclass(frozen=True, slots=True)
class BulkLoad:
    """The S3 folder that Neptune's bulk loader reads, and the IAM role that it uses.

    `bucket` has the form s3://BUCKET/PREFIX/; `role` is an ARN, or several joined by commas: each assumes the next.
    `encryption` is AES256, aws:kms, the ARN of a KMS key or alias, or empty: then the bucket's default applies.
    """

    bucket: str
    role: str
    encryption: str = ""

    @property
    def setting(self) -> str:
        """The setting that names the folder in S3."""
        return BUCKET


@dataclass(frozen=True, slots=True)
class KeptInS3:
    """The S3 folder that keeps the snapshots, in place of a folder of this machine. Fields as in BulkLoad."""

    bucket: str
    encryption: str = ""

    @property
    def setting(self) -> str:
        """The setting that names the folder in S3."""
        return SNAPSHOTS


S3Folder = BulkLoad | KeptInS3
"""A folder in S3 of the settings."""


@dataclass(frozen=True, slots=True)
class Access:
    """The users who are admins or auditors: e-mails in lower case, and groups as the claim `group_claim` lists them."""

    admins: frozenset[str] = frozenset()
    auditors: frozenset[str] = frozenset()
    admin_group: str = ""
    auditor_group: str = ""
    group_claim: str = "groups"

    @property
    def names_somebody(self) -> bool:
        """True when it gives anyone a role; then the app needs a sign-in."""
        return bool(self.admins or self.auditors or self.admin_group or self.auditor_group)


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
    access: Access = Access()
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
        neptune = _neptune(environment)
        if paths and neptune:
            raise SettingsError(
                f"{SNAPSHOT} and {NEPTUNE} are both set. Unset one of them: the app shows the other."
            )
        return cls(
            snapshots=paths,
            data=data_folder(environment),
            neptune=neptune,
            bulk_load=_bulk_load(environment),
            access=_access(environment),
            read_only=_is_on(environment, READ_ONLY, "off"),
            neptune_admin=_is_on(environment, NEPTUNE_ADMIN, "off"),
            signed_in_sign_off=_is_on(environment, SIGNED_IN_SIGN_OFF, "off"),
            kept_in=_kept_in(environment),
            in_s3=_in_s3(environment),
            fresh=_fresh(environment),
            sources=Path(environment[SOURCES]) if environment.get(SOURCES) else None,
            public=is_public(environment),
            metrics_token=_token(environment),
            console=_console(environment),
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
    return _folder(DATA, environment.get(DATA, "")) or _own_data_folder()


def _own_data_folder() -> Path:
    if not IS_INSTALLED:
        return Path("data")
    from platformdirs import user_data_path

    return user_data_path("lineage_viz", appauthor=False)


def is_public(environment: Mapping[str, str] = os.environ) -> bool:
    """True when everybody who reaches the app may view, without sign-in. Raises SettingsError."""
    return _is_on(environment, PUBLIC, "off")


def logs_as_json(environment: Mapping[str, str] = os.environ) -> bool:
    """True when the server writes its log as JSON. Raises SettingsError."""
    value = environment.get(LOG) or "text"
    if value not in ("text", "json"):
        raise SettingsError(f"{LOG} is {value!r}. It must be text or json.")
    return value == "json"


def _token(environment: Mapping[str, str]) -> str:
    token = environment.get(METRICS_TOKEN, "").strip()
    if token and len(token) < SHORTEST_SECRET:
        raise SettingsError(
            f"{METRICS_TOKEN} has less than {SHORTEST_SECRET} characters and could be guessed. Make a longer one "
            'with: python -c "import secrets; print(secrets.token_hex(32))"'
        )
    return token


def _folder(name: str, text: str) -> Path | None:
    path = Path(text) if text else None
    # Unlike Path's own checks, these two do not raise without permission; the later write reports that.
    if path and os.path.exists(path) and not os.path.isdir(path):
        raise SettingsError(
            f"{name} names {path}, which is not a folder. Name a folder, or a path that does not exist yet."
        )
    return path


def _kept_text(environment: Mapping[str, str]) -> str:
    """The folder or the address that keeps the snapshots. A blank around an address would make it a folder."""
    return environment.get(SNAPSHOTS, "").strip()


def _is_address(text: str) -> bool:
    return bool(_SCHEME.match(text))


def _kept_in(environment: Mapping[str, str]) -> Path | None:
    text = _kept_text(environment)
    return None if _is_address(text) else _folder(SNAPSHOTS, text)


def _in_s3(environment: Mapping[str, str]) -> KeptInS3 | None:
    text, encryption = _kept_text(environment), environment.get(ENCRYPTION, "")
    if not _is_address(text):
        return None
    if not _BUCKET.fullmatch(text):
        raise SettingsError(
            f"{SNAPSHOTS} is {text!r}. It must be a folder, or have the form s3://BUCKET/PREFIX/."
        )
    _check_encryption(encryption)
    return KeptInS3(text.rstrip("/") + "/", encryption)


def _check_encryption(text: str) -> None:
    if not _ENCRYPTION.fullmatch(text):
        raise SettingsError(
            f"{ENCRYPTION} is {text!r}. It must be AES256, aws:kms, or the ARN of a KMS key. "
            "Unset it to use the bucket's default."
        )


def _neptune(environment: Mapping[str, str]) -> Neptune | None:
    writer = environment.get(NEPTUNE, "")
    reader = environment.get(NEPTUNE_READER, "")
    if not writer:
        if reader:
            raise SettingsError(
                f"{NEPTUNE_READER} is set without {NEPTUNE}. Set {NEPTUNE} to the cluster's endpoint."
            )
        return None
    iam = _is_on(environment, NEPTUNE_IAM, "on", "off for a cluster without IAM")
    return Neptune(
        _url(NEPTUNE, writer), _url(NEPTUNE_READER, reader) if reader else _url(NEPTUNE, writer), iam
    )


def _console(environment: Mapping[str, str]) -> str:
    text = environment.get(CONSOLE, "").strip()
    if text and not environment.get(NEPTUNE):
        raise SettingsError(f"{CONSOLE} is set without {NEPTUNE}. Set {NEPTUNE} to the cluster's endpoint.")
    if text and not (_ROLE if text.startswith("arn:") else _PROFILE).fullmatch(text):
        raise SettingsError(
            f"{CONSOLE} is {text!r}. It must be the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME, or the name of a "
            "profile that `aws configure list-profiles` shows."
        )
    return text


def check_cluster(name: str, text: str) -> None:
    """Raise SettingsError, with this name, for a text that is no address of a cluster."""
    _url(name, text)


def _url(name: str, text: str) -> str:
    """The complete URL of an endpoint; unencrypted (ws) only for this machine."""
    try:
        parts = urlsplit(text if "://" in text else f"wss://{text}")
        host, port = parts.hostname, parts.port or 8182
    except ValueError:
        host, port = None, 0
    if host is None or parts.scheme not in ("wss", "ws") or (parts.scheme == "ws" and host not in _LOOPBACK):
        raise SettingsError(f"{name} is {text!r}. It must have the form wss://HOST:8182/gremlin.")
    path = parts.path if parts.path.strip("/") else "/gremlin"
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}{path}"


def _bulk_load(environment: Mapping[str, str]) -> BulkLoad | None:
    bucket, role, encryption = (environment.get(name, "") for name in (BUCKET, LOAD_ROLE, ENCRYPTION))
    if not bucket:
        unneeded = "" if _is_address(_kept_text(environment)) else encryption
        for name, value in ((LOAD_ROLE, role), (ENCRYPTION, unneeded)):
            if value:
                raise SettingsError(
                    f"{name} is set without {BUCKET}. Set {BUCKET} to the S3 folder for the files to load."
                )
        return None
    if not _BUCKET.fullmatch(bucket):
        raise SettingsError(f"{BUCKET} is {bucket!r}. It must have the form s3://BUCKET/PREFIX/.")
    if not role:
        raise SettingsError(
            f"{BUCKET} is set without {LOAD_ROLE}. Set {LOAD_ROLE} to the role that Neptune uses to read it."
        )
    roles = [part.strip() for part in role.split(",")]
    if not all(_ROLE.fullmatch(part) for part in roles):
        raise SettingsError(
            f"{LOAD_ROLE} is {role!r}. It must have the form arn:aws:iam::ACCOUNT:role/NAME; join several by commas."
        )
    _check_encryption(encryption)
    return BulkLoad(bucket.rstrip("/") + "/", ",".join(roles), encryption)


def _access(environment: Mapping[str, str]) -> Access:
    access = Access(
        _emails(environment, ADMINS),
        _emails(environment, AUDITORS),
        environment.get(ADMIN_GROUP, "").strip(),
        environment.get(AUDITOR_GROUP, "").strip(),
        environment.get(GROUP_CLAIM, "").strip() or Access().group_claim,
    )
    if environment.get(GROUP_CLAIM) and not (access.admin_group or access.auditor_group):
        raise SettingsError(f"{GROUP_CLAIM} is set without {ADMIN_GROUP} or {AUDITOR_GROUP}. Name a group.")
    return access


def _emails(environment: Mapping[str, str], name: str) -> frozenset[str]:
    emails = [part.strip().lower() for part in environment.get(name, "").split(",") if part.strip()]
    for email in emails:
        if not _EMAIL.fullmatch(email):
            raise SettingsError(f"{name} contains {email!r}. It must be a list of e-mails, joined by commas.")
    return frozenset(emails)


def _is_on(environment: Mapping[str, str], name: str, default: str, off: str = "off") -> bool:
    value = environment.get(name) or default
    if value not in ("on", "off"):
        raise SettingsError(f"{name} is {value!r}. It must be on, or {off}.")
    return value == "on"


def _fresh(environment: Mapping[str, str]) -> timedelta | None:
    text = environment.get(FRESH, "")
    if not text:
        return None
    span = _SPAN.fullmatch(text)
    if span is None:
        raise SettingsError(f"{FRESH} is {text!r}. It must be a number and a unit: 90m, 24h or 7d.")
    return int(span[1]) * _UNITS[span[2]]
