"""A pipeline run as SageMaker records it: process, train, evaluate, register, approve, deploy or score."""

from dataclasses import replace
from typing import Any

from lineage_viz.demo.jobs import JobStep, produce, run_job
from lineage_viz.demo.products import AWS_SKLEARN
from lineage_viz.demo.registry import Package, decide, deploy, register, transform
from lineage_viz.demo.run import Halted, Run

Splits = dict[str, str]
"""Artifacts of the train, validation and test data."""


def run_pipeline(run: Run, number: int) -> Splits:
    """Run the pipeline until it ends or halts; return the prepared data, for experiments."""
    splits: Splits = {}
    try:
        splits = process(run)
        model = train(run, splits)
        evaluate(run, model, splits["test"])
        package = register(run, model, image_artifact(run), number)
        if review(run, package):
            serve(run, package)
    except Halted:
        pass  # the records of the steps before stay
    return splits


def image(run: Run) -> str:
    """The training image in use at the time of the run."""
    images = run.product.algorithm.images
    return images[min(int(run.age * len(images)), len(images) - 1)]


def image_artifact(run: Run) -> str:
    """The artifact of the training image."""
    return run.builder.artifact(image(run), "Image", run.clock)


def code(run: Run, script: str) -> str:
    """A script in the team's code bucket; if the team marks versions, each release is an artifact of its own."""
    uri = f"s3://acme-ml-code/{run.team.name}/{script}"
    return run.builder.artifact(uri, "DataSet", run.clock, marks=run.marks(uri, f"release {run.age * 3:.0f}"))


def process(run: Run) -> Splits:
    """Prepare train, validation and test data from the data lake."""
    product, builder = run.product, run.builder
    raw_uri = f"s3://acme-datalake-prod/{product.lake}/dt={run.label}/"
    inputs = {"raw": builder.artifact(raw_uri, "DataSet", run.clock, marks=run.marks(raw_uri))}
    for uri in product.shared:
        inputs[uri.rpartition("/")[2].partition(".")[0]] = builder.artifact(uri, "DataSet", run.clock)
    inputs["code"] = code(run, "preprocess.py")
    folder = f"{run.bucket()}/{product.data}/{run.label}"
    job = run_job(run, JobStep("processing", "Preprocess", _processor(run), "ml.m5.4xlarge", inputs))
    return {
        split: produce(run, job, f"{folder}/{split}.{product.data_format}", "DataSet", split)
        for split in ("train", "validation", "test")
    }


def train(run: Run, splits: Splits, **details: Any) -> str:
    """Train on the train and validation data; return the model artifact."""
    step = training_step(run, splits)
    job = run_job(run, replace(step, details={**step.details, **details}))
    name = run.builder.record(job)["TrialComponentName"].removesuffix("-aws-training-job")
    uri = f"{run.bucket('models')}/{run.product.slug}/{name}/output/model.tar.gz"
    model = produce(run, job, uri, "Model", "SageMaker.ModelArtifact")
    run.builder.history.trainings[model] = job
    return model


def training_step(run: Run, splits: Splits) -> JobStep:
    """The training job of the product's algorithm, with random hyperparameters."""
    algorithm = run.product.algorithm
    drawn = {name: run.random.choice(values) for name, values in algorithm.hyperparameters.items()}
    inputs = {channel: splits[channel] for channel in ("train", "validation")}
    commit = run.commit()
    return JobStep(
        "training", f"Train{run.product.name}"[:24], image(run), algorithm.instance, inputs, (20, 180), drawn,
        details={"MetadataProperties": commit} if commit else {},
    )  # fmt: skip


def evaluate(run: Run, model: str, test: str) -> str:
    """Evaluate the model on the test data; return the report."""
    inputs = {"model": model, "test": test, "code": code(run, "evaluate.py")}
    job = run_job(run, JobStep("processing", "Evaluate", _processor(run), "ml.m5.xlarge", inputs, (4, 15)))
    uri = f"{run.bucket()}/{run.product.data}/reports/{run.label}/{run.execution}/evaluation.json"
    report = produce(run, job, uri, "DataSet", "evaluation")
    run.builder.history.reports[model] = report
    return report


def review(run: Run, package: Package) -> bool:
    """Let model risk approve or reject a package after some days; True when approved. Some are never reviewed."""
    outcome = run.random.random()
    if outcome < 0.12:
        return False
    run.wait(120, 6 * 24 * 60)
    decide(run, package, "Rejected" if outcome < 0.24 else "Approved")
    return outcome >= 0.24


def serve(run: Run, package: Package) -> None:
    """Deploy an approved package, or score data with it."""
    if run.product.serving == "endpoint":
        run.wait(20, 2 * 24 * 60)
        deploy(run, [package.model, package.image, package.artifact], number=package.number)
        return
    for part in ("current", "prospects")[: run.random.choice((1, 2))]:
        folder = f"{run.bucket()}/{run.product.data}"
        transform(
            run, package, f"{folder}/to-score/{run.label}/{part}/", f"{folder}/scores/{run.label}/{part}/"
        )


def _processor(run: Run) -> str:
    if run.product.processor:
        return run.product.processor
    return AWS_SKLEARN[0] if run.age < 0.4 else AWS_SKLEARN[1]
