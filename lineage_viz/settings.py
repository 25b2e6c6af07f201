"""The environment, read once, as one frozen value. AWS's own variables are read by boto3 and not here."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from lineage_viz.errors import SettingsError

SNAPSHOT = "LINEAGE_VIZ_SNAPSHOT"
DATA = "LINEAGE_VIZ_DATA"
SNAPSHOTS = "LINEAGE_VIZ_SNAPSHOTS"
NEPTUNE = "LINEAGE_VIZ_NEPTUNE"
NEPTUNE_READER = "LINEAGE_VIZ_NEPTUNE_READER"
NEPTUNE_IAM = "LINEAGE_VIZ_NEPTUNE_IAM"
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
FRESH = "LINEAGE_VIZ_FRESH"

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\s/]+)*/?")
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=.@/-]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_ENCRYPTION = re.compile(r"(AES256|aws:kms|arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)/[\w/-]+)?")
_SPAN = re.compile(r"([1-9]\d{0,4})([mhd])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Neptune:
    """A cluster: the endpoint that writes, the one that reads, and whether connections to it are signed."""

    writer: str
    reader: str
    iam: bool = True


@dataclass(frozen=True, slots=True)
class BulkLoad:
    """What Neptune's bulk loader reads: a place in S3, and as whom.

    `bucket` has the form s3://BUCKET/PREFIX/; `role` is an ARN, or several joined by commas that assume one another.
    `encryption` is empty for the bucket's own default, AES256, aws:kms, or the ARN of a KMS key or alias.
    """

    bucket: str
    role: str
    encryption: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """Who of those who sign in is admin or auditor: e-mails in lower case, and groups as `group_claim` names them."""

    admins: frozenset[str] = frozenset()
    auditors: frozenset[str] = frozenset()
    admin_group: str = ""
    auditor_group: str = ""
    group_claim: str = "groups"

    @property
    def names_somebody(self) -> bool:
        """Whether it gives anyone a role, which takes a sign-in."""
        return bool(self.admins or self.auditors or self.admin_group or self.auditor_group)


@dataclass(frozen=True, slots=True)
class Settings:
    """`snapshots` are the folders opened as one graph; none means the bundled demo account.

    With `neptune` it is what is loaded there that is shown.
    `data` is where the app keeps what people make in it; it need not exist yet. `kept_in` is where a reload keeps
    its snapshots; none means inside of `data`.
    A `read_only` app has no admins; `neptune_admin` makes one of whoever is at this machine while nobody signs in.
    `fresh` is how old what is shown may be; None for any age.
    """

    snapshots: tuple[Path, ...] = ()
    data: Path = Path("data")
    neptune: Neptune | None = None
    bulk_load: BulkLoad | None = None
    access: Access = Access()
    read_only: bool = False
    neptune_admin: bool = False
    kept_in: Path | None = None
    fresh: timedelta | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Raises SettingsError, naming the variable."""
        paths = tuple(Path(part) for part in environment.get(SNAPSHOT, "").split(os.pathsep) if part)
        for path in paths:
            if not path.is_dir():
                raise SettingsError(
                    f"{SNAPSHOT} names {path}, which is no folder. Correct it, or unset it for the demo."
                )
        neptune = _neptune(environment)
        if paths and neptune:
            raise SettingsError(
                f"{SNAPSHOT} and {NEPTUNE} are both set. Unset the one that is not to be shown."
            )
        return cls(
            snapshots=paths,
            data=data_folder(environment),
            neptune=neptune,
            bulk_load=_bulk_load(environment),
            access=_access(environment),
            read_only=_is_on(environment, READ_ONLY, "off"),
            neptune_admin=_is_on(environment, NEPTUNE_ADMIN, "off"),
            kept_in=_folder(SNAPSHOTS, environment.get(SNAPSHOTS, "")),
            fresh=_fresh(environment),
        )

    @property
    def saved_views(self) -> Path:
        """The file of saved views."""
        return self.data / "saved_views.sqlite"

    @property
    def admin_log(self) -> Path:
        """The log of admin actions."""
        return admin_log_file(self.data)

    @property
    def jobs(self) -> Path:
        """The file of the jobs; their logs are in a folder beside it."""
        return jobs_file(self.data)

    @property
    def target(self) -> str:
        """What a reload changes, as jobs name it: the cluster's host, or `local`."""
        return str(urlsplit(self.neptune.writer).hostname) if self.neptune else "local"

    @property
    def current(self) -> Path:
        """The file that names the snapshots the app shows when no other setting does."""
        return self.data / "current.json"

    @property
    def kept(self) -> Path:
        """The folder in which a reload keeps its snapshots."""
        return self.kept_in or self.data / "snapshots"


def admin_log_file(data: Path) -> Path:
    """Where the log of admin actions is in a data folder."""
    return data / "admin_log.jsonl"


def jobs_file(data: Path) -> Path:
    """Where the record of the jobs is in a data folder."""
    return data / "jobs.sqlite"


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the app keeps what people make in it, whatever else is set. Raises SettingsError."""
    return _folder(DATA, environment.get(DATA, "")) or Path("data")


def _folder(name: str, text: str) -> Path | None:
    path = Path(text) if text else None
    # These two answer where one may not look, too: whoever wants to write there will hear of that.
    if path and os.path.exists(path) and not os.path.isdir(path):
        raise SettingsError(
            f"{name} names {path}, which is no folder. Name one, or a path where none is yet."
        )
    return path


def _neptune(environment: Mapping[str, str]) -> Neptune | None:
    writer = environment.get(NEPTUNE, "")
    reader = environment.get(NEPTUNE_READER, "")
    if not writer:
        if reader:
            raise SettingsError(
                f"{NEPTUNE_READER} is set without {NEPTUNE}. Name the cluster's endpoint there."
            )
        return None
    iam = _is_on(environment, NEPTUNE_IAM, "on", "off for a cluster without IAM")
    return Neptune(
        _url(NEPTUNE, writer), _url(NEPTUNE_READER, reader) if reader else _url(NEPTUNE, writer), iam
    )


def _url(name: str, text: str) -> str:
    """An endpoint in full; unencrypted only on this machine."""
    try:
        parts = urlsplit(text if "://" in text else f"wss://{text}")
        host, port = parts.hostname, parts.port or 8182
    except ValueError:
        host, port = None, 0
    if host is None or parts.scheme not in ("wss", "ws") or (parts.scheme == "ws" and host not in _LOOPBACK):
        raise SettingsError(f"{name} is {text!r}. It has the form wss://HOST:8182/gremlin.")
    path = parts.path if parts.path.strip("/") else "/gremlin"
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}{path}"


def _bulk_load(environment: Mapping[str, str]) -> BulkLoad | None:
    bucket, role, encryption = (environment.get(name, "") for name in (BUCKET, LOAD_ROLE, ENCRYPTION))
    if not bucket:
        for name, value in ((LOAD_ROLE, role), (ENCRYPTION, encryption)):
            if value:
                raise SettingsError(f"{name} is set without {BUCKET}. Say there where to put files to load.")
        return None
    if not _BUCKET.fullmatch(bucket):
        raise SettingsError(f"{BUCKET} is {bucket!r}. It has the form s3://BUCKET/PREFIX/.")
    if not role:
        raise SettingsError(f"{BUCKET} is set without {LOAD_ROLE}. Name the role by which Neptune reads it.")
    roles = [part.strip() for part in role.split(",")]
    if not all(_ROLE.fullmatch(part) for part in roles):
        raise SettingsError(
            f"{LOAD_ROLE} is {role!r}. It has the form arn:aws:iam::ACCOUNT:role/NAME; several are joined by commas."
        )
    if not _ENCRYPTION.fullmatch(encryption):
        raise SettingsError(
            f"{ENCRYPTION} is {encryption!r}. It is AES256, aws:kms, or the ARN of a KMS key; "
            "unset, the bucket's own default holds."
        )
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
            raise SettingsError(f"{name} has {email!r}. It is a list of e-mails, joined by commas.")
    return frozenset(emails)


def _is_on(environment: Mapping[str, str], name: str, default: str, off: str = "off") -> bool:
    value = environment.get(name) or default
    if value not in ("on", "off"):
        raise SettingsError(f"{name} is {value!r}. It is on, or {off}.")
    return value == "on"


def _fresh(environment: Mapping[str, str]) -> timedelta | None:
    text = environment.get(FRESH, "")
    if not text:
        return None
    span = _SPAN.fullmatch(text)
    if span is None:
        raise SettingsError(f"{FRESH} is {text!r}. It is a number and a unit: 90m, 24h or 7d.")
    return int(span[1]) * _UNITS[span[2]]
