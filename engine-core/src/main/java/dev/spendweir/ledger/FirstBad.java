package dev.spendweir.ledger;

import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.note.VerifierKey;
import dev.spendweir.note.VerifierKeys;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of an op's input one after the other and refuses the first bad one with {@code INVALID_FIELD} at its pointer
 * (spec 10 A100, N15). Hex is lower-case, as it is everywhere on the wire. For the ops about ledgers and exports. Not part of
 * what libraries need; thread-safe.
 */
public final class FirstBad {

    /** What {@link #count} gives for a number beyond 64 bits: no tree has so many leaves. */
    static final long TOO_LARGE = Long.MAX_VALUE;

    private static final int ANY_LENGTH = -1;

    private final JsonObject input;

    /** Reads this input. */
    public FirstBad(JsonObject input) {
        this.input = input;
    }

    /** A string. */
    public String text(String name) {
        if (input.get(name) instanceof JsonString text) {
            return text.value();
        }
        throw bad(JsonPointer.member("", name), "a string is expected");
    }

    /** The member {@code chain}. */
    public Chain chain() {
        return Chain.ofWireName(text("chain")).orElseThrow(() -> bad("/chain", "decisions or governance is expected"));
    }

    /** A list of strings; none when it is absent or null. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        List<JsonValue> elements = optional(name);
        for (int i = 0; i < elements.size(); i++) {
            if (!(elements.get(i) instanceof JsonString text)) {
                throw bad(JsonPointer.element(JsonPointer.member("", name), i), "a string is expected");
            }
            texts.add(text.value());
        }
        return texts;
    }

    /** The member {@code keys}: verifier keys; none when it is absent or null. */
    public VerifierKeys keys() {
        List<VerifierKey> keys = new ArrayList<>();
        List<String> texts = texts("keys");
        for (int i = 0; i < texts.size(); i++) {
            try {
                keys.add(VerifierKey.parse(texts.get(i)));
            } catch (RejectedException e) {
                throw bad(JsonPointer.element("/keys", i), "it is no verifier key");
            }
        }
        return new VerifierKeys(keys);
    }

    /** The elements of a list; none when it is absent or null. */
    public List<JsonValue> optional(String name) {
        return has(name) ? elements(name) : List.of();
    }

    /** The member {@code lines}: ledger lines as objects. */
    public List<StoredEntry> lines() {
        List<JsonValue> elements = elements("lines");
        List<StoredEntry> lines = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            String pointer = JsonPointer.element("/lines", i);
            JsonObject line = object(elements.get(i), pointer);
            try {
                lines.add(LedgerLine.read(CanonicalJson.bytes(line)).toStored());
            } catch (RejectedException e) {
                throw bad(pointer, "it is no ledger line: " + e.getMessage());
            }
        }
        return lines;
    }

    /** Whether the member is there and not null. */
    public boolean has(String name) {
        return input.getNonNull(name) != null;
    }

    /** A list of byte strings of any length. */
    List<byte[]> byteStrings(String name) {
        return list(name, ANY_LENGTH);
    }

    /** A list of hashes. */
    List<byte[]> hashes(String name) {
        return list(name, LedgerHash.HASH_BYTES);
    }

    /** A hash. */
    public byte[] hash(String name) {
        return hex(input.get(name), JsonPointer.member("", name), LedgerHash.HASH_BYTES);
    }

    /** A whole number of at least 0; {@link #TOO_LARGE} stands for one beyond 64 bits. */
    public long count(String name) {
        if (input.get(name) instanceof JsonNumber number && number.isIntegerLiteral()) {
            long whole = number.clampedInteger();
            if (whole >= 0) {
                return whole;
            }
        }
        throw bad(
                JsonPointer.member("", name), "a whole number of at least 0 without fraction or exponent is expected");
    }

    /** An object. */
    public JsonObject object(String name) {
        return object(input.get(name), JsonPointer.member("", name));
    }

    /** The elements of a list. */
    public List<JsonValue> elements(String name) {
        if (input.get(name) instanceof JsonArray array) {
            return array.elements();
        }
        throw bad(JsonPointer.member("", name), "a list is expected");
    }

    /** A value that must be an object. */
    public static JsonObject object(@Nullable JsonValue value, String pointer) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw bad(pointer, "an object is expected");
    }

    /** The refusal at a place of the input. */
    public static RejectedException bad(String pointer, String detail) {
        return new RejectedException(ErrorCode.INVALID_FIELD, pointer, detail);
    }

    private List<byte[]> list(String name, int length) {
        List<JsonValue> elements = elements(name);
        List<byte[]> values = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            values.add(hex(elements.get(i), JsonPointer.element(JsonPointer.member("", name), i), length));
        }
        return values;
    }

    private static byte[] hex(@Nullable JsonValue value, String pointer, int length) {
        if (!(value instanceof JsonString text) || !isLowerCaseHex(text.value())) {
            throw bad(pointer, "bytes are written as a string of lower-case hex digits, two for each");
        }
        byte[] bytes = HexFormat.of().parseHex(text.value());
        if (length != ANY_LENGTH && bytes.length != length) {
            throw bad(pointer, "a hash has " + length + " bytes, this one has " + bytes.length);
        }
        return bytes;
    }

    private static boolean isLowerCaseHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return text.length() % 2 == 0;
    }
}
