"""The waivers of an audit command: those that auditors gave on the page, and those of a file."""

import sys
from argparse import Namespace
from datetime import UTC, date, datetime

from lineage_viz.audit.catalogue import CHECKS
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.sign_off.waiver_log import WaiverBook, with_page_waivers
from lineage_viz.audit.waived_models import without_entity
from lineage_viz.audit.waiver import Waiver, Waivers, both, read_waivers
from lineage_viz.plain_text import plain_text
from lineage_viz.settings import Settings
from lineage_viz.store.base import Store


def with_waivers(pack: Pack, options: Namespace) -> Pack:
    """Return a pack with its waivers, judged today. One of the file replaces that of the page about a finding."""
    page = pack if options.no_page_waivers else with_page_waivers(pack, Settings.from_environment(), _today())
    recorded, file = page.rules.waivers, Waivers(_of_file(options), _today())
    return pack.with_waivers(both((*recorded.every, *recorded.ended), file)) if options.waivers else page


def tell_waivers_of_nothing(store: Store, pack: Pack, options: Namespace) -> None:
    """Say which waivers of the file name nothing here. The log of the page may be about several accounts."""
    own = Waivers(tuple(each for each in pack.rules.waivers.every if each in _of_file(options)))
    for each in without_entity(store, own):
        words = f"The waiver of {each.check} waives nothing: no entity has the ARN or source {each.entity}."
        print(plain_text(f"{words} Check it in the file of waivers."), file=sys.stderr)


def _of_file(options: Namespace) -> tuple[Waiver, ...]:
    ids = tuple(each.id for each in CHECKS)
    return read_waivers(options.waivers, _today(), ids).every if options.waivers else ()


def tell_changed_log(options: Namespace) -> None:
    """Say that the log of waivers was changed: no waiver in it counts."""
    if options.no_page_waivers:
        return
    if problem := WaiverBook(Settings.from_environment()).problem():
        words = f"The log of waivers was changed, so no waiver in it counts. {problem}"
        print(plain_text(words), file=sys.stderr)


def _today() -> date:
    return datetime.now(UTC).date()
