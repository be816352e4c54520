package dev.spendweir.cli.output;

import dev.spendweir.cli.Terminal;
import dev.spendweir.vocabulary.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Colours, line breaking and padding for a terminal; plain text where colours are not wanted. */
final class Style {

    private static final String RESET = "\u001b[0m";

    private final Terminal terminal;

    Style(Terminal terminal) {
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    String heading(String text) {
        return paint("\u001b[1m", text);
    }

    String faint(String text) {
        return paint("\u001b[2m", text);
    }

    String outcome(Outcome outcome, String text) {
        return paint(
                switch (outcome) {
                    case ALLOW, ALLOW_WITH_CREDITS -> "\u001b[1;32m";
                    case REQUIRE_APPROVAL -> "\u001b[1;33m";
                    case DENY -> "\u001b[1;31m";
                },
                text);
    }

    private String paint(String code, String text) {
        return terminal.colour() ? code + text + RESET : text;
    }

    String ellipsis() {
        return terminal.unicode() ? "…" : "...";
    }

    static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - length(text)));
    }

    static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - length(text))) + text;
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Breaks text at spaces into lines of at most {@code width} columns; a longer word stays whole. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split(" +", -1)) {
            if (!line.isEmpty() && length(line.toString()) + 1 + length(word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }
}
