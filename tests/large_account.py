"""An account of a large company, made within seconds: to count calls, not to look at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lineage_viz.demo import Account, Record, generate

_ENTITIES_PER_PACKAGE = 17
_OWN_NAMES = {
    "ModelPackageGroup": ("ModelPackageGroupName", "ModelPackageGroupArn"),
    "Model": ("ModelName", "ModelArn"),
    "Endpoint": ("EndpointName", "EndpointArn", "EndpointConfigName"),
    "ModelCard": ("ModelCardName", "ModelCardArn"),
    "PipelineExecution": ("PipelineExecutionArn",),
}
"""The members that differ between a record and its copies."""
_OF_A_HOST = ("EndpointName", "EndpointArn", "CreationTime", "LastModifiedTime", "EndpointStatus")
"""The members of an endpoint that a model shows (ModelDashboardEndpoint)."""


def large_account(
    *,
    packages: int = 1_000,
    jobs: int = 10_000,
    models: int = 2_000,
    endpoints: int = 200,
    cards: int = 300,
    executions: int = 3_000,
) -> Account:
    """Generate an account of exactly so many records. Its surplus jobs, models, … are copies with names of their own.

    Every package has its entity in the lineage; copies of jobs have no associations.
    """
    base = generate(entities=packages * _ENTITIES_PER_PACKAGE, seed=14, planted=False)
    found = base.records
    assert len(found["ModelPackage"]) >= packages
    sizes = {"Model": models, "Endpoint": endpoints, "ModelCard": cards, "PipelineExecution": executions}
    records = {resource: _resized(resource, found[resource], size) for resource, size in sizes.items()}
    configs = _configs(base, records["Endpoint"], {each["Model"]["ModelName"] for each in records["Model"]})
    records["Model"] = tuple(_hosted(records["Model"], records["Endpoint"], configs))
    return replace(
        base,
        trial_components=tuple(_oldest_first(_jobs(base.trial_components, jobs))),
        records={**found, **records, "ModelPackage": found["ModelPackage"][:packages]},
        endpoint_configs=configs,
    )


def _resized(resource: str, records: tuple[Record, ...], size: int) -> tuple[Record, ...]:
    copies = (_copy(resource, record, number) for number, record in _endless(records) if number)
    some = [*records[:size], *(next(copies) for _ in range(size - len(records)))]
    return tuple(_oldest_first(some))


def _endless(records: tuple[Record, ...]) -> Iterator[tuple[int, Record]]:
    number = 0
    while True:
        yield from ((number, record) for record in records)
        number += 1


def _copy(resource: str, record: Record, number: int) -> Record:
    own = record.get("Model", record)
    renamed = {**own, **{name: f"{own[name]}-{number}" for name in _OWN_NAMES[resource]}}
    return {**record, "Model": renamed} if "Model" in record else renamed


def _jobs(components: tuple[Record, ...], size: int) -> Iterator[Record]:
    for position, (number, record) in zip(range(size), _endless(components), strict=False):
        yield record if not number else _job(record, f"copy-{position}")


def _job(record: Record, name: str) -> Record:
    kind = record["Source"]["SourceType"].removeprefix("SageMaker")
    job = record["Source"]["SourceArn"] + f"-{name}"
    detail = {**record["SourceDetail"], kind: {**record["SourceDetail"][kind], f"{kind}Arn": job}}
    return {
        **record,
        "TrialComponentArn": f"{record['TrialComponentArn']}-{name}",
        "TrialComponentName": f"{record['TrialComponentName']}-{name}",
        "Source": {**record["Source"], "SourceArn": job},
        "SourceDetail": {**detail, "SourceArn": job},
    }


def _configs(base: Account, endpoints: tuple[Record, ...], models: set[str]) -> tuple[Record, ...]:
    """The configurations of all endpoints; that of a copy names the copy of the model, if there is one."""
    known = {each["EndpointConfigName"]: each for each in base.endpoint_configs}
    every = dict(known)
    for endpoint in endpoints:
        name: str = endpoint["EndpointConfigName"]
        if name not in every:
            original, _, number = name.rpartition("-")
            every[name] = _config(known[original], name, number, models)
    return tuple(_oldest_first(every.values()))


def _config(original: Record, name: str, number: str, models: set[str]) -> Record:
    (variant,) = original["ProductionVariants"]
    model = f"{variant['ModelName']}-{number}"
    return {
        **original,
        "EndpointConfigName": name,
        "EndpointConfigArn": original["EndpointConfigArn"].rpartition("/")[0] + f"/{name}",
        "ProductionVariants": [{**variant, "ModelName": model if model in models else variant["ModelName"]}],
    }


def _hosted(
    models: tuple[Record, ...], endpoints: tuple[Record, ...], configs: tuple[Record, ...]
) -> Iterator[Record]:
    """The models, each with the endpoints that host it."""
    by_config = {each["EndpointConfigName"]: each["ProductionVariants"][0]["ModelName"] for each in configs}
    hosts: defaultdict[str, list[Record]] = defaultdict(list)
    for each in endpoints:
        hosts[by_config[each["EndpointConfigName"]]].append({name: each[name] for name in _OF_A_HOST})
    for model in models:
        yield {**model, "Endpoints": hosts[model["Model"]["ModelName"]]}


def _oldest_first(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda each: each.get("Model", each)["CreationTime"])
