import javax.script.ScriptContext
import javax.script.ScriptException
import org.antlr.v4.runtime.CharStreams
import org.antlr.v4.runtime.CommonTokenStream
import org.antlr.v4.runtime.atn.PredictionMode
import org.apache.tinkerpop.gremlin.jsr223.GremlinLangScriptEngine
import org.apache.tinkerpop.gremlin.language.grammar.GremlinAntlrToJava
import org.apache.tinkerpop.gremlin.language.grammar.GremlinErrorListener
import org.apache.tinkerpop.gremlin.language.grammar.GremlinLexer
import org.apache.tinkerpop.gremlin.language.grammar.GremlinParser
import org.apache.tinkerpop.gremlin.language.grammar.GremlinParserException
import org.apache.tinkerpop.gremlin.process.traversal.util.TraversalInterruptedException

// TinkerPop's engine for the Gremlin grammar, with two differences: an interrupt ends it while it reads a text, and no
// statement of a text runs before all of them may.
class Language extends GremlinLangScriptEngine {
    // A text with fewer brackets is read within a tenth of a second.
    private static final NESTED = 30

    Object eval(String script, ScriptContext context) {
        def g = context.getAttribute('g')
        try {
            def tree = tree(script)
            if (tree.query().size() > 1) Statements.of(g, tree).each { it.applyStrategies() }
            return new GremlinAntlrToJava(g).visit(tree)
        } catch (Exception error) {
            throw new ScriptException(error)
        }
    }

    // The fast mode of prediction first; it does not know all texts.
    static GremlinParser.QueryListContext tree(String text) {
        try {
            return parsed(text, PredictionMode.SLL)
        } catch (TraversalInterruptedException error) {
            throw error
        } catch (Exception ignored) {
            return parsedSlowly(text)
        }
    }

    private static GremlinParser.QueryListContext parsedSlowly(String text) {
        try {
            return parsed(text, PredictionMode.LL)
        } catch (GremlinParserException error) {
            throw new GremlinParserException("Failed to interpret Gremlin query: ${error.message}" as String)
        }
    }

    private static GremlinParser.QueryListContext parsed(String text, PredictionMode mode) {
        def lexer = new GremlinLexer(CharStreams.fromString(text))
        def nested = text.count('(') + text.count('[') > NESTED
        def parser = new GremlinParser(nested ? new Tokens(lexer) : new CommonTokenStream(lexer))
        [lexer, parser].each {
            it.removeErrorListeners()
            it.addErrorListener(new GremlinErrorListener())
        }
        parser.interpreter.predictionMode = mode
        parser.queryList()
    }
}
