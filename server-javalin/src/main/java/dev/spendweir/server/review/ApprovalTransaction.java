package dev.spendweir.server.review;

import dev.spendweir.approval.ApprovalEvent;
import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.approval.ApprovalStep;
import dev.spendweir.ledger.Chain;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.gate.ApprovalDesk;
import dev.spendweir.server.gate.GateSession;
import dev.spendweir.server.gate.GateState;
import dev.spendweir.server.gate.GateStore;
import dev.spendweir.server.gate.GateWrites;
import dev.spendweir.server.gate.HoldDesk;
import dev.spendweir.server.gate.Journal;
import dev.spendweir.server.gate.LateHold;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.StoreSettings;
import dev.spendweir.server.store.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One step of one approval as one transaction (spec 2.1, 3.3): the tenant's head is locked, the approval read, the step done,
 * money, approval and ledger written together. Thread-safe.
 */
final class ApprovalTransaction {
    /** How long a step may take once it has the tenant's lock, as a gate call. */
    static final Duration STEP_TIME = Duration.ofSeconds(5);

    private final GateStore store;
    private final StoreSettings settings;
    private final UuidV7 ids;
    private final Turns turns = new Turns();

    ApprovalTransaction(GateStore store, StoreSettings settings, UuidV7 ids) {
        this.store = store;
        this.settings = settings;
        this.ids = ids;
    }

    /** What a step came to: a value, or a refusal that is thrown once what the clock did is committed. */
    record Result<T>(@Nullable T value, @Nullable RejectedException refusal) {
        static <T> Result<T> of(T value) {
            return new Result<>(value, null);
        }

        static <T> Result<T> refused(ErrorCode code, String detail) {
            return new Result<>(null, new RejectedException(code, detail));
        }

        /** The value; throws the refusal. */
        T given() {
            if (refusal != null) {
                throw refusal;
            }
            if (value == null) {
                throw new IllegalStateException("a step came to nothing");
            }
            return value;
        }
    }

    /** What a step works with. Lives within one transaction. */
    static final class Work {
        final GateSession session;
        final ApprovalRecord approval;
        final GateWrites writes;
        final Journal journal;
        final HoldDesk holds;
        final ApprovalDesk desk;
        final @Nullable LateHold late;

        private Work(
                GateSession session,
                ApprovalRecord approval,
                GateState state,
                GateWrites writes,
                Journal journal,
                @Nullable LateHold late) {
            this.session = session;
            this.approval = approval;
            this.writes = writes;
            this.journal = journal;
            this.holds = new HoldDesk(state, writes, journal);
            this.desk = new ApprovalDesk(state, writes, journal, holds);
            this.late = late;
        }

        /** As {@link ApprovalTransaction#attempt}, on this transaction's approval. */
        ApprovalStep attempt(ApprovalEvent event) {
            return ApprovalTransaction.attempt(approval, event, desk, journal);
        }
    }

    /**
     * Tries an event. When it is refused the approval may have expired all the same, and is stored so.
     *
     * @return the step; its refusal is the caller's to pass on
     */
    static ApprovalStep attempt(ApprovalRecord approval, ApprovalEvent event, ApprovalDesk desk, Journal journal) {
        ApprovalStep step = approval.request().on(event);
        boolean expired = step.refusal().isPresent()
                && approval.status().isLive()
                && step.request().status() == ApprovalStatus.EXPIRED;
        if (expired) {
            desk.end(approval.with(step.request()), EntryType.APPROVAL_EXPIRED, journal.system(), null);
        }
        return step;
    }

    /**
     * Runs a step.
     *
     * @param approvalId as the caller wrote it
     * @param holdsLate whether a hold may have to be made (see {@link LateHold}), judged by the approval
     * @throws RejectedException {@code NOT_FOUND}, and the step's refusal
     */
    <T> T run(
            Caller caller,
            String approvalId,
            Function<ApprovalRecord, Boolean> holdsLate,
            Function<Work, Result<T>> step) {
        String tenantId = caller.tenantId();
        Result<T> result = inTurn(tenantId, session -> {
            LedgerAppender ledger = new LedgerAppender(tenantId, Chain.DECISIONS, session.lockHead());
            Instant clockTime = now();
            GateState state = session.readApproval(approvalId).orElseThrow(ApprovalTransaction::notFound);
            ApprovalRecord approval = state.onlyApproval();
            GateWrites writes = new GateWrites(tenantId);
            Journal journal = new Journal(tenantId, writes, ledger, ids, settings.configSha256(), clockTime);
            LateHold late = holdsLate.apply(approval) && approval.request().isLiveAt(clockTime)
                    ? LateHold.read(session, caller, approval, clockTime)
                    : null;
            Work work = new Work(session, approval, late == null ? state : late.state(), writes, journal, late);
            if (late != null) {
                work.desk.expireDue();
            }
            Result<T> done = step.apply(work);
            if (!writes.isEmpty()) {
                session.write(writes);
            }
            return done;
        });
        return result.given();
    }

    /** Ends every approval of the tenant whose deadline has come; how many. */
    int expireDue(String tenantId) {
        return inTurn(tenantId, session -> {
            LedgerAppender ledger = new LedgerAppender(tenantId, Chain.DECISIONS, session.lockHead());
            Instant clockTime = now();
            GateState state = session.read(List.of(), clockTime);
            GateWrites writes = new GateWrites(tenantId);
            Journal journal = new Journal(tenantId, writes, ledger, ids, settings.configSha256(), clockTime);
            int ended = new ApprovalDesk(state, writes, journal, new HoldDesk(state, writes, journal)).expireDue();
            if (!writes.isEmpty()) {
                session.write(writes);
            }
            return ended;
        });
    }

    private <T> T inTurn(String tenantId, Function<GateSession, T> work) {
        Duration wait = settings.lockWait().plus(STEP_TIME);
        return turns.take(
                tenantId,
                wait,
                () -> store.inTransaction(
                        tenantId,
                        settings.lockWait(),
                        settings.clock().instant().plus(wait),
                        work));
    }

    /** The same words for an unknown approval and another tenant's. */
    static RejectedException notFound() {
        return new RejectedException(ErrorCode.NOT_FOUND, "there is no such thing here");
    }

    /** The server's time, in milliseconds. */
    Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
