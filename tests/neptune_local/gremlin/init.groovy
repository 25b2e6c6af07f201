// Start-up script of the server: a graph with Neptune's ids, and its traversal sources.

import org.apache.tinkerpop.gremlin.process.traversal.strategy.finalization.ReferenceElementStrategy
import org.apache.tinkerpop.gremlin.process.traversal.strategy.verification.LambdaRestrictionStrategy
import org.apache.tinkerpop.gremlin.structure.Graph
import org.apache.tinkerpop.gremlin.structure.T
import org.apache.tinkerpop.gremlin.tinkergraph.structure.AbstractTinkerGraph

// Ids are strings; an element without an id gets a UUID.
class NeptuneIds implements AbstractTinkerGraph.IdManager<Object> {
    Object getNextId(AbstractTinkerGraph graph) { UUID.randomUUID().toString() }
    Object convert(Object id) {
        if (id instanceof String || id == null) return id
        throw new IllegalArgumentException("[neptune] ids are strings, not ${id.class.simpleName}")
    }
    boolean allow(Object id) { id instanceof String }
}

['vertexIdManager', 'edgeIdManager'].each { name ->
    def field = AbstractTinkerGraph.getDeclaredField(name)
    field.accessible = true
    field.set(graph, new NeptuneIds())
}

// One source for each set of query actions; `g` has all of them.
def strict = { allowed -> traversal().withEmbedded(graph).withStrategies(
    ReferenceElementStrategy, LambdaRestrictionStrategy, new NeptuneStrategy(allowed), new LabelStrategy()) }
def actions = ['Read', 'Write', 'Delete']

def globals = [g: strict(actions), may: strict([])]
actions.subsequences().each { globals['may' + it.join('')] = strict(it) }
globals
