package dev.spendweir.ingest;

import dev.spendweir.amount.Amount;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** What no honest figure of cost exceeds (spec 5.4). */
public final class CostLimits {

    /** Larger than any day's cost; a month of such days stays far from the 64-bit edge. Inclusive, in both directions. */
    public static final Amount MAX_AMOUNT = Amount.parse("10000000000");

    /** A day may have begun further east, and a feed may close it early. Inclusive. */
    public static final int MAX_DAYS_AHEAD = 2;

    /** A sender's clock that runs ahead by more is wrong. Inclusive. */
    public static final Duration MAX_CLOCK_AHEAD = Duration.ofMinutes(5);

    private CostLimits() {}

    /** Whether a day can cost that much. */
    public static boolean isWithin(Amount amount) {
        return amount.compareTo(MAX_AMOUNT) <= 0
                && Amount.ZERO.minus(MAX_AMOUNT).compareTo(amount) <= 0;
    }

    /**
     * The amount, when a day can cost that much.
     *
     * @throws RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond {@link #MAX_AMOUNT}
     */
    public static Amount checked(Amount amount) {
        if (!isWithin(amount)) {
            throw outOfRange(amount.toString());
        }
        return amount;
    }

    /** An exact sum as an amount, rounded HALF_EVEN to 6 digits; refused as {@link #checked} does. */
    static Amount rounded(BigDecimal exact) {
        BigDecimal micros = exact.setScale(Amount.SCALE, RoundingMode.HALF_EVEN);
        // Beyond 12 digits the sum may not fit an amount at all.
        if (micros.precision() - micros.scale() > 12) {
            throw outOfRange(micros.toPlainString());
        }
        return checked(Amount.ofMicros(micros.unscaledValue().longValueExact()));
    }

    static String rangeDetail(String actual) {
        return "the cost of a day must lie within +-" + MAX_AMOUNT + ", not " + actual;
    }

    private static RejectedException outOfRange(String actual) {
        return new RejectedException(ErrorCode.AMOUNT_OUT_OF_RANGE, rangeDetail(actual));
    }
}
