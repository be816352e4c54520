package dev.spendweir.server.gate;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.engine.GateEngine;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.store.Caller;
import dev.spendweir.server.store.policies.PolicyVersion;
import dev.spendweir.snapshot.Snapshot;
import dev.spendweir.waterfall.WaterfallResult;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hold of a request that the limits refuse and people accept: the waterfall is run again on the state of the moment, and
 * its result is held (spec 1.7). Lives within one transaction; not thread-safe.
 */
public final class LateHold {
    private final GateSession session;
    private final Prepared prepared;
    private final GateState state;

    private LateHold(GateSession session, Prepared prepared, GateState state) {
        this.session = session;
        this.prepared = prepared;
        this.state = state;
    }

    /** Reads the state of the moment for the newest request that the approval covers, by the policy in force. */
    public static LateHold read(GateSession session, Caller caller, ApprovalRecord approval, Instant clockTime) {
        JsonObject request = session.request(approval.newest().decisionId());
        GateCall call = GateCall.builder(caller, request)
                .changeId(approval.change().changeId())
                .receivedAt(clockTime)
                .build();
        PolicyVersion policy = session.policyInForce();
        Prepared prepared = Prepared.of(call, policy);
        return new LateHold(session, prepared, session.read(List.of(prepared), clockTime));
    }

    /** The state that was read. */
    public GateState state() {
        return state;
    }

    /** Makes the hold; null when the request needs no money. */
    public @Nullable String make(
            GateEngine engine, HoldDesk holds, Journal journal, ApprovalRecord approval, Caller caller) {
        Snapshot snapshot = SnapshotReader.read(session, prepared, state, state.money(), journal.clockTime());
        WaterfallResult waterfall =
                engine.evaluateWaterfall(prepared.policy().policy(), prepared.request(), snapshot, journal.clockTime());
        if (waterfall.amount().isZero()) {
            return null;
        }
        List<HeldDraw> draws = waterfall.draws().stream()
                .filter(draw -> draw.amount().isPositive())
                .map(draw -> new HeldDraw(draw.grantId(), draw.pool().wireName(), draw.amount()))
                .toList();
        ActiveHold made = new ActiveHold(
                journal.newId(),
                approval.change(),
                HoldStatus.TENTATIVE,
                LocalDate.ofInstant(journal.clockTime(), ZoneOffset.UTC).withDayOfMonth(1),
                new HoldParts(waterfall.allocated(), draws, waterfall.uncovered()));
        holds.makeLate(
                made,
                new HoldDesk.Origin(
                        approval.newest().decisionId(),
                        approval.request().terms().requesterId(),
                        approval.ask().submitterId(),
                        approval.approvalId()),
                caller,
                prepared.policy());
        return made.reservationId();
    }
}
