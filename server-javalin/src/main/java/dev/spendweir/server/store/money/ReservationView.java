package dev.spendweir.server.store.money;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Source;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hold as the API shows it (spec 11, Money; the parts as spec 10 R9): what is held while it is active, what was consumed
 * once it is settled, nothing once it is released.
 *
 * @param held R as it was made
 * @param allocation what counts against the project's budget
 * @param draws what counts against credits; a draw of 0 is left out
 * @param actual null unless settled
 * @param source of the decision that made it, as is {@code environmentClass}; for bindings, not shown
 */
public record ReservationView(
        String reservationId,
        HoldStatus status,
        String projectId,
        String decisionId,
        @Nullable String approvalId,
        @Nullable String changeId,
        LocalDate bookedMonth,
        Amount held,
        Amount allocation,
        List<DrawView> draws,
        Amount uncovered,
        @Nullable Amount actual,
        Amount overrun,
        Instant createdAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant closedAt,
        @Nullable String closeReason,
        @Nullable String successor,
        String requesterId,
        String submitterId,
        Source source,
        EnvironmentClass environmentClass) {

    /** Length of {@code YYYY-MM}. */
    private static final int MONTH_LENGTH = 7;

    /** A part that a credit covers. */
    public record DrawView(String grantId, String pool, Amount amount) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("grant_id", grantId)
                    .put("pool", pool)
                    .put("amount", Amount.toJson(amount))
                    .build();
        }
    }

    public ReservationView {
        draws = List.copyOf(draws);
    }

    /** R while the hold is active, else 0. */
    public Amount reserved() {
        return status.isActive() ? held : Amount.ZERO;
    }

    /** Actual less what was held; null unless settled. */
    public @Nullable Amount drift() {
        return actual == null ? null : actual.minus(held);
    }

    /** The item. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("reservation_id", reservationId)
                .put("status", status.wireName())
                .put("project_id", projectId)
                .put("decision_id", decisionId)
                .put("approval_id", approvalId)
                .put("change_id", changeId)
                .put("booked_month", bookedMonth.toString().substring(0, MONTH_LENGTH))
                .put("reserved", Amount.toJson(reserved()))
                .put("allocation", Amount.toJson(allocation))
                .put("draws", JsonArray.of(draws.stream().map(DrawView::toJson)))
                .put("uncovered", Amount.toJson(uncovered))
                .put("actual", Amount.toJson(actual))
                .put("drift", Amount.toJson(drift()))
                .put("overrun", Amount.toJson(overrun))
                .put("created_at", ClockTime.format(createdAt))
                .put("confirmed_at", confirmedAt == null ? null : ClockTime.format(confirmedAt))
                .put("closed_at", closedAt == null ? null : ClockTime.format(closedAt))
                .put("close_reason", closeReason)
                .put("successor", successor)
                .build();
    }
}
