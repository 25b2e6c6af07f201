"""The evidence bundle of the command that audits a model."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from lineage_viz.audit.report import Report
from lineage_viz.cli.sentences import print_each
from lineage_viz.errors import SettingsError
from lineage_viz.plain_text import shown_name
from lineage_viz.snapshot.writer import refuse_snapshot
from lineage_viz.words import moment

_ZIP = b"PK\x03\x04"
"""The first bytes of a bundle."""


def write_bundle(report: Report, options: Namespace) -> None:
    """Write the bundle of a report, if the options name a file for it; `key` is the file of the key that signs it.

    Raises SettingsError.
    """
    if options.key and not options.out:
        raise SettingsError("--key signs a bundle. Name its file: --out BUNDLE.zip")
    if options.out:
        refuse_snapshot(options.out.parent)
        from lineage_viz.audit.bundle.attachments import attachment_members
        from lineage_viz.audit.bundle.inputs import input_members
        from lineage_viz.audit.bundle.key import private_key  # these load the libraries of files and keys
        from lineage_viz.audit.bundle.making import bundle
        from lineage_viz.audit.bundle.sums import digest
        from lineage_viz.audit.sign_off.signing import SignOffs
        from lineage_viz.settings import Settings

        key = private_key(options.key) if options.key else None
        signing = SignOffs(Settings.from_environment())
        signed = signing.signed(report.review.model.arn)
        inputs = [
            *input_members(options.pack, options.waivers.read_bytes() if options.waivers else b""),
            *attachment_members(signed, signing.files),
        ]
        content = bundle(report, key, inputs, signed)
        _write(options.out, content)
        has_key = "signed" if options.key else "not signed: --key FILE signs it"
        made = moment(datetime.now(UTC), seconds=True)
        name = shown_name(str(options.out))
        print_each([f"The bundle is {name}, {has_key}. Made {made}. SHA-256: {digest(content)}"])


def _write(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all. It replaces an older bundle, and no other file. Raises SettingsError."""
    staging = path.with_name(f".{path.name}.part")
    try:
        if _is_other(path):
            raise SettingsError(
                f"{shown_name(str(path))} is there already and is no bundle, so it was not replaced. Choose another "
                "file."
            )
        staging.write_bytes(content)
        staging.replace(path)
    except OSError as error:
        name = shown_name(str(path))
        raise SettingsError(f"{name} cannot be written: {error.strerror}. Choose another file.") from error
    finally:
        staging.unlink(missing_ok=True)


def _is_other(path: Path) -> bool:
    """True for a device, or a file that is neither empty nor a zip: such as the key that signs. Raises OSError."""
    if not path.exists() or path.is_dir():  # a folder cannot be replaced
        return False
    if not path.is_file():
        return True
    with path.open("rb") as file:
        return file.read(len(_ZIP)) not in (b"", _ZIP)
