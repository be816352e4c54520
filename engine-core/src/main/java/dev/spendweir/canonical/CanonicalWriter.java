package dev.spendweir.canonical;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes RFC 8785 bytes piece by piece, for the hot path: no tree is built.
 *
 * <p>The caller opens and closes containers and gives names in ascending order of UTF-16 code units, as the canonical
 * form wants; a tree given to {@link #value} is sorted here. Not thread-safe; one writer makes one document.
 */
public final class CanonicalWriter {

    private static final int INITIAL_CAPACITY = 512;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** A string from this length on is faster encoded as a whole than character by character. */
    private static final int LONG_STRING = 24;

    private static final int USUAL_MEMBERS = 32;
    private static final int[] NONE = {};

    private byte[] buffer;
    private int length;
    private boolean separate;

    /** Containers that are open. */
    private int depth;

    /** Where the members of the outermost object begin. */
    private int[] places = NONE;

    private int members;

    /** A writer with room for a small document; it grows as needed. */
    public CanonicalWriter() {
        this(INITIAL_CAPACITY);
    }

    /** A writer with room for that many bytes at first. */
    public CanonicalWriter(int capacity) {
        buffer = new byte[Math.max(16, capacity)];
    }

    /** Opens an object. */
    public CanonicalWriter beginObject() {
        return open('{');
    }

    /** Closes an object. */
    public CanonicalWriter endObject() {
        return close('}');
    }

    /** Opens an array. */
    public CanonicalWriter beginArray() {
        return open('[');
    }

    /** Closes an array. */
    public CanonicalWriter endArray() {
        return close(']');
    }

    /** Writes a member's name; its value must follow. */
    public CanonicalWriter name(String name) {
        MemberName known = MemberName.known(name);
        if (known != null) {
            return name(known);
        }
        beginMember();
        quoted(name);
        append(':');
        separate = false;
        return this;
    }

    /** Writes a member's name that was prepared; its value must follow. */
    public CanonicalWriter name(MemberName name) {
        beginMember();
        copy(name.quotedWithColon());
        separate = false;
        return this;
    }

    /** Writes a string, or null. */
    public CanonicalWriter string(@Nullable String text) {
        separator();
        if (text == null) {
            ascii("null");
        } else {
            quoted(text);
        }
        return this;
    }

    /** Writes an integer within &plusmn;(2<sup>53</sup>-1), whose canonical form is its decimal text. */
    public CanonicalWriter integer(long value) {
        separator();
        decimal(value, 0);
        return this;
    }

    /**
     * Writes a decimal as a string, without exponent and trailing zeros.
     *
     * @param unscaled the number's digits with its fraction digits
     * @param scale how many of them are fraction digits, 0 to 18
     */
    public CanonicalWriter decimalString(long unscaled, int scale) {
        separator();
        append('"');
        decimal(unscaled, scale);
        append('"');
        return this;
    }

    /** Writes true or false. */
    public CanonicalWriter bool(boolean value) {
        separator();
        ascii(value ? "true" : "false");
        return this;
    }

    /** Writes null. */
    public CanonicalWriter nul() {
        return string(null);
    }

    /** Writes an array of strings. */
    public CanonicalWriter strings(List<String> texts) {
        beginArray();
        for (String text : texts) {
            string(text);
        }
        return endArray();
    }

    /** Writes bytes that are already canonical as one value. */
    public CanonicalWriter raw(byte[] canonical) {
        separator();
        copy(canonical);
        return this;
    }

    /**
     * Writes a whole value, sorting names.
     *
     * @throws RejectedException {@code INVALID_JSON} for a lone surrogate or a number beyond the doubles
     */
    public CanonicalWriter value(JsonValue value) {
        if (value instanceof JsonObject object) {
            object(object);
        } else if (value instanceof JsonArray array) {
            beginArray();
            for (JsonValue element : array.elements()) {
                value(element);
            }
            endArray();
        } else if (value instanceof JsonString string) {
            string(string.value());
        } else if (value instanceof JsonNumber number) {
            separator();
            ascii(CanonicalNumber.format(number.text()));
        } else if (value instanceof JsonBoolean bool) {
            bool(bool.value());
        } else {
            nul();
        }
        return this;
    }

    private void object(JsonObject object) {
        beginObject();
        int size = object.size();
        if (isSorted(object)) {
            for (int i = 0; i < size; i++) {
                name(object.nameAt(i)).value(object.valueAt(i));
            }
        } else {
            Integer[] order = new Integer[size];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> object.nameAt(a).compareTo(object.nameAt(b)));
            for (int i : order) {
                name(object.nameAt(i)).value(object.valueAt(i));
            }
        }
        endObject();
    }

    private static boolean isSorted(JsonObject object) {
        for (int i = 1; i < object.size(); i++) {
            if (object.nameAt(i - 1).compareTo(object.nameAt(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes written so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    /**
     * The object that was written, with where its members lie.
     *
     * @throws IllegalStateException when it is no object, is not closed, or came as bytes
     */
    public CanonicalMembers toMembers() {
        if (depth != 0 || length == 0 || buffer[0] != '{' || (members == 0 && length > 2)) {
            throw new IllegalStateException("no whole object was written, or it was written raw");
        }
        return CanonicalMembers.noted(toBytes(), places, members);
    }

    /** The text written so far. */
    public String toText() {
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    /** Lower-case hex SHA-256 of the bytes written so far. */
    public String sha256() {
        return Sha256Hex.of(buffer, 0, length);
    }

    /** Feeds the bytes from {@code from} (inclusive) to {@code to} (exclusive) to a digest. */
    public void feed(MessageDigest digest, int from, int to) {
        digest.update(buffer, from, to - from);
    }

    /**
     * Writes plain ASCII over what stands there, such as a hash over a text that has a place for it.
     *
     * @param at where its first character goes
     * @throws IndexOutOfBoundsException when it would reach beyond what was written
     */
    public void overwrite(int at, String ascii) {
        Objects.checkFromIndexSize(at, ascii.length(), length);
        for (int i = 0; i < ascii.length(); i++) {
            buffer[at + i] = (byte) ascii.charAt(i);
        }
    }

    /** Number of bytes written so far. */
    public int size() {
        return length;
    }

    private void beginMember() {
        separator();
        if (depth == 1) {
            if (members == places.length) {
                places = Arrays.copyOf(places, Math.max(USUAL_MEMBERS, members * 2));
            }
            places[members++] = length;
        }
    }

    private CanonicalWriter open(char bracket) {
        separator();
        depth++;
        append(bracket);
        separate = false;
        return this;
    }

    private CanonicalWriter close(char bracket) {
        depth--;
        append(bracket);
        separate = true;
        return this;
    }

    private void separator() {
        if (separate) {
            append(',');
        }
        separate = true;
    }

    /** A member's name as it is written. */
    byte[] quotedWithColon(String name) {
        quoted(name);
        append(':');
        return toBytes();
    }

    private void quoted(String text) {
        int count = text.length();
        ensure(count + 2);
        buffer[length++] = '"';
        if (count < LONG_STRING || !isCopiedAsOne(text, count)) {
            int plain = plainPrefix(text, count);
            if (plain < count) {
                escaped(text, plain, count);
            }
        }
        append('"');
    }

    /** Writes a text that is plain ASCII altogether; no: nothing is written. */
    private boolean isCopiedAsOne(String text, int count) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        // A question mark may stand for a lone surrogate, which is refused.
        if (utf8.length != count || !CanonicalScan.isPlainWithoutQuestionMark(utf8)) {
            return false;
        }
        System.arraycopy(utf8, 0, buffer, length, count);
        length += count;
        return true;
    }

    /** Copies plain ASCII up to the first character that needs more than a copy; gives that one's index. */
    private int plainPrefix(String text, int count) {
        byte[] out = buffer;
        int at = length;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
                length = at;
                return i;
            }
            out[at++] = (byte) c;
        }
        length = at;
        return count;
    }

    private void escaped(String text, int from, int count) {
        ensure((count - from) * 2 + 1);
        for (int i = from; i < count; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                append(c);
            } else {
                i += special(text, i, c);
            }
        }
    }

    /** Writes a character that is not plain ASCII; gives how many further UTF-16 units it took. */
    private int special(String text, int at, char c) {
        if (c < 0x80) {
            escape(c);
        } else if (c < 0x800) {
            append(0xC0 | (c >> 6));
            continuation(c);
        } else if (!Character.isSurrogate(c)) {
            append(0xE0 | (c >> 12));
            continuation(c >> 6);
            continuation(c);
        } else {
            boolean paired = Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1));
            if (!paired) {
                throw new RejectedException(ErrorCode.INVALID_JSON, "a string has a lone surrogate");
            }
            int point = Character.toCodePoint(c, text.charAt(at + 1));
            append(0xF0 | (point >> 18));
            continuation(point >> 12);
            continuation(point >> 6);
            continuation(point);
            return 1;
        }
        return 0;
    }

    private void continuation(int bits) {
        append(0x80 | (bits & 0x3F));
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> ascii("\\\"");
            case '\\' -> ascii("\\\\");
            case '\b' -> ascii("\\b");
            case '\t' -> ascii("\\t");
            case '\n' -> ascii("\\n");
            case '\f' -> ascii("\\f");
            case '\r' -> ascii("\\r");
            default -> {
                ascii("\\u00");
                append(HEX[c >> 4]);
                append(HEX[c & 0xF]);
            }
        }
    }

    private void copy(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void decimal(long unscaled, int scale) {
        ensure(DecimalText.MAX_LENGTH);
        int end = length + DecimalText.MAX_LENGTH;
        int start = DecimalText.writeBefore(unscaled, scale, buffer, end);
        System.arraycopy(buffer, start, buffer, length, end - start);
        length += end - start;
    }

    private void ascii(String text) {
        int count = text.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            buffer[length++] = (byte) text.charAt(i);
        }
    }

    private void append(int b) {
        ensure(1);
        buffer[length++] = (byte) b;
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            // A writer of documents over 1 GiB would overflow; every surface bounds its input far below that.
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(length, more)));
        }
    }
}
