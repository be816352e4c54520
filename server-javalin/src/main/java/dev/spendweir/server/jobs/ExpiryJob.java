package dev.spendweir.server.jobs;

import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.review.ApprovalService;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.approvals.ApprovalQueries;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends approvals whose deadline has passed and frees what they held, so that people see it without anybody asking (spec 2.1).
 * Several servers may do it at once: each tenant's turn is under its lock. Thread-safe.
 */
public final class ExpiryJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryJob.class);

    private final ApprovalService approvals;
    private final ApprovalQueries queries;
    private final Clock clock;
    private final JobLoop loop;

    private ExpiryJob(ApprovalService approvals, ApprovalQueries queries, Duration interval, Clock clock) {
        this.approvals = approvals;
        this.queries = queries;
        this.clock = clock;
        this.loop = JobLoop.start("approval-expiry", interval, this::run);
    }

    /**
     * Begins to look.
     *
     * @param interval between the end of a round and the next
     */
    public static ExpiryJob start(ApprovalService approvals, ApprovalQueries queries, Duration interval, Clock clock) {
        return new ExpiryJob(approvals, queries, interval, clock);
    }

    private void run() {
        for (String tenant : queries.tenantsWithDue(clock.instant())) {
            try {
                approvals.expireDue(tenant);
            } catch (RejectedException e) {
                // Its quarantine; nothing of it is closed until that is.
                LOG.info("tenant {} is passed over: {}", tenant, e.code());
            } catch (StoreUnavailableException e) {
                if (e.kind() == StoreUnavailableException.Kind.UNREACHABLE) {
                    throw e;
                }
                // A tenant whose lock cannot be had now must not keep the others waiting.
                LOG.warn("approvals of tenant {} expire next time: {}", tenant, e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
