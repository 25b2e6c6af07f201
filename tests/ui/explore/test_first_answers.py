"""The panel's answer about the approval of a model package."""

from lineage_viz.model import Association, Entity
from lineage_viz.store.local import LocalStore
from lineage_viz.ui.explore.first_answers import approval
from tests.sample import ENTITIES, HOME, SAMPLE, START, K, Listed, M


def test_the_panel_of_a_package_tells_the_newest_decision_in_the_lineage() -> None:
    rejected = Entity(
        HOME + "action/rejected",
        "action",
        {
            "type": "Approval",
            "status": "Completed",
            "name": "abalonemodelpackagegroupname-1-Rejected-1657729999-aws-model-package",
            "creationtime": START.replace(day=20),
        },
    )
    later = Listed((*ENTITIES, rejected), (*SAMPLE.links, Association(rejected.arn, "ContributedTo", K)))
    for source, words in ((SAMPLE, "Pending approval, 13 Jul"), (later, "Rejected, 20 Jul")):
        store = LocalStore([source])
        assert approval(store, store.get(K))["Approval"].startswith(words)
        assert approval(store, store.get(M)) == {}
