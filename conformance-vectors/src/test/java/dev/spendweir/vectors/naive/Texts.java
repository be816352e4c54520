package dev.spendweir.vectors.naive;

import java.nio.charset.StandardCharsets;

/** Character rules of spec 1.2 with spec 10 A18-A21. */
final class Texts {
    private Texts() {}

    /** Without ASCII white space at both ends. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= 0x09 && c <= 0x0d;
    }

    /** A-Z lower-cased, all other letters left. */
    static String lower(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return out.toString();
    }

    /** Length in code points within the bounds, no control characters, no lone surrogates. */
    static boolean isClean(String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        if (length < min || length > max || hasLoneSurrogate(text)) {
            return false;
        }
        return text.chars().noneMatch(c -> c < 0x20 || c >= 0x7f && c <= 0x9f);
    }

    /** Clean, and already as stripping would leave it (spec 10 N4). */
    static boolean isCleanAndStripped(String text, int min, int max) {
        return isClean(text, min, max) && strip(text).equals(text);
    }

    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Json.isLone(text, i)) {
                return true;
            }
        }
        return false;
    }

    static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
