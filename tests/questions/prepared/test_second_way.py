"""Each prepared question, for every entity that it takes, against plain code over networkx: on the demo with the
planted lineage, and on a generated account."""

import re
from collections.abc import Callable, Iterable, Mapping

import networkx as nx
import pytest

from lineage_viz.demo import generate
from lineage_viz.demo.source import DemoSource
from lineage_viz.model import Association, Entity
from lineage_viz.questions.prepared import BY_NAME, EVER, NOW, QUESTIONS, Form, ask
from lineage_viz.store.base import LineageSource, Store
from lineage_viz.store.local import LocalStore
from tests.demo_once import source
from tests.questions.prepared.planted import PLANTED

Answers = Callable[[str, str], Iterable[str]]
"""The ARNs of the answer about an entity, for a choice."""

_TRAIN, _PROCESS, _TRANSFORM = "SageMakerTrainingJob", "SageMakerProcessingJob", "SageMakerTransformJob"


GENERATED = generate(entities=300, seed=18, planted=False)


@pytest.fixture(scope="module", params=["demo", "generated"])
def parts(request: pytest.FixtureRequest) -> tuple[LineageSource, ...]:
    return (source(), PLANTED) if request.param == "demo" else (DemoSource(GENERATED),)


@pytest.fixture(scope="module")
def store(parts: tuple[LineageSource, ...]) -> Store:
    return LocalStore(parts)


class Plain:
    """The lineage as a plain graph, and the questions asked of it without the library."""

    def __init__(self, entities: Iterable[Entity], links: Iterable[Association]) -> None:
        self.of = {each.arn: each for each in entities}
        self.graph = nx.DiGraph((each.source, each.destination) for each in links)
        self.graph.add_nodes_from(self.of)
        passed = [each for each in self.of if self.type(each) not in (_TRANSFORM, "ModelDeployment")]
        self.ways = nx.DiGraph(self.graph.subgraph(each for each in passed if not self.is_model(each)))
        self.kinds = {(each.source, each.destination, each.type) for each in links}

    def up(self, arn: str, when: str = EVER) -> set[str]:
        starts = self._in_force(arn) if when == NOW and self.type(arn) == "Endpoint" else [arn]
        return set().union(*(nx.ancestors(self.graph, each) for each in starts)) - set(starts)

    def down(self, arn: str) -> set[str]:
        return set(nx.descendants(self.graph, arn))

    def type(self, arn: str) -> str:
        return self.of[arn].type

    def typed(self, arns: Iterable[str], *types: str) -> set[str]:
        return {each for each in arns if self.type(each) in types}

    def jobs(self, arns: Iterable[str]) -> set[str]:
        return {each for each in arns if self.of[each].label == "trial_component"}

    def after(self, arn: str, link: str, type_: str) -> set[str]:
        return {
            each for each in self.graph[arn] if (arn, each, link) in self.kinds and self.type(each) == type_
        }

    def before(self, arn: str, link: str, *types: str) -> set[str]:
        found = self.graph.pred[arn]
        return {each for each in found if (each, arn, link) in self.kinds and self.type(each) in types}

    def trained_on(self, data: str) -> set[str]:
        """Each model at the end of a simple way over jobs and data alone."""
        near = {data, *nx.descendants(self.ways, data)}
        ends = {end for each in near for end in self.graph[each] if self.is_model(end)}
        return {each for each in ends if self.before(each, "Produced", _TRAIN)}

    def is_model(self, arn: str) -> bool:
        return self.type(arn) == "Model" and self.of[arn].label == "artifact"

    def is_package(self, arn: str) -> bool:
        return self.is_model(arn) and ":model-package/" in self.of[arn].source

    def endpoints(self, model: str, when: str) -> set[str]:
        models = {model} | self.after(model, "ContributedTo", "Model")
        deployments = set().union(*(self.after(each, "ContributedTo", "ModelDeployment") for each in models))
        ever = set().union(*(self.after(each, "AssociatedWith", "Endpoint") for each in deployments))
        return {each for each in ever if when == EVER or self._serves(each, deployments)}

    def _serves(self, endpoint: str, deployments: set[str]) -> bool:
        """By the record of the endpoint: it names what one of these deployments deployed."""
        on_it = deployments & self.before(endpoint, "AssociatedWith", "ModelDeployment")
        deployed = {self.of[each].text("deploys") for each in on_it}
        names = re.split("[ ,()]+", self.of[endpoint].text("serves"))
        return self._is_in_service(endpoint) and not deployed.isdisjoint(names)

    def _is_in_service(self, endpoint: str) -> bool:
        return self.of[endpoint].text("endpointstatus") in ("InService", "")

    def _in_force(self, endpoint: str) -> list[str]:
        """The newest completed deployment of each version that the record names."""
        if not self._is_in_service(endpoint):
            return []
        names = self.of[endpoint].text("serves").split(", ")
        made = self.before(endpoint, "AssociatedWith", "ModelDeployment")
        done = sorted((each for each in made if self.of[each].status == "Completed"), key=self._made)
        by_names = {self.of[each].text("deploys"): each for each in done}
        whole = by_names.get(", ".join(names))
        if whole:
            return [whole]
        return [by_names[each] for each in names if each in by_names] or done[-1:]

    def _made(self, arn: str) -> str:
        return str(self.of[arn].created or "")

    def lacks(self, what: str) -> set[str]:
        packages = filter(self.is_package, self.of)
        return {each for each in packages if not self._has(each, what)}

    def _has(self, package: str, what: str) -> bool:
        both = {package} | self.before(package, "ContributedTo", "Model")
        match what:
            case "approval":
                return self.of[package].text("approval") == "Approved"
            case "evaluation":
                return any(self.typed(self.graph[each], _PROCESS) for each in both)
            case "commit" | "owner":
                return bool(self.of[package].text(what))
            case "metric" | "model card":
                return bool(self.of[package].text({"metric": "keymetric"}.get(what, "modelcard")))
        return any(self.before(each, "Produced", _TRAIN) for each in both)

    def untraceable(self) -> set[str]:
        models = {each for each in self.of if self.is_model(each)}
        files = {each: {each} | self.before(each, "ContributedTo", "Model") for each in models}
        untrained = {m for m in models if not any(self.before(each, "Produced", _TRAIN) for each in files[m])}
        data = self.typed(self.of, "DataSet", "Dataset")
        unread = {each for each in data if not self.graph[each]}
        return untrained | unread | {each for each, one in self.of.items() if one.unresolved}


@pytest.fixture(scope="module")
def plain(parts: tuple[LineageSource, ...]) -> Plain:
    return Plain(
        [each for part in parts for each in part.entities()],
        [each for part in parts for each in part.associations()],
    )


def answers(plain: Plain) -> Mapping[str, Answers]:
    data = ("DataSet", "Dataset")

    def with_image(image: str) -> set[str]:
        ran = plain.jobs(each for each in plain.graph[image] if (image, each, "ContributedTo") in plain.kinds)
        return set().union(*(plain.before(each, "ContributedTo", *data) for each in ran))

    def made_with(image: str) -> set[str]:
        ran = plain.after(image, "ContributedTo", _TRAIN)
        return set().union(*(plain.after(each, "Produced", "Model") for each in ran))

    def from_data(data_set: str, when: str) -> set[str]:
        return set().union(*(plain.endpoints(each, when) for each in plain.trained_on(data_set)))

    def behind(approval: str) -> set[str]:
        return set().union(*(plain.up(each) for each in plain.after(approval, "ContributedTo", "Model")))

    def of_group(group: str) -> set[str]:
        return set(filter(plain.is_package, plain.before(group, "AssociatedWith", "Model")))

    return {
        "data-sets-of": lambda arn, when: plain.typed(plain.up(arn, when), *data),
        "data-sets-from": lambda arn, _: plain.typed(plain.down(arn), *data),
        "data-sets-with-image": lambda arn, _: with_image(arn),
        "jobs-behind": lambda arn, when: plain.jobs(plain.up(arn, when)),
        "failed-jobs-behind": lambda arn, when: {
            each for each in plain.jobs(plain.up(arn, when)) if plain.of[each].status in ("Failed", "Stopped")
        },
        "jobs-after": lambda arn, _: plain.jobs(plain.down(arn)),
        "execution-of": lambda arn, _: [arn],
        "executions-behind": lambda arn, when: plain.jobs(plain.up(arn, when)),
        "models-trained-on": lambda arn, _: plain.trained_on(arn),
        "models-trained-with": lambda arn, _: made_with(arn),
        "models-from": lambda arn, _: filter(plain.is_model, plain.down(arn)),
        "endpoints-of": plain.endpoints,
        "endpoints-from-data": from_data,
        "actions-of": lambda arn, _: {
            each for each in plain.graph.pred[arn] if plain.of[each].label == "action"
        },
        "covered-by": lambda arn, _: plain.after(arn, "ContributedTo", "Model"),
        "data-behind-approval": lambda arn, _: plain.typed(behind(arn), *data),
        "decisions-of-group": lambda arn, _: of_group(arn),
    }


ABOUT_AN_ENTITY = [each.name for each in QUESTIONS if each.takes and each.takes[0].form is Form.ENTITY]


@pytest.mark.parametrize("name", ABOUT_AN_ENTITY)
def test_the_answer_about_every_entity_is_the_one_of_plain_code(
    store: Store, plain: Plain, name: str
) -> None:
    question, expected = BY_NAME[name], answers(plain)[name]
    first, *choice = question.takes
    for each in filter(first.of.passes, plain.of.values()):
        for when in choice[0].choices if choice else ("",):
            values = {first.name: each.arn} | ({choice[0].name: when} if choice else {})
            found = [row.entity.arn for row in ask(store, question, values).rows]
            assert len(found) == len(set(found)), (each.arn, when)
            assert set(found) == set(expected(each.arn, when)), (each.arn, when)


@pytest.mark.parametrize("what", BY_NAME["models-without"].takes[0].choices)
def test_packages_that_lack_something_are_those_of_plain_code(store: Store, plain: Plain, what: str) -> None:
    rows = ask(store, BY_NAME["models-without"], {"what": what}).rows
    assert {row.entity.arn for row in rows} == plain.lacks(what)


def test_all_that_nobody_can_trace_is_that_of_plain_code(store: Store, plain: Plain) -> None:
    rows = ask(store, BY_NAME["not-traceable"], {}).rows
    assert {row.entity.arn for row in rows} == plain.untraceable()
