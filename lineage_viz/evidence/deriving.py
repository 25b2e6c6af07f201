"""All facts of a lineage, derived once: an export writes them as columns, so that each store finds and shows them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from lineage_viz.approval import is_package
from lineage_viz.arn import Arn
from lineage_viz.evidence.columns import NAMES, ROLE
from lineage_viz.evidence.contexts import EndpointContext, Place, endpoint_contexts, other_account
from lineage_viz.evidence.deployments import (
    DEPLOYED_TYPE,
    Deployment,
    History,
    left_behind,
    replacements,
)
from lineage_viz.evidence.fact import (
    Fact,
    as_properties,
    known,
    not_read,
    not_recorded,
)
from lineage_viz.evidence.hosted import PackageKey, hosts_components, package_key
from lineage_viz.evidence.own_facts import CONFIGURATIONS, ENDPOINTS, MODELS, OwnFacts
from lineage_viz.evidence.record import RECORD, record_of
from lineage_viz.evidence.roles import roles
from lineage_viz.evidence.serving import (
    COMPONENTS,
    DEPLOYMENT,
    GONE,
    Lookup,
    ServedModel,
    Unread,
    endpoint_facts,
    gone,
)
from lineage_viz.evidence.versions import version_facts
from lineage_viz.evidence.words import APPROVED, PERHAPS, lacking
from lineage_viz.model import Association, Entity, EntityLabel
from lineage_viz.title import title


def with_facts(
    entities: Iterable[Entity], associations: Iterable[Association], not_read: Mapping[str, str]
) -> tuple[list[Entity], list[Association]]:
    """The entities with the properties of their facts, and the associations with their roles.

    `not_read` has the kinds of records that were not read, with the reason.
    """
    links = list(associations)
    lineage = LineageFacts(entities, links, not_read)
    return list(lineage.entities(lineage.all)), list(lineage.associations(links))


class LineageFacts:
    """The facts of a lineage, derived for the entities that are asked for: two processes may share the work."""

    def __init__(
        self, entities: Iterable[Entity], associations: Iterable[Association], not_read: Mapping[str, str]
    ) -> None:
        self._all = {each.arn: each for each in entities}
        self._why_not = not_read
        self._into: defaultdict[str, list[str]] = defaultdict(list)
        self._from: defaultdict[str, list[str]] = defaultdict(list)
        for each in associations:
            self._into[each.destination].append(each.source)
            self._from[each.source].append(each.destination)
        self._own = OwnFacts(self._all, self._into, not_read)
        self._roles: dict[str, Mapping[str, str]] = {}

    @property
    def all(self) -> Sequence[Entity]:
        """All entities, each once."""
        return list(self._all.values())

    def entities(self, wanted: Iterable[Entity]) -> Iterator[Entity]:
        """Yield some of the entities with the properties of their facts."""
        for each in wanted:
            yield _with_properties(
                self._all[each.arn], {**self._own.of(each), **self._facts_of_service(each)}
            )

    def associations(self, wanted: Iterable[Association]) -> Iterator[Association]:
        """Yield some of the associations with their roles, which come from the records of jobs."""
        for each in self._all.values():
            if (
                each.label == EntityLabel.TRIAL_COMPONENT
                and not each.unresolved
                and each.arn not in self._roles
            ):
                self._roles[each.arn] = roles(each)
        return map(self._with_role, wanted)

    def _facts_of_service(self, entity: Entity) -> Mapping[str, Fact]:
        is_job = entity.label == EntityLabel.TRIAL_COMPONENT  # no endpoint serves one
        return {} if is_job else self._served.get(entity.arn, {})

    @cached_property
    def _served(self) -> defaultdict[str, dict[str, Fact]]:
        """The facts from what the endpoints serve, by entity."""
        found: defaultdict[str, dict[str, Fact]] = defaultdict(dict)
        served_by: defaultdict[str, dict[str, str]] = defaultdict(dict)
        lost: defaultdict[str, dict[str, str]] = defaultdict(dict)
        hiding: list[str] = []
        packages, files = self._models()
        unserved = self._own.first_reason(ENDPOINTS, CONFIGURATIONS, MODELS)
        for file in files.values() if unserved else ():
            found[file.arn]["servedby"] = not_read(unserved)
        for context in endpoint_contexts(self._all.values()):
            endpoint = self._all[context.entity.arn] = _with_own_record(context)
            history = History.of(self._deployments(endpoint))
            lookup = Lookup(packages, files, Arn.parse(endpoint.source))
            facts, served = self._of_endpoint(context, history, lookup)
            found[endpoint.arn].update(facts)
            serves = facts["serves"]
            is_told = serves.value is not None and not serves.source.startswith(DEPLOYMENT)
            for action, about in replacements(history, is_told):
                found[action.arn].update(about)
            if (status := facts["endpointstatus"]).value == GONE:
                for of_it in left_behind(history):
                    lost[of_it.arn][title(endpoint)] = status.source
            if context.has_record and hosts_components(record_of(context.entity)):
                hiding.append(title(endpoint))
            for arn, warning, is_certain in self._warnings(endpoint, serves, served):
                if is_certain or "unapproved" not in found[arn]:
                    found[arn]["unapproved"] = warning
            for each in served:
                if each.entity and each.is_certain:
                    source = each.source or _source_of(serves)
                    served_by[each.entity.arn][title(endpoint)] = source
                elif each.entity:
                    why = f"{title(endpoint)} may serve it: {serves.source}"
                    found[each.entity.arn]["servedby"] = replace(serves, source=why)
        for package in packages.values() if hiding and not unserved else ():
            why = f"{', '.join(sorted(set(hiding)))}: {COMPONENTS}"
            found[package.arn].setdefault("servedby", not_recorded(why))
        for arn, by in served_by.items():
            found[arn]["servedby"] = _joined(by)
        for arn, by in lost.items():
            found[arn]["endpointgone"] = _joined(by)
        return found

    def _of_endpoint(
        self, context: EndpointContext, history: History, lookup: Lookup
    ) -> tuple[Mapping[str, Fact], Sequence[ServedModel]]:
        """The facts about an endpoint, and the models that it serves now."""
        record = record_of(context.entity)
        why_not = self._why_not.get(ENDPOINTS, "") or ("" if record else other_account(context.entity))
        unread = Unread(why_not, self._own.first_reason(CONFIGURATIONS, MODELS))
        match context.place:
            case Place.EARLIER:
                return gone("the lineage, which has a newer endpoint of this name"), ()
            case Place.LATER:
                absent = not_recorded("the record of this name is of an earlier endpoint")
                return dict.fromkeys(("endpointstatus", "serves", "servessince"), absent), ()
            case Place.REPLACED:
                _, served = endpoint_facts(record, History(), lookup, unread)
                return gone("the search of endpoints, which has a newer one of this name"), served
        facts, served = endpoint_facts(record, history, lookup, unread)
        return facts | version_facts(context.entity, record, why_not), served

    def _models(self) -> tuple[Mapping[PackageKey, Entity], Mapping[str, Entity]]:
        """The model packages by their keys, and the model files by their addresses."""
        models = [each for each in self._all.values() if each.type == "Model" or is_package(each)]
        packages = {package_key(each.source, Arn()): each for each in models if is_package(each)}
        return packages, {each.source: each for each in models if not is_package(each) and each.source}

    def _warnings(
        self, endpoint: Entity, serves: Fact, served: Sequence[ServedModel]
    ) -> Iterator[tuple[str, Fact, bool]]:
        """Yield for an endpoint, and for each model file, the served models that are not approved; True if certain.

        A package says it itself by its approval, but for one that the registry does not confirm, and one that the
        endpoint only may serve.
        """
        found = {each.words: (each, words) for each in served if (words := self._unapproved(each))}
        if not found:
            return
        is_certain = all(each.is_certain for each in served)
        every = ", ".join(f"{name} ({words})" for name, (_, words) in found.items())
        yield (
            endpoint.arn,
            known(every if is_certain else f"{PERHAPS}it may serve {every}", serves.source),
            True,
        )
        for name, (each, words) in found.items():
            if not (model := each.entity):
                continue
            approval = self._own.of(model).get("approval")
            if not each.is_certain:
                perhaps = f"{PERHAPS}{title(endpoint)} may serve it ({words})"
                yield model.arn, known(perhaps, serves.source), False
            elif not is_package(model) or (approval and approval.value == APPROVED):
                yield model.arn, known(f"{name} ({words})", serves.source), True

    def _unapproved(self, served: ServedModel) -> str:
        """The reason why a served model is not approved, in words; empty for an approved one."""
        model = served.entity
        if model is None:
            return (
                "in no model package" if served.is_read and not served.has_package else lacking(not_read(""))
            )
        package = model if is_package(model) else self._package(model)
        if package is None:
            return "in no model package"
        approval = self._own.of(package).get("approval") or not_read("it is not in this account")
        words = lacking(approval)
        return words if package is model or not words else f"{title(package)}: {words}"

    def _package(self, file: Entity) -> Entity | None:
        """The newest package of a model file."""
        after = [self._all[arn] for arn in dict.fromkeys(self._from[file.arn]) if arn in self._all]
        return max(
            filter(is_package, after), key=lambda each: (each.created is not None, each.created), default=None
        )

    def _deployments(self, endpoint: Entity) -> Iterable[Deployment]:
        for action in self._own.before(endpoint):
            # An action that only an association names is a deployment, too: its record was not read.
            if action.label == EntityLabel.ACTION and (action.type == DEPLOYED_TYPE or action.unresolved):
                yield Deployment(action, tuple(sorted(self._own.before(action), key=lambda each: each.arn)))

    def _with_role(self, link: Association) -> Association:
        for job, other in ((link.destination, link.source), (link.source, link.destination)):
            by_uri = self._roles.get(job) if other in self._all else None
            if by_uri and (role := by_uri.get(self._all[other].source.rstrip("/"))):
                # A copy by `replace` takes twice as long, and most associations have a role.
                properties = {**link.properties, ROLE: role}
                return Association(link.source, link.type, link.destination, properties, link.own_id)
        return link


def _with_properties(entity: Entity, facts: Mapping[str, Fact]) -> Entity:
    """The entity with these facts in place of all earlier ones."""
    kept = entity.properties
    if not NAMES.isdisjoint(kept):
        kept = {name: value for name, value in kept.items() if name not in NAMES}
    elif not facts:
        return entity
    return Entity(entity.arn, entity.label, {**kept, **(as_properties(facts) if facts else {})})


def _with_own_record(context: EndpointContext) -> Entity:
    """The context of an endpoint without the record of another endpoint of the same name."""
    entity = context.entity
    if context.place is Place.NOW or RECORD not in entity.properties:
        return entity
    kept = {name: value for name, value in entity.properties.items() if name != RECORD}
    return replace(entity, properties=kept)


def _joined(sources: Mapping[str, str]) -> Fact:
    """The fact about several endpoints by name, each with its source."""
    return known(", ".join(sorted(sources)), "; ".join(sorted(set(sources.values()))))


def _source_of(serves: Fact) -> str:
    """The source of a package's endpoint: by the lineage alone, or by the endpoints' records."""
    return serves.source if serves.source.startswith(DEPLOYMENT) else "the endpoints"
