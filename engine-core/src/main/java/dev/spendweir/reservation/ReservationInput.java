package dev.spendweir.reservation;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.Findings;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.ReadingCodes;
import dev.spendweir.reading.TextRule;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.reservation.PlannedHold.PlannedDraw;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.snapshot.Grant;
import dev.spendweir.snapshot.GrantReader;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The input of op {@code reservation.apply}, read and checked (spec 8, 10 R1, R2, R12).
 *
 * @param budgets monthly limit by project id, in the order of the input
 */
record ReservationInput(
        Map<String, Amount> budgets, List<Grant> grants, int ttlSeconds, List<ReservationEvent> events) {

    private static final ReadingCodes CODES = ReadingCodes.uniform(ErrorCode.INVALID_FIELD);

    /**
     * Reads the input.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code INVALID_FIELD} with all findings
     */
    static ReservationInput read(JsonObject json) {
        Findings findings = new Findings();
        ReservationInput input = ObjectReader.document(json, CODES, findings, ReservationInput::input);
        findings.throwIfAny();
        return input;
    }

    private static ReservationInput input(ObjectReader in) {
        in.ignoreUnknown();
        return new ReservationInput(
                or(in.field("budgets").map(FieldReader::nonNegativeAmount), Map.of()),
                GrantReader.read(in.field("grants")),
                or(in.field("ttl_seconds").required().integer(1, Integer.MAX_VALUE), 1),
                or(
                        in.field("events").required().list(event -> event.objectOrNull(ReservationInput::event)),
                        List.of()));
    }

    /** The types of event that there are, and what each reads besides its time. */
    private enum EventType {
        RESERVE("reserve", ReservationInput::reserve),
        CONFIRM("confirm", (in, at) -> ofHold(in, at, ReservationEvent.Confirm::new)),
        RELEASE("release", (in, at) -> ofHold(in, at, ReservationEvent.Release::new)),
        SETTLE("settle", ReservationInput::settle),
        SWEEP("sweep", (in, at) -> at == null ? null : new ReservationEvent.Sweep(at)),
        EXPIRE_GRANTS("expire_grants", (in, at) -> at == null ? null : new ReservationEvent.ExpireGrants(at));

        private final String wireName;
        private final EventReader reader;

        EventType(String wireName, EventReader reader) {
            this.wireName = wireName;
            this.reader = reader;
        }

        String wireName() {
            return wireName;
        }
    }

    /** Reads the members of one type of event; null when something is bad and has left a finding. */
    @FunctionalInterface
    private interface EventReader {
        @Nullable
        ReservationEvent read(ObjectReader in, @Nullable Instant at);
    }

    /** Makes an event that names a hold and nothing else. */
    @FunctionalInterface
    private interface HoldEvent {
        ReservationEvent of(Instant at, String reservationId);
    }

    private static @Nullable ReservationEvent event(ObjectReader in) {
        in.ignoreUnknown();
        EventType type = in.field("type").required().word(EventType.values(), EventType::wireName);
        Instant at = in.field("at").required().parsed(ClockTime::parse);
        return type == null ? null : type.reader.read(in, at);
    }

    private static @Nullable ReservationEvent ofHold(ObjectReader in, @Nullable Instant at, HoldEvent event) {
        String id = in.field("reservation_id").required().text(TextRule.ANY);
        return id == null || at == null ? null : event.of(at, id);
    }

    private static @Nullable ReservationEvent settle(ObjectReader in, @Nullable Instant at) {
        String id = in.field("reservation_id").required().text(TextRule.ANY);
        Amount actual = in.field("actual_monthly_delta").required().nonNegativeAmount();
        return id == null || at == null || actual == null ? null : new ReservationEvent.Settle(at, id, actual);
    }

    private static @Nullable ReservationEvent reserve(ObjectReader in, @Nullable Instant at) {
        String id = in.field("reservation_id").required().text(TextRule.ANY);
        String project = in.field("project_id").required().text(TextRule.ANY);
        PlannedHold plan = in.field("plan").required().objectOrNull(ReservationInput::plan);
        String change = in.field("change").text(TextRule.ANY);
        String place = in.field("place").text(TextRule.ANY);
        boolean confirmed = or(in.field("confirmed").bool(), Boolean.FALSE);
        return at == null || id == null || project == null || plan == null
                ? null
                : new ReservationEvent.Reserve(at, id, project, plan, change, place, confirmed);
    }

    private static PlannedHold plan(ObjectReader in) {
        in.ignoreUnknown();
        return new PlannedHold(
                or(in.field("allocation").required().nonNegativeAmount(), Amount.ZERO),
                or(in.field("draws").required().list(draw -> draw.objectOrNull(ReservationInput::draw)), List.of()),
                or(in.field("uncovered").required().nonNegativeAmount(), Amount.ZERO));
    }

    private static @Nullable PlannedDraw draw(ObjectReader in) {
        in.ignoreUnknown();
        String grant = in.field("grant_id").required().text(TextRule.ANY);
        CreditPool pool = in.field("pool").required().word(CreditPool.values(), CreditPool::wireName);
        Amount amount = in.field("amount").required().nonNegativeAmount();
        return grant == null || pool == null || amount == null ? null : new PlannedDraw(grant, pool, amount);
    }
}
