package dev.spendweir.canonical;

import java.util.Arrays;

/** Puts canonical objects together without reading their values. Pure functions. */
public final class CanonicalObjects {

    private CanonicalObjects() {}

    /**
     * One object with the members of both.
     *
     * @param first canonical (RFC 8785) bytes of an object whose names are ASCII, so that their order is that of bytes
     * @param second the same, with other names
     * @throws IllegalArgumentException when one is no object, or a name is in both
     */
    public static byte[] merged(byte[] first, byte[] second) {
        Members left = new Members(first);
        Members right = new Members(second);
        byte[] out = new byte[first.length + second.length];
        int at = 0;
        out[at++] = '{';
        while (left.any() || right.any()) {
            Members next = left.isBefore(right) ? left : right;
            if (at > 1) {
                out[at++] = ',';
            }
            System.arraycopy(next.json, next.from, out, at, next.to - next.from);
            at += next.to - next.from;
            next.advance();
        }
        out[at++] = '}';
        return Arrays.copyOf(out, at);
    }

    /** Walks the members of an object: the one from {@code from} (inclusive) to {@code to} (exclusive) is next. */
    private static final class Members {
        private final byte[] json;
        private int from;
        private int to;

        Members(byte[] json) {
            if (json.length < 2 || json[0] != '{' || json[json.length - 1] != '}') {
                throw new IllegalArgumentException("not the canonical bytes of an object");
            }
            this.json = json;
            this.to = 0;
            advance();
        }

        boolean any() {
            return from < json.length - 1;
        }

        /** Steps over the separator and finds the end of the member behind it. */
        void advance() {
            from = to + 1;
            int depth = 0;
            int at = from;
            while (at < json.length - 1 && (depth > 0 || json[at] != ',')) {
                switch (json[at]) {
                    case '"' -> at = endOfString(at);
                    case '{', '[' -> depth++;
                    case '}', ']' -> depth--;
                    default -> {
                        // a digit, a letter or a colon
                    }
                }
                at++;
            }
            to = at;
        }

        private int endOfString(int quote) {
            int at = CanonicalScan.plainEnd(json, quote + 1, json.length);
            while (json[at] != '"') {
                at = CanonicalScan.plainEnd(json, at + (json[at] == '\\' ? 2 : 1), json.length);
            }
            return at;
        }

        /** Whether its next member comes before the other's; the one that has none left comes last. */
        boolean isBefore(Members other) {
            if (!any() || !other.any()) {
                return any();
            }
            int order = Arrays.compareUnsigned(
                    json, from + 1, endOfString(from), other.json, other.from + 1, other.endOfString(other.from));
            if (order == 0) {
                throw new IllegalArgumentException("both objects have the same member");
            }
            return order < 0;
        }
    }
}
