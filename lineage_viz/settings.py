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
NEPTUNE = "LINEAGE_VIZ_NEPTUNE"
NEPTUNE_READER = "LINEAGE_VIZ_NEPTUNE_READER"
NEPTUNE_IAM = "LINEAGE_VIZ_NEPTUNE_IAM"
BUCKET = "LINEAGE_VIZ_BUCKET"
LOAD_ROLE = "LINEAGE_VIZ_LOAD_ROLE"
ENCRYPTION = "LINEAGE_VIZ_ENCRYPTION"
FRESH = "LINEAGE_VIZ_FRESH"

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\s/]+)*/?")
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=.@/-]+")
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
class Settings:
    """`snapshots` are the folders opened as one graph; none means the bundled demo account.

    With `neptune` it is what is loaded there that is shown.
    `data` is where the app keeps what people make in it; it need not exist yet.
    `fresh` is how old what is shown may be; None for any age.
    """

    snapshots: tuple[Path, ...] = ()
    data: Path = Path("data")
    neptune: Neptune | None = None
    bulk_load: BulkLoad | None = None
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
        data = Path(environment.get(DATA) or cls().data)
        if data.exists() and not data.is_dir():
            raise SettingsError(
                f"{DATA} names {data}, which is no folder. Name one, or a path where none is yet."
            )
        neptune = _neptune(environment)
        if paths and neptune:
            raise SettingsError(
                f"{SNAPSHOT} and {NEPTUNE} are both set. Unset the one that is not to be shown."
            )
        return cls(paths, data, neptune, _bulk_load(environment), _fresh(environment))

    @property
    def saved_views(self) -> Path:
        """The file of saved views."""
        return self.data / "saved_views.sqlite"


def _neptune(environment: Mapping[str, str]) -> Neptune | None:
    writer = environment.get(NEPTUNE, "")
    reader = environment.get(NEPTUNE_READER, "")
    if not writer:
        if reader:
            raise SettingsError(
                f"{NEPTUNE_READER} is set without {NEPTUNE}. Name the cluster's endpoint there."
            )
        return None
    iam = environment.get(NEPTUNE_IAM) or "on"
    if iam not in ("on", "off"):
        raise SettingsError(f"{NEPTUNE_IAM} is {iam!r}. It is on, or off for a cluster without IAM.")
    return Neptune(
        _url(NEPTUNE, writer), _url(NEPTUNE_READER, reader) if reader else _url(NEPTUNE, writer), iam == "on"
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


def _fresh(environment: Mapping[str, str]) -> timedelta | None:
    text = environment.get(FRESH, "")
    if not text:
        return None
    span = _SPAN.fullmatch(text)
    if span is None:
        raise SettingsError(f"{FRESH} is {text!r}. It is a number and a unit: 90m, 24h or 7d.")
    return int(span[1]) * _UNITS[span[2]]
