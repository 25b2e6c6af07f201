import groovy.transform.CompileStatic
import java.util.function.BiPredicate
import org.apache.tinkerpop.gremlin.process.traversal.PBiPredicate

// Compares each label of a vertex: `a::b` has the labels a and b. No single label equals a text with the sign between them.
@CompileStatic
class AnyLabel implements PBiPredicate<Object, Object> {
    private static final String BETWEEN = '::'
    private final BiPredicate<Object, Object> each

    AnyLabel(BiPredicate<Object, Object> each) { this.each = each }

    boolean test(Object label, Object wanted) {
        for (String one : (label as String).split(BETWEEN)) if (each.test(one, wanted)) return true
        false
    }

    String toString() { each.toString() }
}
