package dev.spendweir.plan;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code resource_changes} entry as it stands in the plan, checked, its sensitive values already replaced.
 *
 * @param entry the entry
 * @param change its {@code change}
 * @param address its address
 * @param type its type
 * @param actions its actions
 * @param kind what they mean
 * @param before {@code change.before} without sensitive values; null when the member is absent
 * @param after {@code change.after} without sensitive values; null when the member is absent
 */
record PlanChange(
        JsonObject entry,
        JsonObject change,
        String address,
        String type,
        List<String> actions,
        ChangeKind kind,
        @Nullable JsonValue before,
        @Nullable JsonValue after) {

    /**
     * Checks an entry.
     *
     * @throws RejectedException {@code PLAN_INVALID} or {@code PLAN_ACTION_UNSUPPORTED} with a pointer below the given one
     */
    static PlanChange of(JsonValue value, String pointer) {
        if (!(value instanceof JsonObject entry)) {
            throw invalid(pointer, "a resource change is an object");
        }
        if (!(entry.get("change") instanceof JsonObject change)) {
            throw invalid(pointer + "/change", "a resource change needs change, an object");
        }
        String address = text(entry, "address", pointer);
        List<String> actions = actions(change, pointer + "/change/actions");
        boolean data =
                entry.get("mode") instanceof JsonString mode && mode.value().equals("data");
        ChangeKind kind = data ? ChangeKind.READ : kind(entry, change, actions, pointer + "/change/actions");
        return new PlanChange(
                entry,
                change,
                address,
                text(entry, "type", pointer),
                actions,
                kind,
                masked(change, "before", pointer),
                masked(change, "after", pointer));
    }

    private static ChangeKind kind(JsonObject entry, JsonObject change, List<String> actions, String pointer) {
        return ChangeKind.of(
                        actions, entry.getNonNull("previous_address") != null, change.getNonNull("importing") != null)
                .orElseThrow(() -> new RejectedException(
                        ErrorCode.PLAN_ACTION_UNSUPPORTED,
                        pointer,
                        "the actions are not known to this version; known are no-op, create, read, update, delete, "
                                + "delete+create, create+delete, forget and create+forget; use a newer Spendweir"));
    }

    private static List<String> actions(JsonObject change, String pointer) {
        if (!(change.get("actions") instanceof JsonArray array)
                || array.elements().isEmpty()) {
            throw invalid(pointer, "a change needs actions, a list of texts");
        }
        List<String> actions = new ArrayList<>();
        for (JsonValue action : array.elements()) {
            if (!(action instanceof JsonString text)) {
                throw invalid(pointer, "an action is a text");
            }
            actions.add(text.value());
        }
        return actions;
    }

    private static String text(JsonObject entry, String name, String pointer) {
        if (entry.get(name) instanceof JsonString text && !text.value().isEmpty()) {
            return text.value();
        }
        throw invalid(pointer + "/" + name, "a resource change needs " + name + ", a text");
    }

    private static @Nullable JsonValue masked(JsonObject change, String name, String pointer) {
        JsonValue value = change.get(name);
        if (value != null && value != JsonNull.NULL && !(value instanceof JsonObject)) {
            throw invalid(pointer + "/change/" + name, "the state of a resource is an object or null");
        }
        return value == null ? null : Sensitivity.mask(value, change.get(name + "_sensitive"));
    }

    private static RejectedException invalid(String pointer, String detail) {
        return new RejectedException(ErrorCode.PLAN_INVALID, pointer, detail);
    }

    /** An optional text member of the entry, null when it is absent or no text. */
    @Nullable
    String optional(String name) {
        return entry.get(name) instanceof JsonString text ? text.value() : null;
    }

    /** Whether the content digest covers it: actions neither no-op nor read. */
    boolean hasContent() {
        return !actions.equals(List.of("no-op")) && !actions.equals(List.of("read"));
    }
}
