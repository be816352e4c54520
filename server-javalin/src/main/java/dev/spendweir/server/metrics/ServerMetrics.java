package dev.spendweir.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The server's metrics (spec 9.3): base units, closed label sets, no tenant. Thread-safe. */
public final class ServerMetrics {

    /** Around the targets of a gate call and of an ordinary one; anything slower than the deadline is one bucket. */
    private static final Duration[] LATENCY_BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger uncopied = new AtomicInteger();
    private final AtomicInteger partitionHeadroom = new AtomicInteger();
    private final AtomicLong defaultRows = new AtomicLong();
    private final AtomicInteger quarantined = new AtomicInteger();

    /** No figures yet. */
    public ServerMetrics() {
        Gauge.builder("spendweir.ledger.checkpoints.uncopied", uncopied, AtomicInteger::get)
                .description("Checkpoints that wait to be copied outside of the database.")
                .register(registry);
        Gauge.builder("spendweir.ledger.partition.headroom.months", partitionHeadroom, AtomicInteger::get)
                .description("Months after the present one that have a partition of the ledger.")
                .register(registry);
        Gauge.builder("spendweir.ledger.default.partition.rows", defaultRows, AtomicLong::get)
                .description("Ledger entries that found no partition of their month.")
                .register(registry);
        Gauge.builder("spendweir.ledger.quarantined.chains", quarantined, AtomicInteger::get)
                .description("Chains in quarantine, whose governed writes are refused.")
                .register(registry);
    }

    /** One answered call. */
    public void call(String route, int status, long nanos) {
        Timer.builder("spendweir.http.request")
                .description("Calls by route and status.")
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** One gate answer that came from an evaluation. */
    public void gateDecision(String source, String outcome, String mode) {
        Counter.builder("spendweir.gate.decisions")
                .description("Gate decisions by source, outcome and mode.")
                .tags("source", source, "outcome", outcome, "mode", mode)
                .register(registry)
                .increment();
    }

    /** One gate answer that was stored before. */
    public void gateReplay(String source) {
        Counter.builder("spendweir.gate.replays")
                .description("Gate calls answered from an earlier decision with the same idempotency key.")
                .tag("source", source)
                .register(registry)
                .increment();
    }

    /** One fail-safe answer. */
    public void failsafe(String reason) {
        Counter.builder("spendweir.gate.failsafe.decisions")
                .description("Fail-safe decisions by reason.")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** Time that one phase of a gate call took. */
    public void gatePhase(GatePhase phase, long nanos) {
        Timer.builder("spendweir.gate.latency")
                .description("Gate latency by phase.")
                .tag("phase", phase.wireName())
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * One reconciliation.
     *
     * @param drift actual less what was held, in units of the policy's currency
     */
    public void reconciliation(double drift) {
        String direction = drift < 0 ? "under" : drift > 0 ? "over" : "none";
        DistributionSummary.builder("spendweir.reconciliation.drift")
                .description("Reconciled actuals: how far from what was held, by direction.")
                .tag("direction", direction)
                .register(registry)
                .record(Math.abs(drift));
    }

    /** One run of a background job. */
    public void jobRun(String job, boolean done, long nanos) {
        Timer.builder("spendweir.job.run")
                .description("Runs of background jobs by result.")
                .tags("job", job, "result", done ? "done" : "failed")
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** What a sweep did. */
    public void swept(String what, int count) {
        Counter.builder("spendweir.sweep.closed")
                .description(
                        "What the sweeper closed: tentative holds released, confirmed holds settled, credits expired.")
                .tag("what", what)
                .register(registry)
                .increment(count);
    }

    /** One call to a run task's path that was taken. */
    public void runTaskReceived(String result) {
        Counter.builder("spendweir.run.task.received")
                .description("Signed calls of HCP Terraform by what became of them.")
                .tag("result", result)
                .register(registry)
                .increment();
    }

    /** The last word about one run task is known. */
    public void runTask(String stage, String status) {
        Counter.builder("spendweir.run.tasks")
                .description("Run tasks by stage of the run and by the last word about them.")
                .tags("stage", stage, "status", status)
                .register(registry)
                .increment();
    }

    /** One attempt to tell HCP Terraform something. */
    public void runTaskCallback(String what, boolean taken) {
        Counter.builder("spendweir.run.task.callbacks")
                .description(
                        "Callbacks to HCP Terraform: heartbeats (running) and last words, and whether they were taken.")
                .tags("what", what, "result", taken ? "taken" : "failed")
                .register(registry)
                .increment();
    }

    /** What became of one attempt to send a notification. */
    public void notification(String result) {
        Counter.builder("spendweir.notifications")
                .description(
                        "Attempts to send notifications: sent, retried, dead (given up), gone (endpoint disabled).")
                .tag("result", result)
                .register(registry)
                .increment();
    }

    /** One verification of a tenant's chains. */
    public void chainVerification(boolean valid) {
        Counter.builder("spendweir.ledger.verifications")
                .description("Verifications of a tenant's chains by result.")
                .tag("result", valid ? "valid" : "invalid")
                .register(registry)
                .increment();
    }

    /** Time from the first entry that a checkpoint is new for to the checkpoint. */
    public void checkpointLag(Duration lag) {
        Timer.builder("spendweir.ledger.checkpoint.lag")
                .description("Age of the oldest entry when its checkpoint was durable.")
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(registry)
                .record(lag.isNegative() ? Duration.ZERO : lag);
    }

    /** How the ledger's partitions stand. */
    public void ledgerPartitions(int monthsAhead, long rowsInDefault) {
        partitionHeadroom.set(monthsAhead);
        defaultRows.set(rowsInDefault);
    }

    /** Checkpoints that wait to be copied outside of the database. */
    public void uncopiedCheckpoints(int number) {
        uncopied.set(number);
    }

    /** Chains in quarantine, of all tenants. */
    public void quarantinedChains(int number) {
        quarantined.set(number);
    }

    /** A value that is read when somebody asks. */
    public void gauge(String name, String meaning, String label, String labelValue, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(meaning)
                .tag(label, labelValue)
                .strongReference(true)
                .register(registry);
    }

    /** All of them in the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }
}
