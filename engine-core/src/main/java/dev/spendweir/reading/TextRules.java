package dev.spendweir.reading;

import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules of spec 1.2 for texts that name something, and those for expressions.
 *
 * <p>A name equals its stripped self (spec 10 N4), has a bounded number of code points (A19), and no C0 or C1 control
 * character, U+007F (A20) or lone surrogate.
 */
public final class TextRules {

    /** A currency code: the shape of ISO 4217, no list of currencies, nothing upper-cased (spec 10 A23). */
    public static final TextRule CURRENCY =
            shaped(3, 3, "[A-Z]{3}", text -> consistsOf(text, c -> c >= 'A' && c <= 'Z'));

    private TextRules() {}

    /** A name of min..max code points. */
    public static TextRule name(int min, int max) {
        return new Name(min, max, false, null, text -> true);
    }

    /** A name of min..max code points without A-Z (spec 10 A29); other letters stay as they are. */
    public static TextRule lowerCaseName(int min, int max) {
        return new Name(min, max, true, null, text -> true);
    }

    /**
     * A name with a shape.
     *
     * @param shape the shape as a regular expression, for the reader of a finding
     * @param matches whether a text has the shape; must be linear in its length
     */
    public static TextRule shaped(int min, int max, String shape, Predicate<String> matches) {
        return new Name(min, max, false, shape, matches);
    }

    /** A text of min..max bytes of UTF-8 without U+0000 and lone surrogates (spec 10 N5). */
    public static TextRule utf8(int min, int max) {
        return text -> utf8Problem(text, min, max);
    }

    /** Says something of a character. */
    @FunctionalInterface
    public interface CharPredicate {
        /** Whether it holds. */
        boolean test(char c);
    }

    /** Whether every UTF-16 unit of the text passes. */
    public static boolean consistsOf(String text, CharPredicate characters) {
        for (int i = 0; i < text.length(); i++) {
            if (!characters.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the character is one of {@code A-Za-z0-9}. */
    public static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** White space in the sense of spec 1.2: U+0009..U+000D and U+0020. */
    public static boolean isWhiteSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** The text without leading and trailing ASCII white space; the same object when there is none. */
    public static String strip(String text) {
        int end = text.length();
        int start = 0;
        while (start < end && isWhiteSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** The text with A-Z lower-cased (spec 10 A21); the same object when there is none. */
    public static String lowerCase(String text) {
        int first = indexOfUpperCase(text);
        if (first < 0) {
            return text;
        }
        char[] characters = text.toCharArray();
        for (int i = first; i < characters.length; i++) {
            if (characters[i] >= 'A' && characters[i] <= 'Z') {
                characters[i] = (char) (characters[i] + ('a' - 'A'));
            }
        }
        return new String(characters);
    }

    private static int indexOfUpperCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
                return i;
            }
        }
        return -1;
    }

    private record Name(
            int min, int max, boolean lowerCase, @Nullable String shape, Predicate<String> matches)
            implements TextRule {

        @Override
        public @Nullable String problem(String text) {
            int length = text.length();
            // UTF-16 units are at least as many as code points, and plain ASCII needs no look at control characters.
            boolean plain = length >= min && length <= max && isPlainAscii(text);
            String problem = plain ? null : characterProblem(text);
            if (problem != null) {
                return problem;
            }
            if (length > 0 && (isWhiteSpace(text.charAt(0)) || isWhiteSpace(text.charAt(length - 1)))) {
                return "the text must not begin or end with white space";
            }
            if (lowerCase && indexOfUpperCase(text) >= 0) {
                return "the text must be in lower case, such as '" + Shown.shortened(TextRules.lowerCase(text))
                        + "'; capitals would never match";
            }
            return matches.test(text) ? null : "'" + Shown.shortened(text) + "' does not have the shape " + shape;
        }

        private @Nullable String characterProblem(String text) {
            int points = text.codePointCount(0, text.length());
            if (points < min || points > max) {
                return "the text must have " + min + " to " + max + " code points, not " + points;
            }
            int bad = indexOfForbidden(text);
            return bad < 0
                    ? null
                    : "U+" + hex(text.charAt(bad)) + " at position " + bad
                            + " is not allowed: control characters and lone surrogates are refused";
        }
    }

    private static boolean isPlainAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** Index of the first control character or lone surrogate, or -1. */
    private static int indexOfForbidden(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                if (!isPairAt(text, i)) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** Whether a text has a surrogate that is not one of a pair. */
    public static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPairAt(text, i)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static boolean isPairAt(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    private static @Nullable String utf8Problem(String text, int min, int max) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "U+0000 at position " + i + " is not allowed";
            }
            if (Character.isSurrogate(c)) {
                if (!isPairAt(text, i)) {
                    return "U+" + hex(c) + " at position " + i + " is a lone surrogate";
                }
                i++;
                bytes += 4;
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return bytes >= min && bytes <= max
                ? null
                : "the text must have " + min + " to " + max + " bytes of UTF-8, not " + bytes;
    }

    private static String hex(char c) {
        String digits = Integer.toHexString(c).toUpperCase(Locale.ROOT);
        return "0".repeat(4 - digits.length()) + digits;
    }
}
