package dev.spendweir.server.review;

import dev.spendweir.approval.ApprovalActor;
import dev.spendweir.approval.ApprovalTerms;
import dev.spendweir.vocabulary.Role;
import java.util.Set;

/**
 * Who acts on an approval: an actor under all names that others may know it by (spec 2.1 point 3). Immutable.
 *
 * @param aliases a Kubernetes user name, a CI login, a mail address
 * @param permissions granted beyond the role's own
 */
public record Party(String actorId, Set<String> aliases, Role role, Set<String> permissions) {
    public Party {
        aliases = Set.copyOf(aliases);
        permissions = Set.copyOf(permissions);
    }

    /** The actor under the name by which it asked, when it did; else under its own. */
    public ApprovalActor facing(ApprovalTerms terms) {
        String name = aliases.stream()
                .filter(alias -> isAmongAskers(terms, alias))
                .findFirst()
                .orElse(actorId);
        boolean judgedByAlias = terms.separationOfDuties() && !isAmongAskers(terms, actorId);
        return new ApprovalActor(judgedByAlias ? name : actorId, role, permissions);
    }

    /** Whether it asked, under whatever name. */
    public boolean isAsking(ApprovalTerms terms) {
        return isAmongAskers(terms, actorId) || aliases.stream().anyMatch(alias -> isAmongAskers(terms, alias));
    }

    /** Whether it is an admin or an owner. */
    public boolean isAdministrator() {
        return role == Role.ADMIN || role == Role.OWNER;
    }

    private static boolean isAmongAskers(ApprovalTerms terms, String name) {
        return terms.requesterId().equals(name) || terms.submitters().contains(name);
    }
}
