"""Training jobs started by hand, outside any pipeline: a few trials of one experiment."""

from datetime import timedelta

from lineage_viz.demo.jobs import JobStep, produce, run_job
from lineage_viz.demo.pipeline import Splits, training_step
from lineage_viz.demo.run import Halted, Run

_QUESTIONS = ("depth-study", "less-data", "new-features", "learning-rate", "class-weights")


def run_experiment(run: Run, splits: Splits) -> None:
    """Add several trials on the data of a pipeline run; nobody registers their models."""
    experiment = f"{run.product.slug}-{run.random.choice(_QUESTIONS)}-{run.label}"
    for number in range(1, run.random.choice((3, 4, 5)) + 1):
        try:
            _trial(run, splits, experiment, number)
        except Halted:
            continue


def _trial(run: Run, splits: Splits, experiment: str, number: int) -> None:
    run.wait(5, 90)
    builder, algorithm = run.builder, run.product.algorithm.name
    step = training_step(run, splits)
    milliseconds = run.clock.microsecond // 1000
    name = f"{run.product.slug}-{algorithm}-{run.clock:%Y-%m-%d-%H-%M-%S}-{milliseconds:03d}"
    parents = [{"ExperimentName": experiment, "TrialName": f"{experiment}-trial-{number}"}]
    by = run.user()
    details = {
        **step.details,
        "Parents": parents,
        "CreatedBy": by,
        "LastModifiedBy": by,
        "RunName": f"trial-{number}",
    }
    job = run_job(run, JobStep(step.kind, step.name, step.image, step.instance, step.inputs, (10, 60),
                            step.parameters, name, details))  # fmt: skip
    folder = f"{run.bucket('sandbox')}/experiments/{experiment}/{name}/output"
    produce(run, job, f"{folder}/model.tar.gz", "Model", "SageMaker.ModelArtifact")
    if algorithm == "pytorch":
        produce(run, job, f"{folder}/checkpoints/", "Checkpoint", "checkpoints")
        board = builder.artifact(f"{folder}/tensorboard/", "TensorBoard", run.clock)
        builder.associate(job, board, "Produced", run.clock + timedelta(seconds=1))
