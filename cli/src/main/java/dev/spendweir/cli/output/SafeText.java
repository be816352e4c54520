package dev.spendweir.cli.output;

import java.util.regex.Pattern;

/**
 * Makes text from plans, policies and servers fit to be shown. A resource's {@code for_each} key may be any text: it must
 * not move a terminal's cursor, turn the reading direction, or be taken for a command by the CI system that reads the log.
 */
public final class SafeText {

    /** Azure Pipelines and TeamCity look for these anywhere in a line; GitHub's older form begins so too. */
    private static final Pattern HASH_COMMAND = Pattern.compile("##(?=[a-zA-Z\\[])");

    /** GitHub takes a line for a command when it begins so; where our lines break is not known here. */
    private static final Pattern COLON_COMMAND = Pattern.compile("(?<=^|\\s)::");

    private SafeText() {}

    /** One line of visible text. */
    public static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(isHarmless(c) ? c : ' '));
        String visible = out.toString();
        return COLON_COMMAND
                .matcher(HASH_COMMAND.matcher(visible).replaceAll("# #"))
                .replaceAll(": :");
    }

    /** One line of at most so many code points; the middle is cut out, because names differ at both ends. */
    static String line(String text, int limit, String ellipsis) {
        String safe = line(text);
        int length = safe.codePointCount(0, safe.length());
        if (length <= limit) {
            return safe;
        }
        int keep = Math.max(2, limit - ellipsis.length());
        int head = safe.offsetByCodePoints(0, (keep + 1) / 2);
        int tail = safe.offsetByCodePoints(safe.length(), -(keep / 2));
        return safe.substring(0, head) + ellipsis + safe.substring(tail);
    }

    /** Neither a control, nor one of the invisible format characters that reorder or hide text, nor half a pair. */
    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
