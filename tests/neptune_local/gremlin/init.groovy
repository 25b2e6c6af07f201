import org.apache.tinkerpop.gremlin.process.traversal.strategy.finalization.ReferenceElementStrategy
import org.apache.tinkerpop.gremlin.process.traversal.strategy.verification.ReadOnlyStrategy

// Whoever started the server holds its standard input: when they are gone, however they went, so is it.
Thread.startDaemon { while (System.in.read() >= 0) {}; Runtime.runtime.halt(0) }

def globals = [:]
globals << [
    g: traversal().withEmbedded(graph).withStrategies(ReferenceElementStrategy),
    reader: traversal().withEmbedded(graph).withStrategies(ReferenceElementStrategy, ReadOnlyStrategy),
]
