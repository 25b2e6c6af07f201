"""Random snapshots that have much in common, with names that break a careless reader or writer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from lineage_viz.model import Association, Entity, EntityLabel
from lineage_viz.snapshot import Folder, Header, open_folder, write_snapshot
from lineage_viz.snapshot.schema import SAGEMAKER
from lineage_viz.store import heterograph

DAY = datetime(2024, 1, 1, tzinfo=UTC)
HEADER = Header("123456789012", "eu-west-1", "aws", DAY, "full", details=False, last_full=DAY)

ARNS = ("a", " a", 'a",b\n', "a;b::c", "\ue000", "模😀", "😀")
TYPES = ("ContributedTo", "Produced", "edge")

texts = st.sampled_from(["x", " ", "\t", "a,b", '"', "x\r\ny", "true", "ß模😀", "'; drop", "<b>"])
properties = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("arn", "name", "sourceuri", "type", "status", "createdby"), texts),
        "creationtime": st.integers(0, 3).map(lambda days: DAY + timedelta(days=days)),
        "unresolved": st.just(True),
    },
)
links = st.tuples(st.sampled_from(ARNS), st.sampled_from(TYPES), st.sampled_from(ARNS))
link_properties = st.fixed_dictionaries({}, optional={"createdby": texts, "creationtime": st.just(DAY)})


@dataclass(frozen=True)
class Content:
    """The content of one snapshot."""

    entities: dict[str, Entity]
    links: dict[tuple[str, str, str], Association]

    def write(self, parent: Path) -> Folder:
        return written(parent, self.entities.values(), self.links.values())


def written(parent: Path, entities: Iterable[Entity], associations: Iterable[Association]) -> Folder:
    return open_folder(write_snapshot(parent, HEADER, tuple(entities), tuple(associations)))


def written_whole(parent: Path, folders: Sequence[Folder]) -> Folder:
    """One snapshot made of several, merged as the local store merges them."""
    lineage = heterograph.build(folders)
    return written(
        parent,
        (heterograph.entity(arn, attributes) for arn, attributes in lineage.nodes.items()),
        (
            heterograph.association(source, end, key, attributes)
            for source, after in lineage.successors.items()
            for end, parallel in after.items()
            for key, attributes in parallel.items()
        ),
    )


@st.composite
def entities(draw: st.DrawFn, arn: str) -> Entity:
    label = draw(st.sampled_from(EntityLabel))
    columns = {column.name for column in SAGEMAKER.vertices[label]}
    return Entity(arn, label, {name: value for name, value in draw(properties).items() if name in columns})


@st.composite
def contents(draw: st.DrawFn, like: Content = Content({}, {})) -> Content:
    """A random content that has much in common with `like`."""
    made = {}
    for arn in draw(st.sets(st.sampled_from(ARNS))):
        known = like.entities.get(arn)
        made[arn] = known if known and draw(st.booleans()) else draw(entities(arn))
    found: dict[tuple[str, str, str], Association] = {}
    wanted = draw(st.sets(links, max_size=6)) | {each for each in like.links if draw(st.booleans())}
    for each in sorted(wanted):
        if each[0] in made and each[2] in made:
            known_link = like.links.get(each)
            found[each] = (
                known_link
                if known_link and draw(st.booleans())
                else Association(*each, draw(link_properties))
            )
    return Content(made, found)


@st.composite
def pools(draw: st.DrawFn) -> list[Content]:
    """Up to four contents, each similar to the one before."""
    pool = [draw(contents())]
    for _ in range(draw(st.integers(0, 3))):
        pool.append(draw(contents(pool[-1])))
    return pool


def choices(pool: list[Content]) -> st.SearchStrategy[list[int]]:
    """The numbers of the contents in a pool that are loaded together, the oldest first."""
    return st.lists(st.integers(0, len(pool) - 1), max_size=2)
