package dev.spendweir.cli.local;

import static dev.spendweir.reading.FieldReader.or;

import dev.spendweir.amount.Amount;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.cli.local.LocalHold.CloseReason;
import dev.spendweir.reading.FieldReader;
import dev.spendweir.reading.ObjectReader;
import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.reservation.Change;
import dev.spendweir.reservation.HeldDraw;
import dev.spendweir.reservation.HoldParts;
import dev.spendweir.reservation.HoldStatus;
import dev.spendweir.reservation.Place;
import dev.spendweir.snapshot.CreditPool;
import dev.spendweir.time.ClockTime;
import dev.spendweir.vocabulary.Source;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds as JSON: the item of spec 11, and the fuller form of the state file, which can be read back. */
final class HoldJson {

    private static final TextRule TEXT = TextRules.name(1, 512);

    private HoldJson() {}

    /** The item of spec 11. */
    static JsonObject item(LocalHold hold) {
        HoldParts parts = hold.isActive() ? hold.held() : hold.consumed();
        Amount actual = hold.actual();
        return JsonObject.builder()
                .put("reservation_id", hold.reservationId())
                .put("status", hold.status().wireName())
                .put("project_id", hold.projectId())
                .put("decision_id", hold.decisionId())
                .put("approval_id", (String) null)
                .put("change_id", hold.change().changeId())
                .put("booked_month", hold.bookedMonth().toString())
                .put("reserved", Amount.toJson(hold.isActive() ? hold.held().total() : Amount.ZERO))
                .put("allocation", Amount.toJson(parts.allocation()))
                .put("draws", JsonArray.of(parts.draws().stream().map(HeldDraw::toJson)))
                .put("uncovered", Amount.toJson(parts.uncovered()))
                .put("actual", Amount.toJson(actual))
                .put(
                        "drift",
                        Amount.toJson(
                                actual == null ? null : actual.minus(hold.held().total())))
                .put("overrun", Amount.toJson(hold.overrun()))
                .put("created_at", ClockTime.format(hold.createdAt()))
                .put("confirmed_at", time(hold.confirmedAt()))
                .put("closed_at", time(hold.closedAt()))
                .put("close_reason", reason(hold))
                .put("successor", hold.successor())
                .build();
    }

    /** The form of the state file. */
    static JsonObject stored(LocalHold hold) {
        Place place = hold.change().place();
        return JsonObject.builder()
                .put("reservation_id", hold.reservationId())
                .put("decision_id", hold.decisionId())
                .put("project_id", place.projectId())
                .put("environment", place.environment())
                .put("resource_reference", place.resourceReference())
                .put("change_id", hold.change().changeId())
                .put("status", hold.status().wireName())
                .put("held", hold.held().toJson())
                .put("consumed", hold.consumed().toJson())
                .put("overrun", Amount.toJson(hold.overrun()))
                .put("actual", Amount.toJson(hold.actual()))
                .put("created_at", ClockTime.format(hold.createdAt()))
                .put("confirmed_at", time(hold.confirmedAt()))
                .put("closed_at", time(hold.closedAt()))
                .put("close_reason", reason(hold))
                .put("successor", hold.successor())
                .build();
    }

    /** Reads the form of the state file. */
    static LocalHold read(ObjectReader in) {
        Place place = new Place(
                Source.TERRAFORM, text(in, "project_id"), text(in, "environment"), text(in, "resource_reference"));
        return new LocalHold(
                text(in, "reservation_id"),
                text(in, "decision_id"),
                new Change(place, in.field("change_id").text(TEXT)),
                or(in.field("status").required().word(HoldStatus.values(), HoldStatus::wireName), HoldStatus.RELEASED),
                in.field("held").required().object(HoldJson::readParts),
                in.field("consumed").required().object(HoldJson::readParts),
                amount(in.field("overrun")),
                in.field("actual").nonNegativeAmount(),
                or(in.field("created_at").required().parsed(ClockTime::parse), Instant.EPOCH),
                in.field("confirmed_at").parsed(ClockTime::parse),
                in.field("closed_at").parsed(ClockTime::parse),
                in.field("close_reason").word(CloseReason.values(), CloseReason::wireName),
                in.field("successor").text(TEXT));
    }

    private static HoldParts readParts(ObjectReader in) {
        List<HeldDraw> draws =
                or(in.field("draws").required().list(element -> element.object(HoldJson::readDraw)), List.of());
        return new HoldParts(amount(in.field("allocation")), draws, amount(in.field("uncovered")));
    }

    private static HeldDraw readDraw(ObjectReader in) {
        CreditPool pool = in.field("pool").required().word(CreditPool.values(), CreditPool::wireName);
        return new HeldDraw(text(in, "grant_id"), or(pool, CreditPool.RESERVED).wireName(), amount(in.field("amount")));
    }

    private static String text(ObjectReader in, String name) {
        return or(in.field(name).required().text(TEXT), "?");
    }

    private static Amount amount(FieldReader field) {
        return or(field.required().nonNegativeAmount(), Amount.ZERO);
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : ClockTime.format(time);
    }

    private static @Nullable String reason(LocalHold hold) {
        CloseReason reason = hold.closeReason();
        return reason == null ? null : reason.wireName();
    }
}
