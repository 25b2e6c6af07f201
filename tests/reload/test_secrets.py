"""The secrets of an account are in no property of a cluster that it is loaded into, and in no file of the reload."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gremlin_python.process.traversal import WithOptions

from lineage_viz.evidence.services import Service
from lineage_viz.reload import ReloadOptions, ReloadStep, reload
from lineage_viz.reload.neptune_place import NeptunePlace
from lineage_viz.secret_forms import HIDDEN
from lineage_viz.store.neptune import steps
from lineage_viz.store.neptune.runner import Runner
from tests.account_evidence import AccountEvidence
from tests.fake_sagemaker import FakeSageMaker, Faults
from tests.planted_secrets import IN_WORDS, files, found_in, planted
from tests.reload.conftest import OLD, At


def test_no_property_of_a_loaded_cluster_and_no_file_has_a_secret(
    cluster: NeptunePlace, fake: FakeSageMaker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake.account, fake.evidence = planted(OLD), AccountEvidence(OLD)
    # The reason of a refusal goes into the manifest, the facts and the marker.
    fake.faults = Faults(deny=frozenset({"Search:PipelineExecution", "DescribeImages"}), denied=IN_WORDS)
    for service in ("ECR", "CLOUDTRAIL"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service}", fake.url)
    options = ReloadOptions(details=True, evidence=frozenset({Service.ECR, Service.CLOUDTRAIL}))
    while_loading: list[tuple[str, str]] = []
    runner = cluster._target.runner
    reload(cluster, options, At(ReloadStep.VERIFY, lambda: while_loading.extend(elements(runner))))
    loaded = list(elements(runner))
    markers = [text for _, text in (*while_loading, *loaded) if steps.MARKER in text]
    assert ["'incoming': ['True']" in each for each in markers] == [True, False]
    assert sum(HIDDEN in text for _, text in loaded) > OLD.size  # each entity had one
    assert found_in([*while_loading, *loaded]) == []
    texts = list(files(tmp_path))
    assert {"manifest.json", "edges.csv.gz"} <= {name for name, _ in texts}
    assert found_in(texts) == []


def elements(runner: Runner) -> Iterator[tuple[str, str]]:
    """All vertices, markers too, and all edges, each with its name and the text of all its properties."""
    g = steps.source()
    for start in (g.V(), g.E()):
        for row in runner.ask(start.value_map().with_(WithOptions.tokens)):
            yield str(row)[:80], str(row)
