"""The downloads of a report: its bundle, and the text whose digest a sign-off names."""

import re
from collections.abc import Callable

import streamlit as st

from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.signed_reports import report_text
from lineage_viz.audit.sign_off.signing import SignOffs
from lineage_viz.settings import Settings
from lineage_viz.title import title
from lineage_viz.ui.menu import menu

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")


def take_away(found: Report) -> None:
    """Show the menu. A file is made when the browser requests it."""
    day = f"-{found.review.as_of.date().isoformat()}" if found.review.as_of else ""
    name = _UNSAFE.sub("-", title(found.review.subject)).strip("-")[:80] or "model"
    with menu("take away", "Take away", ":material/download:"):
        for words, content, ending, mime, more in (
            ("Evidence bundle (ZIP)", _bundle, "zip", "application/zip", _BUNDLE),
            ("Report (JSON)", _json, "json", "application/json", _JSON),
        ):
            st.download_button(
                words,
                _maker(content, found),
                f"audit-{name}{day}.{ending}",
                mime,
                key=f"take-{ending}",
                on_click="ignore",
                help=more,
                width="stretch",
            )


_BUNDLE = "The report as page, PDF and data, its picture, its sign-offs, and files for other tools."
_JSON = "The file whose SHA-256 a sign-off names; the bundle has the same."


def _maker(content: Callable[[Report], bytes], found: Report) -> Callable[[], bytes]:
    return lambda: content(found)


def _bundle(found: Report) -> bytes:
    from lineage_viz.audit.bundle.attachments import attachment_members
    from lineage_viz.audit.bundle.inputs import input_members
    from lineage_viz.audit.bundle.making import (
        bundle,  # typst and others: only who takes a bundle waits for them
    )

    signing = SignOffs(Settings.from_environment())
    signed = signing.signed(found.review.model.arn)
    inputs = input_members(found.pack.name)
    return bundle(found, inputs=[*inputs, *attachment_members(signed, signing.files)], signed=signed)


def _json(found: Report) -> bytes:
    return report_text(found).encode()
