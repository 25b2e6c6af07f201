"""The entities one step upstream and downstream, as links to their cards."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lineage_viz.apart import told_apart
from lineage_viz.approval import decision, is_approval
from lineage_viz.arn import person
from lineage_viz.facts.shown import structured
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.picture.card_facts import version_words
from lineage_viz.questions.around import Step
from lineage_viz.title import title, title_in_folder
from lineage_viz.ui.explore.summary.known import Known
from lineage_viz.ui.explore.summary.link import Data, link
from lineage_viz.words import day, inside, plain, type_words

_LISTED = 60
"""Entities of one side that are listed; a hub has thousands."""

_OF_SAGEMAKER = "SageMaker."
"""The start of the roles that SageMaker itself gives: the type tells the same."""


def steps_part(entity: Entity, known: Known) -> Iterator[Data]:
    """Yield both sides with their headings; an empty side only for a job, of which it says something."""
    around = known.around
    if not around:
        return
    is_job = entity.label == EntityLabel.TRIAL_COMPONENT
    headings = ("Inputs", "Outputs") if is_job else ("One step upstream", "One step downstream")
    # On an earlier day and beside a hub, the entity of an address may be one that the answer left out.
    may_lack = is_job and not known.as_of and not around.is_cut
    sides = zip(
        headings,
        ("inputs", "outputs"),
        (around.up, around.down),
        (around.up_total, around.down_total),
        strict=True,
    )
    for heading, recorded, steps, total in sides:
        without = list(_without_entity(entity.text(recorded), steps)) if may_lack else []
        rows = [*_links(steps[:_LISTED]), *without]
        if rows or is_job:
            number = total + len(without)
            yield {
                "heading": f"{heading} ({number:,})" if number else heading,
                "rows": rows,
                "note": _note(total - min(len(steps), _LISTED), bool(rows)),
            }


def _note(left_out: int, has_rows: bool) -> str:
    if not has_rows:
        return "None recorded."
    return f"And {left_out:,} more." if left_out > 0 else ""


def _links(steps: Iterable[Step]) -> Iterator[Data]:
    every = list(steps)
    known_steps = Counter(each.entity.text("step") for each in every)
    for step, name in zip(every, told_apart([each.entity for each in every]), strict=True):
        entity = step.entity
        own = entity.text("step") if known_steps[entity.text("step")] == 1 else ""
        yield link(entity, own or (title_in_folder(entity) if name == title(entity) else name), _about(step))


def _about(step: Step) -> str:
    """Return the words beside a link: the role, the decision, the deployed version or the type, and the day."""
    entity = step.entity
    dated = day(entity.created) if entity.created else ""
    return " · ".join(filter(None, (_role(step) or inside(type_words(entity.type or entity.label)), dated)))


def _role(step: Step) -> str:
    entity = step.entity
    if step.role and not step.role.startswith(_OF_SAGEMAKER):
        return step.role
    if is_approval(entity) and (made := decision(entity)):
        by = person(entity.text("createdby"))
        return f"{made} by {by}" if by else made
    versions = version_words(entity.text("deploys"))
    return f"deploys {versions}" if versions else ""


def _without_entity(recorded: str, steps: Iterable[Step]) -> Iterator[Data]:
    """Yield the addresses that a job records and that no entity beside it has."""
    sources = {each.entity.source.rstrip("/") for each in steps}
    for role, artifact in (structured(recorded) or {}).items():
        uri = str(artifact.get("Value") or "") if isinstance(artifact, Mapping) else ""
        if uri and uri.rstrip("/") not in sources:
            about = f"{role.removeprefix(_OF_SAGEMAKER)} · no entity has this address"
            yield {"words": plain(uri, 300), "arn": "", "about": plain(about, 160)}
