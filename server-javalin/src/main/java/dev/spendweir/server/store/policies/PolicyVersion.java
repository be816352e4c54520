package dev.spendweir.server.store.policies;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.policy.Policy;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a tenant's policy (spec 3.2).
 *
 * @param version from 1; 0 is the document of all defaults, in force while nothing is stored (spec 3.1)
 * @param createdAt null for version 0, as is {@code createdBy}
 */
public record PolicyVersion(
        long version, @Nullable Instant createdAt, @Nullable String createdBy, Policy policy) {

    /** What an {@code If-Match} must name. */
    public String etag() {
        return "\"" + version + "\"";
    }

    /** The whole answer of spec 11. */
    public JsonObject toJson() {
        return summary()
                .put("document", policy.canonicalJson())
                .put(
                        "warnings",
                        JsonArray.of(policy.warnings().stream()
                                .map(warning -> JsonObject.builder()
                                        .put("code", warning.code())
                                        .put("pointer", warning.pointer())
                                        .build())))
                .build();
    }

    /** The item of the list of versions. */
    public JsonObject toSummaryJson() {
        return summary().build();
    }

    private JsonObject.Builder summary() {
        return JsonObject.builder()
                .put("version", version)
                .put("policy_sha256", policy.sha256())
                .put("created_at", createdAt == null ? null : ClockTime.format(createdAt))
                .put("created_by", createdBy);
    }
}
