"""The sample of entities whose own associations are read, to check that an account-wide listing is complete.

The sample has one entity of each label, for a listing that lacks a large part; the newest job, for a listing that
ends too early; and the most unusual entities: they lack an association that most of their kind have, such as a
training job without an input. A listing that lost a few associations at random leaves such gaps. In generated
accounts of 300 to 10,000 entities the eight most unusual entities showed the loss of three associations in seven of
ten draws, of ten in nearly all, and of a single one in one of three.

The sample does not notice: a few lost associations whose entities have others of that kind (one data set of several);
associations that few entities of the kind have (made by hand); a loss among many more entities that are unusual by
nature; and a kind of association that is missing from the whole listing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lineage_viz.model import EntityLabel
from lineage_viz.sagemaker_lineage.records import Record

Question = tuple[str, str]
"""The parameter of the call, `SourceArn` or `DestinationArn`, and an entity's ARN."""

Listed = Mapping[EntityLabel, Mapping[str, Record]]
"""Entity records by label and ARN."""

UNUSUAL, UNUSUAL_SHARE = 8, 10_000
"""The least number of unusual entities, and the records for each further one: 1 % of the calls of the listings."""

_TYPE = {
    EntityLabel.ARTIFACT: "ArtifactType",
    EntityLabel.ACTION: "ActionType",
    EntityLabel.CONTEXT: "ContextType",
}
_ENDS = (("SourceArn", "DestinationArn"), ("DestinationArn", "SourceArn"))


def questions(entities: Listed, associations: Sequence[Record]) -> list[Question]:
    """The sample for the records of the listings."""
    records = len(associations) + sum(map(len, entities.values()))
    unusual = _unusual(entities, associations)[: max(UNUSUAL, records // UNUSUAL_SHARE)]
    return list(dict.fromkeys([*_of_each_label(entities), *_newest(entities), *unusual]))


def _of_each_label(entities: Listed) -> Iterator[Question]:
    for label, records in entities.items():
        # Associations begin at actions; all other entities have some that end at them.
        end = "SourceArn" if label is EntityLabel.ACTION else "DestinationArn"
        if records:
            yield end, list(records)[len(records) // 2]


def _newest(entities: Listed) -> Iterator[Question]:
    jobs = entities.get(EntityLabel.TRIAL_COMPONENT, {})
    timed = [arn for arn, record in jobs.items() if record.get("CreationTime")]
    if timed:
        yield "DestinationArn", max(timed, key=lambda arn: jobs[arn]["CreationTime"])


def _unusual(entities: Listed, associations: Iterable[Record]) -> list[Question]:
    """Entities that lack an association that more than half of their kind have; the most usual one first."""
    kinds = {
        arn: _kind(label, record) for label, of_label in entities.items() for arn, record in of_label.items()
    }
    has = {
        (record[end], end, kinds.get(record[other], ""))
        for record in associations
        for end, other in _ENDS
        if record[end] in kinds
    }
    of_kind: defaultdict[str, list[str]] = defaultdict(list)
    for arn, kind in kinds.items():
        of_kind[kind].append(arn)
    lacking: dict[Question, float] = {}
    for (kind, end, other), number in Counter((kinds[arn], end, other) for arn, end, other in has).items():
        share = number / (len(of_kind[kind]) + 1)  # a kind with few entities has nothing usual
        if share > 0.5 and number < len(of_kind[kind]):
            for arn in of_kind[kind]:
                if (arn, end, other) not in has:
                    lacking[end, arn] = max(share, lacking.get((end, arn), 0.0))
    return sorted(lacking, key=lambda question: (-lacking[question], question))


def _kind(label: EntityLabel, record: Record) -> str:
    # The status is part of the kind, because a failed job lacks its output by nature.
    if label is EntityLabel.TRIAL_COMPONENT:
        source, status = record.get("TrialComponentSource") or {}, record.get("Status") or {}
        return f"{label} {source.get('SourceType')} {status.get('PrimaryStatus')}"
    return f"{label} {record.get(_TYPE[label])} {record.get('Status')}"
