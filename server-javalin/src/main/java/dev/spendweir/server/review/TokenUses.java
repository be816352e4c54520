package dev.spendweir.server.review;

import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.gate.GateWrites;
import dev.spendweir.server.gate.Journal;
import dev.spendweir.server.gate.UseStore;
import dev.spendweir.server.review.ApprovalTransaction.Result;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.token.ApprovalToken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;

/** Uses approvals, those of one tenant that wait together in one transaction (spec 2.2). Thread-safe. */
final class TokenUses {
    /** A transaction of so many takes a few milliseconds; a longer one keeps the gate from the tenant's head. */
    private static final int MOST = 32;

    private final UseStore store;
    private final StoreSettings settings;
    private final UuidV7 ids;
    private final Rounds<Asked, Result<byte[]>> rounds = new Rounds<>(MOST, this::round);

    TokenUses(UseStore store, StoreSettings settings, UuidV7 ids) {
        this.store = store;
        this.settings = settings;
        this.ids = ids;
    }

    /**
     * A use that is asked for.
     *
     * @param token what the verifier gave for the call
     * @param mayUse looks at the approval before anything else and throws when the caller may not use it
     */
    record Asked(ConsumeCall call, ApprovalToken token, Consumer<ApprovalRecord> mayUse) {}

    /**
     * Uses an approval.
     *
     * @return the answer, canonical
     * @throws RejectedException why not
     */
    byte[] use(Asked asked) {
        return rounds.ask(asked.call().caller().tenantId(), asked, patience()).given();
    }

    private Duration patience() {
        return settings.lockWait().plus(ApprovalTransaction.STEP_TIME);
    }

    private List<Result<byte[]>> round(String tenantId, List<Asked> round) {
        List<String> approvals =
                round.stream().map(asked -> asked.token().approvalId()).toList();
        Instant deadline = settings.clock().instant().plus(patience());
        return store.use(tenantId, approvals, settings.lockWait(), deadline, found -> {
            Instant clockTime = settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
            GateWrites writes = new GateWrites(tenantId);
            LedgerAppender ledger = new LedgerAppender(tenantId, Chain.DECISIONS, found.head());
            Journal journal = new Journal(tenantId, writes, ledger, ids, settings.configSha256(), clockTime);
            UseDesk desk = new UseDesk(found, writes, journal);
            return new UseStore.Done<>(round.stream().map(desk::use).toList(), writes);
        });
    }
}
