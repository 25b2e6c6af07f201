"""The evidence bundle of the command that audits a model."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from lineage_viz.audit.report import Report
from lineage_viz.cli.commands import print_each
from lineage_viz.errors import SettingsError
from lineage_viz.plain_text import shown_name
from lineage_viz.words import moment


def write_bundle(report: Report, options: Namespace) -> None:
    """Write the bundle of a report, if the options name a file for it; `key` is the file of the key that signs it.

    Raises SettingsError.
    """
    if options.key and not options.out:
        raise SettingsError("--key signs a bundle. Name its file: --out BUNDLE.zip")
    if options.out:
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
        waivers = options.waivers.read_bytes() if options.waivers else b""
        inputs = [*input_members(options.pack, waivers), *attachment_members(signed, signing.files)]
        content = bundle(report, key, inputs, signed)
        _write(options.out, content)
        has_key = "signed" if options.key else "not signed: --key FILE signs it"
        made = moment(datetime.now(UTC), seconds=True)
        name = shown_name(str(options.out))
        print_each([f"The bundle is {name}, {has_key}. Made {made}. SHA-256: {digest(content)}"])


def _write(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all."""
    staging = path.with_name(f".{path.name}.part")
    try:
        staging.write_bytes(content)
        staging.replace(path)
    except OSError as error:
        name = shown_name(str(path))
        raise SettingsError(f"{name} cannot be written: {error.strerror}. Choose another file.") from error
    finally:
        staging.unlink(missing_ok=True)
