"""The changes that a restore of a kept snapshot would make: added, changed and removed by type, with examples."""

from collections.abc import Iterator

import streamlit as st

from lineage_viz.difference.comparison import Change
from lineage_viz.difference.difference import Difference
from lineage_viz.model import Association, Entity
from lineage_viz.reload import Kept, dry_run, open_place
from lineage_viz.settings import Settings
from lineage_viz.title import title
from lineage_viz.ui.admin.loaded_summary import target_words
from lineage_viz.ui.text import literal
from lineage_viz.words import association_words, count, how_much, moment, plain, type_words

_SHOWN = (Change.ADDED, Change.CHANGED, Change.REMOVED)


def show_changes(settings: Settings, kept: Kept) -> None:
    """Compare a kept snapshot with the loaded ones and show the difference. Raises LineageVizError."""
    with st.spinner("Comparing the snapshot with what is loaded …"), open_place(settings) as place:
        changes = dry_run(place, kept.path)
    rows = [row for change in _SHOWN for row in _rows(changes, change)]
    after = changes.counts
    st.markdown(
        f"{literal(target_words(settings))} would show {count(after.entities, 'entity', 'entities')} and "
        f"{count(after.associations, 'association')}, as of **{moment(kept.manifest.taken)}**."
    )
    if not rows:
        st.success("Nothing would change: the loaded snapshot is the same.", icon=":material/check_circle:")
        return
    st.markdown("  \n".join(_total(changes, change) for change in _SHOWN))
    st.dataframe(
        {
            name: [row[index] for row in rows]
            for index, name in enumerate(("Change", "Type", "Count", "Examples"))
        },
        hide_index=True,
        column_config={"Examples": st.column_config.TextColumn(width="large")},
    )
    st.caption("This is a preview: nothing has been changed.")


def _total(changes: Difference, change: Change) -> str:
    entities, associations = changes.entities.count(change), changes.associations.count(change)
    return f"**{literal(str(change).capitalize())}**: {how_much(entities, associations)}"


def _rows(changes: Difference, change: Change) -> Iterator[tuple[str, str, int, str]]:
    for (label, type_), tally in changes.entities.by_key(change).items():
        yield str(change), type_words(type_ or label), tally.count, ", ".join(map(_entity, tally.samples))
    for type_, links in changes.associations.by_key(change).items():
        yield (
            str(change),
            f"{association_words(type_)} (association)",
            links.count,
            ", ".join(map(_link, links.samples)),
        )


def _entity(entity: Entity) -> str:
    return plain(title(entity), 80)


def _link(link: Association) -> str:
    ends = (end.rpartition("/")[2] or end for end in (link.source, link.destination))
    return " → ".join(plain(end, 60) for end in ends)
