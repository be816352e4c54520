package dev.spendweir.export;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.ledger.LedgerLine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables of an export, made from its entries alone (spec 3.4): a row a decision, and for approvals and holds a row each
 * with its state after the window's last entry about it. A decision whose payload was erased has no row, nor has the hold made
 * with it until another entry is about that. Not thread-safe.
 */
final class ExportTables {
    private static final String DECISION = "decision";
    private static final String APPROVAL = "approval.";
    private static final String RESERVATION = "reservation.";

    private final CsvText decisions = new CsvText(
            "sequence",
            "decision_id",
            "decided_at",
            "source",
            "project_id",
            "environment",
            "action",
            "resource_reference",
            "estimated_monthly_delta",
            "requester_id",
            "submitter_id",
            "outcome",
            "base_outcome",
            "reason_codes",
            "mode",
            "policy_version",
            "policy_sha256",
            "decision_sha256");
    private final Map<String, @Nullable String[]> approvals = new LinkedHashMap<>();
    private final Map<String, @Nullable String[]> reservations = new LinkedHashMap<>();

    void add(LedgerLine line) {
        JsonObject entry = line.entry();
        String type = String.valueOf(text(entry, "entry_type"));
        JsonObject payload = line.payload() instanceof JsonObject object ? object : JsonObject.EMPTY;
        if (type.equals(DECISION)) {
            decision(entry, payload);
            heldByDecision(entry, payload);
        } else if (type.startsWith(APPROVAL)) {
            approval(entry, type);
        } else if (type.startsWith(RESERVATION)) {
            reservation(entry, type, payload);
        }
    }

    private void decision(JsonObject entry, JsonObject payload) {
        if (!(payload.get("record") instanceof JsonObject record)) {
            return;
        }
        JsonObject request = payload.get("request") instanceof JsonObject object ? object : JsonObject.EMPTY;
        decisions.row(
                text(entry, "sequence"),
                text(payload, "decision_id"),
                text(entry, "event_time"),
                text(request, "source"),
                text(request, "project_id"),
                text(request, "environment"),
                text(request, "action"),
                text(request, "resource_reference"),
                text(request, "estimated_monthly_delta"),
                text(request, "requester_id"),
                text(payload, "submitter_id"),
                text(record, "outcome"),
                text(record, "base_outcome"),
                text(record, "reason_codes"),
                text(record, "mode"),
                text(record, "policy_version"),
                text(record, "policy_sha256"),
                text(record, "decision_sha256"));
    }

    private void approval(JsonObject entry, String type) {
        approvals.put(String.valueOf(text(entry, "approval_id")), new @Nullable String[] {
            text(entry, "approval_id"),
            text(entry, "approval_status"),
            type,
            text(entry, "sequence"),
            text(entry, "event_time"),
            text(entry, "actor_id")
        });
    }

    /** A hold that is made with a decision has no entry of its own: the decision's says what it is. */
    private void heldByDecision(JsonObject entry, JsonObject payload) {
        if (payload.get("reservation_id") instanceof JsonString id
                && payload.get("reservation_status") instanceof JsonString status) {
            hold(id.value(), status.value(), entry, DECISION, payload);
        }
    }

    private void reservation(JsonObject entry, String type, JsonObject payload) {
        hold(text(entry, "subject_id"), text(payload, "status"), entry, type, payload);
    }

    private void hold(@Nullable String id, @Nullable String status, JsonObject entry, String type, JsonObject payload) {
        reservations.put(String.valueOf(id), new @Nullable String[] {
            id,
            status,
            type,
            text(entry, "sequence"),
            text(entry, "event_time"),
            text(payload, "decision_id"),
            text(payload, "reason"),
            text(payload, "actual"),
            text(payload, "drift"),
            text(payload, "overrun")
        });
    }

    ExportFile decisions() {
        return decisions.file("decisions.csv");
    }

    ExportFile approvals() {
        CsvText table = new CsvText(
                "approval_id", "status", "last_entry_type", "last_sequence", "last_event_time", "last_actor_id");
        approvals.values().forEach(table::row);
        return table.file("approvals.csv");
    }

    ExportFile reservations() {
        CsvText table = new CsvText(
                "reservation_id",
                "status",
                "last_entry_type",
                "last_sequence",
                "last_event_time",
                "decision_id",
                "reason",
                "actual",
                "drift",
                "overrun");
        reservations.values().forEach(table::row);
        return table.file("reservations.csv");
    }

    /** A member as text: a string's value, a number's digits, a list's texts with semicolons between; null for others. */
    static @Nullable String text(JsonObject object, String name) {
        JsonValue value = object.get(name);
        if (value instanceof JsonString string) {
            return string.value();
        }
        if (value instanceof JsonNumber number) {
            return number.text();
        }
        return value instanceof JsonArray list
                ? list.elements().stream()
                        .map(element -> element instanceof JsonString string ? string.value() : "")
                        .collect(Collectors.joining(";"))
                : null;
    }
}
