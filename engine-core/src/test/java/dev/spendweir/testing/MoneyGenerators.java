package dev.spendweir.testing;

import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Amounts as counts of micro-units and as they travel. They shrink towards 0. */
public final class MoneyGenerators {

    /** 10^12 units, the most that input may state. */
    public static final long MAX_INPUT_MICROS = 1_000_000_000_000_000_000L;

    private static final long TEN = 10_000_000L;

    private MoneyGenerators() {}

    /** Micro-units of the whole range of input, from 0. */
    public static Arbitrary<Long> anyMicros() {
        return Arbitraries.longs().between(0, MAX_INPUT_MICROS);
    }

    /**
     * Micro-units from 0 that often meet each other exactly, also as sums, or miss by one: limits and what is measured by
     * them both made of these reach every edge of a decision.
     */
    public static Arbitrary<Long> meetingMicros() {
        Arbitrary<Long> steps = Arbitraries.frequency(Tuple.of(8, 0L), Tuple.of(1, 1L), Tuple.of(1, -1L));
        return Combinators.combine(Arbitraries.longs().between(0, 30), steps)
                .as((tens, step) -> Math.max(0, tens * TEN + step));
    }

    /** The amounts as strings in wire form or not, and as numbers. */
    public static Arbitrary<JsonValue> spelled(Arbitrary<Long> micros) {
        Arbitrary<JsonValue> exact = micros.map(value -> new JsonString(wire(value)));
        Arbitrary<JsonValue> padded = micros.map(value -> new JsonString("00" + decimal(value)));
        Arbitrary<JsonValue> numbers = micros.map(value -> new JsonNumber(decimal(value)));
        return Arbitraries.oneOf(exact, padded, numbers);
    }

    /** With all six digits, for an amount of at least 0. */
    public static String decimal(long micros) {
        return BigDecimal.valueOf(micros, 6).toPlainString();
    }

    /** The wire form. */
    public static String wire(long micros) {
        return micros == 0
                ? "0"
                : BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
    }
}
