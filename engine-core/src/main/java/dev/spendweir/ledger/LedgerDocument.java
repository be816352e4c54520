package dev.spendweir.ledger;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that stands beside a chain, such as a manifest or an acknowledgement, whose members are read one by one. What
 * is not there or has another form is refused, always with the same code. Immutable.
 *
 * @param json the object
 * @param code refuses
 * @param what what it is called in refusals
 */
public record LedgerDocument(JsonObject json, ErrorCode code, String what) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /**
     * The document of a value.
     *
     * @throws RejectedException when it is no object
     */
    public static LedgerDocument of(@Nullable JsonValue value, ErrorCode code, String what) {
        if (value instanceof JsonObject object) {
            return new LedgerDocument(object, code, what);
        }
        throw new RejectedException(code, what + " is no JSON object");
    }

    /** A member that is an object itself. */
    public LedgerDocument object(String name) {
        return of(json.get(name), code, what + ": " + name);
    }

    /** The elements of a list, each an object. */
    public List<LedgerDocument> objects(String name) {
        return list(name).stream()
                .map(element -> of(element, code, what + ": an element of " + name))
                .toList();
    }

    /** The elements of a list. */
    public List<JsonValue> list(String name) {
        if (json.get(name) instanceof JsonArray array) {
            return array.elements();
        }
        throw refusal(name + " is missing or no list");
    }

    /** A string. */
    public String text(String name) {
        if (json.get(name) instanceof JsonString text) {
            return text.value();
        }
        throw refusal(name + " is missing or no text");
    }

    /** A whole number of at least 0; one beyond 64 bits is given as the greatest {@code long}. */
    public long number(String name) {
        if (json.get(name) instanceof JsonNumber number && number.isIntegerLiteral() && number.clampedInteger() >= 0) {
            return number.clampedInteger();
        }
        throw refusal(name + " is missing or no whole number of at least 0");
    }

    /** A hash of 32 bytes, written in lower-case hex. */
    public byte[] hash(String name) {
        return hash(name, json.get(name));
    }

    /** A list of hashes. */
    public List<byte[]> hashes(String name) {
        List<byte[]> hashes = new ArrayList<>();
        for (JsonValue element : list(name)) {
            hashes.add(hash("an element of " + name, element));
        }
        return hashes;
    }

    private byte[] hash(String name, @Nullable JsonValue value) {
        if (value instanceof JsonString text && HASH.matcher(text.value()).matches()) {
            return HexFormat.of().parseHex(text.value());
        }
        throw refusal(name + " is not a hash of 64 lower-case hex digits");
    }

    /** The refusal of this document. */
    public RejectedException refusal(String detail) {
        return new RejectedException(code, what + ": " + detail);
    }
}
