package dev.spendweir.vectors;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer differs from the expected one. Numbers are compared by their canonical form, members in any order. An
 * error may have members beside those expected (a detail, a line), which are not compared.
 */
final class JsonDifference {

    /** More places than this tell nobody more. */
    static final int MAX_PLACES = 20;

    /** Longer values are cut: the place is said, and the whole is in the vector. */
    private static final int MAX_VALUE_CHARS = 200;

    private final List<String> places = new ArrayList<>();
    private final boolean moreMembersAllowed;

    private JsonDifference(boolean moreMembersAllowed) {
        this.moreMembersAllowed = moreMembersAllowed;
    }

    /** A line for each place, at most {@link #MAX_PLACES} and one that says there are more; empty when the answer is right. */
    static List<String> of(JsonObject expected, JsonObject actual) {
        JsonDifference difference = new JsonDifference(expected.has("error"));
        difference.compare("", expected, actual);
        List<String> places = difference.places;
        if (places.size() <= MAX_PLACES) {
            return List.copyOf(places);
        }
        List<String> first = new ArrayList<>(places.subList(0, MAX_PLACES));
        first.add("and " + (places.size() - MAX_PLACES) + " more places");
        return first;
    }

    private void compare(String at, @Nullable JsonValue expected, @Nullable JsonValue actual) {
        if (expected instanceof JsonObject e && actual instanceof JsonObject a) {
            e.forEach((name, value) -> compare(at + "/" + escape(name), value, a.get(name)));
            if (!moreMembersAllowed || at.isEmpty()) {
                a.forEach((name, value) -> unexpected(at + "/" + escape(name), e.has(name) ? null : value));
            }
        } else if (expected instanceof JsonArray e && actual instanceof JsonArray a) {
            for (int i = 0; i < Math.max(e.size(), a.size()); i++) {
                compare(at + "/" + i, element(e, i), element(a, i));
            }
        } else if (expected == null) {
            unexpected(at, actual);
        } else if (!isSame(expected, actual)) {
            places.add(show(at) + ": expected " + show(expected) + ", got " + show(actual));
        }
    }

    private void unexpected(String at, @Nullable JsonValue actual) {
        if (actual != null) {
            places.add(show(at) + ": not expected, got " + show(actual));
        }
    }

    private static @Nullable JsonValue element(JsonArray array, int i) {
        return i < array.size() ? array.elements().get(i) : null;
    }

    private static boolean isSame(JsonValue expected, @Nullable JsonValue actual) {
        if (expected instanceof JsonNumber e && actual instanceof JsonNumber a) {
            return canonical(e).equals(canonical(a));
        }
        return expected.equals(actual);
    }

    /** A number beyond the doubles has no canonical form; it can only be equal to its own text. */
    private static String canonical(JsonNumber number) {
        try {
            return CanonicalJson.text(number);
        } catch (RejectedException e) {
            return number.text();
        }
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static String show(String pointer) {
        String quoted = WireJson.text(new JsonString(pointer));
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String show(@Nullable JsonValue value) {
        String text = value == null ? "nothing" : WireJson.text(value);
        return text.length() <= MAX_VALUE_CHARS ? text : text.substring(0, MAX_VALUE_CHARS) + "...";
    }
}
