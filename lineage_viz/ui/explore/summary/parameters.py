"""The parameters of an entity that differ from those of the version or run before."""

from lineage_viz.approval import is_package
from lineage_viz.facts.parameters import Parameter, absent, compared, parameters
from lineage_viz.model import Entity
from lineage_viz.ui.explore.summary.known import Known
from lineage_viz.ui.explore.summary.link import Data, link
from lineage_viz.ui.explore.summary.metrics import TRAINING, made_by
from lineage_viz.ui.explore.summary.plot import member_name
from lineage_viz.words import count, plain


def parameters_part(entity: Entity, known: Known) -> Data | None:
    """Return the differing and the equal parameters; None for an entity that never has any."""
    job = known.job(entity)
    here = parameters(job) if job else {}
    # Nobody asked for the jobs of a package: their absence would say something that is not known.
    is_expected = entity.type == TRAINING or (is_package(entity) and known.around is not None)
    if not (here or is_expected):
        return None
    before = known.before
    other = known.job(before) if before else None
    old = parameters(other) if other else {}
    lines = compared(here, old) if here and old else compared(here, here)
    return {
        "note": _note(job, here != {}, other, old != {}, known),
        "of": made_by(entity, job) if job and here else None,
        "before": link(before, _member(before)) if before and here and old else None,
        "beforeName": member_name(before) if before and is_package(before) else "Run before",
        "rows": [_row(each) for each in lines.differing],
        "equal": [_row(each) for each in lines.equal],
        "equalWords": _equal_words(len(lines.equal), len(lines.differing), bool(old)),
    }


def _note(job: Entity | None, has_here: bool, other: Entity | None, has_old: bool, known: Known) -> str:
    """Return the reason why there is nothing to compare, or a doubt about the comparison; else empty."""
    if not job:
        return "Not recorded: the lineage has no job that made a file of this model."
    if not has_here:
        reason = absent(job)
        return reason[:1].upper() + reason[1:]
    if not known.series:
        return ""
    if not known.before:
        return f"No {known.noun} before this one is recorded."
    if not has_old:
        reason = absent(other) if other else "the lineage has no job that made its file"
        return f"Not compared: parameters of {_member(known.before)} {reason}."
    return known.series.key.doubt


def _equal_words(equal: int, differing: int, is_compared: bool) -> str:
    if not is_compared:
        return f"All {equal} parameters" if equal > 1 else "The only parameter"
    if not differing:
        return f"No difference: {count(equal, 'parameter is', 'parameters are')} equal"
    return count(equal, "equal parameter")


def _row(parameter: Parameter) -> Data:
    return {"name": parameter.name, "value": parameter.value, "before": parameter.before}


def _member(member: Entity) -> str:
    """Return the name of the version or run before: `v14`, or `the run of 1 Nov 2025, 09:31 UTC (Failed)`."""
    if is_package(member):
        return member_name(member)
    ended = f" ({plain(member.status, 40)})" if member.status not in ("", "Completed") else ""
    return f"the run of {member_name(member)}{ended}"
