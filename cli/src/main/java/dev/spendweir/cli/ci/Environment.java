package dev.spendweir.cli.ci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Environment variables, blank counting as absent, and a source of new ids. */
final class Environment {

    private final Map<String, String> variables;
    private final Supplier<String> newIds;

    Environment(Map<String, String> variables, Supplier<String> newIds) {
        this.variables = Map.copyOf(variables);
        this.newIds = newIds;
    }

    /** The stripped value, empty when there is none. */
    String get(String name) {
        return variables.getOrDefault(name, "").strip();
    }

    boolean has(String name) {
        return !get(name).isEmpty();
    }

    boolean is(String name, String value) {
        return get(name).equals(value);
    }

    /** The values that are there, joined by hyphens. */
    String join(String... names) {
        List<String> parts = new ArrayList<>();
        for (String name : names) {
            if (has(name)) {
                parts.add(get(name));
            }
        }
        return String.join("-", parts);
    }

    /** The branch of a full ref such as {@code refs/heads/main}; empty for other refs. */
    String branchOf(String name) {
        String ref = get(name);
        return ref.startsWith("refs/heads/") ? ref.substring("refs/heads/".length()) : "";
    }

    /** What follows the last slash of a value such as the address of a pull request. */
    String lastSegment(String name) {
        String value = get(name);
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** An id that no other call has. */
    String newId() {
        return newIds.get();
    }
}
