package dev.spendweir.server.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The vocabulary of permissions: those of the server, {@code approve.} with a name, and whatever the routes of a policy ask for. A
 * grant of any other name could never be used and is a misspelling. Immutable.
 */
public final class PermissionNames {

    /** Reviewers' permissions (spec 2.1): two built in, more by the policies' choice. */
    private static final Pattern APPROVE = Pattern.compile("approve\\.[a-z0-9][a-z0-9._-]{0,119}");

    private final Set<String> known = new TreeSet<>();

    /** @param ofPolicy permissions that the tenant's policy asks for */
    public PermissionNames(List<String> ofPolicy) {
        Arrays.stream(Permission.values()).map(Permission::wireName).forEach(known::add);
        known.addAll(ofPolicy);
    }

    /** Whether a grant of that name can be of use. */
    public boolean isKnown(String name) {
        return known.contains(name) || APPROVE.matcher(name).matches();
    }

    /** The names, for whoever misspelt one. */
    public String listed() {
        return "approve.prod, approve.nonprod, approve.<name>, " + String.join(", ", known);
    }
}
