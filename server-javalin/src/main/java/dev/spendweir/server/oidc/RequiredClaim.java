package dev.spendweir.server.oidc;

import dev.spendweir.canonical.JsonObject;
import java.util.List;

/**
 * A claim that must be there with one of some values.
 *
 * @param values exact, or prefixes that end in {@code *}
 */
record RequiredClaim(ClaimPath path, List<String> values) {

    RequiredClaim {
        values = List.copyOf(values);
    }

    boolean holds(JsonObject claims) {
        return path.texts(claims).stream().anyMatch(this::matches);
    }

    private boolean matches(String actual) {
        return values.stream()
                .anyMatch(value -> value.endsWith("*")
                        ? actual.startsWith(value.substring(0, value.length() - 1))
                        : actual.equals(value));
    }
}
