package dev.spendweir.server.review;

import dev.spendweir.approval.ApprovalActor;
import dev.spendweir.approval.ApprovalRequest;
import dev.spendweir.approval.ApprovalTerms;
import dev.spendweir.vocabulary.Role;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

    /** The actor under the name by which it asked or decided already, when it did; else under its own. */
    public ApprovalActor facing(ApprovalRequest request) {
        String name = askingName(request.terms())
                .or(() -> names().filter(known -> hasDecided(request, known)).findFirst())
                .orElse(actorId);
        return new ApprovalActor(name, role, permissions);
    }

    private Optional<String> askingName(ApprovalTerms terms) {
        return terms.separationOfDuties()
                ? names().filter(known -> isAmongAskers(terms, known)).findFirst()
                : Optional.empty();
    }

    /** All names, its own first. */
    private Stream<String> names() {
        return Stream.concat(Stream.of(actorId), aliases.stream().sorted());
    }

    private static boolean hasDecided(ApprovalRequest request, String name) {
        return request.verdicts().stream().anyMatch(verdict -> verdict.actorId().equals(name));
    }

    /** Whether it asked, under whatever name. */
    public boolean isAsking(ApprovalTerms terms) {
        return names().anyMatch(known -> isAmongAskers(terms, known));
    }

    /** Whether it is an admin or an owner. */
    public boolean isAdministrator() {
        return role == Role.ADMIN || role == Role.OWNER;
    }

    private static boolean isAmongAskers(ApprovalTerms terms, String name) {
        return terms.requesterId().equals(name) || terms.submitters().contains(name);
    }
}
