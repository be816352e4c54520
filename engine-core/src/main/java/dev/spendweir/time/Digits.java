package dev.spendweir.time;

import java.nio.charset.StandardCharsets;

/** Fixed-width decimal fields of dates and times. */
final class Digits {

    private Digits() {}

    /** The number in the ASCII digits of [from, to), or -1 when one of them is no digit. */
    static int read(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    /** Writes the number into [from, to) with leading zeros. */
    static void write(byte[] out, int from, int to, int number) {
        int rest = number;
        for (int i = to - 1; i >= from; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.ISO_8859_1);
    }
}
