"""The templates in deploy/ as Python values, and the findings of AWS's own linter. It works offline."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cfnlint.api import lint
from cfnlint.config import ManualArgs
from cfnlint.decode.decode import decode_str

ROOT = Path(__file__).parent.parent
REGIONS = ["us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2", "us-gov-west-1"]


def text_of(name: str) -> str:
    return (ROOT / "deploy" / name).read_text("utf-8")


def template_of(text: str) -> Any:
    return json.loads(json.dumps(decode_str(text)[0]))


def findings(template: str) -> set[str]:
    """The findings of cfn-lint with its notes, except I4010, which demands its own form of prose."""
    arguments = ManualArgs(regions=REGIONS, include_checks=["I"], ignore_checks=["I4010"])
    return {f"{found.rule.id} {found.message}" for found in lint(template, config=arguments)}


def within(value: Any) -> Iterator[Any]:
    """The value and all its parts, depth first."""
    yield value
    if isinstance(value, Mapping | list):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from within(part)


def statements_in(resource: Any) -> list[Mapping[str, Any]]:
    """The statements of a role or policy, with any conditions."""
    return [part for part in within(resource) if isinstance(part, Mapping) and "Effect" in part]


def actions_in(*resources: Any) -> set[str]:
    """The IAM actions that these roles and policies allow."""
    named = [statement["Action"] for resource in resources for statement in statements_in(resource)]
    return {action for one in named for action in ([one] if isinstance(one, str) else one)}
