package dev.spendweir.outcome;

import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.vocabulary.Role;
import java.util.List;

/**
 * Who is asked for approval, and how many of them (spec 1.8, 10 A77).
 *
 * @param ruleId the routing rule that matched, or {@code default}
 * @param requiredPermission what a reviewer must be permitted besides the role
 * @param requiredApprovals 1..5
 * @param ttlSeconds how long the approval may stay pending
 */
public record RoutingDecision(
        String ruleId, List<Role> reviewerRoles, String requiredPermission, int requiredApprovals, int ttlSeconds) {

    public RoutingDecision {
        reviewerRoles = List.copyOf(reviewerRoles);
    }

    /** Writes the route in canonical form. */
    public void writeTo(CanonicalWriter out) {
        out.beginObject();
        out.name("required_approvals").integer(requiredApprovals);
        out.name("required_permission").string(requiredPermission);
        out.name("reviewer_roles").beginArray();
        for (Role role : reviewerRoles) {
            out.string(role.wireName());
        }
        out.endArray();
        out.name("rule_id").string(ruleId);
        out.name("ttl_seconds").integer(ttlSeconds);
        out.endObject();
    }
}
