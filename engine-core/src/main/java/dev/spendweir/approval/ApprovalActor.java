package dev.spendweir.approval;

import dev.spendweir.vocabulary.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who acts on an approval request. Immutable.
 *
 * @param actorId the actor's own id, after aliases
 * @param role null for none that we know
 * @param permissions granted ones; what the role brings is not listed
 */
public record ApprovalActor(String actorId, @Nullable Role role, Set<String> permissions) {

    /** The permission that the role admin brings (spec 2.1). */
    public static final String APPROVE_NONPROD = "approve.nonprod";

    public ApprovalActor {
        permissions = Set.copyOf(permissions);
    }

    /** Whether the actor has the permission: owners have all, admins {@code approve.nonprod}, others what was granted. */
    public boolean holds(String permission) {
        return role == Role.OWNER
                || (role == Role.ADMIN && permission.equals(APPROVE_NONPROD))
                || permissions.contains(permission);
    }

    boolean isAdminOrOwner() {
        return role == Role.ADMIN || role == Role.OWNER;
    }
}
