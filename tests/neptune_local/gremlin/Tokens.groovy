import groovy.transform.CompileStatic
import org.antlr.v4.runtime.CommonTokenStream
import org.antlr.v4.runtime.TokenSource
import org.apache.tinkerpop.gremlin.process.traversal.util.TraversalInterruptedException

// The words of a text, until an interrupt. To read a text that is nested deeply takes longer than anybody waits.
@CompileStatic
class Tokens extends CommonTokenStream {
    Tokens(TokenSource source) { super(source) }

    int LA(int distance) {
        if (Thread.interrupted()) throw new TraversalInterruptedException()
        super.LA(distance)
    }
}
