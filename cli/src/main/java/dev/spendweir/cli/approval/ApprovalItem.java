package dev.spendweir.cli.approval;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.cli.CliException;
import java.util.Objects;
import java.util.Optional;

/**
 * An approval as the server shows it (spec 11).
 *
 * @param json the item
 */
public record ApprovalItem(JsonObject json) {

    public ApprovalItem {
        Objects.requireNonNull(json, "json");
    }

    /** Its id. */
    public String id() {
        return required("approval_id");
    }

    /** Where it stands, such as {@code pending}. */
    public String status() {
        return required("status");
    }

    /** What is changed and where; does not change while it lives. */
    String scopeFingerprint() {
        return required("scope_fingerprint");
    }

    /** Of the newest decision about its change, which is the approved one or was continued. */
    String newestFingerprint() {
        return text(newest(), "fingerprint").orElseGet(() -> required("fingerprint"));
    }

    /** The newest decision about its change. */
    String newestDecisionId() {
        return text(newest(), "decision_id").orElseGet(() -> required("decision_id"));
    }

    /** The plan of the newest decision, when it had one. */
    Optional<String> newestPlan() {
        return text(newest(), "plan_content_sha256");
    }

    /** The run that used it, when one did and said which it was. */
    Optional<String> consumedRunId() {
        return text("consumed_run_id");
    }

    /** A member that is a text. */
    public Optional<String> text(String name) {
        return text(json, name);
    }

    private JsonObject newest() {
        return json.get("newest_decision") instanceof JsonObject newest ? newest : JsonObject.EMPTY;
    }

    private String required(String name) {
        return text(name)
                .orElseThrow(() -> new CliException(
                        "the approval has no " + name, "is the address that of a Spendweir server of this version?"));
    }

    private static Optional<String> text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? Optional.of(text.value()) : Optional.empty();
    }
}
