package dev.spendweir.server.gate;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.ledger.EntryType;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.GrantUse;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Settlement;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the ledger is told of a hold ({@code docs/ledger.md}). Pure functions. */
public final class HoldEvents {
    private HoldEvents() {}

    /** The type of the entry that a move leaves. */
    static EntryType typeOf(Move move) {
        if (move.settlement() != null) {
            return EntryType.RESERVATION_SETTLED;
        }
        return move.reason().equals(Move.SUPERSEDED)
                ? EntryType.RESERVATION_SUPERSEDED
                : EntryType.RESERVATION_RELEASED;
    }

    /** Payload of {@code reservation.held}. */
    static JsonObject held(ActiveHold hold, String decisionId) {
        Change change = hold.change();
        return JsonObject.builder()
                .put("reservation_id", hold.reservationId())
                .put("decision_id", decisionId)
                .put("status", hold.status().wireName())
                .put("source", change.place().source().wireName())
                .put("project_id", change.place().projectId())
                .put("environment", change.place().environment())
                .put("resource_reference", change.place().resourceReference())
                .put("change_id", change.changeId())
                .put("booked_month", hold.bookedMonth().toString())
                .put("amount", Amount.toJson(hold.parts().total()))
                .put("parts", parts(hold.parts()))
                .build();
    }

    /**
     * Payload of the entries that end a hold.
     *
     * @param decisionId the decision that ended it; null: none did
     * @param successor the hold that took its place; null: none
     * @param settlement null: everything was given back
     * @param grants what became of the credits
     */
    public static JsonObject closed(
            ActiveHold hold,
            String reason,
            @Nullable String decisionId,
            @Nullable String successor,
            @Nullable Settlement settlement,
            List<GrantUse> grants) {
        HoldStatus status = settlement == null ? HoldStatus.RELEASED : HoldStatus.SETTLED;
        return charged(
                JsonObject.builder()
                        .put("reservation_id", hold.reservationId())
                        .put("status", status.wireName())
                        .put("reason", reason)
                        .put("decision_id", decisionId)
                        .put("successor", successor)
                        .put("held", parts(hold.parts())),
                settlement,
                grants);
    }

    /** Payload of {@code reservation.confirmed}, when somebody asked for it. */
    public static JsonObject confirmed(ActiveHold hold) {
        return JsonObject.builder()
                .put("reservation_id", hold.reservationId())
                .put("status", HoldStatus.CONFIRMED.wireName())
                .put("held", parts(hold.parts()))
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
                        .put("held", parts(after.held()))
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

    /**
     * Payload of {@code reservation.confirmed}.
     *
     * @param kept what it holds from now on
     */
    public static JsonObject confirmed(ActiveHold hold, HoldParts kept) {
        return JsonObject.builder()
                .put("reservation_id", hold.reservationId())
                .put("status", HoldStatus.CONFIRMED.wireName())
                .put("held", parts(hold.parts()))
                .put("kept", parts(kept))
                .build();
    }

    private static JsonObject parts(HoldParts parts) {
        return JsonObject.builder()
                .put("allocation", Amount.toJson(parts.allocation()))
                .put(
                        "draws",
                        JsonArray.of(parts.draws().stream()
                                .map(draw -> JsonObject.builder()
                                        .put("grant_id", draw.grantId())
                                        .put("pool", draw.pool())
                                        .put("amount", Amount.toJson(draw.amount()))
                                        .build())))
                .put("uncovered", Amount.toJson(parts.uncovered()))
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
