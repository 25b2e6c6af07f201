"""The command that shows lineage as text. Results go to stdout, everything else to stderr."""

from argparse import Namespace

from lineage_viz.cli.given_settings import settings_of
from lineage_viz.cli.sentences import print_each
from lineage_viz.evidence.describing import described
from lineage_viz.json_text import json_text
from lineage_viz.questions.text_tree import upstream_tree
from lineage_viz.search.named import arn_of
from lineage_viz.store.factory import open_store


def show(options: Namespace) -> int:
    """Print the upstream lineage of a model, or everything known of one entity as JSON."""
    store = open_store(settings_of(options))
    if options.format == "json":
        print(json_text(described(store.get(arn_of(store, options.model))), indent=2))
        return 0
    for line in upstream_tree(store, arn_of(store, options.model), deployment=options.deployment or ""):
        print(line)
    print_each(f"The snapshot has gaps. {gap}." for gap in store.gaps)
    print_each([f"About completeness: {store.caveat}."] if store.caveat else [])
    return 0
