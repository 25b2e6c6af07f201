"""The scripts of the jobs behind an entity, in one sentence: the answer to "what script trained X"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lineage_viz.errors import EntityNotFound, LineageVizError, StoreUnavailable
from lineage_viz.evidence.words import has_facts
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.questions.prepared import BY_NAME, NOW, Row, ask
from lineage_viz.questions.prepared.walked import TRAINING
from lineage_viz.questions.side_by_side import side_by_side
from lineage_viz.store.base import Store
from lineage_viz.words import plain

_CODE = "code"
"""The role of an input that is a script."""
_PROGRAM = "sagemaker_program"
"""The parameter in which SageMaker's SDK keeps the script of a training job."""
_MOST = 4


@dataclass(frozen=True, slots=True)
class Code:
    """The recorded scripts, the artifacts among them, and the commits of the jobs."""

    sentence: str
    arns: tuple[str, ...] = ()


def code_behind(store: Store, entity: Entity, *, has_commit: bool) -> Code:
    """Return the scripts of the jobs behind an entity; without a commit of its own, those of its jobs, too.

    Raises StoreUnavailable.
    """
    own = [entity] if entity.label == EntityLabel.TRIAL_COMPONENT else []
    jobs = [*own, *(row.entity for row in _rows(store, "jobs-behind", entity))]
    data = _rows(store, "data-sets-of", entity)
    scripts = [row.entity for row in data if _CODE in row.cells[1].split(", ")]
    programs = [f"{name} (trained)" for job in jobs for name in _programs(job)]
    named = [*programs, *(each.source or each.arn for each in scripts)]
    told = [_sentence("Scripts of its jobs", named) or _no_script(jobs)]
    if named and not programs and any(each.type == TRAINING and has_facts(each) for each in jobs):
        told.append("Its training job records no script.")
    commits = [] if has_commit else [line for job in jobs for line in _commits(job)]
    told.insert(0, _sentence("Commit of its jobs", commits))
    return Code(" ".join(filter(None, told)), tuple(each.arn for each in scripts))


def _rows(store: Store, name: str, entity: Entity) -> Sequence[Row]:
    """Return the rows of a prepared question about now; none where it does not take this entity."""
    question = BY_NAME[name]
    values = dict(zip((each.name for each in question.takes), (entity.arn, NOW), strict=False))
    try:
        return ask(store, question, values).rows
    except StoreUnavailable:
        raise
    except (EntityNotFound, LineageVizError):
        return ()


def _programs(job: Entity) -> Iterator[str]:
    found = (json_of(job.text("parameters"), dict) or {}).get(_PROGRAM)
    value = found.get("StringValue", "") if isinstance(found, Mapping) else found
    yield from [str(value).strip('"')] if value else []


def _commits(job: Entity) -> Iterator[str]:
    yield from (line.values[0] for line in side_by_side([job]) if line.name == "Commit")


def _sentence(what: str, found: list[str]) -> str:
    every = list(dict.fromkeys(plain(each, 200) for each in found))
    more = f" and {len(every) - _MOST:,} more" if len(every) > _MOST else ""
    return f"{what}: {', '.join(every[:_MOST])}{more}." if every else ""


def _no_script(jobs: list[Entity]) -> str:
    """Say that no script is recorded; where a job was not read, nobody knows."""
    if not jobs:
        return "No job behind it is recorded, so no script is."
    is_read = all(map(has_facts, jobs))
    return "Scripts of its jobs: not recorded." if is_read else "Scripts of its jobs: not read."
