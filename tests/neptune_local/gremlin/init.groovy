// Start-up script of the server: a graph with Neptune's ids, and two traversal sources for it.

import org.apache.tinkerpop.gremlin.process.computer.traversal.step.VertexComputing
import org.apache.tinkerpop.gremlin.process.traversal.Traversal
import org.apache.tinkerpop.gremlin.process.traversal.TraversalStrategy
import org.apache.tinkerpop.gremlin.process.traversal.step.ReadWriting
import org.apache.tinkerpop.gremlin.process.traversal.step.sideEffect.AddPropertyStep
import org.apache.tinkerpop.gremlin.process.traversal.strategy.AbstractTraversalStrategy
import org.apache.tinkerpop.gremlin.process.traversal.strategy.finalization.ReferenceElementStrategy
import org.apache.tinkerpop.gremlin.process.traversal.strategy.verification.LambdaRestrictionStrategy
import org.apache.tinkerpop.gremlin.process.traversal.strategy.verification.ReadOnlyStrategy
import org.apache.tinkerpop.gremlin.process.traversal.strategy.verification.VerificationException
import org.apache.tinkerpop.gremlin.structure.T
import org.apache.tinkerpop.gremlin.structure.VertexProperty
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

// Refuses the steps that Neptune refuses and TinkerGraph would run.
class NeptuneStrategy extends AbstractTraversalStrategy<TraversalStrategy.VerificationStrategy>
        implements TraversalStrategy.VerificationStrategy {
    void apply(Traversal.Admin<?, ?> traversal) {
        for (step in traversal.steps) {
            def refused = null
            if (step instanceof ReadWriting) refused = 'the step io()'
            if (step instanceof VertexComputing) refused = 'OLAP steps'
            if (step instanceof AddPropertyStep) {
                if (step.cardinality == VertexProperty.Cardinality.list) refused = 'list cardinality'
                if (step.parameters.getRaw(T.key, T.value)) refused = 'meta-properties'
            }
            if (refused) throw new VerificationException("[neptune] ${refused} not supported" as String, traversal)
        }
    }
}

// The starter of the server holds its standard input. When the starter ends, in any way, the server ends too.
Thread.startDaemon { while (System.in.read() >= 0) {}; Runtime.runtime.halt(0) }

['vertexIdManager', 'edgeIdManager'].each { name ->
    def field = AbstractTinkerGraph.getDeclaredField(name)
    field.accessible = true
    field.set(graph, new NeptuneIds())
}

def strict = traversal().withEmbedded(graph).withStrategies(
    ReferenceElementStrategy, LambdaRestrictionStrategy, new NeptuneStrategy())

def globals = [:]
globals << [g: strict, reader: strict.withStrategies(ReadOnlyStrategy)]
