import io.netty.util.AttributeKey
import org.apache.tinkerpop.gremlin.server.Context
import org.apache.tinkerpop.gremlin.server.OpProcessor
import org.apache.tinkerpop.gremlin.util.function.ThrowingConsumer
import org.apache.tinkerpop.gremlin.util.message.ResponseMessage
import org.apache.tinkerpop.gremlin.util.message.ResponseStatusCode

// A processor of the server with three more operations. `evaluations` lists the queries that wait or run, by the ids of
// their requests; `cancel` ends one. Threads of connections answer both, so they work while every other thread is busy.
// `source` chooses the traversal source of all later queries of a connection, whatever they name themselves.
class Operations implements OpProcessor {
    static final AttributeKey SOURCE = AttributeKey.valueOf('source')
    final OpProcessor inner
    final Evaluations evaluations

    Operations(OpProcessor inner, Evaluations evaluations) { this.inner = inner; this.evaluations = evaluations }

    String getName() { inner.name }

    void close() { inner.close() }

    ThrowingConsumer<Context> select(Context context) {
        def message = context.requestMessage
        def source = context.channelHandlerContext.channel().attr(SOURCE)
        if (message.op == 'evaluations') return answer(evaluations.states())
        if (message.op == 'cancel') return answer(evaluations.cancel(message.args.id))
        if (message.op == 'source') return answer(source.getAndSet(message.args.name))
        if (source.get()) message.args.aliases = [g: source.get()]
        def act = inner.select(context)
        return { Context given ->
            Evaluations.ASKED.set(given)
            try { act.accept(given) } finally { Evaluations.ASKED.remove() }
        } as ThrowingConsumer<Context>
    }

    private static ThrowingConsumer<Context> answer(Object result) {
        return { Context context ->
            context.writeAndFlush(ResponseMessage.build(context.requestMessage)
                .code(ResponseStatusCode.SUCCESS).result([result]).create())
        } as ThrowingConsumer<Context>
    }
}
