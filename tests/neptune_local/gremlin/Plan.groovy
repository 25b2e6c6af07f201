import org.apache.tinkerpop.gremlin.process.traversal.Traversal
import org.apache.tinkerpop.gremlin.process.traversal.step.filter.DedupGlobalStep
import org.apache.tinkerpop.gremlin.process.traversal.step.filter.HasStep
import org.apache.tinkerpop.gremlin.process.traversal.step.filter.RangeGlobalStep
import org.apache.tinkerpop.gremlin.process.traversal.step.map.FoldStep
import org.apache.tinkerpop.gremlin.process.traversal.step.map.GraphStep
import org.apache.tinkerpop.gremlin.process.traversal.step.map.GroupCountStep
import org.apache.tinkerpop.gremlin.process.traversal.step.map.GroupStep
import org.apache.tinkerpop.gremlin.process.traversal.step.map.MathStep
import org.apache.tinkerpop.gremlin.process.traversal.step.map.PropertiesStep
import org.apache.tinkerpop.gremlin.process.traversal.step.map.TreeStep
import org.apache.tinkerpop.gremlin.process.traversal.step.map.VertexStep
import org.apache.tinkerpop.gremlin.process.traversal.step.sideEffect.InjectStep
import org.apache.tinkerpop.gremlin.structure.Direction

// The plan of a traversal in the form of Neptune's reports: a native step with patterns, then the steps from the first one
// that Neptune leaves to TinkerPop. The patterns are made up from the steps; no engine uses them.
class Plan {
    private static final PATTERNS = [GraphStep, VertexStep, HasStep, PropertiesStep]
    private static final NOT_NATIVE = [FoldStep, GroupStep, GroupCountStep, InjectStep, MathStep, TreeStep]
    final String original
    private final List head
    private final List tail

    Plan(Traversal.Admin traversal) {
        original = traversal.steps as String
        head = traversal.steps.takeWhile { !one(NOT_NATIVE, it) }
        tail = traversal.steps.drop(head.size()).collect()
    }

    static String title(String name) {
        def line = '*' * 55
        "${line}\n                Neptune Gremlin ${name}\n${line}\n"
    }

    static String section(String name, String text, int width = name.size()) {
        "\n${name}\n${'=' * width}\n${text}\n"
    }

    // The Neptune steps, with the same notes at each pattern, and a warning about the others.
    String converted(String notes) {
        def steps = head ? "[\n${query(notes)},\n    NeptuneTraverserConverterStep\n]" : '[]'
        def rest = tail ? "\n+ not converted into Neptune steps: ${tail}" : ''
        "Neptune steps:\n${steps}${rest}"
    }

    String warning() {
        tail ? "\nWARNING: >> ${tail[0].class.simpleName} << is not supported natively yet\n" : ''
    }

    // The number of names of properties and edges, as Neptune counts predicates, and the warning about walks against edges.
    String predicates(g) {
        def names = g.V().properties().key().toSet() + g.E().properties().key().toSet() + g.E().label().toSet()
        def text = "# of predicates: ${names.size()}"
        if ((head + tail).any { it instanceof VertexStep && it.direction != Direction.OUT && !it.edgeLabels })
            text += '\n\nWARNING: reverse traversal with no edge label(s) - .in() / .both() may impact query performance'
        section('Predicates', text)
    }

    private String query(String notes) {
        def ends = head.findAll { !one(PATTERNS, it) }.collect { finisher(it) }
        """    NeptuneGraphQueryStep(${head[-1] instanceof PropertiesStep ? 'PropertyValue' : 'Vertex'}) {
        JoinGroupNode {
${patterns().collect { "            PatternNode[${it} .]${notes}" }.join('\n')}
        }${ends ? ", finishers=${ends}" : ''}, annotations={path=${head*.class*.simpleName}, maxVarId=${2 * head.size() + 1}}
    }"""
    }

    // Each walk leads to the next variable.
    private List patterns() {
        def at = 1
        head.findAll { one(PATTERNS, it) }.collect { step ->
            if (step instanceof GraphStep) return "(?1${step.ids ? "=${step.ids}" : ''}, <~label>, ?2, <~>) . project distinct ?1"
            if (step instanceof HasStep)
                return step.hasContainers.collect { "(?${at}, <${it.key}>, ${it.predicate}, ?) . project ask" }.join(' . ')
            def from = at
            at += 2
            def backwards = step instanceof VertexStep && step.direction == Direction.IN
            def (subject, object) = backwards ? [at, from] : [from, at]
            "(?${subject}, ?${at + 1}, ?${object}, ?) . project ?${from},?${at}"
        }
    }

    private static String finisher(step) {
        if (step instanceof RangeGlobalStep) return "limit(${step.highRange})"
        step instanceof DedupGlobalStep ? 'dedup' : step as String
    }

    private static boolean one(List types, step) { types.any { it.isInstance(step) } }
}
