package dev.spendweir.amount;

/**
 * An exact running sum of 64-bit numbers, for sums of which only the end result is range-checked (spec 10 A15b). Takes up
 * to 2<sup>31</sup> terms. Not thread-safe.
 */
public final class WideSum {

    private static final long LOW_32_BITS = 0xFFFF_FFFFL;

    // The sum is high * 2^32 + low; low takes the terms' lower halves and cannot overflow within 2^31 terms.
    private long high;
    private long low;

    /** Adds a number. */
    public WideSum add(long term) {
        high += term >> 32;
        low += term & LOW_32_BITS;
        return this;
    }

    /** Below zero, zero or above zero: the side of the 64-bit range on which the sum lies outside it; 0 when it is inside. */
    public int overflow() {
        long carried = high + (low >>> 32);
        return carried == (int) carried ? 0 : Long.signum(carried);
    }

    /** The sum, when {@link #overflow()} is 0. */
    public long low64() {
        return (high << 32) + low;
    }

    /**
     * The sum in micro-units as a finished amount.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} when it leaves the 64-bit range
     */
    public long toAmountMicros() {
        if (overflow() != 0) {
            throw Amount.outOfRange();
        }
        return low64();
    }
}
