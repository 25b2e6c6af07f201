"""Models with a fault that an audit should find, planted on purpose, each in its own product.

`Account.findings` maps each key of `STORIES` to the ARN of the story; docs/demo.md lists them for people.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from lineage_viz.demo import pipeline
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.products import (
    CHURN,
    FORECASTING,
    FRAUD,
    PRICING,
    PYTORCH,
    RANKER,
    SEARCH,
    SUPPORT,
    TRANSFORMER,
    VISION,
    XGBOOST,
    Algorithm,
    Product,
    Team,
)  # fmt: skip
from lineage_viz.demo.registry import Package, decide, deploy, register, transform
from lineage_viz.demo.run import Run

Start = Callable[[Product, float], Run]
"""A function that starts a run of a product, so many days before the end."""

_SKLEARN_BY_DIGEST = (
    f"141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn@sha256:{'4be1c7720d6fa935' * 4}"
)


def plant_findings(builder: Builder, taken: datetime, seed: int) -> None:
    """Add every story."""

    def start(product: Product, days: float) -> Run:
        clock = taken - timedelta(days=days, milliseconds=len(product.name) * 1_013)
        random = Random(f"{seed}/{product.name}/planted")
        return Run(builder, product, random, clock, taken, 1 - days / 730, reliable=True)

    for key, story in STORIES.items():
        builder.findings[key] = story(start)


def _product(name: str, team: Team, algorithm: Algorithm = XGBOOST, processor: str = "") -> Product:
    bare = Product(name, team, "", "", algorithm, "endpoint", 91, 0, 1, processor=processor)
    return replace(bare, data=bare.slug, lake=f"{team.name}/{bare.slug}")


def _package(run: Run, *, pending: bool = True) -> Package:
    """An ordinary model, up to its registration."""
    splits = pipeline.process(run)
    model = pipeline.train(run, splits)
    pipeline.evaluate(run, model, splits["test"])
    return register(run, model, pipeline.image_artifact(run), 1, pending=pending)


def _approve(run: Run, package: Package) -> str:
    run.wait(300, 3 * 24 * 60)
    return decide(run, package, "Approved")


def _go_live(run: Run, package: Package) -> str:
    run.wait(30, 24 * 60)
    return deploy(run, [package.model, package.image, package.artifact])


def complete(start: Start) -> str:
    """Without any fault: versioned data and code, images by digest, commit, evaluation, independent approval."""
    run = start(_product("CardTesting", FRAUD, RANKER, _SKLEARN_BY_DIGEST), 61)
    package = _package(run)
    _approve(run, package)
    _go_live(run, package)
    return package.artifact


def deployed_without_approval(start: Start) -> str:
    """Deployed without any Approval action."""
    run = start(_product("CreditLimit", PRICING), 212)
    package = _package(run, pending=False)
    _go_live(run, package)
    return package.artifact


def deployed_while_pending(start: Start) -> str:
    """Deployed while its only Approval action says PendingManualApproval."""
    run = start(_product("WarrantyClaims", SUPPORT, TRANSFORMER), 95)
    package = _package(run)
    _go_live(run, package)
    return package.artifact


def deployed_though_rejected(start: Start) -> str:
    """Rejected, then deployed."""
    run = start(_product("PromoUplift", PRICING), 143)
    package = _package(run)
    run.wait(300, 2000)
    decide(run, package, "Rejected")
    _go_live(run, package)
    return package.artifact


def approval_withdrawn(start: Start) -> str:
    """Approved and deployed; rejected two months later, and still deployed."""
    run = start(_product("LoyaltyTiers", CHURN), 300)
    package = _package(run)
    _approve(run, package)
    _go_live(run, package)
    run.wait(60 * 24 * 60, 61 * 24 * 60)
    decide(run, package, "Rejected")
    return package.artifact


def approved_after_deployment(start: Start) -> str:
    """Deployed first, approved a week later: the only story with a wrong order of times."""
    run = start(_product("DriverEta", FORECASTING), 78)
    package = _package(run)
    _go_live(run, package)
    run.wait(7 * 24 * 60, 8 * 24 * 60)
    decide(run, package, "Approved")
    return package.artifact


def approved_by_its_creator(start: Start) -> str:
    """Approved by the person who trained it."""
    run = start(_product("AgeCheck", VISION, PYTORCH), 55)
    splits = pipeline.process(run)
    model = pipeline.train(run, splits, CreatedBy=run.user())
    pipeline.evaluate(run, model, splits["test"])
    package = register(run, model, pipeline.image_artifact(run), 1)
    run.wait(5, 20)
    decide(run, package, "Approved", run.person)
    _go_live(run, package)
    return package.artifact


def tested_on_training_data(start: Start) -> str:
    """Evaluated on its training data, approved and deployed."""
    run = start(_product("ReturnsPrediction", CHURN), 130)
    splits = pipeline.process(run)
    model = pipeline.train(run, splits)
    pipeline.evaluate(run, model, splits["train"])
    package = register(run, model, pipeline.image_artifact(run), 1)
    _approve(run, package)
    _go_live(run, package)
    return model


def never_evaluated(start: Start) -> str:
    """Approved and deployed without any evaluation."""
    run = start(_product("SubstituteItems", SEARCH, RANKER), 88)
    model = pipeline.train(run, pipeline.process(run))
    package = register(run, model, pipeline.image_artifact(run), 1)
    _approve(run, package)
    _go_live(run, package)
    return model


def deployed_without_package(start: Start) -> str:
    """A model file deployed directly to an endpoint, without the model registry."""
    run = start(_product("QueueLength", VISION, PYTORCH), 35)
    model = pipeline.train(run, pipeline.process(run))
    run.wait(5, 30)
    deploy(run, [model, pipeline.image_artifact(run)])
    return model


def unknown_origin(start: Start) -> str:
    """A vendor's model file: registered, approved and deployed, but not created by any job."""
    run = start(_product("ReceiptOcr", VISION, PYTORCH), 190)
    uri = "s3://acme-vision-models/vendor/receipt-ocr-lite-2.4.tar.gz"
    model = run.builder.artifact(uri, "Model", run.clock)
    package = register(run, model, pipeline.image_artifact(run), 1)
    _approve(run, package)
    _go_live(run, package)
    return model


def trained_on_unversioned_data(start: Start) -> str:
    """The training data has no version mark: its content at that time cannot be proven."""
    run = start(_product("BasketPhotos", VISION, PYTORCH), 115)
    package = _package(run)
    _approve(run, package)
    _go_live(run, package)
    return package.model


def no_commit(start: Start) -> str:
    """Neither the training nor the package has a recorded commit or repository."""
    run = start(_product("WinBackOffers", CHURN), 165)
    package = _package(run)
    _approve(run, package)
    _go_live(run, package)
    return package.artifact


def retrained(start: Start) -> str:
    """A second model from the same data, registered as version 2 of the group."""
    run = start(_product("InvoiceMatching", FRAUD), 250)
    splits = pipeline.process(run)
    image = pipeline.image_artifact(run)
    register(run, pipeline.train(run, splits), image, 1)
    run.wait(20 * 24 * 60, 21 * 24 * 60)
    model = pipeline.train(run, splits)
    register(run, model, image, 2)
    return model


def several_writers(start: Start) -> str:
    """Three transform jobs wrote the same URI, so it has the content of the last one."""
    run = start(_product("ContactReasons", SUPPORT, TRANSFORMER), 100)
    package = _package(run)
    _approve(run, package)
    folder = "s3://acme-support-prod/contact-reasons"
    weeks = ("2025-w49", "2025-w50", "2025-w51")
    return [transform(run, package, f"{folder}/{week}.jsonl", f"{folder}/latest.jsonl") for week in weeks][-1]


def failed_deployment(start: Start) -> str:
    """A deployment action that failed; the endpoint never served this version."""
    run = start(_product("SpamReviews", SUPPORT, TRANSFORMER), 42)
    package = _package(run)
    _approve(run, package)
    action = _go_live(run, package)
    reason = "The primary container for production variant AllTraffic did not pass the ping health check."
    run.builder.record(action).update(Status="Failed", Properties={"FailureReason": reason})
    return action


STORIES: dict[str, Callable[[Start], str]] = {
    "complete": complete,
    "deployed-without-approval": deployed_without_approval,
    "deployed-while-pending": deployed_while_pending,
    "deployed-though-rejected": deployed_though_rejected,
    "approval-withdrawn": approval_withdrawn,
    "approved-after-deployment": approved_after_deployment,
    "approved-by-its-creator": approved_by_its_creator,
    "tested-on-training-data": tested_on_training_data,
    "never-evaluated": never_evaluated,
    "deployed-without-package": deployed_without_package,
    "unknown-origin": unknown_origin,
    "trained-on-unversioned-data": trained_on_unversioned_data,
    "no-commit": no_commit,
    "retrained": retrained,
    "several-writers": several_writers,
    "failed-deployment": failed_deployment,
}
