"""The evidence of S3, ECR and CloudTrail in an export: each asked and refused apart, and never a reason to fail."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from lineage_viz.aws_evidence.addresses import files_of, images_of
from lineage_viz.aws_evidence.answers import ACTION, NOT_READ, Answer, is_refused
from lineage_viz.aws_evidence.files import read_buckets, read_files
from lineage_viz.aws_evidence.found import Found, by_package, with_evidence
from lineage_viz.aws_evidence.images import read_images
from lineage_viz.aws_evidence.trail import REACH, read_decisions
from lineage_viz.errors import AccessDenied, RequestRefused, SourceError
from lineage_viz.evidence.addresses import file_parts
from lineage_viz.evidence.services import BUCKETS, DECISIONS, FILES, IMAGES, Service
from lineage_viz.export.reading import Reading
from lineage_viz.model import Entity
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.failures import is_unreachable
from lineage_viz.snapshot.manifest import RecordsRead
from lineage_viz.words import count

_PAGES, _LAST = "CloudTrail page", "last"
_ACTIONS = {DECISIONS: "cloudtrail:LookupEvents"}
_OVERLAP = timedelta(hours=1)
"""CloudTrail shows an event minutes after its time, so a quick export reads so much again."""

Read = Callable[[LineageApi, Iterable[str], Callable[[str, Answer], None]], None]


def with_evidence_read(
    reading: Reading, entities: Sequence[Entity]
) -> tuple[list[Entity], Mapping[str, RecordsRead]]:
    """The entities with the evidence that was asked for, and the account of the reading by kind."""
    wanted = reading.plan.evidence
    if not wanted:
        return list(entities), {}
    evidence = _Evidence(reading)
    files: Mapping[str, Answer] = {}
    buckets: Mapping[str, Answer] = {}
    images: Mapping[str, Answer] = {}
    if Service.S3 in wanted:
        files = evidence.read(FILES, read_files, (uri for each in entities for uri in files_of(each)))
        buckets = evidence.read(BUCKETS, read_buckets, (_bucket(uri) for uri in files))
    if Service.ECR in wanted:
        images = evidence.read(IMAGES, read_images, (uri for each in entities for uri in images_of(each)))
    decisions = evidence.decisions() if Service.CLOUDTRAIL in wanted else {}
    return with_evidence(entities, Found(files, buckets, images, decisions)), evidence.account


def _bucket(uri: str) -> str:
    return (file_parts(uri) or ("", ""))[0]


class _Evidence:
    """Reads one kind after the other; the checkpoint keeps the answers, but no refusals."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.account: dict[str, RecordsRead] = {}

    def read(self, kind: str, read: Read, subjects: Iterable[str]) -> Mapping[str, Answer]:
        """The answers about these addresses or names."""
        known = self._reading.checkpoint.answered(kind)
        wanted = list(dict.fromkeys(subjects))
        unanswered = [each for each in wanted if each not in known]
        keep, refusals = self._reading.keeper(kind, len(unanswered)), dict[str, Answer]()

        def keep_unless_refused(subject: str, found: Answer) -> None:
            if is_refused(found):
                refusals[subject] = found
            else:
                keep(subject, found)

        try:
            read(self._reading.api, unanswered, keep_unless_refused)
        except SourceError as error:
            if not is_unreachable(error):
                raise
            refusals |= {each: {NOT_READ: str(error)} for each in wanted if each not in known}
        answered = {each: known[each] for each in wanted if each in known}
        self.account[kind] = _account(kind, len(wanted), refusals)
        return {**answered, **refusals}

    def decisions(self) -> Mapping[str, Sequence[Answer]]:
        """The decisions of CloudTrail by package. A refusal is in the account."""
        known = self._reading.checkpoint.answered(_PAGES)
        try:
            if _LAST not in known:
                self._look_up(known)
        except (AccessDenied, RequestRefused) as error:
            action = _ACTIONS[DECISIONS] if isinstance(error, AccessDenied) else ""
            self.account[DECISIONS] = RecordsRead(not_read=str(error), action=action)
        except SourceError as error:
            if not is_unreachable(error):
                raise
            self.account[DECISIONS] = RecordsRead(not_read=str(error))
        found = by_package(each for page in known.values() for each in page["Decisions"])
        if DECISIONS not in self.account:
            self.account[DECISIONS] = RecordsRead(sum(map(len, found.values())))
        return found

    def _look_up(self, known: Mapping[str, Any]) -> None:
        plan, taken = self._reading.plan, self._reading.checkpoint.taken
        keep = self._reading.keeper(_PAGES, 0)
        after = taken - REACH
        base = plan.base_manifest
        if plan.quick and base is not None and _has(base.records, DECISIONS):
            after = max(after, base.taken - _OVERLAP)
        before = min((page["Oldest"] for page in known.values()), default=taken)

        def keep_page(oldest: datetime | None, decisions: Sequence[Answer]) -> None:
            name = oldest.isoformat() if oldest else _LAST
            earlier = known.get(name, {"Decisions": []})["Decisions"]
            keep(name, {"Oldest": oldest, "Decisions": [*earlier, *decisions]})

        read_decisions(self._reading.api, after, before, keep_page)


def _has(records: Mapping[str, RecordsRead], kind: str) -> bool:
    return kind in records and not records[kind].not_read


def _account(kind: str, wanted: int, refusals: Mapping[str, Answer]) -> RecordsRead:
    if not refusals:
        return RecordsRead(wanted)
    ((reason, action), _), *_ = Counter(
        (str(each[NOT_READ]), str(each.get(ACTION, ""))) for each in refusals.values()
    ).most_common(1)
    actions = ", ".join(sorted({str(each[ACTION]) for each in refusals.values() if ACTION in each}))
    if len(refusals) == wanted:
        return RecordsRead(not_read=f"{reason}.", action=actions or action)
    some = f"{count(len(refusals), kind)} of {wanted:,}"
    missing = f"The records of {some} were not read. {reason.rstrip('.')}."
    return RecordsRead(wanted - len(refusals), missing=missing, action=actions)
