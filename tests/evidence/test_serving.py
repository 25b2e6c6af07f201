"""The versions that endpoints serve, where lineage and the records do not tell one plain story."""

from typing import Any

import pytest

from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.fact import NOT_RECORDED as NOTHING_RECORDED
from lineage_viz.evidence.fact import FactState
from lineage_viz.evidence.record import RECORD
from lineage_viz.evidence.words import warning
from lineage_viz.model import Association, Entity, Subgraph
from lineage_viz.picture.card_facts import Tone, key_fact
from lineage_viz.questions.served import served
from lineage_viz.sagemaker_lineage.resource_records import model_names
from lineage_viz.ui.fact_cells import where_live
from tests.evidence.fraud_lineage import (
    ENDPOINT,
    NOTHING,
    chain,
    context,
    day,
    deployment,
    derived,
    endpoint,
    entity,
    fact,
    model,
    of_version,
    package,
    registry,
    row,
)

KNOWN, NOT_RECORDED, NOT_READ = FactState
ONE, TWO = package(1, registry()), package(2, registry("Rejected"))
FIRST, SECOND = deployment(1, 3), deployment(2, 60)


def live(record: Any, not_read: Any = NOTHING) -> tuple[dict[str, Entity], Entity]:
    """An endpoint with this record, to which version 1 was deployed."""
    prod = context(3, record)
    return derived([ONE, TWO, FIRST, prod], chain(ONE, FIRST, prod), not_read), prod


@pytest.mark.parametrize("made", [{}, {"CreationTime": "2026-03-02T00:00:00Z"}])
def test_an_endpoint_made_again_under_its_name_leaves_the_earlier_one_deleted(made: dict[str, str]) -> None:
    record = endpoint(model("m", of_version(2)), **made)
    old, new = context(3, record, "old"), context(60, record, "new")
    found = derived([ONE, TWO, FIRST, SECOND, old, new], [*chain(ONE, FIRST, old), *chain(TWO, SECOND, new)])
    assert fact(found, old, "endpointstatus").value == "Deleted"
    assert fact(found, old, "serves").value is None
    assert RECORD not in found[old.arn].properties, "it is the record of the other one"
    assert (fact(found, new, "serves").value, fact(found, new, "servessince").value) == ("fraud/2", day(60))
    assert (fact(found, TWO, "servedby").value, fact(found, ONE, "servedby").value) == ("new", None)


def test_the_record_of_an_endpoint_without_a_context_is_not_that_of_the_deleted_one() -> None:
    old = context(3, endpoint(model("m", of_version(2)), CreationTime="2026-03-02T00:00:00Z"))
    found = derived([ONE, TWO, FIRST, old], chain(ONE, FIRST, old))
    assert fact(found, old, "endpointstatus").value == "Deleted"
    assert fact(found, ONE, "servedby").value is None
    assert fact(found, TWO, "servedby").value == "fraud-prod", "a live version is never hidden"


def test_without_records_the_newest_context_of_an_endpoint_is_the_one_of_now() -> None:
    old, new = context(3, name="old"), context(60, name="new")
    links = [*chain(ONE, FIRST, old), *chain(TWO, SECOND, new)]
    found = derived([ONE, TWO, FIRST, SECOND, old, new], links, {"endpoint": "denied"})
    assert (fact(found, old, "serves").value, fact(found, new, "serves").value) == (None, "fraud/2")


@pytest.mark.parametrize(
    ("status", "serves"),
    [
        ("InService", "fraud/1"), ("Updating", "fraud/1"), ("SystemUpdating", "fraud/1"), ("RollingBack", "fraud/1"),
        ("UpdateRollbackFailed", "fraud/1"), ("ANewStatus", "fraud/1"), ("OutOfService", None), ("Creating", None),
        ("Deleting", None), ("Failed", None),
    ],
)  # fmt: skip
def test_each_status_of_sagemaker_counts_as_it_is_documented(status: str, serves: str | None) -> None:
    found, prod = live(endpoint(model("m", of_version(1)), status=status))
    assert fact(found, prod, "serves").value == serves
    assert brief(found[prod.arn])[0].startswith("serves nothing: ") is (serves is None)
    assert (row(found, prod, "serves") == "nothing") is (serves is None)
    assert key_fact(found[prod.arn]).whole.startswith("serves nothing") is (serves is None)


def test_what_a_deleted_endpoint_leaves_says_so_where_endpoints_were_read() -> None:
    every = [ONE, TWO, FIRST, SECOND, prod := context(3)]
    links = [*chain(ONE, FIRST, prod), *chain(TWO, SECOND, prod)]
    gone, unread = derived(every, links), derived(every, links, {"endpoint": "denied"})
    says = [
        " ".join((*brief(gone[each.arn]), key_fact(gone[each.arn]).whole)) for each in (prod, SECOND, TWO)
    ]
    assert "serves nothing: deleted" in says[0]
    assert "its endpoint was deleted deployed v2 · endpoint deleted" in says[1]
    assert "was on fraud-prod, now deleted" in says[2]
    assert where_live(gone[TWO.arn]) == "not now: fraud-prod was deleted"
    assert fact(gone, ONE, "endpointgone") is NOTHING_RECORDED, "it was replaced before"
    assert row(gone, FIRST, "endpointgone") == "fraud-prod"
    assert not any("deleted" in " ".join(brief(each)) for each in unread.values())


def test_a_failed_rollback_serves_both_versions_and_says_that_it_is_uncertain() -> None:
    found, prod = live(endpoint(model("m", of_version(2)), status="UpdateRollbackFailed"))
    serves = fact(found, prod, "serves")
    assert serves.value == "fraud/2, fraud/1"
    assert "uncertain" in serves.source
    assert key_fact(found[prod.arn]).whole == "serves v2, v1 without approval", "version 2 is rejected"
    approved = key_fact(Entity("e", "context", {**found[prod.arn].properties, "unapproved": ""}))
    assert (approved.whole, approved.tone) == ("may serve v2, v1: update failed", Tone.BAD)
    assert brief(found[prod.arn])[1] == "may serve fraud/2, fraud/1: its update and the rollback failed"
    assert fact(found, prod, "servessince").value is None
    assert [fact(found, each, "servedby").value for each in (ONE, TWO)] == ["fraud-prod", "fraud-prod"]


@pytest.mark.parametrize("kind", ["endpoint configuration", "model"])
def test_a_refused_configuration_or_model_is_not_read_and_never_nothing(kind: str) -> None:
    found, prod = live(endpoint(), {kind: "AWS denied it"})
    assert fact(found, prod, "serves").value == "fraud/1"
    assert "was not read: AWS denied it" in fact(found, prod, "serves").source
    assert row(found, TWO, "servedby") == "not read: AWS denied it"
    bare = derived([TWO, prod], (), {kind: "AWS denied it"})
    assert row(bare, prod, "serves") == "not read: AWS denied it"
    assert brief(bare[prod.arn]) == ["served version not read"]
    assert key_fact(bare[prod.arn]).whole == "version not read"


def test_a_variant_whose_model_was_refused_hides_the_version() -> None:
    config = {"ProductionVariants": [{"VariantName": "a", "ModelName": "m9"}]}
    found, prod = live(endpoint(config=config), {"model": "AWS denied it"})
    assert row(found, prod, "serves") == "not read: AWS denied it"
    found, prod = live(endpoint(config=config))
    assert row(found, prod, "serves") == "a model without a package: m9 (record not found)"


@pytest.mark.parametrize("status", ["Rejected", "PendingManualApproval", "Approved"])
def test_where_models_were_refused_the_lineage_still_tells_a_live_version_without_approval(
    status: str,
) -> None:
    config = {"ProductionVariants": [{"VariantName": "a", "ModelName": "m"}]}
    one, prod = package(1, registry(status)), context(3, endpoint(config=config))
    found = derived([one, FIRST, prod], chain(one, FIRST, prod), {"model": "AWS denied it"})
    decision = {"PendingManualApproval": "Pending approval"}.get(status, status)
    assert fact(found, one, "servedby").value == "fraud-prod"
    assert fact(found, one, "servedby").source.endswith(
        "(the record of its model was not read: AWS denied it)"
    )
    assert row(found, prod, "serves") == "not read: AWS denied it"
    lacks = "" if status == "Approved" else f", by the lineage fraud/1 ({decision})"
    assert warning(found[prod.arn]) == (
        f"Live without approval: it serves m (record not read) (approval not read){lacks}."
    )
    assert key_fact(found[prod.arn]).wordings == ("Live without approval",)
    assert key_fact(found[prod.arn]).tone is Tone.BAD
    assert warning(found[one.arn]) == (
        "" if status == "Approved" else f"Live without approval: fraud-prod serves it. {decision}."
    )


def test_an_endpoint_of_inference_components_does_not_serve_nothing() -> None:
    found, prod = live(endpoint(config={"ProductionVariants": [{"VariantName": "a"}]}))
    assert row(found, prod, "serves").startswith("not recorded: a variant of the endpoint names no model")
    assert brief(found[prod.arn]) == ["served version not recorded"]
    assert row(found, ONE, "servedby").startswith("not recorded: fraud-prod: a variant")
    chosen = served(Subgraph((found[prod.arn], FIRST, ONE), tuple(chain(ONE, FIRST, prod))))
    assert chosen is not None
    assert chosen.words.startswith(
        "the last completed deployment in the lineage, as its version now is not recorded"
    )


def test_models_without_a_package_are_named() -> None:
    found, prod = live(endpoint(model("m", of_version(1)), model("raw")))
    assert fact(found, prod, "serves").value == "fraud/1, and a model without a package: raw"
    assert key_fact(found[prod.arn]).whole == "serves v1, and a model without a package: raw without approval"
    found, prod = live(endpoint(model("raw"), model("other")))
    assert fact(found, prod, "serves").value == "models without a package: raw, other"
    assert fact(found, prod, "servessince").value is None
    assert fact(found, ONE, "servedby").value is None, "the record counts, not the last deployment"


def test_a_deployment_of_a_model_file_is_the_one_in_force_when_the_record_has_the_file() -> None:
    file = entity("artifact/file", "artifact", "Model", 0, sourceuri="s3://b/run-7/model.tar.gz")
    image = entity(
        "artifact/image", "artifact", "Image", 0, sourceuri="1.dkr.ecr.eu-west-1.amazonaws.com/x:1"
    )
    prod = context(3, endpoint(model("raw", ModelDataUrl=file.source)))
    links = [*chain(file, FIRST, prod), Association(image.arn, "ContributedTo", FIRST.arn, {})]
    found = derived([file, image, FIRST, prod], links)
    assert fact(found, prod, "serves").value == "a model without a package: raw (run-7/model.tar.gz)"
    assert fact(found, prod, "servessince").value == day(3)
    chosen = served(Subgraph(tuple(found[each.arn] for each in (prod, FIRST, file, image)), tuple(links)))
    assert chosen is not None
    assert chosen.words.startswith("what it serves now: ")


def test_shadow_variants_count_and_are_said() -> None:
    config = {
        "ProductionVariants": [{"VariantName": "a", "ModelName": "m1"}],
        "ShadowProductionVariants": [{"VariantName": "b", "ModelName": "m2"}],
    }
    found, prod = live(endpoint(model("m2", of_version(2)), model("m1", of_version(1)), config=config))
    assert fact(found, prod, "serves").value == "fraud/1, fraud/2 (shadow)"
    assert key_fact(found[prod.arn]).whole == "serves v1, v2 (shadow) without approval"
    assert fact(found, TWO, "servedby").value == "fraud-prod"
    assert model_names(config) == ["m1", "m2"]


def test_a_package_is_found_by_its_arn_in_any_case_and_by_its_bare_name() -> None:
    upper = of_version(1).upper().replace("ARN:AWS", "arn:aws")
    for name in (of_version(1), upper, upper.casefold(), "fraud/1", "Fraud/1"):
        found, prod = live(endpoint(model("m", name)))
        assert (fact(found, prod, "serves").value, fact(found, ONE, "servedby").value) == (
            "fraud/1",
            "fraud-prod",
        )
    other = of_version(1).replace("123456789012", "999999999999")
    found, prod = live(endpoint(model("m", other)))
    assert (fact(found, prod, "serves").value, fact(found, ONE, "servedby").value) == ("fraud/1", None)


def test_no_endpoint_of_this_account_is_not_no_endpoint() -> None:
    assert row(derived([ONE]), ONE, "servedby") == "no endpoint of this account"


def test_an_endpoint_of_another_account_is_not_read() -> None:
    shared = context(3, source=ENDPOINT.replace("123456789012", "999999999999"))
    found = derived([ONE, FIRST, shared], chain(ONE, FIRST, shared))
    assert row(found, shared, "endpointstatus").startswith(
        "not read: the endpoint is in account 999999999999"
    )
    assert fact(found, shared, "serves").value == "fraud/1"
