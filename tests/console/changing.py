"""Queries that change a graph, load something, or try to leave the language: none may have any effect."""

from pathlib import Path


def changing(folder: Path, url: str) -> tuple[str, ...]:
    """The queries; those that name a file name one in this folder, and those that name an address this one."""
    return (*_PLAIN, *_NESTED, *_SEVERAL, *_HIDDEN, *_ALIASES, *_SOURCES, *_GROOVY, *_files(folder, url))


_PLAIN = (
    "g.V().drop()",
    "g.E().drop()",
    "g.V().properties().drop()",
    "g.E().properties().drop()",
    "g.V().outE().drop()",
    "g.V().hasLabel('artifact').drop()",
    "g.V().limit(1).drop().iterate()",
    "g.V().drop().toList()",
    "g.V().drop().count()",
    "g.addV('x')",
    "g.addV('x').property(id, 'x')",
    "g.addV('x').property('n', 1).next()",
    "g.inject(1).addV('x')",
    "g.V().addV('x')",
    "g.V().limit(1).as('a').addE('to').to('a')",
    "g.V().limit(1).as('a').V().limit(1).addE('to').from('a')",
    "g.addE('to').from(__.V().limit(1)).to(__.V().limit(1))",
    "g.V().property('type', 'Model')",
    "g.V().property(single, 'status', 'Approved')",
    "g.V().property(list, 'tag', 'x')",
    "g.V().property(set, 'tag', 'x')",
    "g.E().property('role', 'x')",
    "g.mergeV([(T.id): 'x'])",
    "g.mergeV([(T.id): 'x', (T.label): 'artifact']).option(onCreate, [n: 1])",
    "g.mergeV([(T.label): 'artifact']).option(onMatch, [n: 1])",
    "g.mergeE([(T.label): 'to', (Direction.OUT): 'x', (Direction.IN): 'y'])",
    "g.inject([(T.id): 'x']).mergeV()",
    "g.inject([[(T.id): 'x'], [(T.id): 'y']]).unfold().mergeV()",
    "g.inject([(T.id): 'x']).mergeV(__.identity())",
)

_NESTED = (
    "g.V().where(__.drop())",
    "g.V().filter(__.drop())",
    "g.V().not(__.drop())",
    "g.V().map(__.drop())",
    "g.V().flatMap(__.drop())",
    "g.V().sideEffect(__.drop())",
    "g.V().local(__.drop())",
    "g.V().optional(__.drop())",
    "g.V().coalesce(__.out('none'), __.drop())",
    "g.V().union(__.drop(), __.identity())",
    "g.V().choose(__.out(), __.drop(), __.drop())",
    "g.V().choose(__.label()).option('artifact', __.drop())",
    "g.V().repeat(__.drop()).times(1)",
    "g.V().repeat(__.out()).until(__.drop())",
    "g.V().repeat(__.out()).emit(__.drop()).times(1)",
    "g.V().and(__.drop(), __.out())",
    "g.V().or(__.drop(), __.out())",
    "g.V().match(__.as('a').drop().as('b'))",
    "g.V().as('a').match(__.as('a').map(__.addV('x')).as('b')).select('b')",
    "g.V().path().by(__.drop())",
    "g.V().tree().by(__.drop())",
    "g.V().group().by(__.drop())",
    "g.V().group().by(label).by(__.drop())",
    "g.V().groupCount().by(__.addV('x').label())",
    "g.V().order().by(__.drop())",
    "g.V().dedup().by(__.drop())",
    "g.V().project('a').by(__.drop())",
    "g.V().project('a').by(__.addV('x').id())",
    "g.V().as('a').select('a').by(__.drop())",
    "g.V().aggregate('x').by(__.drop()).cap('x')",
    "g.V().where(__.sideEffect(__.property('n', 1)))",
    "g.V().fold().map(__.unfold().drop())",
    "g.V().coalesce(__.unfold().has('none'), __.addV('x'))",
    "g.V().fold().coalesce(__.unfold().hasLabel('none'), __.addV('x'))",
    "g.V().limit(1).as('a').map(__.addE('to').to('a'))",
    "g.V().where(__.out().where(__.in().where(__.drop())))",
)

_SEVERAL = (
    "g.V().count(); g.V().drop()",
    "g.V().count();g.V().drop()",
    "g.V().count()\ng.V().drop()",
    "g.V().count()\r\ng.V().drop()",
    "g.V().count()\n\n\ng.addV('x')",
    "g.V().count().next(); g.addV('x').next(); g.V().count()",
    "g.addV('x'); g.V().count()",
    "g.V().drop().iterate(); g.tx().commit()",
    "g.V().count() g.V().drop()",
    "g.tx().begin().addV('x').iterate()",
)

_HIDDEN = (
    "g.V()/* a comment */.drop()",
    "g.V() // a comment\n.drop()",
    "/* g.V().count() */ g.V().drop()",
    "// g.V().count()\ng.V().drop()",
    "g.V().has('name', '/*').drop() /* ' */",
    "g . V ( ) . drop ( )",
    "g.V()\n.\ndrop\n(\n)",
    "g.V().\\u0064rop()",
    "g.V().\uff44\uff52\uff4f\uff50()",
    "g.V().drop\u200b()",
    "\ufeffg.V().drop()",
    "g.V().DROP()",
    "g.V().has('name', 'x\\u0027).drop().has(\\u0027name').drop()",
    'g.V().has("name", "\');g.V().drop();(\'").drop()',
)

_ALIASES = (
    "h.V().drop()",
    "graph.traversal().V().drop()",
    "g.getGraph().traversal().V().drop()",
    "g.clone().V().drop()",
    "mayReadWriteDelete.V().drop()",
    "mayWriteDelete.addV('x')",
    "everything.V().drop()",
)

_SOURCES = (
    "g.withStrategies(new SubgraphStrategy(vertices: __.drop())).V()",
    "g.withStrategies(new SubgraphStrategy(vertices: __.addV('x'))).V()",
    "g.withStrategies(new SubgraphStrategy(edges: __.drop())).V().outE()",
    "g.withoutStrategies(ReadOnlyStrategy).V().drop()",
    "g.withoutStrategies(NeptuneStrategy).V().drop()",
    "g.with('evaluationTimeout', 100L).V().drop()",
    "g.withSideEffect('x', __.addV('x')).V()",
    "g.withSack(1).V().drop()",
    "g.withPath().V().drop()",
    "g.withComputer().V().program().drop()",
    "g.with('Neptune#useDFE', true).V().drop()",
    "g.call('--list')",
    "g.call('tinker.search', [search: 'x'])",
    "g.V().call('lineage', __.drop())",
)

_GROOVY = (
    "g.V().map{it.get().remove()}",
    "g.V().sideEffect{it.get().property('n', 1)}",
    "g.V().filter{it.get().remove(); true}",
    "def x = g.V().next(); x.remove()",
    "x = 1; g.V().drop()",
    "System.exit(0)",
    "Runtime.getRuntime().exec('id')",
    "'id'.execute()",
    "new File('/tmp/x').text",
    "Thread.sleep(100); g.V().drop()",
    "evaluate('g.V().drop()')",
    "@groovy.transform.ASTTest(value={ throw new Error() }) def x",
    "[1, 2].each{ g.addV('x').next() }",
    "g.V().map(Lambda.function('it.get().remove()'))",
    "import java.io.*; g.V().drop()",
)


def _files(folder: Path, url: str) -> tuple[str, ...]:
    target = folder / "graph.json"
    return (
        f"g.io('{target}').write()",
        f"g.io('{target}').write().iterate()",
        f"g.io('{target}').with(IO.writer, IO.graphson).write()",
        f"g.io('{folder / 'given.json'}').read()",
        f"g.io('{folder / 'given.json'}').read().iterate()",
        f"g.io('{url}graph.json').read()",
        f"g.io('{url}graph.xml').with(IO.reader, IO.graphml).read().iterate()",
        "g.io('s3://bucket/graph.json').read()",
        f"g.V().count(); g.io('{target}').write()",
        f"new URL('{url}').text",
    )
