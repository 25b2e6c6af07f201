"""The lineage of an entity as a text tree."""

from itertools import pairwise

import pytest

from lineage_viz.arn import end_without_row
from lineage_viz.errors import EntityNotFound, SettingsError
from lineage_viz.model import Association, Entity, Properties
from lineage_viz.questions.text_tree import upstream_tree
from lineage_viz.store.local import LocalStore
from tests import demo_once
from tests.sample import SAMPLE, B, Listed


def lines(links: str, **properties: Properties) -> list[str]:
    """The tree of `a`; "ba cb" means b → a, c → b."""
    names = sorted({"a", *properties, *links.replace(" ", "")})
    entities = tuple(Entity(name, "artifact", properties.get(name, {"type": "DataSet"})) for name in names)
    associations = tuple(Association(link[0], "Produced", link[1]) for link in links.split())
    return list(upstream_tree(LocalStore([Listed(entities, associations)]), "a"))


def test_a_batch_transform_down_to_its_raw_data() -> None:
    assert list(upstream_tree(LocalStore([SAMPLE]), B)) == [
        "pipelines-d84ewltjmxhe-AbaloneTransform-Q7w8E9r0T1 [SageMakerTransformJob, Failed, 13 Jul 2022]",
        "├── batch [DataSet, 13 Jul 2022] ContributedTo ↑",
        "├── model.tar.gz [Model, 13 Jul 2022] ContributedTo ↑",
        "│   └── pipelines-d84ewltjmxhe-AbaloneTrain-A0QiDGuY6z [SageMakerTrainingJob, 13 Jul 2022] Produced ↑",
        "│       ├── sagemaker-xgboost:1.5-1 [Image, 13 Jul 2022] ContributedTo ↑",
        "│       └── train [DataSet, 13 Jul 2022] ContributedTo ↑",
        "│           └── pipelines-d84ewltjmxhe-Preprocess-3KYZVpyX11"
        " [SageMakerProcessingJob, 13 Jul 2022] Produced ↑",
        "│               ├── preprocess.py [DataSet, 13 Jul 2022] ContributedTo ↑",
        "│               ├── raw.csv [DataSet, 13 Jul 2022] ContributedTo ↑",
        "│               └── sagemaker-scikit-learn:1.2-1-cpu-py3 [Image, 13 Jul 2022] ContributedTo ↑",
        "└── sagemaker-xgboost:1.5-1 [Image, 13 Jul 2022] ContributedTo ↑ (shown above)",
    ]


def test_an_entity_with_nothing_upstream_is_one_line() -> None:
    assert lines("") == ["a [DataSet]"]


def test_a_name_of_a_megabyte_is_cut() -> None:
    (line,) = lines("", a={"name": "x" * 2**20})
    assert len(line) < 400


def test_a_cycle_ends_at_its_first_entity() -> None:
    assert lines("ba ab aa") == [
        "a [DataSet]",
        "├── a [DataSet] Produced ↑ (shown above)",
        "└── b [DataSet] Produced ↑",
        "    └── a [DataSet] Produced ↑ (shown above)",
    ]


def test_an_entity_with_two_consumers_shows_its_sources_once() -> None:
    assert lines("ba ca db dc ed") == [
        "a [DataSet]",
        "├── b [DataSet] Produced ↑",
        "│   └── d [DataSet] Produced ↑",
        "│       └── e [DataSet] Produced ↑",
        "└── c [DataSet] Produced ↑",
        "    └── d [DataSet] Produced ↑ (shown above)",
    ]


def test_an_unresolved_entity_is_marked_and_a_missing_type_is_replaced_by_the_label() -> None:
    assert lines("ba", b={"unresolved": True}) == [
        "a [DataSet]",
        "└── b [artifact, outside this account or deleted] Produced ↑",
    ]
    assert (
        lines("ba", b=dict(end_without_row("b").properties))[1]
        == "└── b [artifact, no row in this folder] Produced ↑"
    )


def test_hostile_names_stay_on_their_line() -> None:
    hostile = {"name": "x\x1b[2J\n└── fake \u202egz", "type": "Mo\ndel", "status": "Fai\x07led"}
    assert lines("ba", b=hostile) == ["a [DataSet]", "└── x� └── fake �gz [Mo del, Fai�led] Produced ↑"]


def test_parallel_associations_share_a_line_and_an_unnamed_type_is_left_out() -> None:
    ends = (Entity("a", "artifact"), Entity("b", "action"))
    both = (Association("b", "Produced", "a"), Association("b", "DerivedFrom", "a"))
    assert list(upstream_tree(LocalStore([Listed(ends, both)]), "a"))[1:] == [
        "└── b [action] DerivedFrom, Produced ↑"
    ]
    unnamed = (Association("b", "edge", "a"),)
    assert list(upstream_tree(LocalStore([Listed(ends, unnamed)]), "a"))[1:] == ["└── b [action]"]


def test_the_last_line_counts_the_entities_beyond_the_cut() -> None:
    found = list(upstream_tree(LocalStore([SAMPLE]), B, max_entities=4))
    assert len(found) == 5
    assert found[-1] == "… and 6 more upstream (cut at 4 entities)"


def test_a_long_lineage_is_no_problem() -> None:
    names = [f"{number:04}" for number in range(3_000)]
    chain = tuple(Association(b, "Produced", a) for a, b in pairwise(names))
    store = LocalStore([Listed(tuple(Entity(name, "artifact") for name in names), chain)])
    assert sum(1 for _ in upstream_tree(store, "0000", max_entities=5_000)) == 3_000


def test_an_unknown_arn_is_refused() -> None:
    with pytest.raises(EntityNotFound):
        list(upstream_tree(LocalStore([SAMPLE]), "nothing"))


class TestDemo:
    """Facts in the tree, against the demo's records."""

    STORE = demo_once.store()

    def tree(self, key: str, deployment: str = "") -> list[str]:
        return list(upstream_tree(self.STORE, demo_once.account().findings[key], deployment=deployment))

    def test_each_line_says_its_facts(self) -> None:
        found = self.tree("deployed-though-rejected")
        assert found[0] == (
            "promo-uplift-models/1 [Model, live without approval, Rejected by omar-farouk on 21 Oct 2025, "
            "validation:auc 0.683, "
            "served by promo-uplift-prod, owner jonas-meyer, 20 Oct 2025]"
        )
        (training,) = [line for line in found if "SageMakerTrainingJob" in line]
        assert "validation:auc 0.683, took 1.7 h, owner jonas-meyer" in training
        assert any("train.parquet" in line and "ContributedTo as train ↑" in line for line in found)
        assert any("[Approval, Rejected by omar-farouk, 21 Oct 2025]" in line for line in found)
        assert not any("Completed" in line for line in found)

    def test_the_evaluation_of_a_model_follows_with_its_test_data(self) -> None:
        found = self.tree("deployed-though-rejected")
        start = next(n for n, line in enumerate(found) if line.startswith("evaluation.json [DataSet"))
        assert "-Evaluate-" in found[start + 1]
        assert any("test.parquet" in line for line in found[start:])
        assert found[-1] == "(with 1 processing job that read the model before the decision)"
        assert self.tree("never-evaluated")[-1].endswith("(shown above)"), (
            "no words about evaluations of a file"
        )

    def test_an_endpoint_is_the_lineage_of_one_deployment(self) -> None:
        now = self.tree("rolled-back")
        assert now[0].startswith(
            "search-ranking-prod [Endpoint, In service, serves search-ranking-models/10 since 15 Feb 2026"
        )
        assert sum("ModelDeployment" in line for line in now) == 1
        assert any("search-ranking-models/10 [" in line for line in now)
        assert now[-1] == (
            "(what it serves now: search-ranking-models/10, 15 Feb 2026; 10 earlier deployments are not shown)"
        )
        for choice, version in (("11", 11), ("search-ranking-models/9", 9), ("2025-12-25", 7)):
            found = self.tree("rolled-back", choice)
            assert any(f"search-ranking-models/{version} [" in line for line in found), choice
            assert sum("ModelDeployment" in line for line in found) == 1
        assert sum("[ModelDeployment" in line for line in self.tree("rolled-back", "all")) == 11

    @pytest.mark.parametrize(
        ("key", "words"), [("rolled-back", "Choose one by its version"), ("complete", "no deploym")]
    )
    def test_a_deployment_that_is_none_is_refused_with_the_choices(self, key: str, words: str) -> None:
        with pytest.raises(SettingsError, match=f"'12' names no deployment of this entity.*{words}"):
            self.tree(key, "12")
