package dev.spendweir.cli.gate;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What became of a hold after the apply.
 *
 * @param reservation the reservation (spec 11)
 * @param json its text as it came
 */
public record SettledReport(JsonObject reservation, String json) {

    /** Shown in this order, those that have a value. */
    private static final List<String> SHOWN = List.of(
            "reservation_id",
            "project_id",
            "change_id",
            "booked_month",
            "reserved",
            "actual",
            "drift",
            "overrun",
            "closed_at");

    public SettledReport {
        Objects.requireNonNull(reservation, "reservation");
        Objects.requireNonNull(json, "json");
    }

    /** The report of an answer. */
    public static SettledReport of(GateResult result) {
        return new SettledReport(result.object(), result.json());
    }

    /** For people: the status, then the figures. */
    public String text() {
        StringBuilder out = new StringBuilder(value("status").toUpperCase(Locale.ROOT)).append('\n');
        for (String name : SHOWN) {
            if (!value(name).isEmpty()) {
                out.append(String.format(Locale.ROOT, "  %-15s %s%n", name, value(name)));
            }
        }
        return out.toString();
    }

    private String value(String name) {
        return reservation.get(name) instanceof JsonString text ? text.value().replaceAll("\\p{Cntrl}", "?") : "";
    }
}
