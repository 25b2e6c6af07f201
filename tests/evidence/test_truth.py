"""Each fact of the demo equals a truth that no code of `evidence/` derives: the events of which the account was made.

The generator keeps these events (`demo/history.py`): who registered and decided what and when, what was deployed and
deleted. Facts are derived from the API records and the lineage that are made of the events.
"""

from collections import defaultdict
from datetime import datetime
from importlib import import_module
from itertools import islice

import pytest

from lineage_viz.demo import Account, Record, demo_account
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.history import Decision, Deployment, History
from lineage_viz.demo.products import products
from lineage_viz.demo.records.texts import reason
from lineage_viz.demo.source import DemoSource
from lineage_viz.evidence import with_facts
from lineage_viz.evidence.columns import COLUMNS
from lineage_viz.evidence.fact import SOURCES, Fact, FactState, facts_of
from lineage_viz.evidence.words import decisions_of, rows, warning
from lineage_viz.model import Entity

KNOWN, NOT_RECORDED, NOT_READ = FactState
WORDS = {"Approved": "Approved", "Rejected": "Rejected", "PendingManualApproval": "Pending approval"}
KEY_METRICS = {
    "xgboost": "validation:auc",
    "pytorch": "validation:f1",
    "deepar": "test:RMSE",
    "lambdamart": "validation:ndcg@10",
    "transformer": "eval:accuracy",
}
"""The metric of each algorithm that a data scientist would name first."""


class Made:
    """The demo account with its events and its facts."""

    def __init__(self, account: Account, history: History) -> None:
        self.account, self.history = account, history
        source = DemoSource(account)
        self.entities = {each.arn: each for each in source.entities()}
        self.associations = list(source.associations())

    def facts(self, arn: str) -> dict[str, Fact]:
        entity = self.entities[arn]
        return facts_of(entity, [cell.partition(":")[0] for cell in COLUMNS[entity.label]])

    def version(self, source: str) -> str:
        return source.rpartition("model-package/")[2]

    def decisions(self, source: str) -> list[Decision]:
        found = list(self.history.decisions.get(source, []))
        return [*found, self.history.unnoticed[source]] if source in self.history.unnoticed else found

    def completed(self, endpoint: str) -> list[Deployment]:
        """The deployments of an endpoint that did not fail."""
        return [
            each
            for each in self.history.deployments[endpoint]
            if self.entities[each.action].status != "Failed"
        ]

    def live(self) -> dict[str, Deployment]:
        """The deployment in force of each endpoint that exists and works."""
        return {
            endpoint: all_[-1]
            for endpoint, all_ in self.history.deployments.items()
            if endpoint not in self.history.deleted and all_[-1] in self.completed(endpoint)
        }

    def endpoints(self) -> dict[str, str]:
        """The contexts of endpoints by the ARN of the endpoint."""
        return {each.source: each.arn for each in self.entities.values() if each.type == "Endpoint"}


@pytest.fixture(scope="module")
def made() -> Made:
    kept: list[Builder] = []

    class Kept(Builder):
        def __init__(self, *args: str) -> None:
            super().__init__(*args)
            kept.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("lineage_viz.demo.generate"), "Builder", Kept)
        account = demo_account()
    return Made(account, kept[0].history)


def name_of(user: Record) -> str:
    """The person in a user of the generator: a Studio profile, or the session of a role."""
    if "UserProfileName" in user:
        return str(user["UserProfileName"])
    role, session = user["IamIdentity"]["Arn"].split("/")[1:]
    return f"{session} (role {role})"


def second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def value(fact: Fact) -> object:
    """The value of a fact; its state and its source must agree with it."""
    assert fact.state is (NOT_RECORDED if fact.value is None else KNOWN), fact
    assert bool(fact.source) is (fact.value is not None), fact
    return fact.value


def test_the_decision_about_each_package_is_the_last_event(made: Made) -> None:
    for source, registration in made.history.registrations.items():
        facts, events = made.facts(registration.package), made.decisions(source)
        last = events[-1] if events else None
        status = last.status if last else "PendingManualApproval"
        is_open = status == "PendingManualApproval"
        assert value(facts["approval"]) == WORDS[status], source
        assert value(facts["decidedby"]) == (None if is_open or not last else name_of(last.by)), source
        assert value(facts["decidedat"]) == (None if is_open or not last else second(last.at)), source
        assert value(facts["decidedafter"]) is None, "no snapshot is older than this one"
        at_once = last is not None and last.at == registration.at
        why = "" if is_open or at_once else reason(made.version(source), status)
        assert value(facts["approvalreason"]) == (why or None), source


def test_the_history_of_each_package_has_every_event_in_order(made: Made) -> None:
    for source, registration in made.history.registrations.items():
        events = made.decisions(source)
        package = made.entities[registration.package]
        found = [(each.words, each.source != "") for each in decisions_of(package)]
        wanted = [f"{WORDS[each.status]} by {name_of(each.by)}" for each in events]
        if not events:
            assert [words for words, _ in found] == [f"Pending approval by {registration.execution.person}"]
        else:
            assert [words for words, _ in found] == wanted, source
        assert all(sourced for _, sourced in found)


def test_the_owner_of_each_package_registered_it(made: Made) -> None:
    for source, registration in made.history.registrations.items():
        events = made.history.decisions.get(source, [])
        by = name_of(events[0].by) if events else registration.execution.person
        assert value(made.facts(registration.package)["owner"]) == by, source


def test_a_package_is_live_where_it_is_the_last_deployment(made: Made) -> None:
    served: defaultdict[str, list[str]] = defaultdict(list)
    for endpoint, last in made.live().items():
        served[last.package].append(endpoint.rpartition("/")[2])
    assert len(served) > 15
    for registration in made.history.registrations.values():
        endpoints = ", ".join(sorted(served[registration.package])) or None
        assert value(made.facts(registration.package)["servedby"]) == endpoints, registration.source


def test_each_endpoint_serves_its_last_deployment_since_then(made: Made) -> None:
    live = made.live()
    for endpoint, arn in made.endpoints().items():
        facts = made.facts(arn)
        deleted = endpoint in made.history.deleted
        status = "Deleted" if deleted else "InService" if endpoint in live else "Failed"
        assert value(facts["endpointstatus"]) == status, endpoint
        if endpoint not in live:
            assert (value(facts["serves"]), value(facts["servessince"])) == (None, None), endpoint
            continue
        last = live[endpoint]
        if last.package:
            assert value(facts["serves"]) == made.version(made.entities[last.package].source), endpoint
        else:
            folder, _, _, file = made.entities[last.model].source.split("/")[-4:]
            serves = str(value(facts["serves"]))
            assert serves.startswith("a model without a package: "), endpoint
            assert serves.endswith(f" ({folder}/{file})"), endpoint
        assert value(facts["servessince"]) == second(last.at), endpoint


def test_each_deployment_is_replaced_by_the_next_one(made: Made) -> None:
    for endpoint in made.history.deployments:
        done = made.completed(endpoint)
        for number, each in enumerate(done):
            facts = made.facts(each.action)
            following = second(done[number + 1].at) if number + 1 < len(done) else None
            assert value(facts["replacedat"]) == following, each
            if each.package:
                assert value(facts["deploys"]) == made.version(made.entities[each.package].source), each


def test_an_endpoint_and_its_model_file_say_that_they_are_live_without_approval(made: Made) -> None:
    endpoints, found = made.endpoints(), 0
    for endpoint, last in made.live().items():
        model = made.entities[last.package or last.model]
        decided = made.decisions(model.source) if last.package else []
        open_ = "Pending approval" if last.package else "in no model package"
        decision = WORDS[decided[-1].status] if decided else open_
        name = str(made.facts(endpoints[endpoint])["serves"].value).removeprefix(
            "a model without a package: "
        )
        without = f"{name} ({decision})" if decision != "Approved" else ""
        assert warning(made.entities[endpoints[endpoint]]) == (
            f"Live without approval: it serves {without}." if without else ""
        )
        assert warning(model).startswith("Live without approval: ") is bool(without), model.source
        if not last.package:
            where = endpoint.rpartition("/")[2]
            assert warning(model) == f"Live without approval: {where} serves {without}."
        found += bool(without)
    assert found > 3


def jobs(made: Made) -> list[Record]:
    return [each for each in made.account.trial_components if "Source" in each]


def test_each_job_has_its_step_its_execution_and_its_owner(made: Made) -> None:
    starters = {
        each["PipelineExecutionArn"].rpartition("/")[2]: name_of(each["CreatedBy"])
        for each in made.account.records["PipelineExecution"]
    }
    for job in jobs(made):
        facts, name = made.facts(job["TrialComponentArn"]), job["TrialComponentName"].split("-")
        by_hand = name[0] != "pipelines"
        assert value(facts["execution"]) == (None if by_hand else name[1]), name
        assert value(facts["step"]) == (None if by_hand else name[2]), name
        by = job.get("CreatedBy") or {}
        owner = name_of(by) if by else starters.get(name[1])
        assert value(facts["owner"]) == owner, name


def test_each_job_has_its_duration_and_its_key_metric(made: Made) -> None:
    assert {each.algorithm.name for each in islice(products(), 12)} == set(KEY_METRICS)
    rated = 0
    for job in jobs(made):
        facts = made.facts(job["TrialComponentArn"])
        times = job.get("StartTime"), job.get("EndTime")
        took = (second(times[1]) - second(times[0])).total_seconds() if all(times) else None
        assert value(facts["duration"]) == took, job["TrialComponentName"]
        metrics = {each["MetricName"]: each["Last"] for each in job.get("Metrics", ())}
        (best,) = [name for name in KEY_METRICS.values() if name in metrics] or [""]
        assert value(facts["keymetric"]) == (f"{best} {metrics[best]:.3g}" if best else None), metrics
        rated += bool(best)
    assert rated > 100


def test_each_package_has_the_key_metric_of_its_training(made: Made) -> None:
    metrics = {each["TrialComponentArn"]: each.get("Metrics", ()) for each in jobs(made)}
    rated = 0
    for source, registration in made.history.registrations.items():
        training = made.history.trainings.get(registration.model, "imported")
        values = {each["MetricName"]: each["Last"] for each in metrics.get(training, ())}
        (best,) = [name for name in KEY_METRICS.values() if name in values] or [""]
        found = value(made.facts(registration.package)["keymetric"])
        assert found == (f"{best} {values[best]:.3g}" if best else None), source
        rated += bool(best)
    assert rated > 100


def test_each_named_input_and_output_of_a_job_has_its_role(made: Made) -> None:
    links: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for each in made.associations:
        role = str(each.properties.get("role", ""))
        links[each.source].append((each.destination, role))
        links[each.destination].append((each.source, role))
    checked = 0
    for job in jobs(made):
        named: defaultdict[str, set[str]] = defaultdict(set)
        for kind in ("InputArtifacts", "OutputArtifacts"):
            for name, artifact in job.get(kind, {}).items():
                named[artifact["Value"].rstrip("/")].add(name)
        for other, role in links[job["TrialComponentArn"]]:
            wanted = named.get(made.entities[other].source.rstrip("/"), set())
            assert set(filter(None, role.split(", "))) == wanted, (job["TrialComponentName"], other)
            checked += bool(wanted)
    assert checked > 1000


KINDS = {
    "model package": ("approvalreason", "owner"),
    "endpoint": ("endpointstatus", "servedby"),
    "job": ("step", "execution"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_record_that_was_refused_leaves_its_facts_not_read(made: Made, kind: str) -> None:
    bare = [without_record(each) for each in made.entities.values()]
    why = "the role may not call sagemaker:Search"
    entities, _ = with_facts(bare, made.associations, {kind: why})
    states = defaultdict(set)
    for each in entities:
        names = [cell.partition(":")[0] for cell in COLUMNS[each.label]] if each.label in COLUMNS else []
        if SOURCES in each.properties:
            for name, fact in facts_of(each, names).items():
                states[name].add((fact.state, fact.source if fact.state is NOT_READ else ""))
    for name in KINDS[kind]:
        assert (NOT_READ, why) in states[name], name
    others = [name for other, names in KINDS.items() if other != kind for name in names if name != "owner"]
    for name in others:
        assert (NOT_READ, why) not in states[name], name
    package = next(each for each in entities if each.arn == made.account.findings["complete"])
    (approval,) = [row for row in rows(package) if row.name == "approval"]
    assert approval.value == "Approved", "the lineage still tells it"
    registry = (
        f"the registry was not read: {why}" if kind == "model package" else "the registry has no status"
    )
    assert approval.source == f"an approval action in the lineage; {registry}"


def without_record(entity: Entity) -> Entity:
    kept = {name: value for name, value in entity.properties.items() if name != "record"}
    return Entity(entity.arn, entity.label, kept)
