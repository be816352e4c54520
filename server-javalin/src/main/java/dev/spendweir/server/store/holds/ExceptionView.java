package dev.spendweir.server.store.holds;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reservation.GrantUse;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Source;
import java.time.Instant;
import java.util.List;

/**
 * An exception as the API shows it (spec 11, Money).
 *
 * @param exceptionId orders the list; not shown
 * @param drift actual less what was held
 * @param grants what became of each credit that the hold drew on, in the order of its draws
 * @param source of the hold, as are the two after it; for bindings, not shown
 */
public record ExceptionView(
        String exceptionId,
        String reservationId,
        ExceptionKind kind,
        Amount drift,
        List<GrantUse> grants,
        Instant createdAt,
        Source source,
        String projectId,
        EnvironmentClass environmentClass) {

    public ExceptionView {
        grants = List.copyOf(grants);
    }

    ExceptionView with(List<GrantUse> uses) {
        return new ExceptionView(
                exceptionId, reservationId, kind, drift, uses, createdAt, source, projectId, environmentClass);
    }

    /** The item. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("reservation_id", reservationId)
                .put("kind", kind.wireName())
                .put("drift", Amount.toJson(drift))
                .put("grants", JsonArray.of(grants.stream().map(GrantUse::toJson)))
                .put("created_at", ClockTime.format(createdAt))
                .build();
    }
}
