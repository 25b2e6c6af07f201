"""The components of a bill of materials: the model, its file, its data and its images; endpoints are services."""

from collections.abc import Iterator
from urllib.parse import quote

from lineage_viz.audit.formats.ml_bom.common import address, filled, properties
from lineage_viz.audit.formats.ml_bom.model_card import model_card
from lineage_viz.audit.formats.traits import commit, sha256, version
from lineage_viz.audit.review import Review
from lineage_viz.evidence.addresses import image_parts
from lineage_viz.evidence.record import containers, text
from lineage_viz.json_text import storable
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.title import title


def model_component(review: Review) -> dict[str, object]:
    """Return the reviewed model, with its card, its origin and its commit."""
    model = review.model
    group, _, number = model.source.rpartition("/")
    is_versioned = review.package is not None and number.isdigit()
    return filled(
        type_="machine-learning-model",
        bom_ref=model.arn,
        name=storable(group.rpartition("/")[2] if is_versioned else title(model)),
        version=number if is_versioned else "",
        description=storable(text(review.record(review.package), "ModelPackage", "ModelPackageDescription")),
        hashes=_hashes(model),
        pedigree=_pedigree(review),
        externalReferences=[_distribution(each) for each in review.files if each.source],
        modelCard=model_card(review),
        properties=_properties(model),
    )


def components(review: Review) -> Iterator[dict[str, object]]:
    """Yield the other artifacts of the reviewed lineage."""
    for entity in review.subgraph.entities:
        if entity.label == EntityLabel.ARTIFACT and entity.arn != review.model.arn:
            yield _component(entity)


def services(review: Review) -> Iterator[dict[str, object]]:
    """Yield the endpoints."""
    for entity in review.subgraph.entities:
        if entity.type == "Endpoint":
            yield filled(bom_ref=entity.arn, name=storable(title(entity)), properties=_properties(entity))


def _component(entity: Entity) -> dict[str, object]:
    image = image_parts(entity.source)
    kinds = {"Image": "container", "Model": "machine-learning-model", "DataSet": "data"}
    is_data = entity.type not in ("Image", "Model")
    data = {"type": "dataset", "name": storable(title(entity)), "contents": {"url": address(entity.source)}}
    return filled(
        type_=kinds.get(entity.type, "data"),
        bom_ref=entity.arn,
        name=storable(title(entity)),
        version=(image.tag or image.digest) if image else storable(version(entity)),
        hashes=_hashes(entity),
        purl=_purl(entity) if image else "",
        externalReferences=[_distribution(entity)] if entity.source and not is_data else [],
        data=[data] if is_data and entity.source else [],
        properties=_properties(entity),
    )


def _purl(entity: Entity) -> str:
    """The package URL of an image, by its digest (purl-spec, type `oci`); empty without a digest."""
    image = image_parts(entity.source)
    if image is None or not image.digest:
        return ""
    host = entity.source.split("/", 1)[0]
    where = quote(f"{host}/{image.repository}", safe="/")
    tag = f"&tag={quote(image.tag)}" if image.tag else ""
    return f"pkg:oci/{image.repository.rpartition('/')[2]}@{quote(image.digest)}?repository_url={where}{tag}"


def _pedigree(review: Review) -> dict[str, object]:
    """The models that this one comes from, and the commits of its code."""
    files = {each.arn for each in review.files}
    found = [each for each in review.upstream() if each.type == "Model" and each.arn not in files]
    ancestors = [
        {"type": "machine-learning-model", "bom-ref": f"ancestor:{each.arn}", "name": storable(title(each))}
        for each in found
    ]
    named = {text(each, "BaseModel", "HubContentName") for each in containers(review.record(review.package))}
    ancestors += [
        {"type": "machine-learning-model", "name": storable(name)} for name in sorted(named) if name
    ]
    commits = dict.fromkeys(code for each in (review.model, *review.producers) if (code := commit(each)))
    return filled(ancestors=ancestors, commits=[{"uid": each} for each in commits])


def _distribution(entity: Entity) -> dict[str, object]:
    return filled(type_="distribution", url=address(entity.source), hashes=_hashes(entity))


def _hashes(entity: Entity) -> list[dict[str, str]]:
    found = sha256(entity)
    return [{"alg": "SHA-256", "content": found}] if found else []


def _properties(entity: Entity) -> list[dict[str, str]]:
    return properties(
        arn=entity.arn,
        type=entity.type,
        source=entity.source,
        version=version(entity),
        state=entity.text("approval") or entity.text("endpointstatus") or entity.status,
        unresolved="true" if entity.unresolved else "",
    )
