package dev.spendweir.reservation;

import dev.spendweir.amount.Amount;
import java.math.BigInteger;
import java.util.stream.Stream;

/** Sums of amounts on the way, of which only the finished ones are range-checked (spec 10 A15b, R1): micro-units of any size. */
final class Micros {

    private Micros() {}

    static BigInteger of(Amount amount) {
        return BigInteger.valueOf(amount.micros());
    }

    static BigInteger sum(Stream<Amount> amounts) {
        return amounts.map(Micros::of).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** The finished amount; {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits. */
    static Amount finished(BigInteger micros) {
        if (micros.bitLength() >= Long.SIZE) {
            throw Amount.outOfRange();
        }
        return Amount.ofMicros(micros.longValue());
    }
}
