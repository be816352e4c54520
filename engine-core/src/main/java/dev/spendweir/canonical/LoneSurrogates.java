package dev.spendweir.canonical;

/**
 * Lone surrogates written as escapes, such as {@code \ud800}: RFC 8259 lets a text have them, and which field must not
 * is said by the rules of that field. jackson-core refuses them in names only, and only as escapes.
 */
final class LoneSurrogates {

    private static final int ESCAPE_LENGTH = 6;

    private LoneSurrogates() {}

    /** The text with every escape of a lone surrogate replaced by the surrogate itself; everything else stays. */
    static String unescape(String json) {
        StringBuilder out = new StringBuilder(json.length());
        int i = 0;
        while (i < json.length()) {
            int unit = escapedSurrogate(json, i);
            if (unit >= 0
                    && Character.isHighSurrogate((char) unit)
                    && isLow(escapedSurrogate(json, i + ESCAPE_LENGTH))) {
                i = copy(json, i, 2 * ESCAPE_LENGTH, out);
            } else if (unit >= 0) {
                out.append((char) unit);
                i += ESCAPE_LENGTH;
            } else {
                // Backslashes occur in strings only, where each takes the next character with it.
                i = copy(json, i, json.charAt(i) == '\\' ? 2 : 1, out);
            }
        }
        return out.toString();
    }

    private static boolean isLow(int unit) {
        return unit >= 0 && Character.isLowSurrogate((char) unit);
    }

    private static int copy(String json, int from, int length, StringBuilder out) {
        int end = Math.min(json.length(), from + length);
        out.append(json, from, end);
        return end;
    }

    /** The surrogate whose escape begins there, or -1. */
    private static int escapedSurrogate(String json, int at) {
        if (at + ESCAPE_LENGTH > json.length() || json.charAt(at) != '\\' || json.charAt(at + 1) != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE_LENGTH; i++) {
            int digit = Character.digit(json.charAt(i), 16);
            if (digit < 0 || json.charAt(i) >= 0x80) {
                return -1;
            }
            unit = unit * 16 + digit;
        }
        return Character.isSurrogate((char) unit) ? unit : -1;
    }
}
