package dev.spendweir.amount;

import dev.spendweir.canonical.CanonicalWriter;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import org.jspecify.annotations.Nullable;

/**
 * An exact amount of money: a decimal with at most 6 fraction digits, held as a signed 64-bit count of micro-units
 * (10<sup>-6</sup>), without a currency (spec 1.1).
 *
 * <p>Amounts read from input are within &plusmn;10<sup>12</sup> (inclusive); computed ones may use the whole 64-bit
 * range. Arithmetic that leaves it is refused with {@code AMOUNT_OUT_OF_RANGE}, never wrapped. Immutable.
 *
 * @param micros the count of micro-units
 */
public record Amount(long micros) implements Comparable<Amount> {

    /** Nothing. */
    public static final Amount ZERO = new Amount(0);

    /** Fraction digits that an amount can hold. */
    public static final int SCALE = 6;

    /** Micro-units of one whole unit. */
    public static final long MICROS_PER_UNIT = 1_000_000L;

    /** The largest whole number of units that input may state; keeps sums of many amounts far from the 64-bit edge. */
    public static final long MAX_INPUT_UNITS = 1_000_000_000_000L;

    /** A number with an exponent may be this many characters long, so that reading it costs nothing (spec 10 A13). */
    public static final int MAX_EXPONENT_TEXT_LENGTH = 40;

    /** The amount with that many micro-units. */
    public static Amount ofMicros(long micros) {
        return micros == 0 ? ZERO : new Amount(micros);
    }

    /**
     * Reads a decimal text: {@code -?digits[.digits]}, ASCII digits only, nothing stripped. More than 6 fraction digits
     * are rounded HALF_EVEN.
     *
     * @throws RejectedException {@code INVALID_AMOUNT} for any other text, {@code AMOUNT_OUT_OF_RANGE} when the exact
     *     value is beyond &plusmn;10<sup>12</sup>
     */
    public static Amount parse(String text) {
        return AmountText.parseDecimal(text);
    }

    /**
     * Reads the text of a JSON number; an exponent is accepted in a text of at most 40 characters.
     *
     * @throws RejectedException as {@link #parse}
     */
    public static Amount parseNumber(String text) {
        return AmountText.parseNumber(text);
    }

    /**
     * Reads an amount as it travels: a JSON string or a JSON number.
     *
     * @param value null stands for an absent value
     * @throws RejectedException {@code INVALID_AMOUNT} for every other kind of value; else as {@link #parse}
     */
    public static Amount read(@Nullable JsonValue value) {
        if (value instanceof JsonString string) {
            return parse(string.value());
        }
        if (value instanceof JsonNumber number) {
            return parseNumber(number.text());
        }
        throw new RejectedException(
                ErrorCode.INVALID_AMOUNT, "an amount is a decimal string such as \"12.50\" or a JSON number");
    }

    /**
     * The sum.
     *
     * @throws RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public Amount plus(Amount other) {
        long sum = micros + other.micros;
        if (((micros ^ sum) & (other.micros ^ sum)) < 0) {
            throw outOfRange();
        }
        return ofMicros(sum);
    }

    /**
     * The difference.
     *
     * @throws RejectedException {@code AMOUNT_OUT_OF_RANGE} beyond 64 bits
     */
    public Amount minus(Amount other) {
        long difference = micros - other.micros;
        if (((micros ^ other.micros) & (micros ^ difference)) < 0) {
            throw outOfRange();
        }
        return ofMicros(difference);
    }

    /** The larger of the two. */
    public Amount max(Amount other) {
        return micros >= other.micros ? this : other;
    }

    /** The smaller of the two. */
    public Amount min(Amount other) {
        return micros <= other.micros ? this : other;
    }

    /** Whether the amount is below zero. */
    public boolean isNegative() {
        return micros < 0;
    }

    /** Whether the amount is zero. */
    public boolean isZero() {
        return micros == 0;
    }

    /** Whether the amount is above zero. */
    public boolean isPositive() {
        return micros > 0;
    }

    @Override
    public int compareTo(Amount other) {
        return Long.compare(micros, other.micros);
    }

    /** Writes the wire form, {@link #toString()}, as a string. */
    public void writeTo(CanonicalWriter out) {
        out.decimalString(micros, SCALE);
    }

    /** The wire form: no exponent, no trailing zeros, no negative zero. */
    @Override
    public String toString() {
        return AmountText.format(micros);
    }

    /** An amount as it travels: its wire form as a JSON string, or JSON null for null. */
    public static JsonValue toJson(@Nullable Amount amount) {
        return amount == null ? JsonNull.NULL : new JsonString(amount.toString());
    }

    /** The rejection for a computed amount that leaves the 64-bit range. */
    public static RejectedException outOfRange() {
        return new RejectedException(
                ErrorCode.AMOUNT_OUT_OF_RANGE,
                "a computed amount leaves the 64-bit range of micro-units (about 9.2 * 10^12)");
    }
}
