import java.util.concurrent.ArrayBlockingQueue
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.FutureTask
import java.util.concurrent.RunnableFuture
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import org.apache.tinkerpop.gremlin.server.Context

// The threads that evaluate queries, and the queries by their ids.
class Evaluations extends ThreadPoolExecutor {
    static final ThreadLocal<Context> ASKED = new ThreadLocal<>()
    private final Map byId = new ConcurrentHashMap()
    private final Map byTask = new ConcurrentHashMap()

    Evaluations(int threads, int queue) {
        super(threads, threads, 0L, TimeUnit.MILLISECONDS, new ArrayBlockingQueue(queue))
    }

    void execute(Runnable task) {
        def context = ASKED.get()
        if (context != null) {
            def evaluation = new Evaluation(context, task)
            byTask[task] = evaluation
            byId[evaluation.id] = evaluation
        }
        super.execute(task)
    }

    // A task that the server cancels at its time limit.
    protected RunnableFuture newTaskFor(Runnable work, Object value) {
        def evaluations = byTask
        new FutureTask(work, value) {
            protected void done() { if (isCancelled()) evaluations[this]?.stop() }
        }
    }

    protected void beforeExecute(Thread thread, Runnable task) { byTask[task]?.begin() }

    protected void afterExecute(Runnable task, Throwable error) { forget(task)?.end() }

    Map states() { byId.collectEntries { id, each -> [id, each.state()] } }

    boolean cancel(String id) {
        def evaluation = byId[id]
        if (evaluation == null) return false
        if (!remove(evaluation.task)) evaluation.stop()
        else { // it waited, and so nothing else answers it
            forget(evaluation.task)
            evaluation.context.sendTimeoutResponse()
        }
        true
    }

    private Evaluation forget(Runnable task) {
        def evaluation = byTask.remove(task)
        if (evaluation != null) byId.remove(evaluation.id, evaluation)
        evaluation
    }
}
