package dev.spendweir.vectors.naive;

import java.util.SortedMap;
import java.util.TreeMap;

/** What is wrong with an input: at most one code for a pointer, the first that was found (spec 10 A4). */
final class Findings {
    private final SortedMap<String, String> codes = new TreeMap<>();

    void add(String pointer, String code) {
        codes.putIfAbsent(pointer, code);
    }

    boolean has(String pointer) {
        return codes.containsKey(pointer);
    }

    /** Whether anything is wrong at the pointer or below it. */
    boolean hasUnder(String pointer) {
        return codes.keySet().stream().anyMatch(found -> found.equals(pointer) || found.startsWith(pointer + "/"));
    }

    boolean isEmpty() {
        return codes.isEmpty();
    }

    /** Pointers in UTF-16 order with their codes. */
    SortedMap<String, String> sorted() {
        return codes;
    }

    void throwIfAny() {
        if (!codes.isEmpty()) {
            throw Refusal.of(this);
        }
    }

    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }
}
