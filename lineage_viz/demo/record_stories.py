"""Cases that only records tell, planted on purpose in versions and endpoints of the ordinary products.

`Account.findings` maps each key of `RECORD_STORIES` to an ARN, beside the stories of `findings.py`. An account that is
too small for a story's version is without the story.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from lineage_viz.demo.builder import Builder, digest
from lineage_viz.demo.history import Decision, Registration
from lineage_viz.demo.products import Product
from lineage_viz.demo.records.secrets import HYPERPARAMETERS
from lineage_viz.demo.registry import decide, deploy, register
from lineage_viz.demo.run import Run, role_session, user


class Absent(Exception):
    """The account has no such version or endpoint."""


class Company:
    """The history of an account, with look-ups for these stories."""

    def __init__(self, builder: Builder, taken: datetime, seed: int) -> None:
        self.builder, self.history = builder, builder.history
        self._taken, self._seed = taken, seed

    def version(self, name: str) -> Registration:
        """The version with a name such as `price-elasticity-models/5`. Raises Absent."""
        found = self.history.registrations.get(self.builder.arn(f"model-package/{name}"))
        if found is None:
            raise Absent
        return found

    def endpoint(self, name: str) -> str:
        """The ARN of an endpoint. Raises Absent."""
        arn = self.builder.arn(f"endpoint/{name}")
        if arn not in self.history.deployments:
            raise Absent
        return arn

    def context(self, endpoint: str) -> str:
        """The context of an endpoint."""
        return self.builder.context_of("Endpoint", endpoint)

    def run(self, product: Product, at: datetime) -> Run:
        """Something that a person or a program does at a time, outside the pipeline. Raises Absent after the end."""
        if at > self._taken:
            raise Absent
        random = Random(f"{self._seed}/{product.name}/{at}/by hand")
        return Run(self.builder, product, random, at, self._taken, 1, reliable=True)


def plant_record_stories(builder: Builder, taken: datetime, seed: int) -> None:
    """Add every story that the account has room for."""
    company = Company(builder, taken, seed)
    for key, story in RECORD_STORIES.items():
        try:
            builder.findings[key] = story(company)
        except Absent:
            continue


def other_commit(company: Company) -> str:
    """The package names another commit than the training job."""
    version = company.version("store-traffic-models/6")
    commit = {**version.commit, "CommitId": digest("commit", "not the one of the training", size=20)}
    company.history.registrations[version.source] = replace(version, commit=commit)
    company.builder.record(version.package)["MetadataProperties"] = commit
    return version.package


def moved_image(company: Company) -> str:
    """The tag of the image was pushed again: the endpoint runs another image than the one of the approved version."""
    endpoint = company.endpoint("query-intent-prod")
    last = company.history.deployments[endpoint][-1]
    image = company.builder.record(last.image)["Source"]["SourceUri"]
    company.history.moved_images[image] = last.at - timedelta(hours=6)
    return company.context(endpoint)


def replaced_file(company: Company) -> str:
    """The model file was overwritten after its version was approved."""
    version = company.version("home-recommender-models/9")
    company.history.replaced_files.add(version.model)
    return version.package


def shared_role(company: Company) -> str:
    """The registration and the approval were made in one session of a shared role: nobody can tell by whom."""
    version = company.version("price-elasticity-models/5")
    shared = role_session(company.builder, "acme-ml-shared", "AROAX4ZQ7JL2PQ4SHARED", "SageMaker")
    decisions = company.history.decisions[version.source]
    company.history.decisions[version.source] = [replace(each, by=shared) for each in decisions]
    for action in company.builder.actions_of(version.source):
        action["CreatedBy"] = action["LastModifiedBy"] = shared
    return version.package


def without_metrics(company: Company) -> str:
    """Evaluated, approved and deployed, but the package names no evaluation report."""
    version = company.version("parcel-damage-models/4")
    company.history.unmeasured.add(version.source)
    return version.package


def deleted_endpoint(company: Company) -> str:
    """Deployed three times, then deleted; lineage still shows the endpoint."""
    endpoint = company.endpoint("account-takeover-prod")
    company.history.deleted.add(endpoint)
    return company.context(endpoint)


def status_differs(company: Company) -> str:
    """Approved by the last action of the lineage; the registry says Rejected, and it is live."""
    version = company.version("shelf-images-models/8")
    at = company.history.decisions[version.source][-1].at + timedelta(days=9, milliseconds=512)
    by = user(company.builder, "omar-farouk")
    company.history.unnoticed[version.source] = Decision(version.source, "Rejected", by, at)
    return version.package


def auto_approved(company: Company) -> str:
    """A waiting version's model, registered again by a program, Approved at once without a review."""
    waiting = company.version("price-elasticity-models/6")
    product = waiting.execution.product
    run = company.run(product, waiting.at + timedelta(days=4, hours=3, milliseconds=77))
    package = register(run, waiting.model, waiting.image, waiting.number + 1, pending=False)
    program = role_session(company.builder, "acme-ci-deploy", "AROAX4ZQ7JL2CIDEPLOY4", "gitlab-runner-4711")
    decide(run, package, "Approved", by=program)
    return package.artifact


def rolled_back(company: Company) -> str:
    """The endpoint was set back to the version before, two days after the deployment of the newest."""
    endpoint = company.endpoint("search-ranking-prod")
    before, newest = company.history.deployments[endpoint][-2:]
    run = company.run(newest.product, newest.at + timedelta(days=2, milliseconds=409))
    deploy(run, [before.model, before.image, before.package], number=2)
    return company.context(endpoint)


def secrets_in_parameters(company: Company) -> str:
    """A training job by hand with secrets in its parameters, tags and environment; all secrets are made up."""
    by_hand = [each for each in company.builder.jobs() if "Parents" in each]
    if not by_hand:
        raise Absent
    job = max(by_hand, key=lambda each: each["CreationTime"])
    job["Parameters"] |= {name: {"StringValue": value} for name, value in HYPERPARAMETERS.items()}
    arn: str = job["TrialComponentArn"]
    company.history.leaking_job = arn
    return arn


RECORD_STORIES: dict[str, Callable[[Company], str]] = {
    "other-commit": other_commit,
    "moved-image": moved_image,
    "replaced-file": replaced_file,
    "shared-role": shared_role,
    "without-metrics": without_metrics,
    "deleted-endpoint": deleted_endpoint,
    "status-differs": status_differs,
    "auto-approved": auto_approved,
    "rolled-back": rolled_back,
    "secrets-in-parameters": secrets_in_parameters,
}
