package dev.spendweir.server.runtask;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What HCP Terraform is told. Immutable.
 *
 * @param status {@code running}, {@code passed} or {@code failed}
 * @param message one line; cut to 1000 characters
 * @param url where people read on; null: nowhere
 * @param detail null: none
 */
record RunTaskAnswer(
        Status status,
        String message,
        @Nullable String url,
        @Nullable Detail detail) {

    /** Spec 5.1. */
    static final int LONGEST_MESSAGE = 1000;

    /** Spec 5.1. */
    static final int LONGEST_BODY = 10_000;

    /** The service's own schema. */
    private static final int LONGEST_URL = 500;

    private static final String CUT = " ...";

    /** The three words that the service knows. */
    enum Status {
        RUNNING("running"),
        PASSED("passed"),
        FAILED("failed");

        private final String wireName;

        Status(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    /** The tags of a detail: what became of the run's question, and how grave that is. */
    enum Judgement {
        ALLOWED("Allowed", "none", "None", "none"),
        APPROVED("Approved", "none", "None", "none"),
        ALLOWED_WITH_NOTE("Allowed with note", "info", "Low", "info"),
        APPROVAL_REQUIRED("Approval required", "warning", "Medium", "warning"),
        DENIED("Denied", "error", "High", "error"),
        ERROR("Not decided", "error", "High", "error");

        private final String label;
        private final String level;
        private final String severity;
        private final String severityLevel;

        Judgement(String label, String level, String severity, String severityLevel) {
            this.label = label;
            this.level = level;
            this.severity = severity;
            this.severityLevel = severityLevel;
        }

        private JsonObject tags() {
            return JsonObject.builder()
                    .put("Status", tag(label, level))
                    .put("Severity", tag(severity, severityLevel))
                    .build();
        }

        private static JsonArray tag(String label, String level) {
            return new JsonArray(List.of(
                    JsonObject.builder().put("label", label).put("level", level).build()));
        }
    }

    /**
     * What is behind an answer.
     *
     * @param id ours, at most 64 characters
     * @param body Markdown; cut to 10,000 characters
     */
    record Detail(String id, String description, Judgement judgement, String body) {}

    /** An answer without details. */
    static RunTaskAnswer plain(Status status, String message) {
        return new RunTaskAnswer(status, message, null, null);
    }

    /** The document of the callback. */
    JsonObject toJson(boolean withDetails) {
        JsonObject.Builder attributes =
                JsonObject.builder().put("status", status.wireName()).put("message", cut(message, LONGEST_MESSAGE));
        if (url != null && url.length() <= LONGEST_URL) {
            attributes.put("url", url);
        }
        JsonObject.Builder data =
                JsonObject.builder().put("type", "task-results").put("attributes", attributes.build());
        if (withDetails && detail != null) {
            data.put(
                    "relationships",
                    JsonObject.builder().put("outcomes", outcomes(detail)).build());
        }
        return JsonObject.builder().put("data", data.build()).build();
    }

    private JsonObject outcomes(Detail shown) {
        JsonObject.Builder attributes = JsonObject.builder()
                .put("outcome-id", shown.id())
                .put("description", cut(shown.description(), LONGEST_MESSAGE))
                .put("tags", shown.judgement().tags())
                .put("body", cut(shown.body(), LONGEST_BODY));
        if (url != null && url.length() <= LONGEST_URL) {
            attributes.put("url", url);
        }
        JsonObject outcome = JsonObject.builder()
                .put("type", "task-result-outcomes")
                .put("attributes", attributes.build())
                .build();
        return JsonObject.builder().put("data", new JsonArray(List.of(outcome))).build();
    }

    /** The text in at most so many UTF-16 code units, never ending in half a character. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
