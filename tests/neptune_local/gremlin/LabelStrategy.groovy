import org.apache.tinkerpop.gremlin.process.traversal.Compare
import org.apache.tinkerpop.gremlin.process.traversal.Contains
import org.apache.tinkerpop.gremlin.process.traversal.P
import org.apache.tinkerpop.gremlin.process.traversal.Traversal
import org.apache.tinkerpop.gremlin.process.traversal.TraversalStrategy
import org.apache.tinkerpop.gremlin.process.traversal.step.HasContainerHolder
import org.apache.tinkerpop.gremlin.process.traversal.step.util.HasContainer
import org.apache.tinkerpop.gremlin.process.traversal.strategy.AbstractTraversalStrategy
import org.apache.tinkerpop.gremlin.structure.T
import org.apache.tinkerpop.gremlin.tinkergraph.process.traversal.strategy.optimization.TinkerGraphStepStrategy

// Lets hasLabel() find a vertex by each of its labels.
class LabelStrategy extends AbstractTraversalStrategy<TraversalStrategy.ProviderOptimizationStrategy>
        implements TraversalStrategy.ProviderOptimizationStrategy {

    Set<Class> applyPost() { [TinkerGraphStepStrategy] as Set }

    void apply(Traversal.Admin<?, ?> traversal) {
        traversal.steps.findAll { it instanceof HasContainerHolder }.each { step ->
            step.hasContainers.findAll { it.key == T.label.accessor && asksOneByOne(it.predicate) }.each {
                step.removeHasContainer(it)
                step.addHasContainer(new HasContainer(it.key, new P(new AnyLabel(it.biPredicate), it.value)))
            }
        }
    }

    private static boolean asksOneByOne(P predicate) { predicate.biPredicate in [Compare.eq, Contains.within] }
}
