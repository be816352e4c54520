package dev.spendweir.server.http;

/** Makes a text fit to be written: input that it quotes may hold lone surrogates, which UTF-8 cannot carry. */
final class WellFormed {

    private static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    /** The text, cut to so many UTF-16 code units, with U+FFFD for each lone surrogate. */
    static String text(String text, int longest) {
        String cut = text.length() <= longest ? text : text.substring(0, longest);
        StringBuilder result = new StringBuilder(cut.length());
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            if (!Character.isSurrogate(c)) {
                result.append(c);
            } else if (i + 1 < cut.length() && Character.isSurrogatePair(c, cut.charAt(i + 1))) {
                result.append(c).append(cut.charAt(++i));
            } else {
                result.append(REPLACEMENT);
            }
        }
        return result.toString();
    }
}
