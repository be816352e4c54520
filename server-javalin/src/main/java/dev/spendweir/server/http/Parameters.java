package dev.spendweir.server.http;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.PageRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The query parameters of one call, typed on demand. A finding's pointer is {@code ?name}. */
final class Parameters {

    /** A list answers so many items unless told otherwise (spec 4.2). */
    private static final int DEFAULT_LIMIT = 50;

    /** And never more than this, so that an answer stays small enough to hold in memory. */
    private static final int MAX_LIMIT = 500;

    private static final int LONGEST_VALUE = 1024;
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final Map<String, List<String>> values;

    Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Refuses names that the route does not know, and repeated ones.
     *
     * @throws RejectedException {@code UNKNOWN_PARAMETER}, {@code INVALID_PARAMETER}; all findings
     */
    void check(Set<String> known) {
        List<Finding> findings = new ArrayList<>();
        values.forEach((name, given) -> {
            if (!known.contains(name)) {
                String all = known.isEmpty()
                        ? "it takes none"
                        : "it takes "
                                + String.join(", ", known.stream().sorted().toList());
                findings.add(new Finding(
                        ErrorCode.UNKNOWN_PARAMETER, pointer(name), "the route has no such query parameter; " + all));
            } else if (given.size() > 1) {
                findings.add(new Finding(ErrorCode.INVALID_PARAMETER, pointer(name), "the parameter is given twice"));
            } else if (given.get(0).length() > LONGEST_VALUE || given.get(0).indexOf('\0') >= 0) {
                findings.add(new Finding(
                        ErrorCode.INVALID_PARAMETER, pointer(name), "the value is too long, or holds U+0000"));
            }
        });
        if (!findings.isEmpty()) {
            throw new RejectedException(findings);
        }
    }

    private static String pointer(String name) {
        return "?" + name;
    }

    Optional<String> text(String name) {
        List<String> given = values.getOrDefault(name, List.of());
        return given.isEmpty() ? Optional.empty() : Optional.of(given.get(0));
    }

    /** A word of a closed vocabulary. */
    <T> Optional<T> word(String name, T[] words, Function<T, String> wireName) {
        return text(name)
                .map(text -> Arrays.stream(words)
                        .filter(word -> wireName.apply(word).equals(text))
                        .findFirst()
                        .orElseThrow(() -> invalid(
                                name,
                                "takes one of "
                                        + Arrays.stream(words).map(wireName).collect(Collectors.joining(", ")))));
    }

    /** What a reader makes of a text. */
    <T> Optional<T> parsed(String name, Function<String, Optional<T>> read, String expected) {
        return text(name).map(text -> read.apply(text).orElseThrow(() -> invalid(name, "takes " + expected)));
    }

    Optional<Boolean> bool(String name) {
        return text(name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, "takes true or false");
        });
    }

    Optional<Long> number(String name) {
        return text(name).map(text -> {
            if (!NUMBER.matcher(text).matches()) {
                throw invalid(name, "takes a whole number");
            }
            return Long.parseLong(text);
        });
    }

    Optional<Instant> time(String name) {
        return text(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw invalid(name, "takes an RFC 3339 UTC time such as 2026-03-01T00:00:00Z");
            }
        });
    }

    /** The page asked for: {@code limit} 1..500, default 50, and {@code cursor}. */
    PageRequest page() {
        long limit = number("limit").orElse((long) DEFAULT_LIMIT);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw invalid("limit", "takes 1 to " + MAX_LIMIT);
        }
        return new PageRequest((int) limit, text("cursor").orElse(null));
    }

    private static RejectedException invalid(String name, String rule) {
        return new RejectedException(ErrorCode.INVALID_PARAMETER, pointer(name), name + " " + rule);
    }
}
