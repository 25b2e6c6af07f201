import org.apache.tinkerpop.gremlin.process.computer.traversal.step.VertexComputing
import org.apache.tinkerpop.gremlin.process.traversal.Traversal
import org.apache.tinkerpop.gremlin.process.traversal.TraversalStrategy
import org.apache.tinkerpop.gremlin.process.traversal.step.Deleting
import org.apache.tinkerpop.gremlin.process.traversal.step.Mutating
import org.apache.tinkerpop.gremlin.process.traversal.step.ReadWriting
import org.apache.tinkerpop.gremlin.process.traversal.step.TraversalParent
import org.apache.tinkerpop.gremlin.process.traversal.step.Writing
import org.apache.tinkerpop.gremlin.process.traversal.step.map.AddEdgeStartStep
import org.apache.tinkerpop.gremlin.process.traversal.step.map.AddEdgeStep
import org.apache.tinkerpop.gremlin.process.traversal.step.map.AddVertexStartStep
import org.apache.tinkerpop.gremlin.process.traversal.step.map.AddVertexStep
import org.apache.tinkerpop.gremlin.process.traversal.step.sideEffect.AddPropertyStep
import org.apache.tinkerpop.gremlin.process.traversal.strategy.AbstractTraversalStrategy
import org.apache.tinkerpop.gremlin.process.traversal.strategy.verification.VerificationException
import org.apache.tinkerpop.gremlin.process.traversal.util.TraversalInterruptedException
import org.apache.tinkerpop.gremlin.structure.Graph
import org.apache.tinkerpop.gremlin.structure.T
import org.apache.tinkerpop.gremlin.structure.VertexProperty

// Refuses, before a query runs, steps that need an action that is not allowed, and those that Neptune does not support.
class NeptuneStrategy extends AbstractTraversalStrategy<TraversalStrategy.VerificationStrategy>
        implements TraversalStrategy.VerificationStrategy {
    private static final ADDING = [AddVertexStartStep, AddVertexStep, AddEdgeStartStep, AddEdgeStep]
    private static final ENDS = ['from', 'to'].collect { Graph.Hidden.hide(it) }
    // TinkerPop locks so many traversals within a second.
    private static final LOCKED = 1 << 20
    private final Collection<String> allowed

    NeptuneStrategy(Collection<String> allowed) { this.allowed = allowed }

    void apply(Traversal.Admin<?, ?> traversal) {
        if (traversal.isRoot() && locks(traversal) > LOCKED) waitForTheEnd()
        if (!allowed.contains('Read')) deny(['Read'], traversal)
        for (step in traversal.steps) {
            if (!(step instanceof Mutating || step instanceof ReadWriting || step instanceof VertexComputing)) continue
            deny(needs(step) - allowed, traversal)
            def refused = unsupported(step)
            if (refused) throw new VerificationException("[neptune] ${refused} not supported" as String, traversal)
        }
    }

    // TinkerPop 3.7 locks a traversal once more for each traversal around it, so 100 levels take longer than anybody waits.
    private static double locks(Traversal.Admin<?, ?> traversal) {
        1 + 2 * (traversal.steps.findAll { it instanceof TraversalParent }
            .collectMany { it.localChildren + it.globalChildren }.sum { locks(it) } ?: 0)
    }

    // It does not notice an interrupt meanwhile, and would keep its thread for ever.
    private static void waitForTheEnd() {
        try {
            Thread.sleep(Long.MAX_VALUE)
        } catch (InterruptedException ignored) {
            throw new TraversalInterruptedException()
        }
    }

    private static void deny(Collection<String> missing, Traversal.Admin<?, ?> traversal) {
        if (missing) throw new VerificationException("[denied] ${missing.join(' ')}" as String, traversal)
    }

    // The actions beside reading that a step might perform. A step that adds an element takes the properties after it into
    // its own parameters; property() may replace, and so delete, another value.
    private static Collection<String> needs(step) {
        def adds = ADDING.any { it.isInstance(step) }
        def needed = step instanceof Writing || step instanceof ReadWriting ? ['Write'] : []
        def deletes = step instanceof Deleting || adds && step.parameters.getRaw(T.label, *ENDS)
        deletes ? needed + 'Delete' : needed
    }

    private static String unsupported(step) {
        if (step instanceof ReadWriting) return 'the step io()'
        if (step instanceof VertexComputing) return 'OLAP steps'
        if (step instanceof AddPropertyStep) {
            if (step.cardinality == VertexProperty.Cardinality.list) return 'list cardinality'
            if (step.parameters.getRaw(T.key, T.value)) return 'meta-properties'
        }
    }
}
