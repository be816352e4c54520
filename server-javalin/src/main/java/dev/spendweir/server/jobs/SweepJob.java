package dev.spendweir.server.jobs;

import dev.spendweir.rejection.RejectedException;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.holds.HoldSweeper;
import dev.spendweir.server.store.holds.Swept;
import dev.spendweir.server.store.people.ReservedActors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sweeper (spec 3.2): closes overdue holds and writes off expired credits, tenant after tenant. Each server goes through
 * the tenants in another order, so that several share the work. Thread-safe.
 */
public final class SweepJob implements AutoCloseable {
    private static final String NAME = "sweep";

    /** Who closes what nobody closed, in the ledger. */
    static final String ACTOR = ReservedActors.SWEEPER;

    /** Holds of one tenant in one round, so that a backlog of one does not keep the others waiting. */
    private static final int HOLDS_PER_ROUND = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(SweepJob.class);

    private final HoldSweeper sweeper;
    private final ServerMetrics metrics;
    private final Map<HoldStatus, Long> active = new ConcurrentHashMap<>();
    private final JobLoop loop;
    private volatile boolean stopping;

    private SweepJob(HoldSweeper sweeper, Duration interval, ServerMetrics metrics) {
        this.sweeper = sweeper;
        this.metrics = metrics;
        for (HoldStatus status : HoldStatus.values()) {
            if (status.isActive()) {
                metrics.gauge(
                        "spendweir.reservations",
                        "Holds that bind money by state, in the whole database, as of this server's last sweep.",
                        "state",
                        status.wireName(),
                        () -> active.getOrDefault(status, 0L));
            }
        }
        loop = JobLoop.start(NAME, interval, this::run);
    }

    /**
     * Begins to sweep.
     *
     * @param interval between the end of a round and the next
     * @param metrics gets what was closed, and how many holds are active
     */
    public static SweepJob start(HoldSweeper sweeper, Duration interval, ServerMetrics metrics) {
        return new SweepJob(sweeper, interval, metrics);
    }

    /** Lets the transaction that is under way come to its end, and begins no other. */
    @Override
    public void close() {
        stopping = true;
        loop.close();
    }

    private void run() {
        long begun = System.nanoTime();
        boolean done = false;
        try {
            sweep();
            done = true;
        } finally {
            metrics.jobRun(NAME, done, System.nanoTime() - begun);
        }
    }

    private void sweep() {
        List<String> tenants = new ArrayList<>(sweeper.tenants());
        Collections.shuffle(tenants);
        for (String tenant : tenants) {
            if (stopping) {
                return;
            }
            try {
                sweep(new Caller(tenant, ACTOR, null, null));
            } catch (RejectedException e) {
                // Its quarantine; nothing of it is closed until that is.
                LOG.info("tenant {} is passed over: {}", tenant, e.code());
            } catch (StoreUnavailableException e) {
                if (e.kind() == StoreUnavailableException.Kind.UNREACHABLE) {
                    throw e;
                }
                // A tenant whose lock cannot be had now must not keep the others waiting.
                LOG.warn("tenant {} is swept next time: {}", tenant, e.getMessage());
            }
        }
        active.putAll(sweeper.activeHolds());
    }

    private void sweep(Caller caller) {
        for (int done = 0; done < HOLDS_PER_ROUND && !stopping; ) {
            Swept swept = sweeper.sweep(caller, HoldSweeper.BATCH);
            metrics.swept("released", swept.released());
            metrics.swept("settled", swept.settled());
            done += HoldSweeper.BATCH;
            if (swept.reservationIds().size() < HoldSweeper.BATCH) {
                break;
            }
        }
        if (!stopping) {
            metrics.swept("credit_written_off", sweeper.writeOff(caller));
        }
    }
}
