package dev.spendweir.canonical;

/** Writes decimals as ASCII: no exponent, no trailing zeros, no negative zero. */
public final class DecimalText {

    /** Room that the longest text takes: 19 digits, a point, a sign and a leading zero. */
    public static final int MAX_LENGTH = 22;

    private DecimalText() {}

    /**
     * Writes {@code unscaled} x 10<sup>-{@code scale}</sup> so that its text ends before {@code end}.
     *
     * @param scale fraction digits, 0 to 18
     * @param out holds at least {@link #MAX_LENGTH} bytes before {@code end}
     * @return the index of the first character
     */
    public static int writeBefore(long unscaled, int scale, byte[] out, int end) {
        // Work on negative numbers: the most negative long has no positive counterpart.
        long rest = unscaled < 0 ? unscaled : -unscaled;
        int at = end;
        boolean significant = false;
        for (int i = 0; i < scale; i++) {
            int digit = (int) -(rest % 10);
            rest /= 10;
            significant |= digit != 0;
            if (significant) {
                out[--at] = (byte) ('0' + digit);
            }
        }
        if (significant) {
            out[--at] = '.';
        }
        do {
            out[--at] = (byte) ('0' - (int) (rest % 10));
            rest /= 10;
        } while (rest != 0);
        if (unscaled < 0) {
            out[--at] = '-';
        }
        return at;
    }
}
