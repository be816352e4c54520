package dev.spendweir.server.store.quarantine;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.ChainFailure;
import dev.spendweir.ledger.ChainFailure.Kind;
import dev.spendweir.ledger.ChainReport;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.BrokenChainException;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.Database;
import dev.spendweir.server.store.Governance;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.SystemTenant;
import dev.spendweir.server.store.audit.LedgerVerification;
import dev.spendweir.server.store.audit.VerifiedChain;
import dev.spendweir.server.store.people.Bootstrap;
import dev.spendweir.server.store.people.ReservedActors;
import dev.spendweir.server.store.sealing.ChainId;
import dev.spendweir.server.store.sealing.CheckpointSealer;
import dev.spendweir.server.store.sealing.Closings;
import dev.spendweir.server.store.sealing.DiscontinuityException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens quarantines (spec 3.3): one discontinuity of a chain, or three failed verifications in a row, stop every governed
 * write of its tenant, on every server with its next write. Thread-safe.
 */
public final class QuarantineBreaker {
    /** Failures in a row, of classes that leave the chain itself whole, that open the quarantine (spec 3.3). */
    private static final int FAILURES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(QuarantineBreaker.class);
    private static final String ACTOR = ReservedActors.QUARANTINE;

    private final Database database;
    private final Governance governance;
    private final Bootstrap bootstrap;
    private final Clock clock;

    /** @param bootstrap makes the system tenant when it is needed first */
    public QuarantineBreaker(Database database, Governance governance, Bootstrap bootstrap, Clock clock) {
        this.database = database;
        this.governance = governance;
        this.bootstrap = bootstrap;
        this.clock = clock;
    }

    /**
     * Takes note of what a verification found.
     *
     * @param whole whether the chains were read from their first entries; a part that is good says nothing about the rest
     */
    public void verified(String tenantId, LedgerVerification found, boolean whole) {
        for (VerifiedChain verified : found.verified()) {
            ChainReport report = verified.report();
            ChainId chain = new ChainId(tenantId, report.chain());
            ChainFailure failure = report.failure();
            if (failure != null) {
                failed(
                        chain,
                        failure,
                        "verification",
                        verified.audit().acknowledged().size());
            } else if (whole) {
                database.inTenant(tenantId, handle -> {
                    FailureCount.clear(handle, chain);
                    return true;
                });
            }
        }
    }

    /** Takes note of a chain that could not be sealed; it is tried once more, so that a closing just now is not undone. */
    public void unsealable(ChainId chain, CheckpointSealer sealer) {
        if (isOpen(chain)) {
            return;
        }
        int closings = closings(chain);
        try {
            sealer.seal(chain);
        } catch (DiscontinuityException e) {
            failed(chain, e.failure(), "sealer", closings);
        }
    }

    /** Takes note of what a writer ran into. */
    public void broken(BrokenChainException found) {
        ChainId chain = new ChainId(found.tenantId(), found.chain());
        if (SystemTenant.is(chain.tenantId()) && chain.chain() == Chain.GOVERNANCE) {
            LOG.error(
                    "the operators' own chain of governance cannot be written: {}; put its head right as the migrator role",
                    found.getMessage());
            return;
        }
        Kind kind = found.sequence() == 0 ? Kind.HEAD : Kind.FORK;
        open(chain, new ChainFailure(found.sequence(), kind, found.detail()), "writer", closings(chain));
    }

    private boolean isOpen(ChainId chain) {
        return database.inTenant(
                SystemTenant.ID,
                handle -> QuarantineTable.list(handle, chain.tenantId()).stream()
                        .anyMatch(view -> view.chain().equals(chain) && view.isOpen()));
    }

    private int closings(ChainId chain) {
        return database.inTenant(
                chain.tenantId(),
                handle -> Closings.of(handle, chain).closings().size());
    }

    private void failed(ChainId chain, ChainFailure failure, String foundBy, int closings) {
        int failures = failure.kind().isDiscontinuity()
                ? FAILURES
                : database.inTenant(chain.tenantId(), handle -> FailureCount.more(handle, chain, now()));
        if (failures >= FAILURES) {
            open(chain, failure, foundBy, closings);
        } else {
            LOG.warn(
                    "verification of {} failed, {} of {} in a row: {} at entry {}: {}",
                    Closings.subject(chain),
                    failures,
                    FAILURES,
                    failure.kind().wireName(),
                    failure.sequence(),
                    failure.detail());
        }
    }

    private void open(ChainId chain, ChainFailure failure, String foundBy, int closings) {
        try {
            if (isOpened(chain, failure, foundBy, closings)) {
                tell(chain, failure);
            }
        } catch (StoreUnavailableException | RejectedException e) {
            // Whoever looks next finds it again.
            LOG.error("the quarantine of {} could not be recorded", Closings.subject(chain), e);
        }
    }

    /** @param closings how many the finder knew of; when there are more by now, what it saw is settled */
    private boolean isOpened(ChainId chain, ChainFailure failure, String foundBy, int closings) {
        bootstrap.createSystemTenant();
        return governance.recover(new Caller(SystemTenant.ID, ACTOR, null, null), change -> {
            boolean isOpen = QuarantineTable.lock(change.handle(), chain)
                    .map(QuarantineView::isOpen)
                    .orElse(false);
            int now = Database.asTenant(
                    change.handle(),
                    chain.tenantId(),
                    SystemTenant.ID,
                    () -> Closings.of(change.handle(), chain).closings().size());
            if (isOpen || now != closings) {
                return false;
            }
            QuarantineTable.open(change.handle(), chain, failure, change.time(), foundBy);
            change.record(EntryType.QUARANTINE_OPENED, Closings.subject(chain), payload(chain, failure, foundBy));
            return true;
        });
    }

    private static void tell(ChainId chain, ChainFailure failure) {
        LOG.error(
                "QUARANTINE: the ledger of tenant {} is damaged (chain {}, entry {}, {}: {}). Every write of this tenant is"
                        + " refused with 503 AUDIT_QUARANTINE until two operators have closed it; other tenants and all"
                        + " reads go on. What to do: docs/ledger.md, section Quarantine; begin with"
                        + " `spendweir ledger quarantine list`.",
                chain.tenantId(),
                chain.chain().wireName(),
                failure.sequence(),
                failure.kind().wireName(),
                failure.detail());
    }

    private static JsonObject payload(ChainId chain, ChainFailure failure, String foundBy) {
        return JsonObject.builder()
                .put("tenant_id", chain.tenantId())
                .put("chain", chain.chain().wireName())
                .put("class", failure.kind().wireName())
                .put("sequence", failure.sequence())
                .put("detail", failure.detail())
                .put("found_by", foundBy)
                .build();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
