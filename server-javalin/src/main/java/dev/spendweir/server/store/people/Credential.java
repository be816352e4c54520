package dev.spendweir.server.store.people;

import dev.spendweir.vocabulary.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a valid API key stands for (spec 4.1). Both bindings hold at once.
 *
 * @param plan the tenant's plan
 * @param permissions granted beyond the role
 * @param expiresAt exclusive; null: never
 */
public record Credential(
        String tenantId,
        String plan,
        String keyId,
        String actorId,
        Role role,
        Set<String> permissions,
        Binding actorBinding,
        Binding keyBinding,
        @Nullable Instant expiresAt) {
    public Credential {
        permissions = Set.copyOf(permissions);
    }

    /** Whether the key is past its time at an instant. */
    public boolean isExpired(Instant at) {
        return expiresAt != null && !expiresAt.isAfter(at);
    }
}
