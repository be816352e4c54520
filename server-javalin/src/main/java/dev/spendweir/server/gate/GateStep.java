package dev.spendweir.server.gate;

import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.engine.Decision;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.ledger.LedgerAppender;
import dev.spendweir.ledger.LedgerEvent;
import dev.spendweir.ledger.LedgerHash;
import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.outcome.Hold;
import dev.spendweir.outcome.ReservationPlan;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.UuidV7;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Outcome;
import dev.spendweir.vocabulary.Source;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides one call on the running state of a gate transaction and leaves what is to be written (spec 3.1, 3.2). The same
 * state, call and clock give the same decision; only ids and salts are fresh. Lives within one transaction; not
 * thread-safe.
 */
final class GateStep {
    /** The engine's behaviour, for replay of a decision; changes when the same inputs may give another record. */
    static final String ENGINE_VERSION = "spendweir.engine/v1";

    private static final Logger LOG = LoggerFactory.getLogger(GateStep.class);

    private final GateEngine engine;
    private final UuidV7 ids;
    private final @Nullable String configSha256;
    private final SnapshotSource snapshots;
    private final GateState state;
    private final GateWrites writes;
    private final LedgerAppender ledger;
    private final Instant clockTime;
    private final LocalDate clockMonth;

    /** Makes the snapshot of a call from the state and the cost data. */
    @FunctionalInterface
    interface SnapshotSource {
        Snapshot read(Prepared prepared, GateState state, Money money);
    }

    GateStep(
            GateEngine engine,
            UuidV7 ids,
            @Nullable String configSha256,
            SnapshotSource snapshots,
            GateState state,
            GateWrites writes,
            LedgerAppender ledger,
            Instant clockTime) {
        this.engine = engine;
        this.ids = ids;
        this.configSha256 = configSha256;
        this.snapshots = snapshots;
        this.state = state;
        this.writes = writes;
        this.ledger = ledger;
        this.clockTime = clockTime;
        this.clockMonth = LocalDate.ofInstant(clockTime, ZoneOffset.UTC).withDayOfMonth(1);
    }

    /** Answers a call: again when its key is known, else anew. */
    GateResult take(Prepared prepared) {
        GateState.Key key =
                new GateState.Key(prepared.scope(), prepared.request().idempotencyKey());
        GateState.FirstAnswer first = state.answers().get(key);
        if (first != null) {
            return again(prepared, first);
        }
        List<Move> moves = Move.of(prepared, state.holds().values());
        Money moved = Move.applied(state.money(), moves, clockTime);
        Decision decision;
        try {
            Snapshot snapshot = snapshots.read(prepared, state, moved);
            decision = engine.decide(prepared.policy().policy(), prepared.request(), snapshot, clockTime);
        } catch (RejectedException e) {
            return unable(prepared, e);
        }
        return decision.outcome() == Outcome.DENY
                ? store(prepared, key, decision, List.of(), state.money())
                : store(prepared, key, decision, moves, moved);
    }

    private static GateResult again(Prepared prepared, GateState.FirstAnswer first) {
        if (!first.fingerprint().equals(prepared.request().fingerprint())) {
            return new GateResult.Refused(new RejectedException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "the idempotency key was used for a request with another fingerprint; use a new key"));
        }
        String status = first.reservationStatus();
        boolean holdIsGone = status != null
                && !HoldStatus.ofWireName(status).map(HoldStatus::isActive).orElse(true);
        return new GateResult.Answered(new GateAnswer(
                PackedBytes.unpack(first.packedBody()),
                true,
                holdIsGone ? status : null,
                prepared.request().source(),
                Outcome.ofWireName(first.outcome()).orElseThrow(),
                Mode.ofWireName(first.mode()).orElseThrow(),
                false,
                first.decisionId(),
                first.reservationId(),
                prepared.request().fingerprint(),
                prepared.request().scopeFingerprint(),
                null));
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

    private GateResult store(Prepared prepared, GateState.Key key, Decision decision, List<Move> moves, Money money) {
        String decisionId = ids.next().toString();
        ActiveHold made = newHold(prepared, decision);
        String reservationId = made == null ? null : made.reservationId();
        LedgerAppender.Appended entry = append(
                prepared,
                EntryType.DECISION,
                decisionId,
                decisionPayload(prepared, decision, decisionId, reservationId));
        for (Move move : moves) {
            close(prepared, move, decisionId, reservationId);
        }
        Money after = money;
        if (made != null) {
            after = money.held(made.change().place().projectId(), made.parts());
            hold(prepared, made, decisionId);
        }
        state.money(after);
        writeGrants(moves, made, after);
        byte[] body = GateResponse.stored(decision, decisionId, reservationId, entry);
        writes.decision(new DecisionRow(
                decisionId,
                clockTime,
                prepared,
                decision,
                reservationId,
                prepared.call().caller().actorId(),
                entry.entry().sequence(),
                body));
        writeHistories(decision);
        return answered(prepared, key, decision, decisionId, reservationId, body);
    }

    private GateResult answered(
            Prepared prepared,
            GateState.Key key,
            Decision decision,
            String decisionId,
            @Nullable String reservationId,
            byte[] body) {
        state.answers()
                .put(
                        key,
                        new GateState.FirstAnswer(
                                prepared.request().fingerprint(),
                                decisionId,
                                decision.outcome().wireName(),
                                decision.mode().wireName(),
                                reservationId,
                                PackedBytes.pack(body),
                                null));
        return new GateResult.Answered(new GateAnswer(
                body,
                false,
                null,
                prepared.request().source(),
                decision.outcome(),
                decision.mode(),
                false,
                decisionId,
                reservationId,
                prepared.request().fingerprint(),
                prepared.request().scopeFingerprint(),
                null));
    }

    /** The hold that the decision asks for now; null: none. */
    private @Nullable ActiveHold newHold(Prepared prepared, Decision decision) {
        ReservationPlan plan = decision.reservationPlan();
        boolean holdsNow =
                plan != null && plan.hold() == Hold.NOW && prepared.call().stage() != Stage.PRE_PLAN;
        if (plan == null || !holdsNow) {
            return null;
        }
        List<HeldDraw> draws = plan.draws().stream()
                .filter(draw -> draw.amount().isPositive())
                .map(draw -> new HeldDraw(draw.grantId(), draw.pool().wireName(), draw.amount()))
                .toList();
        return new ActiveHold(
                ids.next().toString(),
                prepared.change(),
                confirmedAtOnce(prepared, decision) ? HoldStatus.CONFIRMED : HoldStatus.TENTATIVE,
                clockMonth,
                new HoldParts(plan.allocation(), draws, plan.uncovered()));
    }

    /** Whether an allowed call is known to go ahead (spec 3.2): right before an apply, or a change of its own. */
    private static boolean confirmedAtOnce(Prepared prepared, Decision decision) {
        boolean allowed = decision.outcome() == Outcome.ALLOW || decision.outcome() == Outcome.ALLOW_WITH_CREDITS;
        Stage stage = prepared.call().stage();
        boolean terraformPostPlan = prepared.request().source() == Source.TERRAFORM && stage == Stage.POST_PLAN;
        boolean ofItsOwn = prepared.change().identity().isEmpty() && !terraformPostPlan;
        return allowed && (stage == Stage.PRE_APPLY || ofItsOwn);
    }

    private void hold(Prepared prepared, ActiveHold made, String decisionId) {
        writes.hold(new HoldRow(
                made,
                new HoldRow.Made(
                        state.nextOrdinal(),
                        decisionId,
                        prepared.request().requesterId(),
                        prepared.call().caller().actorId(),
                        clockTime),
                made.status(),
                made.status() == HoldStatus.CONFIRMED ? clockTime : null,
                null));
        state.holds().put(made.reservationId(), made);
        append(prepared, EntryType.RESERVATION_HELD, made.reservationId(), HoldEvents.held(made, decisionId));
    }

    private void close(Prepared prepared, Move move, String decisionId, @Nullable String successor) {
        writes.hold(writes.holdRow(move.hold())
                .closed(new HoldRow.Closing(clockTime, move.reason(), successor, move.settlement())));
        state.holds().remove(move.hold().reservationId());
        append(
                prepared,
                HoldEvents.typeOf(move),
                move.hold().reservationId(),
                HoldEvents.closed(
                        move.hold(),
                        move.reason(),
                        decisionId,
                        successor,
                        move.settlement(),
                        move.uses(state.money(), clockTime)));
    }

    private void writeGrants(List<Move> moves, @Nullable ActiveHold made, Money after) {
        for (Move move : moves) {
            move.hold().parts().draws().forEach(draw -> writes.grant(after.grant(draw.grantId())));
        }
        if (made != null) {
            made.parts().draws().forEach(draw -> writes.grant(after.grant(draw.grantId())));
        }
    }

    private void writeHistories(Decision decision) {
        Snapshot snapshot = Objects.requireNonNull(decision.snapshot(), "a real decision has read a snapshot");
        writes.history(snapshot.costHistory());
        if (snapshot.projectCostHistory() != null) {
            writes.history(snapshot.projectCostHistory());
        }
    }

    private LedgerAppender.Appended append(Prepared prepared, EntryType type, String subjectId, JsonObject payload) {
        Caller caller = prepared.call().caller();
        LedgerAppender.Appended appended = ledger.append(
                new LedgerEvent(
                        type,
                        clockTime,
                        caller.actorId(),
                        subjectId,
                        prepared.policy().version(),
                        prepared.policy().policy().sha256(),
                        configSha256,
                        caller.requestId(),
                        caller.traceId(),
                        payload),
                ids.next().toString(),
                ids.randomBytes(LedgerHash.SALT_BYTES));
        writes.entry(appended);
        return appended;
    }

    private JsonObject decisionPayload(
            Prepared prepared, Decision decision, String decisionId, @Nullable String reservationId) {
        Stage stage = prepared.call().stage();
        Snapshot snapshot = Objects.requireNonNull(decision.snapshot(), "a real decision has read a snapshot");
        return JsonObject.builder()
                .put("decision_id", decisionId)
                .put("clock_time", ClockTime.format(clockTime))
                .put("engine_version", ENGINE_VERSION)
                .put("stage", stage == Stage.NONE ? null : stage.wireName())
                .put("change_id", prepared.change().changeId())
                .put("submitter_id", prepared.call().caller().actorId())
                .put("plan_file_sha256", prepared.call().planFileSha256())
                .put("approval_id", JsonNull.NULL)
                .put("reservation_id", reservationId)
                .put("request", prepared.request().toJson())
                .put("snapshot", snapshot.hashedJson())
                .put("record", decision.record())
                .build();
    }
}
