"""The removal of an account from what is served. Its kept snapshots stay, so that a restore brings it back."""

import hashlib

from lineage_viz.errors import SettingsError
from lineage_viz.export.export_progress import Notice
from lineage_viz.model import origin_name
from lineage_viz.reload.change import Change
from lineage_viz.reload.checklist import ChecklistListener, Recorder, ReloadStep, silent
from lineage_viz.reload.place import Place
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import Named
from lineage_viz.sources import Sources

_WORD = 8
"""Characters of the word that confirms a removal."""


def to_remove(place: Place, sources: Sources | None, text: str) -> Named:
    """The served snapshot of a source, or of an account and region. Raises SettingsError, LineageVizError."""
    names = {each.origin: each.name for each in sources.each} if sources else {}
    found = place.served()
    for each in found:
        if text in (names.get(each.origin), origin_name(each.origin)):
            return each
    known = ", ".join(names.get(each.origin) or origin_name(each.origin) for each in found)
    raise SettingsError(
        f"{place.name} serves no snapshot of {text}. It serves: {known or 'nothing of yours'}."
    )


def confirmation(named: Named) -> str:
    """The word that confirms the removal of this snapshot, and of no later one of the same account."""
    return hashlib.sha256(named.path.name.encode()).hexdigest()[:_WORD]


def remove(
    place: Place, named: Named, listener: ChecklistListener = silent, notice: Notice = lambda _: None
) -> None:
    """Serve no snapshot of this account and region any more. Raises the same errors as `reload`."""
    change = Change(place, Recorder((ReloadStep.LOOK, *place.steps_of_removal), listener), notice)
    with place.alone():
        if named not in place.served():
            raise SettingsError(
                f"{place.name} no longer serves {named.path.name}: it was reloaded or removed in the meantime. Nothing "
                "was changed."
            )
        change.remove(named.origin)
    change.recorder.finish()


def still_a_source(settings: Settings, sources: Sources | None, named: Named) -> str:
    """The sentence about a source that the next reload of all sources reads again; empty without one."""
    source = sources.of(named.account, named.region) if sources else None
    if source is None or settings.sources is None:
        return ""
    return (
        f"{source.name} is a source in {settings.sources}: the next reload of it shows it again. To end that, take it "
        "out of the file."
    )
