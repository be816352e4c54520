package dev.spendweir.canonical;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Steps through bytes that should be canonical JSON (RFC 8785) without building anything: what it steps over is exactly what
 * {@link CanonicalJson} would write for what {@link JsonReader} would read. For ledgers, where reading, writing again and
 * comparing costs many times what the hashes cost.
 *
 * <p>It only ever says yes to what it is sure of. A no means: not canonical, or one of the rare forms that it leaves to the
 * long way (names outside of plain ASCII, numbers that are no integers of up to 15 digits). After a no the position means
 * nothing until {@link #begin}. Not thread-safe.
 *
 * <p>Inside, positions go from function to function as arguments and results, {@link #NO} for no, so that they stay in
 * registers.
 */
public final class CanonicalScan {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    /** Up to here integers are exact doubles, so their digits are their canonical form. */
    private static final int EXACT_DIGITS = 15;

    /** In place of a position: not canonical, or not sure. */
    private static final int NO = -1;

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private byte[] json = new byte[0];
    private int at;
    private int end;
    private int nameFrom;
    private int nameTo;
    private int valueFrom;
    private boolean isFirst;

    /** A scan over nothing; {@link #begin} gives it bytes. */
    public CanonicalScan() {}

    /**
     * Begins anew.
     *
     * @param utf8 the bytes; not copied
     * @param from where to begin, inclusive
     * @param to where the bytes end, exclusive
     */
    public void begin(byte[] utf8, int from, int to) {
        Objects.checkFromToIndex(from, to, utf8.length);
        json = utf8;
        at = from;
        end = to;
    }

    /** Where the next byte lies. */
    public int position() {
        return at;
    }

    /** Whether all bytes were stepped over. */
    public boolean isAtEnd() {
        return at == end;
    }

    /** Steps over these bytes, when they are what comes next. */
    public boolean skip(byte[] expected) {
        return move(skip(json, at, end, expected));
    }

    /**
     * Steps over the canonical value that comes next.
     *
     * @param around number of containers that it lies in: they count for how deep it may go
     */
    public boolean value(int around) {
        return move(value(json, at, end, around + 1));
    }

    /** Enters the object that comes next; {@link #member} follows until {@link #leaveObject} says yes. */
    public boolean enterObject() {
        isFirst = true;
        return is('{');
    }

    /** Steps over the next member of the entered object, whose name comes after that of the member before. */
    public boolean member() {
        boolean isOpening = isFirst;
        isFirst = false;
        if (!isOpening && !is(',')) {
            return false;
        }
        int colon = nameEnd(json, at, end);
        if (colon == NO || !(isOpening || isBefore(json, nameFrom, nameTo, at + 1, colon - 1))) {
            return false;
        }
        nameFrom = at + 1;
        nameTo = colon - 1;
        valueFrom = colon + 1;
        return move(value(json, valueFrom, end, 2));
    }

    /** Steps over the end of the entered object, when it comes next. */
    public boolean leaveObject() {
        return is('}');
    }

    /** Whether the last member has this name, in plain ASCII. */
    public boolean hasName(byte[] name) {
        return Arrays.equals(json, nameFrom, nameTo, name, 0, name.length);
    }

    /** Whether the last member has this value, given as canonical bytes. */
    public boolean hasValue(byte[] canonical) {
        return Arrays.equals(json, valueFrom, at, canonical, 0, canonical.length);
    }

    /** Where the last member's value begins; it ends at {@link #position}. */
    public int valueFrom() {
        return valueFrom;
    }

    private boolean is(char expected) {
        if (at < end && json[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private boolean move(int to) {
        if (to == NO) {
            return false;
        }
        at = to;
        return true;
    }

    private static int skip(byte[] json, int at, int end, byte[] expected) {
        int next = at + expected.length;
        return next <= end && Arrays.equals(json, at, next, expected, 0, expected.length) ? next : NO;
    }

    private static int value(byte[] json, int at, int end, int depth) {
        if (at >= end || depth > JsonReader.MAX_DEPTH) {
            return NO;
        }
        return switch (json[at]) {
            case '"' -> string(json, at + 1, end);
            case '{' -> object(json, at + 1, end, depth);
            case '[' -> array(json, at + 1, end, depth);
            case 't' -> skip(json, at, end, TRUE);
            case 'f' -> skip(json, at, end, FALSE);
            case 'n' -> skip(json, at, end, NULL);
            default -> integer(json, at, end);
        };
    }

    private static int array(byte[] json, int from, int end, int depth) {
        if (from < end && json[from] == ']') {
            return from + 1;
        }
        int at = from;
        while (true) {
            at = value(json, at, end, depth + 1);
            if (at == NO || at >= end || json[at] != ',') {
                return at != NO && at < end && json[at] == ']' ? at + 1 : NO;
            }
            at++;
        }
    }

    private static int object(byte[] json, int from, int end, int depth) {
        if (from < end && json[from] == '}') {
            return from + 1;
        }
        int at = from;
        int previousFrom = 0;
        int previousTo = NO;
        while (true) {
            int colon = nameEnd(json, at, end);
            if (colon == NO || (previousTo != NO && !isBefore(json, previousFrom, previousTo, at + 1, colon - 1))) {
                return NO;
            }
            previousFrom = at + 1;
            previousTo = colon - 1;
            at = value(json, colon + 1, end, depth + 1);
            if (at == NO || at >= end || json[at] != ',') {
                return at != NO && at < end && json[at] == '}' ? at + 1 : NO;
            }
            at++;
        }
    }

    /** Where the colon is behind a quoted name in plain ASCII, whose order by bytes is that by UTF-16 units. */
    private static int nameEnd(byte[] json, int at, int end) {
        if (at >= end || json[at] != '"') {
            return NO;
        }
        int quote = plainEnd(json, at + 1, end);
        return quote + 1 < end && json[quote] == '"' && json[quote + 1] == ':' ? quote + 1 : NO;
    }

    /** Whether one name comes before another; the first letter nearly always says so. */
    private static boolean isBefore(byte[] json, int from, int to, int otherFrom, int otherTo) {
        boolean differAtOnce = from < to && otherFrom < otherTo && json[from] != json[otherFrom];
        return differAtOnce
                ? json[from] < json[otherFrom]
                : Arrays.compareUnsigned(json, from, to, json, otherFrom, otherTo) < 0;
    }

    /** The end of a string from behind its first quote on. */
    private static int string(byte[] json, int from, int end) {
        int at = from;
        while (true) {
            at = plainEnd(json, at, end);
            if (at >= end) {
                return NO;
            }
            byte next = json[at];
            if (next == '"') {
                return at + 1;
            }
            at = next == '\\' ? escape(json, at, end) : next < 0 ? multibyte(json, at, end) : NO;
            if (at == NO) {
                return NO;
            }
        }
    }

    /** The first place from one on that is not a plain ASCII character of a string. */
    static int plainEnd(byte[] json, int from, int end) {
        int at = from;
        while (end - at >= Long.BYTES) {
            long found = special((long) WORDS.get(json, at));
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < end && json[at] >= ' ' && json[at] != '"' && json[at] != '\\') {
            at++;
        }
        return at;
    }

    /** Whether all bytes are ASCII. */
    static boolean isAscii(byte[] bytes) {
        int at = 0;
        while (bytes.length - at >= Long.BYTES) {
            if (((long) WORDS.get(bytes, at) & HIGHS) != 0) {
                return false;
            }
            at += Long.BYTES;
        }
        while (at < bytes.length) {
            if (bytes[at++] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether all bytes are plain ASCII characters of a string, and none is the question mark that stands for what UTF-8 lacks. */
    static boolean isPlainWithoutQuestionMark(byte[] utf8) {
        int at = 0;
        while (utf8.length - at >= Long.BYTES) {
            long word = (long) WORDS.get(utf8, at);
            long question = word ^ ONES * '?';
            if ((special(word) | ((question - ONES) & ~question & HIGHS)) != 0) {
                return false;
            }
            at += Long.BYTES;
        }
        while (at < utf8.length) {
            byte next = utf8[at++];
            if (next < ' ' || next == '"' || next == '\\' || next == '?') {
                return false;
            }
        }
        return true;
    }

    /**
     * The highest bit of each byte that is a control, a quote, a backslash or no ASCII. A borrow can mark a byte above such a
     * one too; the lowest mark is always right.
     */
    private static long special(long word) {
        long quote = word ^ ONES * '"';
        long backslash = word ^ ONES * '\\';
        long small = (word - ONES * ' ') & ~word;
        return (word | small | ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGHS;
    }

    /** Only what must be escaped, and each in the one way that RFC 8785 has for it. */
    private static int escape(byte[] json, int at, int end) {
        if (end - at < 2) {
            return NO;
        }
        return switch (json[at + 1]) {
            case '"', '\\', 'b', 't', 'n', 'f', 'r' -> at + 2;
            case 'u' -> control(json, at, end);
            default -> NO;
        };
    }

    /** {@code \}{@code u00xx}, in lower case, of a control that has no short form. */
    private static int control(byte[] json, int at, int end) {
        if (end - at < 6 || json[at + 2] != '0' || json[at + 3] != '0') {
            return NO;
        }
        int high = json[at + 4] - '0';
        int low = Character.digit(json[at + 5], 16);
        boolean isLowerCase = json[at + 5] < 'A' || json[at + 5] > 'F';
        if ((high != 0 && high != 1) || low < 0 || !isLowerCase) {
            return NO;
        }
        boolean hasShortForm = high == 0 && (low == '\b' || low == '\t' || low == '\n' || low == '\f' || low == '\r');
        return hasShortForm ? NO : at + 6;
    }

    /** One character of two to four bytes, in the one way that UTF-8 has for it; surrogates are none. */
    private static int multibyte(byte[] json, int at, int end) {
        int lead = json[at] & 0xFF;
        int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        if (lead < 0xC2 || lead > 0xF4 || end - at <= more) {
            return NO;
        }
        int second = json[at + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return NO;
        }
        for (int i = 2; i <= more; i++) {
            if ((json[at + i] & 0xC0) != 0x80) {
                return NO;
            }
        }
        return at + more + 1;
    }

    private static int integer(byte[] json, int from, int end) {
        boolean isNegative = json[from] == '-';
        int first = isNegative ? from + 1 : from;
        int at = first;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        int digits = at - first;
        if (digits == 0 || digits > EXACT_DIGITS || (json[first] == '0' && (isNegative || digits > 1))) {
            return NO;
        }
        // A fraction or an exponent is left to the long way.
        return at == end || (json[at] != '.' && json[at] != 'e' && json[at] != 'E') ? at : NO;
    }
}
