"""The two queries of the AWS sample notebook, word for word, on the demo account."""

from collections import Counter

import pytest

from lineage_viz.console import Ended, Limits
from lineage_viz.console.examples import EXAMPLES
from lineage_viz.console.lineage import arn_of, found_in
from lineage_viz.console.notebook import cell
from lineage_viz.console.values import Path
from lineage_viz.store.local import LocalStore
from lineage_viz.store.neptune.endpoint import Endpoint
from lineage_viz.store.neptune.runner import Runner
from tests import demo_once
from tests.console.conftest import Cluster, console
from tests.neptune_local import GremlinServer
from tests.patience import PATIENCE
from tests.store.neptune_graph import fill

_NOTEBOOK = (
    "%%gremlin -p v,oute,inv,ine\ng.V().hasLabel('artifact').outE().inV().path()",
    "%%gremlin -p v,oute,inv,ine\ng.V().hasLabel('artifact').has('type','DataSet').outE().inV().path().\n"
    "by(valueMap('arn','type','sourcearn','status'))",
)


@pytest.mark.usefixtures("profiles")
def test_the_queries_of_the_notebook_have_all_their_paths_and_are_drawn(
    cluster: Cluster, gremlin_server: GremlinServer
) -> None:
    gremlin_server.clear()
    lineage = demo_once.source()
    runner = Runner(Endpoint(cluster(identities=()).gremlin_url, iam=False))
    fill(runner, [lineage])
    runner.close()
    opened, store = console(cluster()), LocalStore([lineage])
    by_arn = {each.arn: each for each in lineage.entities()}
    artifacts = {arn for arn, each in by_arn.items() if each.label == "artifact"}
    data_sets = {arn for arn in artifacts if by_arn[arn].type == "DataSet"}
    assert [example.text for example in EXAMPLES[:2]] == list(_NOTEBOOK)
    for text, starts in zip(_NOTEBOOK, (artifacts, data_sets), strict=True):
        wanted = Counter(
            (each.source, each.destination) for each in lineage.associations() if each.source in starts
        )
        run = opened.start(cell(text).query, limits=Limits(PATIENCE))
        assert run.wait(2 * PATIENCE)
        assert run.ended is Ended.WHOLE
        paths = [row for row in run.rows if isinstance(row, Path)]
        assert Counter((arn_of(path.steps[0]), arn_of(path.steps[2])) for path in paths) == wanted
        drawn = found_in(run.rows, store).lineage
        assert {(each.source, each.destination) for each in drawn.associations} >= set(wanted)
        assert {each.arn for each in drawn.entities} == {arn for pair in wanted for arn in pair}
    for example in EXAMPLES:
        run = opened.start(cell(example.text).query, limits=Limits(PATIENCE))
        assert run.wait(2 * PATIENCE)
        assert (run.ended, bool(run.rows)) == (Ended.WHOLE, True), example.name
