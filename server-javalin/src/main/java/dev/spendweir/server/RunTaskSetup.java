package dev.spendweir.server;

import dev.spendweir.server.config.RunTaskSettings;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.jobs.LeasedJob;
import dev.spendweir.server.keys.Secrets;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.outgoing.OutgoingClient;
import dev.spendweir.server.runtask.RunTaskGate;
import dev.spendweir.server.runtask.RunTaskHost;
import dev.spendweir.server.runtask.RunTaskQueue;
import dev.spendweir.server.runtask.RunTaskResult;
import dev.spendweir.server.runtask.RunTaskStatus;
import dev.spendweir.server.runtask.RunTaskWorker;
import dev.spendweir.server.terraform.PlanQuestion;
import dev.spendweir.server.terraform.PriceSheets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Puts together what works on run tasks (spec 5.1). */
final class RunTaskSetup {
    /** Each may hold a plan in memory. */
    private static final int WORKERS = 4;

    /** Long enough to look into what went wrong; a task lives an hour. */
    private static final Duration KEPT = Duration.ofDays(7);

    private RunTaskSetup() {}

    /** Starts the job. */
    static LeasedJob start(ServerConfig config, Store store, Secrets secrets, ServerMetrics metrics) {
        RunTaskSettings settings = config.runTasks();
        RunTaskQueue queue = store.runTaskQueue(secrets);
        RunTaskHost host = new RunTaskHost(
                new OutgoingClient(settings.hosts()),
                new OutgoingClient(settings.planHosts()),
                config.body().maxPlanBytes());
        RunTaskGate gate = new RunTaskGate(
                store.runTasks(secrets),
                store.actorDirectory(),
                store.gate(),
                new PlanQuestion(PriceSheets.load(config.priceSheet()), store.currency()),
                store.currency(),
                host,
                config.links(),
                config.gate().deadline(),
                metrics,
                Clock.systemUTC());
        RunTaskWorker worker =
                new RunTaskWorker(queue, gate, host, store.approvalQueries(), metrics, Clock.systemUTC());
        return LeasedJob.start("run-tasks", settings.interval(), WORKERS, new Work(queue, worker));
    }

    private record Work(RunTaskQueue queue, RunTaskWorker worker) implements LeasedJob.Source {
        @Override
        public List<String> tenants() {
            return queue.tenantsWithDue(Instant.now());
        }

        @Override
        public List<Runnable> lease(String tenantId) {
            return queue.lease(tenantId, Instant.now(), RunTaskWorker.LEASE, 1).stream()
                    .map(result -> (Runnable) () -> run(result))
                    .toList();
        }

        private void run(RunTaskResult result) {
            RunTaskStatus status = worker.work(result);
            if (status.isOver()) {
                queue.forget(result.tenantId(), Instant.now().minus(KEPT));
            }
        }
    }
}
