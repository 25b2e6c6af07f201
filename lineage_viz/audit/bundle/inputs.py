"""The files that a report was made with, besides the snapshot: its pack and its waivers."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lineage_viz.audit.bundle.member import PACK, WAIVERS, Member
from lineage_viz.audit.bundle.recorded_waivers import recorded_waivers_of
from lineage_viz.audit.catalogue import CHECKS
from lineage_viz.audit.pack import DEFAULT_PACK, Pack
from lineage_viz.audit.pack_file import FOLDER, pack_names, read_pack
from lineage_viz.audit.waiver import Waivers, both, read_waivers
from lineage_viz.errors import NotAssessable

_LONGEST_NAME = 60
"""Characters of the name of a pack, each of up to 4 bytes: a file may have 255 bytes and its ending."""


def input_members(pack: str, waivers: bytes = b"") -> Iterator[Member]:
    """Yield the files of a pack, given by its name or path, and of waivers, given as TOML.

    The pack `default` has no file.
    """
    if pack != DEFAULT_PACK.name:
        path = FOLDER / f"{pack}.toml" if pack in pack_names() else Path(pack)
        yield Member(PACK, path.read_bytes())
    if waivers:
        yield Member(WAIVERS, waivers)


def states_on(data: Mapping[str, Any]) -> date:
    """Return a day on which waivers and follow-ups have the states that a report says."""
    since = data["states_since"]
    return date.fromisoformat(since) if since else date.min


def pack_of(data: Mapping[str, Any], members: Mapping[str, bytes]) -> Pack:
    """Return the pack of a bundle, with the waivers as they were judged. Raises NotAssessable, AuditFileError.

    `data` is the report of the bundle, which names the pack and the day of the judgement.
    """
    name, on = data["pack"]["name"], states_on(data)
    if not isinstance(name, str) or Path(name).name != name or len(name) > _LONGEST_NAME:
        raise NotAssessable("The report of the bundle names no pack, so it cannot be made again.")
    with TemporaryDirectory() as folder:
        pack = DEFAULT_PACK
        if PACK in members:
            file = Path(folder) / f"{name}.toml"
            file.write_bytes(members[PACK])
            pack = read_pack(str(file))
        own = recorded_waivers_of(members)
        given = Waivers(on=on)
        if WAIVERS in members:
            file = Path(folder) / WAIVERS
            file.write_bytes(members[WAIVERS])
            given = read_waivers(file, on, tuple(each.id for each in CHECKS))
        return pack.with_waivers(both(own, given))
