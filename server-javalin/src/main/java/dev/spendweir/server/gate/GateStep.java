package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.approval.Coverage;
import dev.spendweir.approval.CoverageSubject;
import dev.spendweir.canonical.CanonicalMembers;
import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.outcome.Hold;
import dev.spendweir.outcome.ReservationPlan;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.store.PackedBytes;
import dev.spendweir.server.store.StoreSettings.ApprovalLimits;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.Source;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides one call on the running state of a gate transaction and leaves what is to be written (spec 2.3, 3.1, 3.2). The same
 * state, call and clock give the same decision; only ids and salts are fresh. Lives within one transaction; not
 * thread-safe.
 */
final class GateStep {
    /** The engine's behaviour, for replay of a decision; changes when the same inputs may give another record. */
    static final String ENGINE_VERSION = "spendweir.engine/v1";

    /** Room for record, request and snapshot, so that they rarely have to be copied into a larger buffer. */
    private static final int USUAL_PAYLOAD_BYTES = 8192;

    private static final Logger LOG = LoggerFactory.getLogger(GateStep.class);

    private final GateEngine engine;
    private final ApprovalLimits limits;
    private final SnapshotSource snapshots;
    private final GateState state;
    private final GateWrites writes;
    private final Journal journal;
    private final HoldDesk holds;
    private final ApprovalDesk approvals;

    /** Makes the snapshot of a call from the state and the cost data. */
    @FunctionalInterface
    interface SnapshotSource {
        Snapshot read(Prepared prepared, GateState state, Money money);
    }

    GateStep(
            GateEngine engine,
            ApprovalLimits limits,
            SnapshotSource snapshots,
            GateState state,
            GateWrites writes,
            Journal journal) {
        this.engine = engine;
        this.limits = limits;
        this.snapshots = snapshots;
        this.state = state;
        this.writes = writes;
        this.journal = journal;
        this.holds = new HoldDesk(state, writes, journal);
        this.approvals = new ApprovalDesk(state, writes, journal, holds);
    }

    /** Ends what the clock has ended, before anything is decided. */
    void begin() {
        approvals.expireDue();
    }

    /** Answers a call: again when its key is known, else anew. */
    GateResult take(Prepared prepared) {
        GateState.FirstAnswer first = state.answers().get(GateState.Key.of(prepared));
        if (first != null) {
            return again(prepared, first, approvalStatus(first));
        }
        try {
            Optional<GateResult> continued =
                    Candidates.find(prepared, state).flatMap(candidate -> tryOn(prepared, candidate));
            return continued.isPresent() ? continued.get() : decideAnew(prepared);
        } catch (RejectedException e) {
            return unable(prepared, e);
        }
    }

    /** The first answer to the call's key, or why it may not be given again (spec 3.1). */
    static GateResult again(Prepared prepared, GateState.FirstAnswer first, @Nullable String approvalStatus) {
        if (!first.fingerprint().equals(prepared.request().fingerprint())) {
            return new GateResult.Refused(new RejectedException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "the idempotency key was used for a request with another fingerprint; use a new key"));
        }
        if (first.body() == null) {
            return new GateResult.Refused(new RejectedException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "what the idempotency key was answered with has been erased; use a new key"));
        }
        String status = first.reservationStatus();
        boolean holdIsGone = status != null
                && !HoldStatus.ofWireName(status).map(HoldStatus::isActive).orElse(true);
        return new GateResult.Answered(new GateAnswer(
                first.body(),
                true,
                holdIsGone ? status : null,
                prepared.request().source(),
                Outcome.ofWireName(first.outcome()).orElseThrow(),
                Mode.ofWireName(first.mode()).orElseThrow(),
                false,
                first.decisionId(),
                first.reservationId(),
                first.approvalId(),
                approvalStatus,
                prepared.request().fingerprint(),
                prepared.request().scopeFingerprint(),
                null));
    }

    /** Where the approval of an earlier answer stands: as this transaction left it, else as it was read. */
    private @Nullable String approvalStatus(GateState.FirstAnswer first) {
        String approvalId = first.approvalId();
        return approvalId == null
                ? null
                : state.approvals()
                        .find(approvalId)
                        .map(approval -> approval.status().wireName())
                        .orElseGet(() -> first.approvalStatusAt(journal.clockTime()));
    }

    /** What the engine refuses once the request was good comes from the tenant's data or policy (spec 10 A15c). */
    static GateResult unable(Prepared prepared, RejectedException why) {
        LOG.error(
                "decision impossible: tenant {} policy version {}: {}",
                prepared.request().tenantId(),
                prepared.policy().version(),
                why.getMessage());
        return new GateResult.Unable(FailsafeCause.ERROR);
    }

    /** Decides with the candidate's hold counted as free, and goes on with it when it covers (spec 2.3 point 3). */
    private Optional<GateResult> tryOn(Prepared prepared, ApprovalRecord candidate) {
        List<Move> moves = Move.besides(prepared, state, candidate.reservationId());
        Money money = Move.applied(state.money(), moves, journal.clockTime());
        ActiveHold behind = approvals.holdOf(candidate);
        Money free = behind == null ? money : money.released(behind, journal.clockTime());
        Decision decision = decide(prepared, free);
        boolean continues = Coverage.continues(
                decision.outcome(),
                candidate.ask().binding(),
                candidate.subject(),
                subject(prepared, decision),
                decision.severeReasons(),
                candidate.ask().reasons());
        return continues ? Optional.of(carryOn(prepared, decision, candidate, moves)) : Optional.empty();
    }

    private static CoverageSubject subject(Prepared prepared, Decision decision) {
        ReservationPlan plan = decision.reservationPlan();
        return new CoverageSubject(
                prepared.request().fingerprint(),
                prepared.change(),
                prepared.request().action(),
                decision.isDestructive(),
                prepared.request().estimatedMonthlyDelta(),
                prepared.request().estimatedHourlyDelta(),
                prepared.request().unpricedResources(),
                plan == null ? Amount.ZERO : plan.uncovered());
    }

    private Decision decide(Prepared prepared, Money money) {
        Snapshot snapshot = snapshots.read(prepared, state, money);
        return engine.decide(prepared.policy().policy(), prepared.request(), snapshot, journal.clockTime());
    }

    private GateResult carryOn(Prepared prepared, Decision decision, ApprovalRecord candidate, List<Move> moves) {
        String via = prepared.call().consumesVia();
        boolean uses = via != null && approvals.isUsable(candidate);
        Answer answer = new Answer(
                journal.newId(),
                candidate.approvalId(),
                candidate.status().wireName(),
                candidate.reservationId(),
                null,
                true);
        LedgerAppender.Appended entry = tellDecision(prepared, decision, answer);
        move(prepared, moves, answer);
        ApprovalRecord now = approvals.carryOn(candidate, prepared, answer.decisionId());
        if (via != null && uses) {
            approvals.useInTurn(now, prepared, via);
            return answered(prepared, decision, answer.with(ApprovalStatus.CONSUMED), entry);
        }
        return answered(prepared, decision, answer, entry);
    }

    /** Decides by what this transaction really frees (spec 2.3 point 4). */
    private GateResult decideAnew(Prepared prepared) {
        List<Move> moves = Move.of(prepared, state);
        Decision decision = decide(prepared, Move.applied(state.money(), moves, journal.clockTime()));
        Optional<ApprovalRecord> former = prepared.call().stage() == Stage.PRE_PLAN
                ? Optional.empty()
                : state.approvals().liveOf(prepared.change());
        boolean asks = decision.outcome() == Outcome.REQUIRE_APPROVAL
                && prepared.call().stage() != Stage.PRE_PLAN;
        if (asks) {
            RejectedException tooMany = tooManyPending(prepared, former);
            if (tooMany != null) {
                return new GateResult.Refused(tooMany);
            }
        }
        return decision.outcome() == Outcome.DENY
                ? deny(prepared, decision, former)
                : store(prepared, decision, moves, former, asks);
    }

    private @Nullable RejectedException tooManyPending(Prepared prepared, Optional<ApprovalRecord> former) {
        String submitter = prepared.call().caller().actorId();
        Optional<ApprovalRecord> freed = former.filter(approval -> approval.status() == ApprovalStatus.PENDING);
        int own = state.approvals().pendingOf(submitter)
                - (int) freed.stream()
                        .filter(approval -> approval.ask().submitterId().equals(submitter))
                        .count();
        int all = state.approvals().pendingOfAll() - (freed.isPresent() ? 1 : 0);
        if (own >= limits.perSubmitter()) {
            return new RejectedException(
                    ErrorCode.TOO_MANY_PENDING,
                    own + " approvals that " + submitter + " asked for are pending, the limit is "
                            + limits.perSubmitter() + "; have some decided or cancel them");
        }
        return all < limits.perTenant()
                ? null
                : new RejectedException(
                        ErrorCode.TOO_MANY_PENDING,
                        all + " approvals of the tenant are pending, the limit is " + limits.perTenant()
                                + "; have some decided or cancel them");
    }

    private GateResult deny(Prepared prepared, Decision decision, Optional<ApprovalRecord> former) {
        Answer answer = new Answer(journal.newId(), null, null, null, null, false);
        LedgerAppender.Appended entry = tellDecision(prepared, decision, answer);
        former.ifPresent(approval -> approvals.stop(approval, prepared, answer.decisionId()));
        return answered(prepared, decision, answer, entry);
    }

    private GateResult store(
            Prepared prepared, Decision decision, List<Move> moves, Optional<ApprovalRecord> former, boolean asks) {
        ActiveHold made = newHold(prepared, decision);
        String decisionId = journal.newId();
        ApprovalRecord request = asks
                ? approvals
                        .draft(journal.newId(), prepared, decision, decisionId)
                        .heldBy(made == null ? null : made.reservationId())
                : null;
        Answer answer = new Answer(
                decisionId,
                request == null ? null : request.approvalId(),
                request == null ? null : request.status().wireName(),
                made == null ? null : made.reservationId(),
                made == null ? null : made.status(),
                false);
        LedgerAppender.Appended entry = tellDecision(prepared, decision, answer);
        move(prepared, moves, answer);
        former.ifPresent(approval -> approvals.supersede(approval, prepared, decisionId));
        if (made != null) {
            HoldDesk.Origin origin = new HoldDesk.Origin(
                    decisionId,
                    prepared.request().requesterId(),
                    prepared.call().caller().actorId(),
                    answer.approvalId());
            holds.make(made, origin, entry);
        }
        if (request != null) {
            approvals.request(request, prepared);
        }
        return answered(prepared, decision, answer, entry);
    }

    private void move(Prepared prepared, List<Move> moves, Answer answer) {
        for (Move move : moves) {
            holds.move(
                    move,
                    answer.decisionId(),
                    answer.reservationId(),
                    prepared.call().caller(),
                    prepared.policy());
        }
    }

    /**
     * What an answer names.
     *
     * @param made status of the hold that the decision makes; null: it makes none, or goes on with one that is there
     */
    private record Answer(
            String decisionId,
            @Nullable String approvalId,
            @Nullable String approvalStatus,
            @Nullable String reservationId,
            @Nullable HoldStatus made,
            boolean continued) {

        /** The same, the approval being here now. */
        Answer with(ApprovalStatus status) {
            return new Answer(decisionId, approvalId, status.wireName(), reservationId, made, continued);
        }
    }

    private GateResult answered(Prepared prepared, Decision decision, Answer answer, LedgerAppender.Appended entry) {
        CanonicalMembers beside = GateResponse.beside(
                decision, answer.decisionId(), answer.approvalId(), answer.reservationId(), answer.continued(), entry);
        byte[] body = GateResponse.stored(decision, beside);
        writes.decision(new DecisionRow(
                answer.decisionId(),
                journal.clockTime(),
                prepared,
                decision,
                answer.approvalId(),
                answer.reservationId(),
                prepared.call().caller().actorId(),
                entry.entry().sequence(),
                PackedBytes.pack(beside.json(), PackedBytes.Dictionary.RESPONSE)));
        writeHistories(decision);
        state.answers()
                .put(
                        GateState.Key.of(prepared),
                        new GateState.FirstAnswer(
                                prepared.request().fingerprint(),
                                answer.decisionId(),
                                decision.outcome().wireName(),
                                decision.mode().wireName(),
                                answer.reservationId(),
                                body,
                                null,
                                answer.approvalId(),
                                answer.approvalStatus(),
                                null));
        return new GateResult.Answered(new GateAnswer(
                body,
                false,
                null,
                prepared.request().source(),
                decision.outcome(),
                decision.mode(),
                false,
                answer.decisionId(),
                answer.reservationId(),
                answer.approvalId(),
                answer.approvalStatus(),
                prepared.request().fingerprint(),
                prepared.request().scopeFingerprint(),
                null));
    }

    /** The hold that the decision asks for now; null: none. */
    private @Nullable ActiveHold newHold(Prepared prepared, Decision decision) {
        ReservationPlan plan = decision.reservationPlan();
        boolean holdsNow =
                plan != null && plan.hold() == Hold.NOW && prepared.call().stage() != Stage.PRE_PLAN;
        return plan != null && holdsNow
                ? new ActiveHold(
                        journal.newId(),
                        prepared.change(),
                        confirmedAtOnce(prepared, decision) ? HoldStatus.CONFIRMED : HoldStatus.TENTATIVE,
                        LocalDate.ofInstant(journal.clockTime(), ZoneOffset.UTC).withDayOfMonth(1),
                        parts(plan))
                : null;
    }

    private static HoldParts parts(ReservationPlan plan) {
        List<HeldDraw> draws = plan.draws().stream()
                .filter(draw -> draw.amount().isPositive())
                .map(draw -> new HeldDraw(draw.grantId(), draw.pool().wireName(), draw.amount()))
                .toList();
        return new HoldParts(plan.allocation(), draws, plan.uncovered());
    }

    /** Whether an allowed call is known to go ahead (spec 3.2): right before an apply, or a change of its own. */
    private static boolean confirmedAtOnce(Prepared prepared, Decision decision) {
        boolean allowed = decision.outcome() == Outcome.ALLOW || decision.outcome() == Outcome.ALLOW_WITH_CREDITS;
        Stage stage = prepared.call().stage();
        boolean terraformPostPlan = prepared.request().source() == Source.TERRAFORM && stage == Stage.POST_PLAN;
        boolean ofItsOwn = prepared.change().identity().isEmpty() && !terraformPostPlan;
        return allowed && (stage == Stage.PRE_APPLY || ofItsOwn);
    }

    private void writeHistories(Decision decision) {
        Snapshot snapshot = Objects.requireNonNull(decision.snapshot(), "a real decision has read a snapshot");
        writes.history(snapshot.costHistory());
        if (snapshot.projectCostHistory() != null) {
            writes.history(snapshot.projectCostHistory());
        }
    }

    private LedgerAppender.Appended tellDecision(Prepared prepared, Decision decision, Answer answer) {
        return journal.append(
                prepared.call().caller(),
                EntryType.DECISION,
                answer.decisionId(),
                answer.approvalId(),
                answer.approvalStatus(),
                prepared.policy(),
                decisionPayload(prepared, decision, answer));
    }

    /** What a decision leaves in the ledger, enough to be decided again (spec 3.3); names in their order. */
    private byte[] decisionPayload(Prepared prepared, Decision decision, Answer answer) {
        Stage stage = prepared.call().stage();
        Snapshot snapshot = Objects.requireNonNull(decision.snapshot(), "a real decision has read a snapshot");
        CanonicalWriter out = new CanonicalWriter(USUAL_PAYLOAD_BYTES).beginObject();
        out.name("approval_id").string(answer.approvalId());
        out.name("change_id").string(prepared.change().changeId());
        out.name("clock_time").string(ClockTime.format(journal.clockTime()));
        out.name("decision_id").string(answer.decisionId());
        out.name("engine_version").string(ENGINE_VERSION);
        out.name("plan_file_sha256").string(prepared.call().planFileSha256());
        decision.writeRecordTo(out.name("record"));
        prepared.request().writeTo(out.name("request"));
        out.name("reservation_id").string(answer.reservationId());
        out.name("reservation_status")
                .string(answer.made() == null ? null : answer.made().wireName());
        snapshot.writeHashedTo(out.name("snapshot"));
        out.name("stage").string(stage == Stage.NONE ? null : stage.wireName());
        out.name("submitter_id").string(prepared.call().caller().actorId());
        return out.endObject().toBytes();
    }
}
