"""The scope of a picture: collapsed sides, removed entities, one lineage alone, a date."""

from dataclasses import replace
from datetime import UTC, datetime

from lineage_viz.model import Association, Direction, Entity, Subgraph
from lineage_viz.view.scope import Scope, scoped

UP, DOWN = Direction.UPSTREAM, Direction.DOWNSTREAM
LINKS = ("raw>job", "image>job", "job>model", "model>endpoint", "image>endpoint", "model>report")


def whole() -> Subgraph:
    links = [link.split(">") for link in LINKS]
    names = sorted({name for link in links for name in link})
    days = {"raw": 1, "image": 1, "job": 2, "model": 3, "endpoint": 9, "report": 9}
    entities = (
        Entity(n, "artifact", {"creationtime": datetime(2026, 1, days[n], tzinfo=UTC)}) for n in names
    )
    associations = tuple(Association(source, "ContributedTo", end) for source, end in links)
    return Subgraph(tuple(entities), associations, focus=("model",), hops=dict.fromkeys(names, 0))


def names(scope: Scope) -> set[str]:
    part = scoped(whole(), scope)
    shown = part.whole
    left_out = part.later + len(part.hidden) + part.behind + part.collapsed + part.elsewhere
    assert left_out == len(whole().entities) - len(shown.entities)
    arns = {entity.arn for entity in shown.entities}
    assert all(link.source in arns and link.destination in arns for link in shown.associations)
    assert shown.hops.keys() == arns
    return arns


def test_an_empty_scope_takes_out_nothing() -> None:
    assert scoped(whole(), Scope()).whole == whole()


def test_a_collapsed_side_takes_out_entities_that_only_it_leads_to() -> None:
    assert names(Scope(collapsed=frozenset({(UP, "job")}))) == {"job", "image", "model", "endpoint", "report"}
    assert names(Scope(collapsed=frozenset({(UP, "model")}))) == {"model", "endpoint", "report", "image"}
    assert names(Scope(collapsed=frozenset({(UP, "model"), (DOWN, "model")}))) == {"model"}
    assert names(Scope(collapsed=frozenset({(DOWN, "model")}))) == {
        "model",
        "job",
        "raw",
        "image",
        "endpoint",
    }


def test_a_removed_entity_takes_out_entities_that_only_it_connects_but_never_the_focus() -> None:
    assert names(Scope(removed=frozenset({"job"}))) == {"model", "endpoint", "report", "image"}
    part = scoped(whole(), Scope(removed=frozenset({"job", "model", "not in view"})))
    assert (part.hidden, part.behind) == ({"job"}, 1)
    assert names(Scope(removed=frozenset({"model"}))) == names(Scope())


def test_a_removed_entity_leaves_its_inputs_and_outputs_that_others_use() -> None:
    """The second step of a pipeline goes; the first one and the data between them still lead to the model."""
    links = [
        link.split(">") for link in ("raw>prepare", "prepare>train", "train>job", "job>model", "raw>job")
    ]
    entities = tuple(Entity(name, "artifact") for name in ("raw", "prepare", "train", "job", "model"))
    chain = Subgraph(entities, tuple(Association(a, "Produced", b) for a, b in links), ("model",))
    part = scoped(chain, Scope(removed=frozenset({"prepare"})))
    assert {entity.arn for entity in part.whole.entities} == {"raw", "train", "job", "model"}
    assert part.behind == 0


def test_only_one_lineage_keeps_the_focus() -> None:
    assert names(Scope(only="job")) == {"raw", "image", "job", "model", "endpoint", "report"}
    assert names(Scope(only="report")) == {"raw", "image", "job", "model", "report"}
    assert names(Scope(only="not in view")) == names(Scope())


def test_one_lineage_stays_alone_when_another_change_takes_its_entity_out() -> None:
    only_job = Scope(only="job")
    hidden = names(replace(only_job, removed=frozenset({"job"})))
    assert hidden == {"model", "endpoint", "image", "report"}
    report = Scope(only="report", removed=frozenset({"report"}))
    assert names(report) == {"raw", "image", "job", "model"}
    assert scoped(whole(), report).alone
    assert names(Scope(only="raw", collapsed=frozenset({(UP, "job")}))) == {
        "job",
        "model",
        "endpoint",
        "report",
    }
    early = datetime(2026, 1, 3, tzinfo=UTC)
    assert names(Scope(only="report", as_of=early)) == {"raw", "image", "job", "model"}
    assert not scoped(whole(), Scope(only="not in view")).alone


def test_as_of_a_date_later_entities_are_left_out() -> None:
    assert names(Scope(as_of=datetime(2026, 1, 3, tzinfo=UTC))) == {"raw", "image", "job", "model"}
    assert names(Scope(as_of=datetime(2025, 1, 1, tzinfo=UTC))) == {"model"}


def test_as_of_a_date_entities_not_yet_linked_with_the_focus_are_left_out() -> None:
    """The endpoint existed before the deployment that links it with the model."""
    start = whole()
    early, late = datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 9, tzinfo=UTC)
    old = Entity("old endpoint", "context", {"creationtime": early})
    deployment = Entity("deployment", "action", {"creationtime": late})
    grown = replace(
        start,
        entities=(*start.entities, deployment, old),
        associations=(
            *start.associations,
            Association("model", "ContributedTo", "deployment"),
            Association("deployment", "AssociatedWith", "old endpoint"),
        ),
    )
    then = scoped(grown, Scope(as_of=datetime(2026, 1, 3, tzinfo=UTC))).whole
    assert {entity.arn for entity in then.entities} == {"raw", "image", "job", "model"}
    now = scoped(grown, Scope(as_of=late)).whole
    assert {"deployment", "old endpoint"} <= {entity.arn for entity in now.entities}
    before = scoped(grown, Scope(as_of=early))
    assert {entity.arn for entity in before.whole.entities} == {"model"}
    assert before.early
