"""Groups of entities: by pipeline execution or experiment, model package group, account or type."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from lineage_viz.evidence.record import pipeline_run
from lineage_viz.model import Entity, Subgraph
from lineage_viz.view.filters import account_of, type_key
from lineage_viz.view.scope import linked
from lineage_viz.words import typed

OF_RUNS = "pipelines-"
"""The start of the names of groups that are runs of pipelines."""

OF_A_RUN = " run"
"""The end of the words for a run."""

_EXECUTION = re.compile(rf":experiment-trial-component/({OF_RUNS}[a-z0-9]+)-")
"""SageMaker Pipelines names a step's job `pipelines-<execution>-<step>-<suffix>` (observed ARNs)."""

_OF_PIPELINES = re.compile(r"(?<=.)-?pipeline$", re.IGNORECASE)

_PACKAGE = re.compile(r":model-package(?:-group)?/([^/]+)")


class GroupBy(StrEnum):
    """The ways to group a picture."""

    NONE = ""
    EXECUTION = "execution"
    PACKAGE_GROUP = "package-group"
    ACCOUNT = "account"
    TYPE = "type"


WORDS: Mapping[GroupBy, str] = {
    GroupBy.NONE: "No groups",
    GroupBy.EXECUTION: "Pipeline run or experiment",
    GroupBy.PACKAGE_GROUP: "Model package group",
    GroupBy.ACCOUNT: "Account",
    GroupBy.TYPE: "Type",
}


def groups(whole: Subgraph, by: GroupBy) -> dict[str, str]:
    """Return the name of each entity's group. Entities without a group are left out.

    A run or a package group also contains the entities that only its members use or produced.
    """
    if by is GroupBy.NONE:
        return {}
    name = _NAMES[by]
    seeds = {entity.arn: found for entity in whole.entities if (found := name(entity))}
    if by is GroupBy.EXECUTION:
        return _spread(whole, seeds)
    return _with_own(whole, seeds) if by is GroupBy.PACKAGE_GROUP else seeds


def run_words(members: Iterable[Entity]) -> tuple[str, str]:
    """Return the words for a pipeline's run, such as `ticket-routing run`, and its id.

    Both are empty unless the record of one of its jobs names the pipeline.
    """
    for each in members:
        pipeline, execution = pipeline_run(each)
        if pipeline:
            return f"{_OF_PIPELINES.sub('', pipeline)}{OF_A_RUN}", execution
    return "", ""


def _execution(entity: Entity) -> str:
    found = _EXECUTION.search(entity.arn)
    return found[1] if found else entity.text("experiments")


def _package_group(entity: Entity) -> str:
    found = _PACKAGE.search(entity.source)
    return found[1] if found else ""


def _account(entity: Entity) -> str:
    account = account_of(entity)
    return f"Account {account}" if account else ""


def _type(entity: Entity) -> str:
    _, _, words = typed(2, *type_key(entity)).partition(" ")
    return words


_NAMES: Mapping[GroupBy, Callable[[Entity], str]] = {
    GroupBy.EXECUTION: _execution,
    GroupBy.PACKAGE_GROUP: _package_group,
    GroupBy.ACCOUNT: _account,
    GroupBy.TYPE: _type,
}


def _spread(whole: Subgraph, seeds: Mapping[str, str]) -> dict[str, str]:
    """Add to each run the entities that only this run produced or used, until nothing changes."""
    ahead, behind = _links(whole)
    found = dict(seeds)
    waiting = list(seeds)
    while waiting:
        here = waiting.pop()
        for arn in ahead[here] | behind[here]:
            if arn not in found and (name := _owner(found, ahead[arn]) or _owner(found, behind[arn])):
                found[arn] = name
                waiting.append(arn)
    return found


def _with_own(whole: Subgraph, seeds: Mapping[str, str]) -> dict[str, str]:
    """Add to each group the entities that come from this group alone, or lead to it alone."""
    ahead, behind = _links(whole)
    found = _only_one(seeds, ahead) | _only_one(seeds, behind)
    return found | dict(seeds)


def _only_one(seeds: Mapping[str, str], links: Mapping[str, set[str]]) -> dict[str, str]:
    """Return the group of each entity that these links reach from the members of one group alone."""
    members: dict[str, list[str]] = defaultdict(list)
    for arn, name in seeds.items():
        members[name].append(arn)
    reached: dict[str, str] = {}
    for name, arns in members.items():
        for arn in linked(arns, links):
            reached[arn] = name if reached.get(arn, name) == name else ""
    return {arn: name for arn, name in reached.items() if name}


def _links(whole: Subgraph) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    ahead: dict[str, set[str]] = defaultdict(set)
    behind: dict[str, set[str]] = defaultdict(set)
    for link in whole.associations:
        ahead[link.source].add(link.destination)
        behind[link.destination].add(link.source)
    return ahead, behind


def _owner(found: Mapping[str, str], others: set[str]) -> str:
    names = {found.get(arn, "") for arn in others}
    return names.pop() if len(names) == 1 else ""
