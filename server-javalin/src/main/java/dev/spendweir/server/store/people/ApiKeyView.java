package dev.spendweir.server.store.people;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.time.ClockTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An API key as the API shows it; its text is nowhere to be had again (spec 11, People). */
public record ApiKeyView(
        String keyId,
        String actorId,
        String name,
        Binding binding,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    /** The item. */
    public JsonObject toJson() {
        return builder().build();
    }

    JsonObject.Builder builder() {
        return JsonObject.builder()
                .put("key_id", keyId)
                .put("actor_id", actorId)
                .put("name", name)
                .put("projects", binding.projects())
                .put("environment_classes", binding.environmentClasses())
                .put("sources", binding.sources())
                .put("created_at", ClockTime.format(createdAt))
                .put("expires_at", expiresAt == null ? null : ClockTime.format(expiresAt))
                .put("revoked_at", revokedAt == null ? null : ClockTime.format(revokedAt));
    }
}
