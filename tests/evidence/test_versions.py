"""The versions of several files and images of one package or endpoint, and of addresses that no service knows."""

from typing import Any

import pytest

from lineage_viz.aws_evidence.addresses import files_of, images_of
from lineage_viz.evidence.fact import FactState, as_properties, not_read
from lineage_viz.model import Entity
from lineage_viz.picture.card_facts import key_fact
from tests.evidence.fraud_lineage import (
    IMAGE,
    context,
    derived,
    endpoint,
    entity,
    fact,
    package,
    registry,
    row,
)

READ = "2026-03-01T00:00:00Z"
A, B = "s3://bucket/a.tar.gz", "s3://bucket/b.tar.gz"
OTHER = IMAGE.replace(":1", ":2")
DIGESTS = {IMAGE: "sha256:" + "a" * 64, OTHER: "sha256:" + "b" * 64}


def of_files(
    *found: dict[str, Any], etags: tuple[str | None, ...] = ('"aa"', '"bb"')
) -> tuple[dict[str, Entity], Entity]:
    """A package with two containers, and these answers of S3."""
    containers = [
        {"Image": IMAGE, "ModelDataUrl": uri, **({"ModelDataETag": etag} if etag else {})}
        for uri, etag in zip((A, B), etags, strict=True)
    ]
    record = registry(InferenceSpecification={"Containers": containers})
    version = package(1, {**record, "Files": [{"ReadAt": READ, **each} for each in found]})
    return derived([version]), version


@pytest.mark.parametrize(
    ("second", "etags", "words"),
    [
        ({"Uri": B, "ETag": "bb"}, ('"aa"', '"bb"'), "unchanged since the registration"),
        ({"Uri": B, "ETag": "xx"}, ('"aa"', '"bb"'), "replaced: its ETag differs (b.tar.gz)"),
        ({"Uri": B, "Absent": True}, ('"aa"', '"bb"'), "missing (b.tar.gz)"),
        ({"Uri": B, "NotRead": "S3 refused it"}, ('"aa"', '"bb"'), "not read: S3 refused it"),
        ({"Uri": B, "ETag": "bb"}, ('"aa"', None), "not recorded"),
        ({}, ('"aa"', '"bb"'), "not read: S3 was not asked (--evidence s3)"),
    ],
)  # fmt: skip
def test_the_worst_model_file_of_a_package_is_the_fact(
    second: dict[str, Any], etags: tuple[str | None, ...], words: str
) -> None:
    for order in (0, 1):
        answers = [{"Uri": A, "ETag": "aa"}, second]
        found, version = of_files(*(answers if order else answers[::-1]), etags=etags)
        assert row(found, version, "modelfile") == words


def test_the_versions_of_several_files_are_told_apart() -> None:
    found, version = of_files({"Uri": A, "ETag": "aa"}, {"Uri": B, "ETag": "bb"})
    assert fact(found, version, "fileversion").value == "ETag aa (a.tar.gz), ETag bb (b.tar.gz)"


def test_the_containers_of_additional_specifications_count() -> None:
    more = [{"Name": "gpu", "Containers": [{"Image": OTHER, "ModelDataUrl": B, "ModelDataETag": '"bb"'}]}]
    first = {"Containers": [{"Image": IMAGE, "ModelDataUrl": A, "ModelDataETag": '"aa"'}]}
    record = registry(InferenceSpecification=first, AdditionalInferenceSpecifications=more)
    answers = [{"Uri": A, "ETag": "aa", "ReadAt": READ}, {"Uri": B, "ETag": "xx", "ReadAt": READ}]
    version = package(1, {**record, "Files": answers})
    assert row(derived([version]), version, "modelfile") == "replaced: its ETag differs (b.tar.gz)"
    assert (files_of(version), images_of(version)) == ((A, B), (IMAGE, OTHER))


def variant(image: str, *, now: str = "", kind: str = "ProductionVariants") -> dict[str, Any]:
    """A variant that runs an image, and the digest that its tag has now."""
    deployed = {"SpecifiedImage": image, "ResolvedImage": f"{image.partition(':')[0]}@{DIGESTS[image]}"}
    return {
        kind: [{"VariantName": kind, "DeployedImages": [deployed]}],
        "now": {image: now or DIGESTS[image]},
    }


def running(*variants: dict[str, Any]) -> tuple[dict[str, Entity], Entity]:
    """An endpoint with these variants, and the answers of ECR about their images."""
    kinds = {kind: [each for one in variants for each in one.get(kind, ())]
             for kind in ("ProductionVariants", "ShadowProductionVariants")}  # fmt: skip
    now = {uri: digest for one in variants for uri, digest in one.get("now", {}).items()}
    images = [{"Uri": uri, "Digest": digest, "ReadAt": READ} for uri, digest in now.items()]
    prod = context(3, {**endpoint(**kinds), "Images": images})
    return derived([prod]), prod


def test_each_variant_of_an_endpoint_counts_also_a_shadow() -> None:
    shadow = variant(OTHER, kind="ShadowProductionVariants")
    found, prod = running(variant(IMAGE), shadow)
    assert (
        fact(found, prod, "imagedigest").value
        == f"{DIGESTS[IMAGE]} (fraud:1), {DIGESTS[OTHER]} (fraud:2, shadow)"
    )
    assert row(found, prod, "imagemoved") == "no: the tag has the same image"
    assert images_of(prod) == (IMAGE, OTHER)
    moved = variant(OTHER, now="sha256:" + "c" * 64, kind="ShadowProductionVariants")
    found, prod = running(variant(IMAGE), moved)
    assert row(found, prod, "imagemoved") == f"yes: the tag has sha256:{'c' * 64} (fraud:2, shadow)"
    found, prod = running(variant(IMAGE), {"ProductionVariants": [{"VariantName": "b"}]})
    assert row(found, prod, "imagedigest") == "not recorded"


def test_an_address_that_a_service_is_not_asked_about_is_not_called_unasked() -> None:
    image = IMAGE.replace("amazonaws.com", "amazonaws.eu")
    containers = {"Containers": [{"Image": image, "ModelDataUrl": "s3://My_Bucket/a.tar.gz"}]}
    version = package(1, registry(InferenceSpecification=containers))
    found = derived([version])
    assert row(found, version, "modelfile") == "not read: S3 is not asked about an address of this form"
    assert row(found, version, "imagemoved") == "not read: ECR is not asked about an address of this form"


def test_a_card_says_that_a_version_was_refused() -> None:
    refused = as_properties({"fileversion": not_read("S3 refused it")})
    file = Entity(
        "arn:d", "artifact", {"type": "DataSet", "sourceuri": "s3://b/2026-03/train.csv", **refused}
    )
    assert key_fact(file).whole == "2026-03 · version not read"
    answered = entity(
        "artifact/d",
        "artifact",
        "DataSet",
        0,
        {"Files": [{"Uri": A, "NotRead": "S3 refused it"}]},
        sourceuri=A,
    )
    found = derived([answered])
    assert fact(found, answered, "fileversion").state is FactState.NOT_READ
    assert key_fact(found[answered.arn]).whole == "version not read"
