"""The folders of S3: for bulk loads, and for the snapshots that are kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lineage_viz.errors import SettingsError
from lineage_viz.settings.forms import ROLE, folder, refuse_signs_of_a_shell
from lineage_viz.settings.names import BUCKET, ENCRYPTION, LOAD_ROLE, SNAPSHOTS

_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^\s/]+)*/?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://?")
_ENCRYPTION = re.compile(r"(AES256|aws:kms|arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)/[\w/-]+)?")


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


def _kept_text(environment: Mapping[str, str]) -> str:
    """The folder or the address that keeps the snapshots. A blank around an address would make it a folder."""
    return environment.get(SNAPSHOTS, "").strip()


def _is_address(text: str) -> bool:
    return bool(_SCHEME.match(text))


def kept_in_of(environment: Mapping[str, str]) -> Path | None:
    """The folder of this machine that keeps the snapshots, if one is set. Raises SettingsError."""
    text = _kept_text(environment)
    return None if _is_address(text) else folder(SNAPSHOTS, text)


def in_s3_of(environment: Mapping[str, str]) -> KeptInS3 | None:
    """The folder in S3 that keeps the snapshots, if one is set. Raises SettingsError."""
    text, encryption = _kept_text(environment), environment.get(ENCRYPTION, "")
    if not _is_address(text):
        return None
    refuse_signs_of_a_shell(SNAPSHOTS, text)
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


def bulk_load_of(environment: Mapping[str, str]) -> BulkLoad | None:
    """The folder in S3 for bulk loads with its role, if it is set. Raises SettingsError."""
    bucket, role, encryption = (environment.get(name, "") for name in (BUCKET, LOAD_ROLE, ENCRYPTION))
    if not bucket:
        unneeded = "" if _is_address(_kept_text(environment)) else encryption
        for name, value in ((LOAD_ROLE, role), (ENCRYPTION, unneeded)):
            if value:
                raise SettingsError(
                    f"{name} is set without {BUCKET}. Set {BUCKET} to the S3 folder for the files to load."
                )
        return None
    refuse_signs_of_a_shell(BUCKET, bucket)
    if not _BUCKET.fullmatch(bucket):
        raise SettingsError(f"{BUCKET} is {bucket!r}. It must have the form s3://BUCKET/PREFIX/.")
    if not role:
        raise SettingsError(
            f"{BUCKET} is set without {LOAD_ROLE}. Set {LOAD_ROLE} to the role that Neptune uses to read it."
        )
    roles = [part.strip() for part in role.split(",")]
    if not all(ROLE.fullmatch(part) for part in roles):
        raise SettingsError(
            f"{LOAD_ROLE} is {role!r}. It must have the form arn:aws:iam::ACCOUNT:role/NAME; join several by commas."
        )
    _check_encryption(encryption)
    return BulkLoad(bucket.rstrip("/") + "/", ",".join(roles), encryption)
