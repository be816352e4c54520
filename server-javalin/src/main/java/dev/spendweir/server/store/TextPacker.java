package dev.spendweir.server.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Packs a short text by what it shares with a fixed one and with what lies beside it, and by repetitions of its own; in one
 * pass, without an entropy coder, which would begin by clearing its tables. Immutable and thread-safe.
 *
 * <p>Format: the plain length as a varint, then until that many bytes are made: a token (literals in the high four bits, the
 * match's length less {@link #MIN_MATCH} in the low four; 15 is followed by a varint to be added to it), the literals, and
 * where the match is: in a line of the fixed text, what lies beside, and the plain text, counted from behind the last match in
 * the fixed text, as a varint whose lowest bit is the sign. Texts that are alike are alike in the same order, so that it
 * mostly takes one byte. The match is left out where the text ends before it. Among literals {@link #HEX} and a count stand
 * for so many bytes written as two hex digits each, {@link #ID} and {@link #TIME} for a UUID and a time as the ledger writes
 * them, their digits two in a byte, and {@link #QUOTE} for the byte behind it; JSON text itself has no such characters.
 */
final class TextPacker {
    /** Longer texts gain more from an entropy coder, and take as long anyway. */
    static final int MAX_PLAIN = 16 * 1024;

    private static final int MIN_MATCH = 5;
    private static final int NIBBLE = 15;
    private static final byte HEX = 1;
    private static final byte QUOTE = 2;
    private static final byte ID = 3;
    private static final byte TIME = 4;
    private static final int HASH_DIGITS = 64;

    /** Shorter runs of digits are not worth the two bytes in front. */
    private static final int MIN_HEX = 8;

    private static final int MAX_HEX = 510;
    private static final int FIXED_BITS = 13;
    private static final int OWN_BITS = 11;

    /** Knuth's multiplicative hash. */
    private static final int SPREAD = -1_640_531_535;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            VALUES[DIGITS[i]] = (byte) i;
        }
    }

    private static final Form ID_FORM = new Form(ID, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh");
    private static final Form TIME_FORM = new Form(TIME, "dddd-dd-ddTdd:dd:dd.dddZ");

    /** How many threads pack at once without making room of their own. */
    private static final int ROOMS = 8;

    private final byte[] fixed;
    private final AtomicReferenceArray<@Nullable Room> rooms = new AtomicReferenceArray<>(ROOMS);

    /** Position + 1 of the last place of the fixed text with the hash; 0: none. */
    private final int[] fixedPlaces = new int[1 << FIXED_BITS];

    TextPacker(byte[] fixed) {
        this.fixed = fixed.clone();
        for (int i = 0; i + Integer.BYTES <= fixed.length; i++) {
            fixedPlaces[hash(fixed, i) >>> (Integer.SIZE - FIXED_BITS)] = i + 1;
        }
    }

    private byte[] window(byte[] beside, int plain) {
        byte[] window = Arrays.copyOf(fixed, fixed.length + beside.length + plain);
        System.arraycopy(beside, 0, window, fixed.length, beside.length);
        return window;
    }

    private static int hash(byte[] bytes, int at) {
        return (int) INT.get(bytes, at) * SPREAD;
    }

    /**
     * The packed text.
     *
     * @param head the first byte of what is given
     * @param beside what whoever unpacks it has, too
     * @param plain at most {@link #MAX_PLAIN} bytes
     */
    byte[] pack(byte head, byte[] beside, byte[] plain) {
        Room room = takeRoom();
        byte[] packed = pack(room, head, beside, plain);
        giveBack(room);
        return packed;
    }

    private Room takeRoom() {
        Room free = rooms.getAndSet(slot(), null);
        return free == null ? new Room(fixed) : free;
    }

    private void giveBack(Room room) {
        rooms.set(slot(), room);
    }

    private static int slot() {
        return (int) Thread.currentThread().getId() & (ROOMS - 1);
    }

    private byte[] pack(Room room, byte head, byte[] beside, byte[] plain) {
        int begin = fixed.length + beside.length;
        int end = begin + plain.length;
        byte[] window = room.window(fixed.length, beside, plain);
        Out out = room.out(plain.length);
        out.add(head);
        out.varint(plain.length);
        room.note(window, fixed.length, begin);
        int literals = begin;
        int at = begin;
        while (at + MIN_MATCH <= end) {
            int opaque = opaque(window, at, end);
            int hash = hash(window, at + Math.max(0, opaque - Integer.BYTES));
            int place = room.place(hash, at);
            int length = matched(window, place, at, end);
            if (opaque == 0) {
                // Right behind the last match the fixed text goes on where values were left out.
                int next = out.behindLast;
                int nextLength = matched(window, next, at, end);
                int known = nextLength >= MIN_MATCH ? -1 : fixedPlaces[hash >>> (Integer.SIZE - FIXED_BITS)] - 1;
                int knownLength = matched(window, known, at, end);
                if (nextLength >= length && nextLength >= knownLength) {
                    place = next;
                    length = nextLength;
                } else if (knownLength > length) {
                    place = known;
                    length = knownLength;
                }
            }
            if (length < MIN_MATCH || length < opaque) {
                // Inside an id or a hash nothing is found but chance.
                at += Math.max(1, opaque);
                continue;
            }
            out.sequence(window, literals, at, length, place);
            at += length;
            literals = at;
        }
        if (literals < end) {
            out.sequence(window, literals, end, 0, 0);
        }
        return out.toBytes();
    }

    /** What packing needs besides the result, kept for the next text: to make and clear it takes longer than to pack. */
    private static final class Room {
        /** Places of texts before this one are below it, so that nothing has to be cleared. */
        private int base;

        private int span;
        private final int[] places = new int[1 << OWN_BITS];
        private byte[] window;

        /** For what comes back, apart from what was packed. */
        private byte[] tried;

        private final Out out;

        Room(byte[] fixed) {
            window = fixed.clone();
            tried = fixed.clone();
            out = new Out(fixed.length);
        }

        Out out(int plain) {
            out.begin(plain);
            return out;
        }

        /** With the fixed text and what lies beside, and room for the plain one; what is there stands for nothing. */
        byte[] tried(int fixed, byte[] beside, int plain) {
            tried = room(tried, fixed, beside, plain);
            return tried;
        }

        private static byte[] room(byte[] window, int fixed, byte[] beside, int plain) {
            int length = fixed + beside.length + plain;
            byte[] enough = window.length < length ? Arrays.copyOf(window, length) : window;
            System.arraycopy(beside, 0, enough, fixed, beside.length);
            return enough;
        }

        byte[] window(int fixed, byte[] beside, byte[] plain) {
            int length = fixed + beside.length + plain.length;
            window = room(window, fixed, beside, plain.length);
            System.arraycopy(plain, 0, window, fixed + beside.length, plain.length);
            base += span;
            span = length;
            if (base > Integer.MAX_VALUE / 2) {
                Arrays.fill(places, 0);
                base = 0;
            }
            return window;
        }

        /** Notes what is from one place to another; ids by their ends, since they begin alike. */
        void note(byte[] window, int from, int to) {
            int at = from;
            while (at + MIN_MATCH <= to) {
                int opaque = opaque(window, at, to);
                place(hash(window, at + Math.max(0, opaque - Integer.BYTES)), at);
                at += Math.max(1, opaque);
            }
        }

        /** Notes that a text with the hash is at a place, and gives the last place noted before; negative: none. */
        int place(int hash, int at) {
            int slot = hash >>> (Integer.SIZE - OWN_BITS);
            int before = places[slot] - 1 - base;
            places[slot] = base + at + 1;
            return before;
        }
    }

    private static int matched(byte[] window, int from, int at, int end) {
        if (from < 0 || from >= at || (int) INT.get(window, from) != (int) INT.get(window, at)) {
            return 0;
        }
        int length = Arrays.mismatch(window, from, from + end - at, window, at, end);
        return length < 0 ? end - at : length;
    }

    /** How long the id, hash or time is that a JSON string which begins here consists of; 0: something else. */
    private static int opaque(byte[] window, int at, int to) {
        if (window[at - 1] != '"') {
            return 0;
        }
        if (ID_FORM.isAt(window, at, to)) {
            return ID_FORM.length();
        }
        if (TIME_FORM.isAt(window, at, to)) {
            return TIME_FORM.length();
        }
        int end = at;
        while (end < to && end - at < HASH_DIGITS && VALUES[window[end] & 0xff] >= 0) {
            end++;
        }
        return end - at == HASH_DIGITS ? HASH_DIGITS : 0;
    }

    /** A text of digits with marks at fixed places. Immutable. */
    private static final class Form {
        private final byte code;
        private final byte[] text;
        private final int[] marks;
        private final int[] digits;

        /** Of each byte: negative where it is no digit of this form. */
        private final byte[] values;

        /** @param text h for each hex digit, d for each decimal one */
        Form(byte code, String text) {
            this.code = code;
            this.text = text.getBytes(US_ASCII);
            this.digits = places(text, true);
            this.marks = places(text, false);
            this.values = VALUES.clone();
            if (text.indexOf('d') >= 0) {
                Arrays.fill(values, 'a', 'f' + 1, (byte) -1);
            }
        }

        private static int[] places(String text, boolean ofDigits) {
            return IntStream.range(0, text.length())
                    .filter(i -> (text.charAt(i) == 'h' || text.charAt(i) == 'd') == ofDigits)
                    .toArray();
        }

        int length() {
            return text.length;
        }

        boolean isAt(byte[] window, int at, int end) {
            if (end - at < text.length) {
                return false;
            }
            for (int mark : marks) {
                if (window[at + mark] != text[mark]) {
                    return false;
                }
            }
            int all = 0;
            for (int digit : digits) {
                all |= values[window[at + digit] & 0xff];
            }
            return all >= 0;
        }
    }

    /**
     * The plain text.
     *
     * @param packed what {@link #pack} gave; its first byte is not looked at
     * @param beside as it was packed with
     * @throws IllegalStateException when it is damaged in a way that shows
     */
    byte[] unpack(byte[] packed, byte[] beside) {
        try {
            In in = new In(packed);
            int length = in.varint();
            if (length > MAX_PLAIN) {
                throw new IllegalStateException("stored bytes are damaged");
            }
            byte[] window = window(beside, length);
            unpack(in, window, window.length - length, window.length);
            return Arrays.copyOfRange(window, window.length - length, window.length);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalStateException("stored bytes are damaged", e);
        }
    }

    /** Whether a packed text gives back the plain one. */
    boolean givesBack(byte[] packed, byte[] beside, byte[] plain) {
        Room room = takeRoom();
        try {
            In in = new In(packed);
            if (in.varint() != plain.length) {
                return false;
            }
            byte[] window = room.tried(fixed.length, beside, plain.length);
            int begin = fixed.length + beside.length;
            int end = begin + plain.length;
            unpack(in, window, begin, end);
            return Arrays.equals(window, begin, end, plain, 0, plain.length);
        } catch (IllegalStateException | IndexOutOfBoundsException e) {
            return false;
        } finally {
            giveBack(room);
        }
    }

    private void unpack(In in, byte[] window, int begin, int end) {
        int at = begin;
        while (at < end) {
            int token = in.next() & 0xff;
            at = in.literals(window, at, in.length(token >>> 4));
            if (at < end) {
                int matched = in.length(token & NIBBLE) + MIN_MATCH;
                int from = in.place();
                if (from >= at) {
                    throw new IllegalStateException("stored bytes are damaged");
                }
                if (from < fixed.length) {
                    in.behindLast = from + matched;
                }
                if (from + matched <= at) {
                    System.arraycopy(window, from, window, at, matched);
                    at += matched;
                } else {
                    // Byte by byte: the match reaches into what it makes itself.
                    for (int i = 0; i < matched; i++) {
                        window[at++] = window[from + i];
                    }
                }
            }
        }
        if (at != end) {
            throw new IllegalStateException("stored bytes are damaged");
        }
    }

    /** Room is made for a whole sequence at a time. */
    private static final class Out {
        /** Besides the literals: a token, three varints and what a form or a run of digits begins with. */
        private static final int AROUND_LITERALS = 32;

        private final int fixed;
        private byte[] bytes = new byte[0];
        private int length;
        private int behindLast;

        Out(int fixed) {
            this.fixed = fixed;
        }

        void begin(int plain) {
            length = 0;
            behindLast = 0;
            ensure(AROUND_LITERALS + plain);
        }

        private void ensure(int more) {
            if (bytes.length - length < more) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            }
        }

        byte[] toBytes() {
            return Arrays.copyOf(bytes, length);
        }

        void add(byte value) {
            bytes[length++] = value;
        }

        void varint(int value) {
            int rest = value;
            while (rest > 0x7f) {
                add((byte) (rest | 0x80));
                rest >>>= 7;
            }
            add((byte) rest);
        }

        /**
         * @param matched 0: the text ends before a match
         * @param place where the match is
         */
        void sequence(byte[] window, int from, int to, int matched, int place) {
            // At worst each literal is quoted.
            ensure(AROUND_LITERALS + 2 * (to - from));
            int extra = Math.max(0, matched - MIN_MATCH);
            int token = length;
            add((byte) 0);
            // How many bytes the literals take is known when they are written; nearly always it fits where it belongs.
            int begin = length;
            literals(window, from, to);
            int count = length - begin;
            if (count >= NIBBLE) {
                byte[] written = Arrays.copyOfRange(bytes, begin, length);
                length = begin;
                varint(count - NIBBLE);
                System.arraycopy(written, 0, bytes, length, count);
                length += count;
            }
            bytes[token] = (byte) ((Math.min(count, NIBBLE) << 4) | Math.min(extra, NIBBLE));
            if (matched > 0) {
                if (extra >= NIBBLE) {
                    varint(extra - NIBBLE);
                }
                int step = place - behindLast;
                varint((step << 1) ^ (step >> (Integer.SIZE - 1)));
                behindLast = place < fixed ? place + matched : behindLast;
            }
        }

        private void literals(byte[] window, int from, int to) {
            int at = from;
            while (at < to) {
                int end = at;
                while (end < to && end - at < MAX_HEX && VALUES[window[end] & 0xff] >= 0) {
                    end++;
                }
                int digits = (end - at) & ~1;
                if (ID_FORM.isAt(window, at, to)) {
                    at = digits(ID_FORM, window, at);
                } else if (TIME_FORM.isAt(window, at, to)) {
                    at = digits(TIME_FORM, window, at);
                } else if (digits >= MIN_HEX) {
                    add(HEX);
                    add((byte) (digits / 2));
                    for (int i = at; i < at + digits; i += 2) {
                        add((byte) ((VALUES[window[i] & 0xff] << 4) | VALUES[window[i + 1] & 0xff]));
                    }
                    at += digits;
                } else {
                    int stop = Math.max(end, at + 1);
                    for (; at < stop; at++) {
                        if (window[at] >= HEX && window[at] <= TIME) {
                            add(QUOTE);
                        }
                        add(window[at]);
                    }
                }
            }
        }

        /** The digits of a text in a form, two in a byte; gives where the text ends. */
        private int digits(Form form, byte[] window, int at) {
            add(form.code);
            int[] digits = form.digits;
            int pairs = digits.length & ~1;
            for (int i = 0; i < pairs; i += 2) {
                int high = VALUES[window[at + digits[i]] & 0xff];
                add((byte) ((high << 4) | VALUES[window[at + digits[i + 1]] & 0xff]));
            }
            if (pairs < digits.length) {
                add((byte) (VALUES[window[at + digits[pairs]] & 0xff] << 4));
            }
            return at + form.length();
        }
    }

    /** Reads; what runs over an end throws {@link ArrayIndexOutOfBoundsException}. */
    private static final class In {
        private final byte[] bytes;
        private int at = 1;
        private int behindLast;

        In(byte[] bytes) {
            this.bytes = bytes;
        }

        byte next() {
            return bytes[at++];
        }

        int varint() {
            int value = 0;
            for (int shift = 0; shift < Integer.SIZE - 4; shift += 7) {
                byte next = next();
                value |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalStateException("stored bytes are damaged");
        }

        int length(int nibble) {
            return nibble < NIBBLE ? nibble : nibble + varint();
        }

        int place() {
            int step = varint();
            return behindLast + ((step >>> 1) ^ -(step & 1));
        }

        /** Gives where the window goes on. */
        int literals(byte[] window, int from, int count) {
            int to = from;
            int end = at + count;
            while (at < end) {
                byte next = next();
                switch (next) {
                    case HEX -> to = hex(window, to);
                    case ID -> to = digits(ID_FORM, window, to);
                    case TIME -> to = digits(TIME_FORM, window, to);
                    case QUOTE -> window[to++] = next();
                    default -> window[to++] = next;
                }
            }
            return to;
        }

        private int hex(byte[] window, int from) {
            int to = from;
            int pairs = next() & 0xff;
            for (int i = 0; i < pairs; i++) {
                byte pair = next();
                window[to++] = DIGITS[(pair >> 4) & NIBBLE];
                window[to++] = DIGITS[pair & NIBBLE];
            }
            return to;
        }

        private int digits(Form form, byte[] window, int from) {
            System.arraycopy(form.text, 0, window, from, form.length());
            int[] digits = form.digits;
            for (int i = 0; i < digits.length; i += 2) {
                byte pair = next();
                window[from + digits[i]] = DIGITS[(pair >> 4) & NIBBLE];
                if (i + 1 < digits.length) {
                    window[from + digits[i + 1]] = DIGITS[pair & NIBBLE];
                }
            }
            return from + form.length();
        }
    }
}
