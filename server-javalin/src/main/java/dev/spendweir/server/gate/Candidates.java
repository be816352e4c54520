package dev.spendweir.server.gate;

import dev.spendweir.approval.ApprovalStatus;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.Place;
import dev.spendweir.server.approval.ApprovalRecord;
import dev.spendweir.server.approval.Consumption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the approval that may spare a call the waiting (spec 2.3 point 1). Pure functions. */
final class Candidates {
    private Candidates() {}

    /**
     * The live approval of the same change; else the used one of the same change, fingerprint and run while its hold is
     * there; else the oldest approved, then pending one of the same place and plan. Stage {@code pre_plan} looks for none.
     */
    static Optional<ApprovalRecord> find(Prepared prepared, GateState state) {
        if (prepared.call().stage() == Stage.PRE_PLAN) {
            return Optional.empty();
        }
        ApprovalBook book = state.approvals();
        return book.liveOf(prepared.change())
                .or(() -> used(prepared, state))
                .or(() -> ofPlan(prepared, book, ApprovalStatus.APPROVED))
                .or(() -> ofPlan(prepared, book, ApprovalStatus.PENDING));
    }

    private static Optional<ApprovalRecord> used(Prepared prepared, GateState state) {
        Optional<Change> change = prepared.change().identity();
        if (change.isEmpty()) {
            return Optional.empty();
        }
        Place place = prepared.change().place();
        return state.approvals().at(place, ApprovalStatus.CONSUMED).stream()
                .filter(approval -> approval.change().equals(change.get()))
                .filter(approval -> isSameRun(approval.consumption(), prepared))
                .filter(approval ->
                        approval.reservationId() != null && state.holds().containsKey(approval.reservationId()))
                .findFirst();
    }

    private static boolean isSameRun(@Nullable Consumption use, Prepared prepared) {
        return use != null
                && use.runId() != null
                && use.runId().equals(prepared.call().runId())
                && use.fingerprint().equals(prepared.request().fingerprint());
    }

    private static Optional<ApprovalRecord> ofPlan(Prepared prepared, ApprovalBook book, ApprovalStatus status) {
        String plan = plan(prepared);
        if (plan == null) {
            return Optional.empty();
        }
        List<ApprovalRecord> there = book.at(prepared.change().place(), status);
        return there.stream()
                .filter(approval -> plan.equals(approval.ask().planContentSha256()))
                .findFirst();
    }

    /** The digest of the request's plan; null without one. */
    static @Nullable String plan(Prepared prepared) {
        return prepared.request().metadata().get("plan_content_sha256") instanceof JsonString digest
                ? digest.value()
                : null;
    }
}
