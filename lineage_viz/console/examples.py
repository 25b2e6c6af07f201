"""Queries to begin with. The first two stand word for word in the sample notebook of AWS."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A query with its meaning."""

    name: str
    text: str


_NOTEBOOK = "%%gremlin -p v,oute,inv,ine\n"

EXAMPLES = (
    Example(
        "AWS sample notebook: all artifacts and what follows them",
        f"{_NOTEBOOK}g.V().hasLabel('artifact').outE().inV().path()",
    ),
    Example(
        "AWS sample notebook: data sets and what follows them, with four properties",
        f"{_NOTEBOOK}g.V().hasLabel('artifact').has('type','DataSet').outE().inV().path().\n"
        "by(valueMap('arn','type','sourcearn','status'))",
    ),
    Example(
        "Count the entities by type",
        "g.V().hasLabel('artifact', 'trial_component', 'action', 'context').\n"
        "  groupCount().by(coalesce(values('type'), constant('no type')))",
    ),
    Example(
        "Endpoints with the deployments behind them",
        "g.V().has('type', 'Endpoint').inE('AssociatedWith').outV().path()",
    ),
    Example(
        "Failed jobs, the last ones first",
        "g.V().hasLabel('trial_component').has('status', 'Failed').\n"
        "  order().by('creationtime', desc).limit(50).\n"
        "  valueMap('arn', 'type', 'status', 'creationtime')",
    ),
    Example(
        "Everything upstream of one model, each entity once",
        "g.V().has('type', 'Model').limit(1).\n  repeat(__.in().barrier().dedup()).emit().dedup()",
    ),
)
