package dev.spendweir.server.runtask;

/** Text that came from elsewhere, in Markdown that means nothing but the text. Pure functions. */
final class Markdown {
    private static final String SPECIAL = "\\`*_{}[]()#+-.!|<>~&";

    private Markdown() {}

    /** The text on one line, each character of Markdown and HTML escaped. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                out.append(' ');
            } else {
                if (SPECIAL.indexOf(c) >= 0) {
                    out.append('\\');
                }
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
