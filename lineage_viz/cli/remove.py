"""The command `remove`, in two steps, as a reset: the first says what it would remove, the second removes it."""

import shlex
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from lineage_viz.cli.progress_line import ProgressPrinter
from lineage_viz.cli.reload import recorded_change
from lineage_viz.errors import SettingsError, SnapshotError
from lineage_viz.jobs import JobKind
from lineage_viz.plain_text import plain_text
from lineage_viz.settings import Settings
from lineage_viz.snapshot.manifest import Manifest
from lineage_viz.sources import sources_of
from lineage_viz.typed_command import typed_command
from lineage_viz.words import how_much, moment, origin_words, plain

if TYPE_CHECKING:
    from lineage_viz.snapshot.current import Named


def remove(options: Namespace) -> int:
    """Say what a removal would remove; with the word that this prints, remove it."""
    from lineage_viz.reload import open_place
    from lineage_viz.reload.removing import confirmation, still_a_source, to_remove
    from lineage_viz.reload.removing import remove as run

    settings = Settings.from_environment()
    sources = sources_of(settings)
    with open_place(settings, wait=options.wait) as place:
        named = to_remove(place, sources, options.origin)
        more = still_a_source(settings, sources, named)
        if not options.confirm:
            first = f"{place.name} would no longer serve {_words(named)}. The kept snapshots of it stay."
            _print((first, more, "To remove it, run:"))
            word = confirmation(named)
            print(f"  {typed_command()} remove {shlex.quote(options.origin)} --confirm {word}")
            return 0
        _check(options.confirm, confirmation(named))
        said: list[str] = []
        parameters = {"origin": options.origin, "confirm": options.confirm}
        with (
            ProgressPrinter(sys.stderr, "starting") as printer,
            recorded_change(JobKind.REMOVE, place, parameters, printer, wait=options.wait) as (
                recording,
                listener,
            ),
        ):

            def notify(sentence: str) -> None:
                said.append(plain_text(sentence))
                recording.say(sentence)

            run(place, named, listener, notify)
            recording.result = (
                f"{place.name} no longer serves {_words(named)}. The kept snapshots of it stay."
            )
    again = "" if said else f"To see it again: {typed_command()} restore {named.path}"  # it is nowhere then
    _print((recording.result, *said, again, more))
    return 0


def _check(given: str, needed: str) -> None:
    if given != needed:
        raise SettingsError(
            f"{given} does not confirm the removal of the snapshot that is served now, so nothing was removed. Run "
            "this without --confirm: it prints the word."
        )


def _words(named: "Named") -> str:
    words = origin_words(named.account, named.region, named.folder)
    with suppress(SnapshotError):
        m = Manifest.read(named.path)
        size = how_much(sum(m.labels.values()), sum(m.association_types.values()))
        return f"{words} as of {moment(m.taken)} ({size})"
    return f"{words} ({plain(named.path.name)})"


def _print(lines: Sequence[str]) -> None:
    print("\n".join(filter(None, lines)))
