"""The results of all models and endpoints, read once for all visitors."""

from collections.abc import Iterable, Iterator

import streamlit as st

from lineage_viz.audit.kept_rows import packs_to_renew, rows_of, valid_rows
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.pack import DEFAULT_PACK, Pack
from lineage_viz.audit.row import Row
from lineage_viz.progress import Progress, ProgressListener, silent
from lineage_viz.snapshot.manifest import snapshot_digest
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.ui.audit.critical import Critical, keep_critical
from lineage_viz.ui.audit.packs import judged_today
from lineage_viz.ui.text import literal

_FEW = 5_000
"""Entities of a store whose models are all audited in a second, although nothing keeps the outcomes."""


@st.cache_resource(show_spinner=False)
def _memory() -> Memory:
    return Memory(8)


def all_models(store: Store, pack: Pack) -> tuple[Row, ...]:
    """Return a row for each model package and endpoint that may be live, the worst first. Raises StoreUnavailable."""
    place = st.empty()

    def show(progress: Progress) -> None:
        if progress.total:
            place.progress(progress.done / progress.total, text=literal(progress.in_words))

    rows = _rows(store, pack, show)
    place.empty()
    return rows


def renew_rows(store: Store) -> None:
    """Make and keep the rows of snapshots that stand without them, before a visitor waits for them.

    That is the case after an export alone, an adoption, or an upgrade of this program. A visitor who comes meanwhile
    waits for the same rows. Raises StoreUnavailable.
    """
    for pack in packs_to_renew(store.snapshots):
        _rows(store, judged_today(pack), silent)
    # What is kept is read at once. The demo account and folders of other tools keep nothing.
    if all(map(snapshot_digest, store.snapshots)) or store.counts().entities <= _FEW:
        _rows(store, judged_today(DEFAULT_PACK), silent)


def read_kept(store: Store) -> None:
    """Read the findings that a reload kept beside its snapshots; it asks the store nothing."""
    pack = judged_today(DEFAULT_PACK)
    if rows := valid_rows(store.snapshots, pack):
        keep_critical(store.edition, _critical(rows, pack))


def _rows(store: Store, pack: Pack, listener: ProgressListener) -> tuple[Row, ...]:
    key = store.edition, pack.name, pack.digest, pack.rules.waivers
    rows: tuple[Row, ...] = _memory().recall(key, lambda: rows_of(store, store.snapshots, pack, listener))
    if pack.name == DEFAULT_PACK.name:
        keep_critical(store.edition, _critical(rows, pack))
    return rows


def _critical(rows: Iterable[Row], pack: Pack) -> Iterator[tuple[str, Critical]]:
    rules = {each.id: each.rule for each in pack.checks if each.severity is Severity.CRITICAL}
    for row in rows:
        if broken := tuple(rule for id_, rule in rules.items() if id_ in row.found):
            yield row.subject.arn, Critical(broken, row.is_live)
