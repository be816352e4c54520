package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger is told of a hold: the payloads of the entries {@code reservation.*} (spec 3.3, {@code docs/ledger.md}). Pure
 * functions.
 */
public final class HoldEvents {
    private HoldEvents() {}

    /**
     * Payload of {@code reservation.held}.
     *
     * @param bookedMonth the UTC month in which it was made
     * @param decisionId the decision that asked for it
     */
    public static JsonObject held(
            String reservationId,
            HoldStatus status,
            Change change,
            YearMonth bookedMonth,
            HoldParts parts,
            String decisionId) {
        return JsonObject.builder()
                .put("reservation_id", reservationId)
                .put("decision_id", decisionId)
                .put("status", status.wireName())
                .put("source", change.place().source().wireName())
                .put("project_id", change.place().projectId())
                .put("environment", change.place().environment())
                .put("resource_reference", change.place().resourceReference())
                .put("change_id", change.changeId())
                .put("booked_month", bookedMonth.toString())
                .put("amount", Amount.toJson(parts.total()))
                .put("parts", parts.toJson())
                .build();
    }

    /**
     * Payload of the entries that end a hold.
     *
     * @param reason its close_reason
     * @param decisionId the decision that ended it; null: none did
     * @param successor the hold that took its place; null: none
     * @param settlement null: everything was given back
     * @param grants what became of the credits
     */
    public static JsonObject closed(
            String reservationId,
            HoldParts held,
            String reason,
            @Nullable String decisionId,
            @Nullable String successor,
            @Nullable Settlement settlement,
            List<GrantUse> grants) {
        HoldStatus status = settlement == null ? HoldStatus.RELEASED : HoldStatus.SETTLED;
        return charged(
                JsonObject.builder()
                        .put("reservation_id", reservationId)
                        .put("status", status.wireName())
                        .put("reason", reason)
                        .put("decision_id", decisionId)
                        .put("successor", successor)
                        .put("held", held.toJson()),
                settlement,
                grants);
    }

    /** Payload of {@code reservation.confirmed}, when somebody asked for it. */
    public static JsonObject confirmed(String reservationId, HoldParts held) {
        return JsonObject.builder()
                .put("reservation_id", reservationId)
                .put("status", HoldStatus.CONFIRMED.wireName())
                .put("held", held.toJson())
                .build();
    }

    /**
     * Payload of {@code reservation.confirmed}, when its approval was used.
     *
     * @param kept what it holds from now on
     */
    public static JsonObject confirmed(String reservationId, HoldParts held, HoldParts kept) {
        return JsonObject.builder()
                .put("reservation_id", reservationId)
                .put("status", HoldStatus.CONFIRMED.wireName())
                .put("held", held.toJson())
                .put("kept", kept.toJson())
                .build();
    }

    /**
     * Payload of {@code reservation.adjusted}.
     *
     * @param reason with which the hold had been closed
     * @param before how it was charged then; null: it had been released
     * @param grants what became of the credits that were charged
     */
    public static JsonObject adjusted(
            String reservationId, String reason, @Nullable Settlement before, Settlement after, List<GrantUse> grants) {
        JsonObject previous = charged(JsonObject.builder(), before, List.of()).without("grants");
        return charged(
                JsonObject.builder()
                        .put("reservation_id", reservationId)
                        .put("status", HoldStatus.SETTLED.wireName())
                        .put("reason", reason)
                        .put("held", after.held().toJson())
                        .put("previous", previous),
                after,
                grants);
    }

    private static JsonObject charged(
            JsonObject.Builder payload, @Nullable Settlement settlement, List<GrantUse> grants) {
        return payload.put("actual", settlement == null ? JsonNull.NULL : Amount.toJson(settlement.actual()))
                .put("drift", settlement == null ? JsonNull.NULL : Amount.toJson(settlement.drift()))
                .put("overrun", settlement == null ? JsonNull.NULL : Amount.toJson(settlement.overrun()))
                .put("consumed", settlement == null ? JsonNull.NULL : consumed(settlement))
                .put("grants", JsonArray.of(grants.stream().map(GrantUse::toJson)))
                .build();
    }

    private static JsonObject consumed(Settlement settlement) {
        return JsonObject.builder()
                .put("allocation", Amount.toJson(settlement.allocation()))
                .put(
                        "draws",
                        JsonArray.of(IntStream.range(0, settlement.draws().size())
                                .mapToObj(i -> JsonObject.builder()
                                        .put(
                                                "grant_id",
                                                settlement.held().draws().get(i).grantId())
                                        .put(
                                                "amount",
                                                Amount.toJson(settlement.draws().get(i)))
                                        .build())))
                .put("uncovered", Amount.toJson(settlement.uncovered()))
                .build();
    }
}
