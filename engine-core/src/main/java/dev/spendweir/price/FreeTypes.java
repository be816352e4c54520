package dev.spendweir.price;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The resource types that cost nothing: exact names, and beginnings written with a closing {@code *}. */
final class FreeTypes {

    private final Set<String> names;
    private final List<String> prefixes;

    FreeTypes(List<String> patterns) {
        names = patterns.stream().filter(p -> !p.endsWith("*")).collect(Collectors.toUnmodifiableSet());
        prefixes = patterns.stream()
                .filter(p -> p.endsWith("*"))
                .map(p -> p.substring(0, p.length() - 1))
                .toList();
    }

    boolean has(String type) {
        return names.contains(type) || prefixes.stream().anyMatch(type::startsWith);
    }
}
