"""The models of endpoints, as far as the search of models tells them: one call for 100 models, and none per endpoint.

A searched model lists the endpoints that host it, with status and last change (ModelDashboardModel in the API
reference). An endpoint with one variant and one such model serves this model, if both are of the same change.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from lineage_viz.sagemaker_lineage.records import Record

IN_SERVICE = "InService"


def served_models(endpoints: Iterable[Record], models: Iterable[Record]) -> Mapping[str, str]:
    """The name of the model of each endpoint in service that a search of models tells for certain, by the endpoint."""
    # By the name of the model: slices overlap, so a model may be read twice, as after an interruption.
    hosts: defaultdict[str, dict[str, Record]] = defaultdict(dict)
    for each in models:
        for host in each.get("Endpoints") or ():
            hosts[str(host.get("EndpointName"))][str(each.get("Model", {}).get("ModelName"))] = host
    in_service = (each for each in endpoints if each.get("EndpointStatus") == IN_SERVICE)
    named = ((each, hosts[str(each.get("EndpointName"))]) for each in in_service)
    return {
        str(endpoint["EndpointName"]): next(iter(found))
        for endpoint, found in named
        if _is_certain(endpoint, found)
    }


def _is_certain(endpoint: Record, found: Mapping[str, Record]) -> bool:
    variants: list[Any] = [
        *(endpoint.get("ProductionVariants") or ()), *(endpoint.get("ShadowProductionVariants") or ()),
    ]  # fmt: skip
    if len(variants) != 1 or len(found) != 1:
        return False
    ((model, host),) = found.items()
    same = ("EndpointStatus", "LastModifiedTime")
    return bool(model) and all(host.get(name) == endpoint.get(name) for name in same)
