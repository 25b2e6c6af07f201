"""The versions of a model package, or the runs of a job, in order: an entity is compared with the one before."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from lineage_viz.approval import is_package
from lineage_viz.arn import Arn
from lineage_viz.evidence.record import pipeline_run
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.questions.on_day import on_day
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title

_VERSION_NOUN = "version"
MOST = 60
"""Members of a series that are read, the newest ones: more points do not fit a small plot."""

_VERSION = re.compile(r"(arn:[^:]*:sagemaker:[^:]*:[^:]*:model-package/[^/]+/)(\d{1,9})")
_GROUP = re.compile(r"(arn:[^:]*:sagemaker:[^:]*:[^:]*:)model-package-group/([^/]+)")
_STEP = re.compile(r"pipelines-[a-z0-9]{12}-(.+)-[a-z0-9]{10}", re.IGNORECASE)
"""SageMaker Pipelines names the job of a step `pipelines-<execution>-<step>-<suffix>` (observed names)."""

_MARK = re.compile(r"[-_.](?:\d+|(?=[a-z]*\d)[0-9a-f]{8,}|(?=\D*\d)[a-z0-9]{10,})$", re.IGNORECASE)
"""A time, a number or a random part at the end of a job's name."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Key:
    """The thing that the members of a series have in common. `text` finds them in a search."""

    noun: str
    """`version` or `run`."""
    name: str
    """The group, or the name of the job."""
    text: str
    type: str
    origin: tuple[str, str]
    """The account and region: jobs of several accounts may have one name."""
    doubt: str = ""
    """The reason why the members may belong to different things."""


@dataclass(frozen=True, slots=True)
class Series:
    """The members of a series, oldest first, with the present entity at the place `here`; None for their group."""

    key: Key
    members: tuple[Entity, ...]
    here: int | None
    cut: bool = False
    """True when there are more members than these."""

    @property
    def before(self) -> Entity | None:
        """The version or run before the present one; None without one."""
        return self.members[self.here - 1] if self.here else None


def key_of(entity: Entity) -> Key | None:
    """Return the key of the series that an entity belongs to, or a group has; None for any other entity.

    Jobs of one step of one pipeline are runs of one job; others are by their name without times and numbers.
    """
    if is_package(entity):
        found = _VERSION.fullmatch(entity.source)
        group = found[1].rstrip("/").rpartition("/")[2] if found else ""
        return Key(_VERSION_NOUN, group, found[1], entity.type, _origin(entity)) if found else None
    if group := _GROUP.fullmatch(entity.source) if entity.type == "ModelGroup" else None:
        return Key(_VERSION_NOUN, group[2], f"{group[1]}model-package/{group[2]}/", "Model", _origin(entity))
    if entity.label != EntityLabel.TRIAL_COMPONENT:
        return None
    run = partial(Key, "run", type=entity.type, origin=_origin(entity))
    pipeline, step = pipeline_run(entity)[0], entity.text("step")
    if pipeline and step:
        return run(f"{step} of {pipeline}", f"{step} :pipeline/{pipeline}/execution/")
    if named := _STEP.fullmatch(title(entity)):
        doubt = "The name of the pipeline was not read: a step of another one may have the same name."
        return run(named[1], f"pipelines- -{named[1]}-", doubt=doubt)
    base = _without_marks(title(entity))
    return run(base, base) if base else None


def series(store: Store, entity: Entity, as_of: datetime | None = None) -> Series | None:
    """Return the series of an entity at a time (None: now); None if it belongs to none.

    Sends one question to the store, and a second one only where the member before is not among the newest.
    """
    key = key_of(entity)
    if key is None:
        return None
    labels = frozenset({EntityLabel.ARTIFACT if key.noun == _VERSION_NOUN else EntityLabel.TRIAL_COMPONENT})
    own = [entity] if entity.label in labels else []
    kind = Filter(labels=labels, types=frozenset({key.type} if key.type else ()), as_of=as_of)
    found, cut = _members(store, key, kind)
    if own and cut and entity.created and _place(found, entity) == 0:
        found, _ = _members(store, key, replace(kind, created_before=entity.created))
    every = {each.arn: each for each in (*found, *own)}.values()
    members = on_day(store, sorted(every, key=_order), as_of)
    places = (place for place, each in enumerate(members) if each.arn == entity.arn)
    return Series(key, members, next(places, None), cut)


def version_of(package: Entity) -> int:
    """Return the version of a model package; 0 without one."""
    found = _VERSION.fullmatch(package.source)
    return int(found[2]) if found else 0


def _members(store: Store, key: Key, filter_: Filter) -> tuple[list[Entity], bool]:
    page = store.search(key.text, filter_=filter_, limit=MOST)
    return [each for each in page.entities if key_of(each) == key], page.total > len(page.entities)


def _place(members: Iterable[Entity], entity: Entity) -> int:
    """Return the number of members before an entity."""
    return sum(_order(each) < _order(entity) for each in members)


def _order(entity: Entity) -> tuple[int, datetime, str]:
    return version_of(entity), entity.created or _EARLIEST, entity.arn


def _origin(entity: Entity) -> tuple[str, str]:
    arn = Arn.parse(entity.arn)
    return arn.account, arn.region


def _without_marks(name: str) -> str:
    while name != (shorter := _MARK.sub("", name)):
        name = shorter
    return name
