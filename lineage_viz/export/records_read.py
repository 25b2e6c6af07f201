"""The records of resources in an export: read, joined to the entities, and accounted for in the manifest."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from lineage_viz.errors import AccessDenied, SourceError
from lineage_viz.evidence.record import EXECUTION_TAG, tag
from lineage_viz.evidence.serving import IN_SERVICE
from lineage_viz.export.reading import Reading
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.sagemaker_lineage.listings import (
    DOMAINS,
    ENDPOINTS,
    EXECUTIONS,
    JOBS,
    LISTED_PACKAGES,
    LISTINGS,
    MODELS,
    PACKAGES,
    RESOURCES,
    TRIAL_COMPONENTS,
)
from lineage_viz.sagemaker_lineage.records import Record
from lineage_viz.sagemaker_lineage.resource_records import (
    CONFIGURATIONS,
    DOMAIN_SETTINGS,
    ResourceRecords,
    model_names,
    with_records,
    without_records,
)
from lineage_viz.sagemaker_lineage.served_models import served_models
from lineage_viz.snapshot.manifest import RecordsRead
from lineage_viz.words import count

_ACTIONS = {
    LISTED_PACKAGES: "sagemaker:ListModelPackages",
    CONFIGURATIONS: "sagemaker:DescribeEndpointConfig",
    DOMAINS: "sagemaker:ListDomains",
    DOMAIN_SETTINGS: "sagemaker:DescribeDomain",
}

_LISTS = {
    PACKAGES: (LISTED_PACKAGES, "ModelPackageArn"),
    JOBS: (EntityLabel.TRIAL_COMPONENT, "TrialComponentArn"),
}
"""The kinds of records that a list has, too: the list, and the member with the ARN."""

_IDENTITY_SETTING = "ExecutionRoleIdentityConfig"


def with_records_read(
    reading: Reading, entities: Iterable[Entity]
) -> tuple[list[Entity], Mapping[str, RecordsRead]]:
    """The entities with their records, and the account of the reading by kind; empty when nobody asked for records."""
    if not reading.plan.records:
        return [without_records(each) for each in entities], {}
    served = served_models(reading.pages[ENDPOINTS], reading.pages[MODELS])
    configurations = reading.endpoint_configurations(_to_describe(reading.pages[ENDPOINTS], served))
    models = _models(reading, configurations)
    late = _late(JOBS, reading)
    found = ResourceRecords({**reading.pages, MODELS: models}, configurations, served, late)
    refused = reading.refused
    account = {
        listing.name: _account(listing.name, reading)
        for listing in (TRIAL_COMPONENTS, *RESOURCES)
        if listing.name != LISTED_PACKAGES
    }
    account[CONFIGURATIONS] = _of(CONFIGURATIONS, sum(map(bool, configurations.values())), refused)
    account[DOMAIN_SETTINGS] = _of(DOMAIN_SETTINGS, sum(map(bool, reading.domains().values())), refused)
    return with_records(entities, found, refused), account


def domain_identities(reading: Reading) -> Mapping[str, str]:
    """For each domain that was read, its setting of the identity that sessions have."""
    settings = {name: each for name, each in reading.checkpoint.answered(DOMAIN_SETTINGS).items() if each}
    return {
        name: str((each.get("DomainSettings") or {}).get(_IDENTITY_SETTING) or "not recorded")
        for name, each in sorted(settings.items())
    }


def unread(records: bool, account: Mapping[str, RecordsRead]) -> Mapping[str, str]:
    """The kinds of records that were not read, with the reason; `records`: they were asked for."""
    not_asked = {} if records else dict.fromkeys(LISTINGS, "records were not asked for")
    return not_asked | {kind: read.not_read for kind, read in account.items() if read.not_read}


def _models(reading: Reading, configurations: Mapping[str, Record | None]) -> list[Record]:
    """The models read. A quick export describes those of changed endpoints."""
    if not reading.plan.quick or reading.pages[MODELS]:
        return list(reading.pages[MODELS])
    described = reading.models(name for each in configurations.values() if each for name in model_names(each))
    return [{"Model": model} for model in described.values() if model]


def _to_describe(endpoints: Iterable[Record], served: Mapping[str, str]) -> Iterator[str]:
    """The names of the configurations that tell what no search has told."""
    for endpoint in endpoints:
        is_told = endpoint.get("EndpointStatus") not in IN_SERVICE or endpoint.get("EndpointName") in served
        if not is_told and (name := endpoint.get("EndpointConfigName")):
            yield str(name)


def _account(kind: str, reading: Reading) -> RecordsRead:
    listing = LISTINGS[kind]
    # Slices overlap, so a record may be read twice.
    arns = {listing.key(each) for each in reading.pages[kind]}
    return _of(kind, len(arns), reading.refused, _missing(kind, reading))


def _of(kind: str, number: int, refused: Mapping[str, SourceError], missing: str = "") -> RecordsRead:
    error = refused.get(kind)
    if error is None:
        return RecordsRead(number, missing=missing)
    action = _ACTIONS.get(kind, "sagemaker:Search") if isinstance(error, AccessDenied) else ""
    return RecordsRead(not_read=str(error), action=action)


def _missing(kind: str, reading: Reading) -> str:
    """The sentence about records that a list has and Search does not have yet; empty when there are none."""
    refused = reading.refused.get(LISTED_PACKAGES) if kind == PACKAGES else None
    if refused:
        return f"The list of all model packages was not read, so nothing shows if some are missing. {refused}"
    lacking = _late(kind, reading)
    if not lacking:
        return _executions_missing(reading) if kind == EXECUTIONS else ""
    words = LISTINGS[kind].name
    return (
        f"SageMaker's search does not have {count(len(lacking), words)} yet that its list has: "
        "their records were not read. Export again in a few minutes."
    )


def _executions_missing(reading: Reading) -> str:
    """The sentence about pipeline executions that the tags of jobs name and Search does not have; empty without any."""
    if EXECUTIONS in reading.refused:
        return ""
    jobs = (each for each in reading.pages[JOBS] if _is_new(each, reading.plan.since))
    named = {tag(each.get("Tags"), EXECUTION_TAG).casefold() for each in jobs} - {""}
    known = {str(each["PipelineExecutionArn"]).casefold() for each in reading.pages[EXECUTIONS]}
    if not (lacking := named - known):
        return ""
    number = count(len(lacking), LISTINGS[EXECUTIONS].name)
    return (
        f"SageMaker's search does not have {number} that the tags of jobs name: "
        "their records were not read. Export again in a few minutes, unless their pipelines were deleted."
    )


def _late(kind: str, reading: Reading) -> set[str]:
    """The ARNs of the records that a list has and Search does not have yet; empty for a kind that was refused."""
    if kind not in _LISTS or kind in reading.refused:
        return set()
    listing, member = _LISTS[kind]
    known = {str(each[member]) for each in reading.pages[kind]}
    return {str(each[member]) for each in reading.pages[listing] if _is_new(each, reading.plan.since)} - known


def _is_new(record: Record, since: datetime | None) -> bool:
    created = record.get("CreationTime")
    return since is None or created is None or created >= since
