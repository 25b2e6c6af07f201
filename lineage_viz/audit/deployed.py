"""The deployments of a reviewed model, its live endpoints, and the model that an endpoint served."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from lineage_viz.approval import is_package
from lineage_viz.audit.finder import Finder
from lineage_viz.audit.review import ReviewedDeployment
from lineage_viz.errors import NotAssessable
from lineage_viz.evidence.deployments import DEPLOYED_TYPE, Deployment, in_order
from lineage_viz.evidence.hosted import package_arns
from lineage_viz.evidence.record import record_of
from lineage_viz.model import Direction, Entity, Subgraph
from lineage_viz.plain_text import visible
from lineage_viz.questions.served import near, served
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from lineage_viz.title import title
from lineage_viz.words import day, plain


class Deployed:
    """The deployments of a lineage until a time. The order of those of one endpoint is read once."""

    def __init__(self, store: Store, finder: Finder, as_of: datetime | None) -> None:
        self._store, self._finder, self._as_of = store, finder, as_of
        self._filter = Filter(as_of=as_of)
        self._orders: dict[str, list[Deployment]] = {}

    def served(self, endpoint: Entity) -> tuple[Entity, str]:
        """Return the model that an endpoint served at the time, and the words for this choice. Raises NotAssessable.

        The record of the endpoint names the packages that it serves now. Without them, the deployment counts.
        """
        name = plain(title(endpoint), 80)
        arns = (
            [] if self._as_of else list(dict.fromkeys(map(str.casefold, package_arns(record_of(endpoint)))))
        )
        if arns:
            models = [found for arn in arns if (found := self._finder.package(arn))]
            if len(models) < len(arns):
                raise NotAssessable(
                    f"{name} serves {', '.join(arns)}, and the lineage does not have each of them."
                )
            return only_one(models, f"{name} serves"), "what it serves now"
        chosen = served(near(self._store, endpoint.arn), as_of=self._as_of)
        drawn = (
            next((each for each in chosen.deployments if each.arn == chosen.drawn), None) if chosen else None
        )
        if chosen is None or drawn is None or (self._as_of and drawn.at and drawn.at > self._as_of):
            when = f" until {day(self._as_of)}" if self._as_of else ""
            raise NotAssessable(
                f"No completed deployment to {name} is recorded{when}, so it served no model. "
                "Review the model itself, or choose another day."
            )
        models = self._deployed(drawn.arn)
        if not models:
            raise NotAssessable(f"The deployment to {name} names no model. Review the model itself.")
        others = {each.arn: each for one in chosen.doubtful for each in self._deployed(one.arn)}
        if others.keys() - {each.arn for each in models}:
            every = {each.arn: each for each in (*models, *others.values())}
            doubt = f"A deployment to {name} has no status or no time, so it may have served any of"
            return only_one(list(every.values()), doubt), chosen.words
        return only_one(models, f"{name} serves"), chosen.words

    def live(self, package: Entity | None, deployments: Iterable[ReviewedDeployment]) -> Iterable[Entity]:
        """The endpoints that serve the model."""
        last = {
            each.endpoint.arn: each.endpoint for each in deployments if each.may_serve and not each.replaced
        }
        names = [] if package is None or self._as_of else package.text("servedby").split(", ")
        for name in filter(None, names):
            last |= {each.arn: each for each in self._finder.endpoints(name)}
        for endpoint in last.values():
            arns = [] if self._as_of else [each.casefold() for each in package_arns(record_of(endpoint))]
            if not arns or (package and package.source.casefold() in arns):
                yield endpoint

    def of_model(self, down: Subgraph, package: Entity | None) -> Iterable[ReviewedDeployment]:
        """Yield the deployments below a model, oldest first, each with the time of the next one of its endpoint."""
        by_arn = {each.arn: each for each in down.entities}
        links = [
            (by_arn[each.source], by_arn[each.destination])
            for each in down.associations
            if by_arn[each.source].type == DEPLOYED_TYPE and by_arn[each.destination].type == "Endpoint"
        ]
        endpoints = {endpoint.arn: endpoint for _, endpoint in links}
        orders = {arn: self._completed(endpoint) for arn, endpoint in endpoints.items()}
        for action, endpoint in sorted(links, key=lambda link: by_time(link[0])):
            order = orders[endpoint.arn]
            place = next((i for i, each in enumerate(order) if each.action.arn == action.arn), None)
            if package and place is not None and _of_another(order[place], package):
                continue
            following = order[place + 1] if place is not None and place + 1 < len(order) else None
            yield ReviewedDeployment(action, endpoint, following.action.created if following else None)

    def _deployed(self, action: str) -> list[Entity]:
        """The model packages of a deployment; without one, its model files."""
        near = self._store.neighbors(action, Direction.UPSTREAM)
        models = list({each.entity.arn: each.entity for each in near if each.entity.type == "Model"}.values())
        return [each for each in models if is_package(each)] or models

    def _completed(self, endpoint: Entity) -> list[Deployment]:
        """All completed deployments of an endpoint until the time, oldest first."""
        if endpoint.arn not in self._orders:
            self._orders[endpoint.arn] = self._read_completed(endpoint)
        return self._orders[endpoint.arn]

    def _read_completed(self, endpoint: Entity) -> list[Deployment]:
        found = near(self._store, endpoint.arn)
        by_arn = {each.arn: each for each in found.entities}
        return in_order(
            Deployment(
                each,
                tuple(by_arn[link.source] for link in found.associations if link.destination == each.arn),
            )
            for each in found.entities
            if each.type == DEPLOYED_TYPE and self._filter.passes(each)
        )


def _of_another(deployment: Deployment, package: Entity) -> bool:
    """True when a deployment names other packages, and not this one."""
    packages = {each.arn for each in deployment.packages}
    return bool(packages) and package.arn not in packages


def only_one(models: Sequence[Entity], words: str) -> Entity:
    """Return the only model. Raises NotAssessable when there are several: each has an audit of its own."""
    if len(models) == 1:
        return models[0]
    listed = "\n".join(f"  {plain(title(each), 80)}  {visible(each.arn)}" for each in models)
    raise NotAssessable(
        f"{words} {len(models)} models. Audit each by its ARN:\n{listed}", [each.arn for each in models]
    )


def by_time(entity: Entity) -> tuple[datetime, str]:
    """The order of entities by their creation; those of one time by their ARNs."""
    return entity.created or datetime.min.replace(tzinfo=UTC), entity.arn
