package dev.spendweir.server.oidc;

import dev.spendweir.canonical.JsonObject;
import dev.spendweir.vocabulary.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What claims allow: a role and permissions, from the issuer as a whole, from claims that name them, and from groups.
 *
 * @param everybody the role of whoever the issuer vouches for; null: none
 * @param most no claim gives a higher role than this
 * @param roleClaim names roles; null: none does
 * @param permissionsClaim names permissions; null: none does
 * @param groupsClaim names groups
 * @param groups what each gives; others give nothing
 */
record RoleMapping(
        @Nullable Role everybody,
        Role most,
        @Nullable ClaimPath roleClaim,
        @Nullable ClaimPath permissionsClaim,
        ClaimPath groupsClaim,
        Map<String, GroupGrant> groups) {

    RoleMapping {
        groups = Map.copyOf(groups);
    }

    /** What the claims give. */
    GroupGrant grant(JsonObject claims) {
        List<GroupGrant> memberships = memberships(claims);
        @Nullable Role role = everybody;
        for (GroupGrant membership : memberships) {
            role = higher(role, membership.role());
        }
        if (roleClaim != null) {
            for (String word : roleClaim.texts(claims)) {
                role = higher(role, Role.ofWireName(word).orElse(null));
            }
        }
        Set<String> permissions = new HashSet<>(permissionsClaim == null ? List.of() : permissionsClaim.texts(claims));
        memberships.forEach(membership -> permissions.addAll(membership.permissions()));
        return new GroupGrant(role == null || role.compareTo(most) <= 0 ? role : most, permissions);
    }

    private List<GroupGrant> memberships(JsonObject claims) {
        List<GroupGrant> memberships = new ArrayList<>();
        for (String group : groupsClaim.texts(claims)) {
            GroupGrant grant = groups.get(group);
            if (grant != null) {
                memberships.add(grant);
            }
        }
        return memberships;
    }

    /** The higher of two roles, either of which may be none. */
    static @Nullable Role higher(@Nullable Role one, @Nullable Role other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }
}
