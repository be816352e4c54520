package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reservation.Place;
import dev.spendweir.server.store.Caller;
import dev.spendweir.vocabulary.EnvironmentClass;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What Terraform says after an apply (spec 5.1, {@code post_apply}): which hold, and what it came to. The hold is named by
 * its id, or by its place and change.
 *
 * @param reservationId null: the hold of the place and change
 * @param actualMonthlyDelta >= 0; null: what was held
 * @param idempotencyKey a repeat with the same key and content gets the same answer
 * @param authorise called with the hold's place and environment class before anything is done; what it throws ends the call
 */
public record AppliedCall(
        Caller caller,
        @Nullable String reservationId,
        @Nullable String projectId,
        @Nullable String environment,
        @Nullable String resourceReference,
        @Nullable String changeId,
        @Nullable Amount actualMonthlyDelta,
        String idempotencyKey,
        BiConsumer<Place, EnvironmentClass> authorise) {

    /** A call of somebody who may settle every hold of the tenant. */
    public AppliedCall(
            Caller caller,
            @Nullable String reservationId,
            @Nullable String projectId,
            @Nullable String environment,
            @Nullable String resourceReference,
            @Nullable String changeId,
            @Nullable Amount actualMonthlyDelta,
            String idempotencyKey) {
        this(
                caller,
                reservationId,
                projectId,
                environment,
                resourceReference,
                changeId,
                actualMonthlyDelta,
                idempotencyKey,
                (place, environmentClass) -> {});
    }

    /** What is compared when the key comes again. */
    public JsonObject payload() {
        return JsonObject.builder()
                .put("reservation_id", reservationId)
                .put("project_id", projectId)
                .put("environment", environment)
                .put("resource_reference", resourceReference)
                .put("change_id", changeId)
                .put("actual_monthly_delta", Amount.toJson(actualMonthlyDelta))
                .build();
    }
}
