package dev.spendweir.cli;

import java.util.Locale;
import java.util.Map;

/**
 * What the place can show that text is printed to.
 *
 * @param interactive whether a person watches: standard output and standard error are terminals
 * @param colour whether ANSI colours may be used
 * @param unicode whether more than ASCII may be used
 * @param width columns, at least {@link #MIN_WIDTH}
 */
public record Terminal(boolean interactive, boolean colour, boolean unicode, int width) {

    /** Below this a table cannot be kept readable; narrower terminals wrap it themselves. */
    public static final int MIN_WIDTH = 60;

    /** Text wider than this is hard to read; a wide terminal does not stretch the output further. */
    public static final int MAX_WIDTH = 120;

    /** What a pipe or a file gets. */
    public static final int DEFAULT_WIDTH = 80;

    /** Set by the launcher script, which can ask the operating system; Java 17 sees only a console on both ends. */
    public static final String TTY_PROPERTY = "spendweir.tty";

    public Terminal {
        width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width));
    }

    /** Plain ASCII of the default width, as for a pipe. */
    public static Terminal plain() {
        return new Terminal(false, false, false, DEFAULT_WIDTH);
    }

    /** What the environment says about a stream that is, or is not, a terminal. */
    public static Terminal of(boolean isTerminal, Map<String, String> env) {
        boolean dumb = "dumb".equals(env.get("TERM"));
        boolean colour = isTerminal && !dumb && env.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(isTerminal && !dumb, colour, hasUtf8Locale(env), width(env));
    }

    /** The first of the three variables that is set decides, as POSIX says. */
    private static boolean hasUtf8Locale(Map<String, String> env) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = env.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String lower = value.toLowerCase(Locale.ROOT);
                return lower.contains("utf-8") || lower.contains("utf8");
            }
        }
        return false;
    }

    private static int width(Map<String, String> env) {
        String columns = env.getOrDefault("COLUMNS", "");
        return columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }
}
