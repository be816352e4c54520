package dev.spendweir.waterfall;

import dev.spendweir.amount.Amount;
import dev.spendweir.policy.PolicyDocument.Basis;

/** What counts against a limit and what is left under it (spec 1.7), in micro-units. */
final class Headroom {

    private Headroom() {}

    /**
     * What counts against a limit, by its basis.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    static long committed(
            Basis basis, Amount reserved, Amount consumed, Amount settling, Amount forecast, Amount forecastUpper) {
        return switch (basis) {
            case COMMITMENTS -> sum(0, reserved, consumed);
            case FORECAST -> sum(forecast.micros(), reserved, settling);
            case FORECAST_UPPER -> sum(forecastUpper.micros(), reserved, settling);
        };
    }

    private static long sum(long forecast, Amount reserved, Amount other) {
        // Both added amounts are at least 0: a step that wraps is final, and it shows as a fall.
        long first = forecast + reserved.micros();
        long sum = first + other.micros();
        if (first < forecast || sum < first) {
            throw Amount.outOfRange();
        }
        return sum;
    }

    /**
     * What is left under a limit; may be negative.
     *
     * @throws dev.spendweir.rejection.RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    static long of(Amount limit, long committed) {
        long headroom = limit.micros() - committed;
        if (((limit.micros() ^ committed) & (limit.micros() ^ headroom)) < 0) {
            throw Amount.outOfRange();
        }
        return headroom;
    }
}
