package dev.spendweir.server.oidc;

import dev.spendweir.vocabulary.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What membership in a group of the identity provider gives.
 *
 * @param role null: none
 */
record GroupGrant(@Nullable Role role, Set<String> permissions) {

    GroupGrant {
        permissions = Set.copyOf(permissions);
    }
}
