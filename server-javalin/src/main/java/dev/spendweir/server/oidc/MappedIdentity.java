package dev.spendweir.server.oidc;

import dev.spendweir.server.store.people.Binding;
import dev.spendweir.vocabulary.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a verified token says, in this server's words. Immutable.
 *
 * @param actorName an actor's id or alias, or the name of somebody whom the tenant has not listed
 * @param requesterName likewise, who asked; null: the caller
 * @param role null: the claims give none
 * @param validUntil exclusive
 */
record MappedIdentity(
        String tenantId,
        String actorName,
        @Nullable String requesterName,
        @Nullable Role role,
        Set<String> permissions,
        Binding binding,
        Instant validUntil) {

    MappedIdentity {
        permissions = Set.copyOf(permissions);
    }
}
