package dev.spendweir.server.http;

import dev.spendweir.server.config.HttpSettings;
import io.javalin.config.JavalinConfig;
import java.util.concurrent.Executor;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The threads that serve calls: virtual ones where the JDK has them, else a pool. Thread-safe. */
final class HttpThreads implements Executor {

    /** The least that Jetty's acceptor, selectors and reserved threads need beside the calls. */
    private static final int LEAST_THREADS = 8;

    private final @Nullable QueuedThreadPool pool;
    private final Executor executor;

    private HttpThreads(@Nullable QueuedThreadPool pool, Executor executor) {
        this.pool = pool;
        this.executor = executor;
    }

    static HttpThreads of(HttpSettings settings) {
        Executor virtual = VirtualThreads.getDefaultVirtualThreadsExecutor();
        if (virtual != null) {
            return new HttpThreads(null, virtual);
        }
        QueuedThreadPool pool = new QueuedThreadPool(settings.maxThreads(), LEAST_THREADS);
        pool.setName("http");
        return new HttpThreads(pool, pool);
    }

    void apply(JavalinConfig config) {
        config.concurrency.useVirtualThreads = pool == null;
        if (pool != null) {
            config.jetty.threadPool = pool;
        }
    }

    /** Goes on with a call that has waited. */
    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }
}
