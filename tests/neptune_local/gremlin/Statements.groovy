import org.apache.tinkerpop.gremlin.language.grammar.GremlinAntlrToJava
import org.apache.tinkerpop.gremlin.language.grammar.GremlinParser
import org.apache.tinkerpop.gremlin.language.grammar.TraversalRootVisitor
import org.apache.tinkerpop.gremlin.process.traversal.dsl.graph.GraphTraversalSource

// Reads the statements of a text as traversals, and runs none of them.
class Statements extends GremlinAntlrToJava {
    private final List traversals = []

    static List of(GraphTraversalSource g, tree) {
        def statements = new Statements(g)
        statements.visit(tree)
        statements.traversals
    }

    private Statements(GraphTraversalSource g) { super(g) }

    Object visitQuery(GremlinParser.QueryContext context) {
        def first = context.getChild(0)
        if (first instanceof GremlinParser.QueryContext) return visitQuery(first)
        if (first instanceof GremlinParser.RootTraversalContext)
            traversals << new TraversalRootVisitor(this).visitRootTraversal(first).asAdmin()
    }
}
