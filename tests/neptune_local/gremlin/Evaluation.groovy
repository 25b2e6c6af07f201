import java.util.concurrent.TimeUnit
import org.apache.tinkerpop.gremlin.server.Context

// One query that waits for a thread, or that a thread evaluates.
class Evaluation {
    final Context context
    final Runnable task
    private final long asked = System.nanoTime()
    private long began
    private Thread thread
    private boolean stopped
    private boolean ended

    Evaluation(Context context, Runnable task) { this.context = context; this.task = task }

    String getId() { context.requestMessage.requestId }

    synchronized void begin() { began = System.nanoTime(); thread = Thread.currentThread() }

    synchronized void end() { ended = true; thread = null }

    // The query may miss an interrupt while it handles another error, so it is interrupted until its thread has left it.
    synchronized void stop() {
        if (!stopped) Thread.startDaemon { while (interrupted()) Thread.sleep(20) }
        stopped = true
    }

    synchronized boolean interrupted() { thread?.interrupt(); !ended }

    synchronized Map state() {
        def now = System.nanoTime()
        [running: thread != null, waited: millis((began ?: now) - asked), elapsed: millis(began ? now - began : 0)]
    }

    private static long millis(long nanos) { TimeUnit.NANOSECONDS.toMillis(nanos) }
}
