package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.reservation.ReservationEvent.Reserve;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The op {@code reservation.apply} of the conformance protocol (spec 8, 10 R1-R12). A pure function; thread-safe. */
public final class ReservationOp {

    private ReservationOp() {}

    /**
     * Applies a history of events to budgets and grants.
     *
     * @param input {budgets?, grants?, ttl_seconds, events}
     * @return {reservations, grants, projects, refusals} after all events
     * @throws dev.spendweir.rejection.RejectedException {@code INVALID_FIELD} with all findings for malformed input,
     *     {@code AMOUNT_OUT_OF_RANGE} when an amount of the result is beyond 64 bits
     */
    public static JsonObject apply(JsonObject input) {
        ReservationInput read = ReservationInput.read(input);
        ReservationHistory history = new ReservationHistory(read.budgets(), read.grants(), read.ttlSeconds());
        List<JsonValue> refusals = new ArrayList<>();
        for (int i = 0; i < read.events().size(); i++) {
            Optional<ErrorCode> refusal = history.apply(read.events().get(i));
            if (refusal.isPresent()) {
                refusals.add(refusal(i, refusal.get()));
            }
        }
        return JsonObject.builder()
                .put("reservations", JsonArray.of(history.holds().stream().map(ReservationOp::reservation)))
                .put("grants", grants(history))
                .put("projects", projects(read, history))
                .put("refusals", new JsonArray(refusals))
                .build();
    }

    private static JsonObject refusal(int index, ErrorCode code) {
        return JsonObject.builder()
                .put("index", index)
                .put("code", code.wireName())
                .build();
    }

    private static JsonObject reservation(Reservation hold) {
        Settlement settlement = hold.settlement();
        return JsonObject.builder()
                .put("reservation_id", hold.reservationId())
                .put("status", hold.status().wireName())
                .put("reserved", Amount.toJson(hold.isActive() ? hold.parts().total() : Amount.ZERO))
                .put("consumed", Amount.toJson(settlement != null ? settlement.consumed() : Amount.ZERO))
                .put("overrun", Amount.toJson(settlement != null ? settlement.overrun() : Amount.ZERO))
                .put("drift", settlement != null ? Amount.toJson(settlement.drift()) : JsonNull.NULL)
                .put("parts", parts(hold.presentParts()))
                .build();
    }

    private static JsonObject parts(HoldParts parts) {
        return JsonObject.builder()
                .put("allocation", Amount.toJson(parts.allocation()))
                .put("draws", JsonArray.of(parts.draws().stream().map(ReservationOp::draw)))
                .put("uncovered", Amount.toJson(parts.uncovered()))
                .build();
    }

    private static JsonObject draw(HeldDraw draw) {
        return JsonObject.builder()
                .put("grant_id", draw.grantId())
                .put("amount", Amount.toJson(draw.amount()))
                .build();
    }

    private static JsonArray grants(ReservationHistory history) {
        return JsonArray.of(history.grants().stream().map(grant -> {
            GrantBalance balance = history.balance(grant.grantId());
            return JsonObject.builder()
                    .put("grant_id", grant.grantId())
                    .put("remaining", Amount.toJson(balance.remaining()))
                    .put("reserved", Amount.toJson(balance.reserved()))
                    .put("consumed", Amount.toJson(balance.consumed()))
                    .put("written_off", Amount.toJson(balance.writtenOff()))
                    .build();
        }));
    }

    /** Every project of the budgets and of a reserve event, refused ones too, by UTF-16 code units (spec 10 R10). */
    private static JsonArray projects(ReservationInput input, ReservationHistory history) {
        TreeSet<String> names = new TreeSet<>(input.budgets().keySet());
        for (ReservationEvent event : input.events()) {
            if (event instanceof Reserve reserve) {
                names.add(reserve.projectId());
            }
        }
        List<ReservationEvent> events = input.events();
        Instant last = events.isEmpty() ? null : events.get(events.size() - 1).at();
        return JsonArray.of(names.stream().map(name -> project(name, last, history)));
    }

    private static JsonObject project(String name, @Nullable Instant last, ReservationHistory history) {
        return JsonObject.builder()
                .put("project_id", name)
                .put("reserved", Amount.toJson(history.reserved(name)))
                .put("consumed", Amount.toJson(last == null ? Amount.ZERO : history.consumed(name, last)))
                .put("overrun", Amount.toJson(last == null ? Amount.ZERO : history.overrun(name, last)))
                .build();
    }
}
