"""The steps after training: model package and group, approval, deployment, batch transform."""

from dataclasses import dataclass
from datetime import timedelta

from lineage_viz.demo.account import Record
from lineage_viz.demo.history import Decision, Deployment, Registration
from lineage_viz.demo.jobs import JobStep, produce, run_job
from lineage_viz.demo.products import REVIEWERS
from lineage_viz.demo.run import Run


@dataclass(frozen=True, slots=True)
class Package:
    """A registered model version: the ARNs of its artifact, its source, its model and its image."""

    artifact: str
    source: str
    model: str
    image: str
    number: int


def register(run: Run, model: str, image: str, number: int, *, pending: bool = True) -> Package:
    """Register a model as a version of the product's group; with `pending`, it waits for approval."""
    run.wait(0.5, 4)
    builder, at = run.builder, run.clock
    source = builder.arn(f"model-package/{run.product.slug}-models/{number}")
    commit = run.commit()
    metadata: Record = {"MetadataProperties": commit} if commit else {}
    artifact = builder.artifact(source, "Model", at, **metadata)
    builder.contribute([model, image], artifact, at + timedelta(milliseconds=205))
    builder.associate(artifact, _group(run), "AssociatedWith", at + timedelta(milliseconds=418))
    package = Package(artifact, source, model, image, number)
    builder.history.registrations[source] = Registration(
        artifact, source, model, image, number, run.event, commit, at
    )
    if pending:
        decide(run, package, "PendingManualApproval", run.person)
    return package


def decide(run: Run, package: Package, decision: str, person: str = "", by: Record | None = None) -> str:
    """Add an Approval action; SageMaker makes a new one, named after the status, for each change of the status.

    `by` is a user that is no person.
    """
    builder, at = run.builder, run.clock
    group = f"{run.product.slug}-models"
    name = f"{group}-{package.number}-{decision}-{int(at.timestamp())}-aws-model-package"
    by = by or run.user(person or run.random.choice(REVIEWERS))
    action = builder.action(name, "Approval", package.source, at, CreatedBy=by, LastModifiedBy=by)
    builder.associate(action, package.artifact, "ContributedTo", at + timedelta(milliseconds=350))
    decisions = builder.history.decisions.setdefault(package.source, [])
    decisions.append(Decision(package.source, decision, by, at))
    return action


def deploy(run: Run, contributors: list[str], *, number: int = 1) -> str:
    """Deploy to the product's endpoint; return the deployment action."""
    builder, at = run.builder, run.clock
    name = f"{run.product.slug}-prod"
    source = builder.arn(f"endpoint/{name}")
    stamp = int(at.timestamp())
    context = builder.context(f"{name}-{stamp}-aws-endpoint", "Endpoint", source, at)
    action = builder.action(f"{name}-{stamp}-{number}-aws-endpoint", "ModelDeployment", source, at)
    builder.contribute(contributors, action, at + timedelta(milliseconds=510))
    builder.associate(action, context, "AssociatedWith", at + timedelta(milliseconds=690))
    model, image, package = (*contributors, "")[:3]
    deployments = builder.history.deployments.setdefault(source, [])
    deployments.append(Deployment(action, source, run.product, package, model, image, at))
    deployments.sort(key=lambda each: each.at)  # runs overlap
    return action


def transform(run: Run, package: Package, scored: str, result: str) -> str:
    """Score a data set in a batch; return the data set of scores."""
    builder = run.builder
    run.wait(10, 600)
    data = builder.artifact(scored, "DataSet", run.clock, marks=run.marks(scored))
    image = builder.record(package.image)["Source"]["SourceUri"]
    inputs = {"SageMaker.ModelName": package.model, "SageMaker.TransformInput": data}
    step = JobStep("transform", f"Score{run.product.name}"[:24], image, "ml.m5.xlarge", inputs)
    return produce(run, run_job(run, step), result, "DataSet", "SageMaker.TransformOutput")


def _group(run: Run) -> str:
    builder, name = run.builder, f"{run.product.slug}-models"
    source = builder.arn(f"model-package-group/{name}")
    description = f"{run.product.name}: models of team {run.team.name}"
    context = f"{name}-{int(run.clock.timestamp())}-aws-model-package-group"
    return builder.context(context, "ModelGroup", source, run.clock, Description=description)
