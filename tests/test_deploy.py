"""The cluster template keeps the promises of docs/neptune.md. Tests cannot deploy it; cfn-lint works offline."""

import re
from collections.abc import Mapping
from typing import Any

import boto3
import jmespath
import pytest

from lineage_viz import settings
from lineage_viz.health.bucket import PERMISSIONS as S3_ACTIONS
from lineage_viz.health.console import ACTIONS as CONSOLE_ACTIONS
from lineage_viz.health.evidence import PERMISSIONS as EVIDENCE_ACTIONS
from lineage_viz.health.neptune_permissions import PERMISSIONS as NEPTUNE_ACTIONS
from lineage_viz.health.permissions import PERMISSIONS as SAGEMAKER_ACTIONS
from lineage_viz.settings import Settings
from tests.cloudformation import ROOT, actions_in, findings, statements_in, template_of, text_of, within

TEXT = text_of("neptune.yaml")
GUIDE = (ROOT / "docs" / "neptune.md").read_text("utf-8")
PAGE = (ROOT / "docs" / "administration.md").read_text("utf-8")
TEMPLATE = template_of(TEXT)
RESOURCES = TEMPLATE["Resources"]
CLUSTER = RESOURCES["Cluster"]["Properties"]
SETTINGS = {value for value in vars(settings).values() if str(value).startswith("LINEAGE_VIZ_")}


def statements(resource: str) -> list[Mapping[str, Any]]:
    """The statements of a role or policy of the template, with any conditions."""
    return statements_in(RESOURCES[resource])


def actions(*resources: str) -> set[str]:
    """The IAM actions that these roles and policies allow."""
    return actions_in(*(RESOURCES[resource] for resource in resources))


def operations(service: str) -> set[str]:
    client = boto3.client(service, region_name="eu-west-1", aws_access_key_id="-", aws_secret_access_key="-")
    return set(client.meta.service_model.operation_names)


def test_cfn_lint_finds_nothing() -> None:
    assert findings(TEXT) == set()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("neptune-db:StartLoaderJob", "neptune-db:StartLoadingJob"),
        ("sagemaker:ListAssociations", "sagemaker:ListEdges"),
        ("db.serverless", "db.t1.nano"),
        ("Cluster.ReadEndpoint", "Cluster.ReaderEndpoint"),
        ("IamAuthEnabled", "IamAuthentication"),
    ],
)
def test_cfn_lint_finds_wrong_actions_classes_and_attributes(right: str, wrong: str) -> None:
    assert right in TEXT
    assert findings(TEXT.replace(right, wrong)) != set()


def test_the_cluster_is_encrypted_signed_audited_and_protected() -> None:
    assert CLUSTER["StorageEncrypted"] is True
    assert CLUSTER["IamAuthEnabled"] is True
    assert CLUSTER["EnableCloudwatchLogsExports"] == ["audit"]
    assert RESOURCES["ClusterParameters"]["Properties"]["Parameters"]["neptune_enable_audit_log"] == "1"
    assert CLUSTER["DeletionProtection"] is True
    assert RESOURCES["Cluster"]["DeletionPolicy"] == RESOURCES["Cluster"]["UpdateReplacePolicy"] == "Snapshot"
    for resource in ("Bucket", "BucketPolicy"):
        assert RESOURCES[resource]["DeletionPolicy"] == RESOURCES[resource]["UpdateReplacePolicy"] == "Retain"


def test_the_engine_supports_the_gremlin_of_the_app() -> None:
    version, family = (
        TEMPLATE["Parameters"]["EngineVersion"],
        RESOURCES["ClusterParameters"]["Properties"]["Family"],
    )
    assert re.fullmatch(version["AllowedPattern"], version["Default"])
    assert not re.fullmatch(version["AllowedPattern"], "1.3.1.0")
    assert version["Default"].startswith(family.removeprefix("neptune") + ".")


def test_no_rule_is_open_to_everybody() -> None:
    assert "0.0.0.0/0" not in TEXT
    assert "::/0" not in TEXT
    range_allowed = re.compile(TEMPLATE["Parameters"]["ClientCidr"]["AllowedPattern"])
    assert range_allowed.match("10.0.0.0/8")
    assert not range_allowed.match("0.0.0.0/0")
    group = RESOURCES["SecurityGroup"]["Properties"]
    ports = {
        (rule["FromPort"], rule["ToPort"])
        for rule in within(group["SecurityGroupIngress"])
        if isinstance(rule, Mapping) and "FromPort" in rule
    }
    assert ports == {(8182, 8182)}
    assert [set(rule) & {"CidrIp", "CidrIpv6"} for rule in group["SecurityGroupEgress"]] == [set()]
    assert all(RESOURCES["Bucket"]["Properties"]["PublicAccessBlockConfiguration"].values())


@pytest.mark.parametrize(
    "resource", ["LoadRole", "ReadPolicy", "AdminPolicy", "EvidencePolicy", "ConsolePolicy"]
)
def test_every_action_allowed_is_named_in_full(resource: str) -> None:
    assert [statement["Effect"] for statement in statements(resource)] == ["Allow"] * len(
        statements(resource)
    )
    assert not [action for action in actions(resource) if "*" in action]


def test_only_sagemakers_list_and_search_are_granted_for_all_resources() -> None:
    for resource in ("LoadRole", "ReadPolicy", "AdminPolicy"):
        for statement in statements(resource):
            if statement.get("Resource") == "*":
                assert all(re.match(r"sagemaker:(List|Search)", action) for action in statement["Action"])


def test_readers_cannot_change_the_graph() -> None:
    assert actions("ReadPolicy") == {
        "neptune-db:GetEngineStatus",
        "neptune-db:GetGraphSummary",
        "neptune-db:ReadDataViaQuery",
    }


def test_the_console_may_ask_queries_and_end_them_and_nothing_else() -> None:
    assert actions("ConsolePolicy") == set(CONSOLE_ACTIONS)
    role = RESOURCES["ConsoleRole"]["Properties"]
    assert role["ManagedPolicyArns"] == [{"Ref": "ConsolePolicy"}]
    assert "Policies" not in role
    for action in CONSOLE_ACTIONS:
        assert action in GUIDE


def test_admins_may_call_the_operations_of_load_and_reset() -> None:
    assert {action.partition(":")[0] for action in actions("AdminPolicy")} == {
        "kms",
        "neptune-db",
        "s3",
        "sagemaker",
    }
    granted = {
        action.partition(":")[2] for action in actions("ReadPolicy", "AdminPolicy") if "neptune-db" in action
    }
    not_operations = {"ReadDataViaQuery", "WriteDataViaQuery", "DeleteDataViaQuery"}
    named_otherwise = {
        "GetGraphSummary": "GetPropertygraphSummary",
        "GetQueryStatus": "GetGremlinQueryStatus",
        "ResetDatabase": "ExecuteFastReset",
    }
    called = {named_otherwise.get(action, action) for action in granted - not_operations}
    assert not_operations < granted
    assert called <= operations("neptunedata")
    assert {
        "StartLoaderJob",
        "GetLoaderJobStatus",
        "ListLoaderJobs",
        "CancelLoaderJob",
        "ExecuteFastReset",
    } <= called


def test_an_export_may_call_the_operations_that_the_docs_list() -> None:
    granted = {
        action.partition(":")[2] for action in actions("AdminPolicy") if action.startswith("sagemaker:")
    }
    paragraph = re.search(r"An export needs the IAM actions.*?\n\n", PAGE, re.DOTALL)
    assert paragraph
    assert granted == set(re.findall(r"\b(?:List|Describe)\w+|\bSearch\b", paragraph[0]))
    assert granted <= operations("sagemaker")


def test_the_evidence_policy_allows_what_evidence_needs_and_no_more() -> None:
    needed = {each.action for each in EVIDENCE_ACTIONS}
    assert actions("EvidencePolicy") == {*needed, "s3:ListBucket"}  # with it, a missing file is no refusal
    for action in needed:
        assert action in PAGE
    everywhere = [each for each in statements("EvidencePolicy") if each["Resource"] == "*"]
    assert [each["Action"] for each in everywhere] == ["cloudtrail:LookupEvents"]


def test_the_policies_allow_the_actions_that_the_doctor_checks() -> None:
    needed = {each.action for table in (S3_ACTIONS, NEPTUNE_ACTIONS, SAGEMAKER_ACTIONS) for each in table}
    assert needed <= actions("ReadPolicy", "AdminPolicy")
    assert {each.action for each in NEPTUNE_ACTIONS if not each.loads} <= actions("ReadPolicy")


def outputs() -> list[Mapping[str, str]]:
    """The outputs of a stack as AWS answers them, with values."""
    filled = {
        "${Cluster.Endpoint}": "c.cluster-1.eu-west-1.neptune.amazonaws.com",
        "${Cluster.ReadEndpoint}": "c.cluster-ro-1.eu-west-1.neptune.amazonaws.com",
        "${Cluster.Port}": "8182",
        "${Name}": "bucket",
        "${BucketPrefix}": TEMPLATE["Parameters"]["BucketPrefix"]["Default"],
    }

    def value(given: Mapping[str, Any]) -> str:
        text = given.get("Fn::Sub", "arn:aws:iam::123456789012:role/named")
        text = text if isinstance(text, str) else text[0]
        for name, filling in filled.items():
            text = text.replace(name, filling)
        assert "${" not in text
        return text

    return [
        {"OutputKey": key, "OutputValue": value(output["Value"]), "Description": output["Description"]}
        for key, output in TEMPLATE["Outputs"].items()
    ]


def printed(about: str) -> Any:
    """The output of the guide's command for these outputs."""
    queries = [query for query in re.findall(r'--query "(Stacks.*?)"', GUIDE) if about in query]
    assert len(queries) == 1
    return jmespath.search(queries[0], {"Stacks": [{"Outputs": outputs()}]})


def test_a_command_of_the_guide_prints_settings_of_the_app() -> None:
    environment = dict(line.split("=", 1) for (line,) in printed("LineageViz"))
    assert set(environment) <= SETTINGS
    assert {"LINEAGE_VIZ_NEPTUNE", "LINEAGE_VIZ_BUCKET", "LINEAGE_VIZ_LOAD_ROLE"} <= set(environment)
    assert environment["LINEAGE_VIZ_BUCKET"] == "s3://bucket/lineage/"
    neptune = Settings.from_environment(environment).neptune
    assert neptune
    assert neptune.iam
    assert Settings.from_environment(environment).console == "arn:aws:iam::123456789012:role/named"
    assert neptune.writer == "wss://c.cluster-1.eu-west-1.neptune.amazonaws.com:8182/gremlin"
    assert neptune.reader == "wss://c.cluster-ro-1.eu-west-1.neptune.amazonaws.com:8182/gremlin"


def test_other_commands_print_the_policies_and_the_cluster() -> None:
    assert [key for key, _ in printed("PolicyArn")] == [
        "ReadPolicyArn",
        "AdminPolicyArn",
        "EvidencePolicyArn",
        "ConsolePolicyArn",
    ]
    assert printed("ClusterId") == ["arn:aws:iam::123456789012:role/named"]


def test_the_guide_names_every_required_parameter_and_no_unknown_one() -> None:
    given = set(re.findall(r"(?:^ {8}|`)([A-Z][A-Za-z0-9]+)=", GUIDE, re.MULTILINE))
    assert {name for name, parameter in TEMPLATE["Parameters"].items() if "Default" not in parameter} <= given
    assert given <= set(TEMPLATE["Parameters"])
