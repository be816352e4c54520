package dev.spendweir.server.jobs;

import dev.spendweir.server.metrics.ServerMetrics;
import dev.spendweir.server.store.sealing.LedgerPartitions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the ledger's partitions ahead of time and reports how they stand (spec 3.3, 9.3). */
public final class PartitionJob implements Runnable {
    /** A month begins seldom; an hour's delay is nothing beside two months of headroom. */
    public static final Duration INTERVAL = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(PartitionJob.class);

    private final LedgerPartitions partitions;
    private final ServerMetrics metrics;

    /** @param metrics gets headroom and DEFAULT rows */
    public PartitionJob(LedgerPartitions partitions, ServerMetrics metrics) {
        this.partitions = partitions;
        this.metrics = metrics;
    }

    @Override
    public void run() {
        LedgerPartitions.State state = partitions.keepReady();
        metrics.ledgerPartitions(state.monthsAhead(), state.defaultRows());
        if (state.defaultRows() > 0) {
            LOG.warn(
                    "{} ledger entries lie in the DEFAULT partition: let the migrator call spendweir.move_default_rows()",
                    state.defaultRows());
        }
    }
}
