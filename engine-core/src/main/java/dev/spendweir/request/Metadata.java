package dev.spendweir.request;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.reading.TextRules;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The checked metadata of a request with its canonical form, which is made once and serves the size limit, the
 * fingerprint and {@code request_sha256} (spec 1.2, 10 A25, A26, A26b). Equal when the canonical forms are. Immutable.
 */
public final class Metadata {

    /** Limit of the canonical form: metadata explains a decision and is stored with it, it is no place for documents. */
    public static final int MAX_BYTES = 16 * 1024;

    /** Objects and arrays inside each other, the metadata itself counted. */
    public static final int MAX_DEPTH = 16;

    /** The largest whole number that every JSON reader keeps exactly (I-JSON, RFC 7493 section 2.2): 2^53 - 1. */
    public static final long MAX_NUMBER = (1L << 53) - 1;

    /** Numbers of up to this many characters without fraction and exponent are below 2^53. */
    private static final int SHORT_INTEGER = 15;

    static final Metadata NONE = new Metadata(JsonObject.EMPTY, "{}".getBytes(StandardCharsets.US_ASCII));

    private final JsonObject json;
    private final byte[] canonical;

    private Metadata(JsonObject json, byte[] canonical) {
        this.json = json;
        this.canonical = canonical;
    }

    /** What is wrong with an object apart from its size, or null. */
    static @Nullable String problem(JsonObject json) {
        return problem(json, 1);
    }

    /** The metadata of an object without {@link #problem}; it may still be too large. */
    static Metadata of(JsonObject json) {
        return json.size() == 0 ? NONE : new Metadata(json, CanonicalJson.bytes(json));
    }

    JsonObject json() {
        return json;
    }

    /** The canonical bytes; not to be changed. */
    byte[] canonical() {
        return canonical;
    }

    private static @Nullable String problem(JsonValue value, int depth) {
        if (value instanceof JsonString string) {
            return textProblem(string.value());
        }
        if (value instanceof JsonNumber number) {
            return numberProblem(number);
        }
        if (value instanceof JsonObject object) {
            return objectProblem(object, depth);
        }
        return value instanceof JsonArray array ? arrayProblem(array, depth) : null;
    }

    private static @Nullable String objectProblem(JsonObject object, int depth) {
        if (depth > MAX_DEPTH) {
            return tooDeep();
        }
        for (int i = 0; i < object.size(); i++) {
            String problem = textProblem(object.nameAt(i));
            if (problem == null) {
                problem = problem(object.valueAt(i), depth + 1);
            }
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String arrayProblem(JsonArray array, int depth) {
        if (depth > MAX_DEPTH) {
            return tooDeep();
        }
        for (int i = 0; i < array.size(); i++) {
            String problem = problem(array.elements().get(i), depth + 1);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static String tooDeep() {
        return "more than " + MAX_DEPTH + " objects and lists are inside each other";
    }

    private static @Nullable String textProblem(String text) {
        if (text.indexOf('\0') >= 0) {
            return "U+0000 is not allowed in names and strings";
        }
        return TextRules.hasLoneSurrogate(text) ? "lone surrogates are not allowed in names and strings" : null;
    }

    /** By value, not by literal: what canonical form writes must pass again (spec 10 A26). */
    private static @Nullable String numberProblem(JsonNumber number) {
        if (number.text().length() <= SHORT_INTEGER && number.isIntegerLiteral()) {
            return null;
        }
        return number.isWithin(MAX_NUMBER) ? null : "numbers must be within +-(2^53-1); write longer ones as strings";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metadata that && Arrays.equals(canonical, that.canonical);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(canonical);
    }

    /** The size only: the content may be sensitive. */
    @Override
    public String toString() {
        return "Metadata[" + canonical.length + " bytes]";
    }
}
