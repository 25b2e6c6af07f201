"""The formats of a bundle, read and validated by libraries of others."""

import base64
import json
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from google.protobuf import json_format
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from openlineage.client import event_v2, facet_v2
from openlineage.client.generated import (
    dataset_version_dataset,
    job_type_job,
    ownership_job,
    parent_run,
    source_code_location_job,
    symlinks_dataset,
    test_run,
)
from prov.model import ProvDocument
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

from lineage_viz.audit.bundle.archive import unzipped
from lineage_viz.audit.bundle.envelope import STATEMENT, sealed
from lineage_viz.audit.bundle.key import key_id, pem
from lineage_viz.audit.bundle.making import bundle
from lineage_viz.audit.bundle.making import members as members_of
from lineage_viz.audit.bundle.member import EVENTS, ML_BOM, PROV, REPORT, SCHEMA, SUMMARY, TEST_RESULT
from lineage_viz.audit.bundle.sums import digest
from lineage_viz.audit.follow_up import FollowUp, FollowUps, FollowUpState
from lineage_viz.audit.formats.ml_bom.bom import ml_bom
from lineage_viz.audit.formats.prov_document import prov_json
from lineage_viz.audit.formats.statements import FAILED, LEVEL
from lineage_viz.audit.report import Report
from lineage_viz.store.base import Store
from tests import demo_once
from tests.audit.awkward import NAME, renamed
from tests.audit.conftest import Audit
from tests.takeaway.conftest import NASTY

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
STORIES = ("complete", "approval-withdrawn", "deployed-without-package", "awkward")

FACETS = {
    "version": dataset_version_dataset.DatasetVersionDatasetFacet,
    "symlinks": symlinks_dataset.SymlinksDatasetFacet,
    "jobType": job_type_job.JobTypeJobFacet,
    "ownership": ownership_job.OwnershipJobFacet,
    "sourceCodeLocation": source_code_location_job.SourceCodeLocationJobFacet,
    "parent": parent_run.ParentRunFacet,
    "test": test_run.TestRunFacet,
}


@pytest.fixture(scope="module")
def reports(demo: Store, audit: Audit) -> dict[str, Report]:
    arn = demo_once.account().findings["approval-withdrawn"]
    awkward = renamed(demo, arn, "loyalty")
    model = awkward.review.model.arn
    every = tuple(
        FollowUp(1, datetime.now(UTC), NAME, False, model, each.check.id, NAME, None, state, NAME)
        for each, state in zip(awkward.results, FollowUpState, strict=False)
    )
    followed = awkward.with_follow_ups(FollowUps(every, date.today()))
    return {each: audit(each) for each in STORIES[:-1]} | {"awkward": followed}


@pytest.fixture(scope="module")
def bundles(reports: dict[str, Report]) -> dict[str, dict[str, bytes]]:
    return {
        name: {each.name: each.content for each in unzipped(bundle(report, KEY))[0]}
        for name, report in reports.items()
    }


@pytest.fixture(params=STORIES)
def members(request: pytest.FixtureRequest, bundles: dict[str, dict[str, bytes]]) -> dict[str, bytes]:
    return bundles[request.param]


def test_the_report_has_the_schema_in_the_bundle(members: dict[str, bytes]) -> None:
    jsonschema.validate(json.loads(members[REPORT]), json.loads(members[SCHEMA]))


def test_prov_has_both_schemas_and_survives_a_round_trip(members: dict[str, bytes]) -> None:
    text = members[PROV].decode()
    schemas = files("prov.tests") / "schemas"
    jsonschema.validate(json.loads(text), json.loads((schemas / "prov-json.schema.json").read_text("utf-8")))
    document = ProvDocument.deserialize(content=text, format="json")
    linked = document.serialize(format="jsonld")
    jsonschema.validate(
        json.loads(linked), json.loads((schemas / "prov-jsonld.schema.json").read_text("utf-8"))
    )
    assert ProvDocument.deserialize(content=document.serialize(format="json"), format="json") == document
    assert document.get_provn()


def test_prov_tells_who_decided_and_what_the_model_was_made_from(
    bundles: dict[str, dict[str, bytes]],
) -> None:
    found = json.loads(bundles["approval-withdrawn"][PROV])
    data = json.loads(bundles["approval-withdrawn"][REPORT])
    package = data["model"]["arn"]
    assert package in found["entity"]
    files_ = [
        each["prov:usedEntity"]
        for each in found["wasDerivedFrom"].values()
        if each["prov:generatedEntity"] == package
    ]
    assert any(each["prov:entity"] in files_ for each in found["wasGeneratedBy"].values())
    decisions = {each["prov:activity"] for each in found["used"].values() if each["prov:entity"] == package}
    people = {
        each["prov:agent"]
        for each in found["wasAssociatedWith"].values()
        if each["prov:activity"] in decisions
    }
    assert {each.rpartition("/")[2] for each in people} >= {"omar-farouk", "helen-strand", "peter-brandt"}


def test_an_id_that_is_no_arn_keeps_its_text_in_prov(reports: dict[str, Report]) -> None:
    from tests.sample import Listed  # noqa: F401 - the sample has the same ids

    found = json.loads(prov_json(reports["awkward"]))
    labels = [each.get("prov:label") for each in found["entity"].values()]
    assert any(NAME in str(each) for each in labels)


@pytest.mark.parametrize("version", [SchemaVersion.V1_6, SchemaVersion.V1_7])
@pytest.mark.parametrize("story", STORIES)
def test_cyclonedx_is_strictly_valid(reports: dict[str, Report], story: str, version: SchemaVersion) -> None:
    bom = ml_bom(reports[story], version.to_version())
    assert JsonStrictValidator(version).validate_str(json.dumps(bom)) is None


def test_cyclonedx_names_only_what_it_has(members: dict[str, bytes]) -> None:
    bom = json.loads(members[ML_BOM])
    named = [*values(bom, "bom-ref")]
    assert len(named) == len(set(named))
    found = [
        *values(bom, "ref"),
        *values(bom, "dependsOn"),
        *values(bom, "assemblies"),
        *values(bom, "subjects"),
    ]
    found += [
        *values(bom, "requirement"),
        *values(bom, "claims"),
        *values(bom, "counterClaims"),
        *values(bom, "target"),
    ]
    found += [*values(bom, "evidence"), *values(bom, "counterEvidence"), *values(bom, "assessor")]
    assert {each for each in found if isinstance(each, str)} - set(named) == set()
    outcomes = {each["id"]: each["outcome"] for each in json.loads(members[REPORT])["checks"]}
    (attestation,) = bom["declarations"]["attestations"]
    for each in attestation["map"]:
        outcome = outcomes[each["requirement"].partition(":")[2]]
        assert each["conformance"]["rationale"].startswith(f"{outcome}: ")
        assert (each["conformance"].get("score") == 1) is (outcome == "pass")
        assert bool(each.get("counterClaims")) is (outcome in ("fail", "warn", "error"))
    assert bom["compositions"][0]["aggregate"] in ("incomplete", "unknown")


def values(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == name:
                yield from each if isinstance(each, list) else [each]
            yield from values(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from values(each, name)


def test_openlineage_has_run_events_that_its_own_classes_read(members: dict[str, bytes]) -> None:
    found = json.loads(members[EVENTS])
    assert found
    assert found == sorted(found, key=lambda each: each["eventTime"])
    for each in found:
        run = event_v2.Run(each["run"]["runId"], read(each["run"]["facets"]))
        job = event_v2.Job(each["job"]["namespace"], each["job"]["name"], read(each["job"]["facets"]))
        data = [[dataset(one) for one in each[side]] for side in ("inputs", "outputs")]
        event = event_v2.RunEvent(
            eventTime=each["eventTime"],
            run=run,
            job=job,
            producer=each["producer"],
            eventType=event_v2.RunState(each["eventType"]),
            inputs=data[0],
            outputs=data[1],
        )
        assert event._get_schema() == each["schemaURL"]
    assert {each["eventType"] for each in found} <= {"START", "COMPLETE", "FAIL", "ABORT", "OTHER"}


def dataset(found: dict[str, Any]) -> event_v2.Dataset:
    return event_v2.Dataset(found["namespace"], found["name"], facets=read(found["facets"]))


def read(facets: dict[str, Any]) -> dict[str, Any]:
    made = {}
    for name, found in facets.items():
        kind = FACETS[name]
        members = {key: value for key, value in found.items() if not key.startswith("_")}
        made[name] = kind(**members)
        assert kind._get_schema() == found["_schemaURL"]
        assert isinstance(made[name], facet_v2.BaseFacet)
    return made


def test_the_registration_has_the_checks_as_tests(bundles: dict[str, dict[str, bytes]]) -> None:
    found = json.loads(bundles["approval-withdrawn"][EVENTS])
    (event,) = (each for each in found if "test" in each["run"]["facets"])
    tests = {each["name"]: each["status"] for each in event["run"]["facets"]["test"]["tests"]}
    assert (tests["live-still-approved"], tests["image-moved"], tests["secrets"]) == (
        "fail",
        "skip",
        "pass",
    )


@pytest.mark.parametrize("name", [TEST_RESULT, SUMMARY])
def test_statements_are_valid_and_signed(members: dict[str, bytes], name: str) -> None:
    envelope = Envelope.from_dict(json.loads(members[name]))
    assert envelope.payload_type == STATEMENT
    key = SSlibKey.from_crypto(KEY.public_key(), key_id(KEY.public_key()))
    assert list(envelope.verify([key], 1)) == [key_id(KEY.public_key())]
    found = json.loads(envelope.payload)
    message = json_format.Parse(envelope.payload, statement_pb2.Statement())
    Statement.copy_from_pb(message).validate()
    if name == TEST_RESULT:
        json_format.ParseDict(found["predicate"], test_result_pb2.TestResult())
    assert found["subject"] == [{"name": REPORT, "digest": {"sha256": digest(members[REPORT])}}]
    envelope.payload = envelope.payload.replace(b"FAILED", b"PASSED").replace(b"report.json", b"report.jsom")
    with pytest.raises(VerificationError):
        envelope.verify([key], 1)


def test_the_verdict_is_that_of_the_report(bundles: dict[str, dict[str, bytes]]) -> None:
    for story, passed in (("complete", True), ("approval-withdrawn", False)):
        summary, result = (
            json.loads(base64.b64decode(json.loads(bundles[story][name])["payload"]))["predicate"]
            for name in (SUMMARY, TEST_RESULT)
        )
        assert summary["verificationResult"] == ("PASSED" if passed else "FAILED")
        assert summary["verifiedLevels"] == [LEVEL if passed else FAILED]
        assert "SLSA" not in json.dumps(summary)
        checks = json.loads(bundles[story][REPORT])["checks"]
        assert set(result["failedTests"]) == {each["id"] for each in checks if each["outcome"] == "fail"}
        assert set(result["passedTests"]) == {
            each["id"] for each in checks if each["outcome"] in ("pass", "not applicable")
        }
        assert len(checks) == len({*result["failedTests"], *result["passedTests"], *result["warnedTests"]})


@pytest.mark.parametrize(
    "name", ["".join(each for each in NASTY if len(each) < 100), "nul\0 and \ud800 and \x1b[31m"]
)
def test_no_name_breaks_a_bundle(demo: Store, name: str) -> None:
    found = {
        each.name: each.content
        for each in members_of(
            renamed(demo, demo_once.account().findings["approval-withdrawn"], "loyalty", name)
        )
    }
    jsonschema.validate(json.loads(found[REPORT]), json.loads(found[SCHEMA]))
    assert JsonStrictValidator(SchemaVersion.V1_7).validate_str(found[ML_BOM].decode()) is None
    assert ProvDocument.deserialize(content=found[PROV].decode(), format="json").get_provn()
    assert json.loads(found[EVENTS])


def test_an_envelope_without_a_key_has_no_signature() -> None:
    assert Envelope.from_dict(sealed(STATEMENT, b"{}", None)).signatures == {}
    assert pem(KEY.public_key()).startswith(b"-----BEGIN PUBLIC KEY-----")
