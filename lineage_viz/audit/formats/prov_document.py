"""The reviewed lineage as PROV (W3C, PROV-DM): entities, activities, agents and their relations.

The ids are the ARNs, in a namespace `arn:`. An id that is no ARN gets a digest in its place, and keeps its text as an
attribute. Only what the records say becomes a relation; a link of unknown meaning is an influence.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from prov.identifier import Namespace, QualifiedName
from prov.model import PROV, ProvDocument

from lineage_viz.arn import person
from lineage_viz.audit.formats.traits import commit, execution, is_file, is_job, role, short_digest, version
from lineage_viz.audit.parts.about import MADE_BY, report_id
from lineage_viz.audit.report import Report
from lineage_viz.json_text import storable
from lineage_viz.model import Association, AssociationType, Entity, EntityLabel
from lineage_viz.title import title

_ARN = Namespace("arn", "arn:")
_OWN = Namespace("lineage", "urn:lineage-viz:prov:")
_COMMITS = Namespace("commit", "urn:lineage-viz:commit:")
_Attributes = dict[Any, Any]
"""The names are texts or qualified names."""

_PLAIN = re.compile(r"arn:([A-Za-z0-9:/._-]*[A-Za-z0-9_])")
"""ARNs that each form of PROV can write as they are."""


def prov_json(report: Report) -> str:
    """Return the reviewed lineage as PROV-JSON."""
    text = _Lineage(report).document.serialize(format="json", indent=2, sort_keys=True)
    return f"{text}\n"


class _Lineage:
    def __init__(self, report: Report) -> None:
        self._review = report.review
        self._added: set[str] = set()
        self.document = ProvDocument(namespaces=[_ARN, _OWN, _COMMITS])
        self._by_arn = {each.arn: each for each in self._review.subgraph.entities}
        for each in self._by_arn.values():
            self._add(each)
        for link in self._review.subgraph.associations:
            self._relate(link, self._by_arn[link.source], self._by_arn[link.destination])
        self._add_report(report)

    def _add(self, entity: Entity) -> None:
        id_, about = _id(entity.arn), _attributes(entity)
        if _is_activity(entity):
            begin, end = _times(entity)
            self.document.activity(id_, begin, end, about)
            self._add_agents(entity, id_)
        elif entity.type == "ModelGroup":
            self.document.collection(id_, about)
        else:
            self.document.entity(id_, about)

    def _add_agents(self, entity: Entity, activity: QualifiedName) -> None:
        """Add the person and the role of a job or an action, the commit of its code, and its execution."""
        record = self._review.record(entity)
        who = self._person(entity.text("createdby"))
        if who:
            self.document.association(activity, who)
        if runs_as := role(record):
            agent = self._agent(runs_as, PROV["SoftwareAgent"], runs_as)
            self.document.association(activity, agent)
            if who:
                self.document.delegation(agent, who, activity)
        if code := commit(entity):
            self._use_commit(activity, code, entity)
        if run := execution(record):
            self._once(
                run,
                lambda id_: self.document.activity(id_, None, None, {"prov:type": _OWN["PipelineExecution"]}),
            )
            self.document.start(activity, starter=_id(run))

    def _use_commit(self, activity: QualifiedName, code: str, entity: Entity) -> None:
        about: _Attributes = {"prov:type": _OWN["Commit"], "prov:label": code}
        if repository := entity.text("repository"):
            about[_OWN["repository"]] = storable(repository)
        if code not in self._added:
            self._added.add(code)
            self.document.entity(_COMMITS[code], about)
        self.document.usage(activity, _COMMITS[code])

    def _person(self, arn: str) -> QualifiedName | None:
        return self._agent(arn, PROV["Person"], person(arn)) if arn else None

    def _agent(self, arn: str, type_: QualifiedName, name: str) -> QualifiedName:
        self._once(
            arn, lambda id_: self.document.agent(id_, {"prov:type": type_, "prov:label": storable(name)})
        )
        return _id(arn)

    def _once(self, arn: str, add: Callable[[QualifiedName], object]) -> None:
        if arn not in self._added:
            self._added.add(arn)
            add(_id(arn))

    def _relate(self, link: Association, source: Entity, end: Entity) -> None:
        one, other = _id(source.arn), _id(end.arn)
        about = {"prov:role": storable(role_)} if (role_ := str(link.properties.get("role", ""))) else None
        document = self.document
        if link.type == AssociationType.SAME_AS and not (_is_activity(source) or _is_activity(end)):
            document.alternate(other, one)
        elif _is_activity(end) and not _is_activity(source):
            document.usage(other, one, other_attributes=about)
        elif source.type == "Approval" and is_file(end):
            document.usage(one, other)  # a decision reads the package; it does not make it
        elif is_job(source) and is_file(end):
            document.generation(other, one, other_attributes=about)
        elif _is_activity(source) and _is_activity(end):
            document.communication(other, one)
        elif end.type == "ModelGroup" and not _is_activity(source):
            document.membership(other, one)
        elif is_file(source) and is_file(end):
            document.derivation(other, one)
        else:
            document.influence(other, one)

    def _add_report(self, report: Report) -> None:
        """Add the report itself, with the extent of the review: nothing outside it is claimed."""
        review = report.review
        id_ = QualifiedName(_OWN, f"report-{report_id(review, report.snapshots)}")
        extent = review.truncated.reason if review.truncated else "; ".join(review.gaps) or review.caveat
        about: _Attributes = {
            "prov:type": _OWN["AuditReport"],
            _OWN["extent"]: storable(extent or "complete"),
        }
        maker = self.document.agent(_OWN["tool"], {"prov:type": PROV["SoftwareAgent"], "prov:label": MADE_BY})
        self.document.entity(id_, about)
        self.document.attribution(id_, maker)
        self.document.influence(id_, _id(review.model.arn))


def _id(arn: str) -> QualifiedName:
    found = _PLAIN.fullmatch(arn)
    return QualifiedName(_ARN, found[1]) if found else QualifiedName(_OWN, f"id-{short_digest(arn)}")


def _is_activity(entity: Entity) -> bool:
    return entity.label in (EntityLabel.TRIAL_COMPONENT, EntityLabel.ACTION)


def _times(entity: Entity) -> tuple[datetime | None, datetime | None]:
    begin, end = (entity.properties.get(name) for name in ("starttime", "endtime"))
    if entity.label == EntityLabel.ACTION:
        begin = end = entity.created
    return begin if isinstance(begin, datetime) else None, end if isinstance(end, datetime) else None


def _attributes(entity: Entity) -> _Attributes:
    named = {
        "prov:label": title(entity),
        "prov:location": entity.source if entity.label == EntityLabel.ARTIFACT else "",
        _OWN["source"]: entity.source,
        _OWN["status"]: entity.status,
        _OWN["version"]: version(entity),
        _OWN["approval"]: entity.text("approval"),
        _OWN["metric"]: entity.text("keymetric"),
        _OWN["unresolved"]: "true" if entity.unresolved else "",
        _OWN["id"]: "" if _PLAIN.fullmatch(entity.arn) else entity.arn,
    }
    found: _Attributes = {name: storable(value) for name, value in named.items() if value}
    kind = re.sub(r"[^A-Za-z0-9_-]", "_", entity.type or entity.label)
    return found | {"prov:type": _OWN[kind]}
