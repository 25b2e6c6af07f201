"""What serving a kept snapshot would change: added, changed and removed by type, each with a few examples."""

from collections.abc import Iterator

import streamlit as st

from lineage_viz.difference.comparison import Change
from lineage_viz.difference.difference import Difference
from lineage_viz.model import Association, Entity
from lineage_viz.reload import Kept, dry_run, open_place
from lineage_viz.settings import Settings
from lineage_viz.title import title
from lineage_viz.ui.admin.loaded_summary import target_words
from lineage_viz.ui.text import literal, moment
from lineage_viz.words import count, how_much, plain, type_words

_SHOWN = (Change.ADDED, Change.CHANGED, Change.REMOVED)


def what_would_change(settings: Settings, kept: Kept) -> None:
    """Compare it with what is loaded. Raises LineageVizError."""
    with st.spinner("Comparing it with what is loaded …"), open_place(settings) as place:
        changes = dry_run(place, kept.path)
    rows = [row for change in _SHOWN for row in _rows(changes, change)]
    held = changes.counts
    st.markdown(
        f"{literal(target_words(settings))} would hold {count(held.entities, 'entity', 'entities')} and "
        f"{count(held.associations, 'association')}, as of **{moment(kept.manifest.taken)}**."
    )
    if not rows:
        st.success("Nothing: what is loaded is the same already.", icon=":material/check_circle:")
        return
    st.markdown("  \n".join(_total(changes, change) for change in _SHOWN))
    st.dataframe(
        {
            name: [row[index] for row in rows]
            for index, name in enumerate(("", "What", "How many", "Such as"))
        },
        hide_index=True,
        column_config={"Such as": st.column_config.TextColumn(width="large")},
    )
    st.caption("Nothing has been changed.")


def _total(changes: Difference, change: Change) -> str:
    entities, associations = changes.entities.count(change), changes.associations.count(change)
    return f"**{literal(str(change).capitalize())}**: {how_much(entities, associations)}"


def _rows(changes: Difference, change: Change) -> Iterator[tuple[str, str, int, str]]:
    for (label, type_), tally in changes.entities.by_key(change).items():
        yield str(change), type_words(type_ or label), tally.count, ", ".join(map(_entity, tally.samples))
    for type_, links in changes.associations.by_key(change).items():
        yield (
            str(change),
            f"{plain(type_, 60)} (association)",
            links.count,
            ", ".join(map(_link, links.samples)),
        )


def _entity(entity: Entity) -> str:
    return plain(title(entity), 80)


def _link(link: Association) -> str:
    ends = (end.rpartition("/")[2] or end for end in (link.source, link.destination))
    return " → ".join(plain(end, 60) for end in ends)
