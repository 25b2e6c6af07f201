"""The command that lists everything downstream of a bad data set, image, job or commit, to be handed over."""

import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime, time
from hashlib import sha256
from pathlib import Path

from lineage_viz.cli.given_settings import settings_of
from lineage_viz.errors import LineageVizError
from lineage_viz.plain_text import plain_text
from lineage_viz.questions.impact import Impact, impact_of_commit
from lineage_viz.questions.impact import impact as impact_of
from lineage_viz.questions.later_day import later_words
from lineage_viz.search.named import arn_of
from lineage_viz.snapshot.writer import refuse_snapshot
from lineage_viz.store.base import Store
from lineage_viz.store.factory import open_store
from lineage_viz.title import title
from lineage_viz.words import day, plain, type_words

_COMMIT = re.compile(r"[0-9a-fA-F]{7,64}")


def impact(options: Namespace) -> int:
    """Print everything downstream of an entity or commit; with --out, also write it as table and page."""
    from lineage_viz.takeaway.view_caption import impact_caption  # loads the picture

    if options.out:
        refuse_snapshot(options.out)
    store = open_store(settings_of(options))
    as_of = datetime.combine(options.as_of, time.max, UTC) if options.as_of else None
    found = _found(store, options.what, as_of)
    caption = impact_caption(store, found)
    for name, value in caption.lines():
        print(plain_text(f"{name}: {value}"))
    for line in _lines(found):
        print(plain_text(line))
    if options.out:
        from lineage_viz.takeaway import file_name
        from lineage_viz.takeaway.impact_page import impact_page
        from lineage_viz.takeaway.tables import impact_csv

        # Entities may share a name: the mark keeps the files of one from replacing those of another.
        mark = "" if found.of_commit else f"{sha256(found.entity.arn.encode()).hexdigest()[:8]}."
        _write(options.out / file_name(caption, f"{mark}csv"), impact_csv(found, caption))
        _write(options.out / file_name(caption, f"{mark}html"), impact_page(found, caption))
    return 0


def _found(store: Store, text: str, as_of: datetime | None) -> Impact:
    _refuse_later(store, as_of)
    if _COMMIT.fullmatch(text):
        if found := impact_of_commit(store, text, as_of=as_of):
            return found
        if as_of and impact_of_commit(store, text):
            raise LineageVizError(
                f"Nothing that was made from commit {text} existed on {day(as_of)}. Choose a later day."
            )
    arn = arn_of(store, text)
    _refuse_later(store, as_of, arn)
    return impact_of(store, arn, as_of=as_of)


def _refuse_later(store: Store, as_of: datetime | None, arn: str = "") -> None:
    if later := later_words(store.snapshots, as_of, arn):
        raise LineageVizError(later)


def _lines(found: Impact) -> Iterator[str]:
    yield ""
    yield found.sentence
    yield from found.warnings
    for row in found.rows:
        state = found.endpoints.get(row.entity.arn)
        words = f"{type_words(row.entity.type or row.entity.label)} {plain(title(row.entity), 120)}"
        yield f"{row.hops:>4}  {words}{f', {state}' if state else ''}  {row.entity.arn}"


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise LineageVizError(
            f"{file} cannot be written: {error.strerror or error}. Choose another folder."
        ) from error
    print(f"Wrote {file}", file=sys.stderr)
