package dev.spendweir.canonical;

import java.util.Arrays;

/**
 * A canonical object of which is known where its members lie, so that two can be put together without reading their values.
 * Immutable as long as nobody changes the bytes that it was made of.
 */
public final class CanonicalMembers {
    private static final int USUAL_MEMBERS = 32;

    private final byte[] json;

    /** Where each member begins; behind the last one, where another one would. */
    private final int[] places;

    private CanonicalMembers(byte[] json, int[] places) {
        this.json = json;
        this.places = places;
    }

    /**
     * Looks where the members are.
     *
     * @param json canonical (RFC 8785) bytes of an object whose names are ASCII, so that their order is that of bytes; not copied
     * @throws IllegalArgumentException when it is none
     */
    public static CanonicalMembers of(byte[] json) {
        int end = json.length - 1;
        if (json.length < 2 || json[0] != '{' || json[end] != '}') {
            throw new IllegalArgumentException("not the canonical bytes of an object");
        }
        int[] places = new int[USUAL_MEMBERS];
        int count = 0;
        int at = 1;
        while (at < end) {
            places = count == places.length ? Arrays.copyOf(places, count * 2) : places;
            places[count++] = at;
            at = memberEnd(json, at, end) + 1;
        }
        return noted(json, places, count);
    }

    /** @param places of members; only the first ones count */
    static CanonicalMembers noted(byte[] json, int[] places, int count) {
        int[] all = Arrays.copyOf(places, count + 1);
        // As if a comma followed, as it does behind each other member.
        all[count] = json.length;
        return new CanonicalMembers(json, all);
    }

    /** The object. Not copied. */
    public byte[] json() {
        return json;
    }

    /**
     * One canonical object with the members of both.
     *
     * @throws IllegalArgumentException when a name is in both
     */
    public CanonicalMembers mergedWith(CanonicalMembers other) {
        int more = other.places.length - 1;
        int count = places.length - 1;
        byte[] out = new byte[Math.max(2, json.length + other.json.length - (count == 0 || more == 0 ? 2 : 1))];
        int[] outPlaces = new int[count + more];
        int at = 0;
        int mine = 0;
        int others = 0;
        out[at++] = '{';
        while (mine < count || others < more) {
            boolean isMine = others == more || (mine < count && isBefore(mine, other, others));
            CanonicalMembers from = isMine ? this : other;
            int next = isMine ? mine++ : others++;
            if (at > 1) {
                out[at++] = ',';
            }
            outPlaces[mine + others - 1] = at;
            int length = from.places[next + 1] - 1 - from.places[next];
            System.arraycopy(from.json, from.places[next], out, at, length);
            at += length;
        }
        out[at] = '}';
        return noted(out, outPlaces, outPlaces.length);
    }

    private boolean isBefore(int index, CanonicalMembers other, int otherIndex) {
        int from = places[index] + 1;
        int otherFrom = other.places[otherIndex] + 1;
        int order = Arrays.compareUnsigned(
                json, from, stringEnd(json, from), other.json, otherFrom, stringEnd(other.json, otherFrom));
        if (order == 0) {
            throw new IllegalArgumentException("both objects have the same member");
        }
        return order < 0;
    }

    /** The comma behind the member that begins there, or the end. */
    private static int memberEnd(byte[] json, int from, int end) {
        int depth = 0;
        int at = from;
        while (at < end && (depth > 0 || json[at] != ',')) {
            switch (json[at]) {
                case '"' -> at = stringEnd(json, at + 1);
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {
                    // a digit, a letter or a colon
                }
            }
            at++;
        }
        return at;
    }

    /** The quote at the end of the string whose text begins there. */
    private static int stringEnd(byte[] json, int from) {
        int at = CanonicalScan.plainEnd(json, from, json.length);
        while (json[at] != '"') {
            at = CanonicalScan.plainEnd(json, at + (json[at] == '\\' ? 2 : 1), json.length);
        }
        return at;
    }
}
