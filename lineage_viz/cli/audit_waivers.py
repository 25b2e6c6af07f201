"""The waivers of an audit command: those that auditors gave on the page, and those of a file."""

import sys
from argparse import Namespace
from datetime import UTC, date, datetime

from lineage_viz.audit.catalogue import CHECKS
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.report import Report
from lineage_viz.audit.sign_off.waiver_log import WaiverBook
from lineage_viz.audit.waived_models import without_entity
from lineage_viz.audit.waiver import Waiver, Waivers, read_waivers, waivers_text
from lineage_viz.plain_text import plain_text
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store


def with_waivers(pack: Pack, options: Namespace) -> Pack:
    """Return a pack with its waivers, judged today. One of the file replaces that of the page about a finding."""
    every = (*_of_page(options), *_of_file(options))
    found = {each.key: each for each in every}
    return pack.with_waivers(Waivers(tuple(found.values()), _today())) if found else pack


def tell_waivers_of_nothing(store: Store, pack: Pack, options: Namespace) -> None:
    """Say which waivers of the file name nothing here. The log of the page may be about several accounts."""
    own = Waivers(tuple(each for each in pack.rules.waivers.every if each in _of_file(options)))
    for each in without_entity(store, own):
        words = f"The waiver of {each.check} waives nothing: no entity has the ARN or source {each.entity}."
        print(plain_text(f"{words} Check it in the file of waivers."), file=sys.stderr)


def waivers_file(report: Report, options: Namespace) -> bytes:
    """Return the file of waivers of a bundle: that of the option as it is, or all that concern the model."""
    if options.waivers and not _of_page(options):
        return options.waivers.read_bytes()  # type: ignore[no-any-return]
    own = report.pack.rules.waivers.about(report.review.subgraph.entities)
    return waivers_text(own).encode()


def _of_file(options: Namespace) -> tuple[Waiver, ...]:
    ids = tuple(each.id for each in CHECKS)
    return read_waivers(options.waivers, _today(), ids).every if options.waivers else ()


def _of_page(options: Namespace) -> tuple[Waiver, ...]:
    """The waivers of the page; none from a changed log, which the command says once, and none if nobody wants them."""
    if options.no_page_waivers:
        return ()
    return WaiverBook(Settings.from_environment()).current(_today()).every


def tell_changed_log(options: Namespace) -> None:
    """Say that the log of waivers was changed: no waiver in it counts."""
    if options.no_page_waivers:
        return
    if problem := WaiverBook(Settings.from_environment()).problem():
        words = f"The log of waivers was changed, so no waiver in it counts. {problem}"
        print(plain_text(words), file=sys.stderr)


def _today() -> date:
    return datetime.now(UTC).date()
