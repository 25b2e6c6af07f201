// Starts the Gremlin Server with its own threads for queries, operations beside those of the server, and its own language.

import javax.script.ScriptContext
import org.apache.tinkerpop.gremlin.jsr223.CachedGremlinScriptEngineManager
import org.apache.tinkerpop.gremlin.server.GremlinServer
import org.apache.tinkerpop.gremlin.server.Settings
import org.apache.tinkerpop.gremlin.server.op.OpLoader

// The starter of the server holds its standard input. When the starter ends, in any way, the server ends too.
Thread.startDaemon { while (System.in.read() >= 0) {}; Runtime.runtime.halt(0) }

def settings = Settings.read(args[0])
def evaluations = new Evaluations(settings.gremlinPool, settings.maxWorkQueueSize)
def server = new GremlinServer(settings, evaluations)

def inside = { type, name, object ->
    def field = type.getDeclaredField(name)
    field.accessible = true
    field.get(object)
}
inside(OpLoader, 'processors', null).replaceAll { name, inner -> new Operations(inner, evaluations) }

def engines = server.serverGremlinExecutor.gremlinExecutor.scriptEngineManager
def language = new Language()
language.setBindings(engines.bindings, ScriptContext.GLOBAL_SCOPE)
inside(CachedGremlinScriptEngineManager, 'cache', engines)['gremlin-lang'] = language

server.start().get()
