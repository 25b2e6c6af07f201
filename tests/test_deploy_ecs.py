"""The template for ECS and the image keep the promises of docs/operate.md. Tests cannot deploy them."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.cli.parser import build_parser
from lineage_viz.health import bucket
from lineage_viz.health.permissions import PERMISSIONS as SAGEMAKER_ACTIONS
from lineage_viz.settings import Settings
from lineage_viz.ui.sign_in_setting import sign_in_setting
from tests.cloudformation import (
    ROOT,
    actions_in,
    findings,
    statements_in,
    template_of,
    text_of,
    within,
)
from tests.test_deploy import SETTINGS
from tests.test_deploy import actions as cluster_actions

TEXT = text_of("ecs.yaml")
GUIDE = (ROOT / "docs" / "operate.md").read_text("utf-8")
IMAGE = (ROOT / "Dockerfile").read_text("utf-8")
TEMPLATE = template_of(TEXT)
RESOURCES = TEMPLATE["Resources"]
TASKS = ("AppTask", "ReloadTask")


def container(task: str) -> Any:
    (only,) = RESOURCES[task]["Properties"]["ContainerDefinitions"]
    return only


def test_cfn_lint_finds_nothing() -> None:
    assert findings(TEXT) == set()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("authenticate-oidc", "authenticate-openid"),
        ("ecs:RunTask", "ecs:StartOneTask"),
        ("ReadonlyRootFilesystem", "ReadOnlyRoot"),
        ("${Log.Arn}", "${Log.Name}"),
    ],
)
def test_cfn_lint_finds_wrong_words(right: str, wrong: str) -> None:
    assert right in TEXT
    assert findings(TEXT.replace(right, wrong)) != set()


@pytest.mark.parametrize("task", TASKS)
def test_a_task_may_change_only_its_data(task: str) -> None:
    properties, own = RESOURCES[task]["Properties"], container(task)
    assert own["ReadonlyRootFilesystem"] is True
    assert (
        own["User"] == "10001:10001" == RESOURCES["DataFolder"]["Properties"]["PosixUser"]["Uid"] + ":10001"
    )
    assert own["LinuxParameters"]["Capabilities"] == {"Drop": ["ALL"]}
    assert [mount["ContainerPath"] for mount in own["MountPoints"]] == ["/data"]
    assert properties["Volumes"][0]["EFSVolumeConfiguration"]["TransitEncryption"] == "ENABLED"
    assert properties["TaskRoleArn"] != properties["ExecutionRoleArn"]


def test_the_image_is_the_one_that_the_tasks_expect() -> None:
    assert "USER 10001:10001" in IMAGE
    assert "VOLUME /data" in IMAGE
    assert "LINEAGE_VIZ_DATA=/data" in IMAGE
    assert "--require-hashes" in IMAGE
    port = str(container("AppTask")["PortMappings"][0]["ContainerPort"])
    assert f"EXPOSE {port}" in IMAGE
    check = container("AppTask")["HealthCheck"]["Command"]
    assert json.dumps(check[1:]) in IMAGE
    assert f":{port}{RESOURCES['TargetGroup']['Properties']['HealthCheckPath']}" in check[-1]


def test_the_image_gets_the_app_and_no_secret() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" in ignored
    allowed = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", IMAGE, re.MULTILINE)
    assert {name for names in copied for name in names.split()} == allowed
    assert all((ROOT / name).exists() for name in allowed)


def test_the_settings_of_the_tasks_are_settings_of_the_app() -> None:
    for task in TASKS:
        given = [part for part in within(container(task)) if isinstance(part, dict) and "Name" in part]
        names = {part["Name"] for part in given if part["Name"].startswith("LINEAGE_VIZ_")}
        assert names
        assert names <= SETTINGS
    assert "Secrets" not in container("ReloadTask")


def test_secrets_are_no_text_of_the_template() -> None:
    secrets = container("AppTask")["Secrets"]
    assert {each["Name"] for each in secrets} == {"LINEAGE_VIZ_SIGN_IN", "LINEAGE_VIZ_METRICS_TOKEN"}
    listener = RESOURCES["Listener"]["Properties"]["DefaultActions"]
    assert "resolve:secretsmanager" in json.dumps(listener[0]["AuthenticateOidcConfig"]["ClientSecret"])


def test_the_command_of_the_guide_makes_the_secret_that_the_tasks_read(tmp_path: Path) -> None:
    section = re.search(r"^    (\[auth\]\n(?:    .+\n)+)", GUIDE, re.MULTILINE)
    command = re.search(r"^    (python -c .+?) > secret.json$", GUIDE, re.MULTILINE)
    assert section
    assert command
    text = section[1].replace("\n    ", "\n")
    (tmp_path / "sign-in.toml").write_text(text, "utf-8")
    _, *arguments = shlex.split(command[1])
    made = subprocess.run([sys.executable, *arguments], cwd=tmp_path, capture_output=True, check=True)
    secret = json.loads(made.stdout)
    assert sign_in_setting({"LINEAGE_VIZ_SIGN_IN": secret["sign_in"]})["redirect_uri"].endswith(
        "/oauth2callback"
    )
    assert Settings.from_environment({"LINEAGE_VIZ_METRICS_TOKEN": secret["metrics_token"]}).metrics_token
    listener, read = json.dumps(RESOURCES["Listener"]), json.dumps(container("AppTask")["Secrets"])
    assert "SecretString:client_secret}" in listener
    assert secret["client_secret"]
    for member in ("sign_in", "metrics_token"):
        assert f":{member}::" in read
    assert set(secret) == {"client_secret", "sign_in", "metrics_token"}


def test_only_people_who_signed_in_reach_the_app() -> None:
    listener = RESOURCES["Listener"]["Properties"]
    assert [action["Type"] for action in listener["DefaultActions"]] == ["authenticate-oidc", "forward"]
    assert listener["Protocol"] == "HTTPS"
    (ingress,) = RESOURCES["AppGroup"]["Properties"]["SecurityGroupIngress"]
    assert ingress["SourceSecurityGroupId"] == {"Ref": "LoadBalancerGroup"}
    for name, resource in RESOURCES.items():
        for rule in within(resource.get("Properties", {}).get("SecurityGroupIngress", [])):
            assert rule.get("CidrIp") != "0.0.0.0/0" if isinstance(rule, dict) else True, name
    pattern = TEMPLATE["Parameters"]["ClientCidr"]["AllowedPattern"]
    assert not re.match(pattern, "0.0.0.0/0")
    for service in (RESOURCES["Service"], RESOURCES["Schedule"]):
        assert "DISABLED" in {part for part in within(service) if isinstance(part, str)}


def test_data_survives_the_stack_and_is_encrypted_and_backed_up() -> None:
    files = RESOURCES["Files"]
    assert files["DeletionPolicy"] == files["UpdateReplacePolicy"] == "Retain"
    assert files["Properties"]["Encrypted"] is True
    assert files["Properties"]["BackupPolicy"] == {"Status": "ENABLED"}


ROLES = (
    "StartRole",
    "AppRole",
    "ReloadRole",
    "ReadLineage",
    "ReadSnapshots",
    "KeepSnapshots",
    "ScheduleRole",
)


def test_every_action_allowed_is_named_in_full_and_few_are_for_all_resources() -> None:
    for role in ROLES:
        assert not [action for action in actions_in(RESOURCES[role]) if "*" in action], role
        for statement in statements_in(RESOURCES[role]):
            if statement.get("Resource") == "*":
                named = statement["Action"]
                for action in [named] if isinstance(named, str) else named:
                    assert re.fullmatch(r"sagemaker:(List\w+|Search)|ecr:GetAuthorizationToken", action)


def test_the_app_itself_may_only_read_the_graph() -> None:
    assert actions_in(RESOURCES["AppRole"]) == {"sts:AssumeRole"}
    attached = RESOURCES["AppRole"]["Properties"]["ManagedPolicyArns"]
    assert [each["Fn::If"][0] for each in attached] == [
        *("WithReadPolicy", "AppLoads", "WithReloadInTheApp", "WithSnapshotsInS3", "AppKeeps")
    ]
    assert TEMPLATE["Parameters"]["ReloadInTheApp"]["Default"] == "no"


def test_the_tasks_may_do_what_the_doctor_tries_with_snapshots_in_s3() -> None:
    """The app itself reads only."""
    assert actions_in(RESOURCES["ReadSnapshots"]) == {"s3:ListBucket", "s3:GetObject"}
    granted = actions_in(RESOURCES["ReadSnapshots"]) | actions_in(RESOURCES["KeepSnapshots"])
    assert granted == {each.action for each in (*bucket.PERMISSIONS, bucket.DELETING)}
    pattern = TEMPLATE["Parameters"]["SnapshotsUri"]["AllowedPattern"]
    for uri in ("s3://lineage/", "s3://lineage/kept/prod/"):
        assert re.match(pattern, uri)
        assert Settings.from_environment({"LINEAGE_VIZ_SNAPSHOTS": uri}).in_s3


def test_the_reload_may_read_what_an_export_reads() -> None:
    needed = {each.action for each in SAGEMAKER_ACTIONS}
    granted = actions_in(RESOURCES["ReadLineage"])
    assert {action for action in needed if action.startswith("sagemaker:")} <= granted
    assert granted - {"sts:AssumeRole"} == {
        action for action in cluster_actions("AdminPolicy") if action.startswith("sagemaker:")
    }


def test_the_guide_names_every_required_parameter_and_no_unknown_one() -> None:
    given = set(re.findall(r"(?:^ {8}|`)([A-Z][A-Za-z0-9]+)=", GUIDE, re.MULTILINE))
    assert {name for name, parameter in TEMPLATE["Parameters"].items() if "Default" not in parameter} <= given
    assert given <= set(TEMPLATE["Parameters"])


def test_the_reload_is_a_command() -> None:
    parameter = TEMPLATE["Parameters"]["ReloadCommand"]
    for command in (parameter["Default"], "reload,--all"):
        assert command in f"{parameter['Default']} {parameter['Description']}"
        build_parser().parse_args(command.split(","))
