package dev.spendweir.engine;

import static java.math.BigInteger.ZERO;

import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** JSON and numbers of the naive engine: amounts are micro-units of any size. */
final class NaiveValues {

    private NaiveValues() {}

    /** A finished amount left the 64-bit range. */
    static final class OutOfRange extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static String text(JsonValue value) {
        return value == null || value == JsonNull.NULL ? null : ((JsonString) value).value();
    }

    static JsonValue at(JsonObject object, String... path) {
        JsonValue value = object;
        for (String name : path) {
            value = ((JsonObject) value).get(name);
        }
        return value == JsonNull.NULL ? null : value;
    }

    static long integer(JsonValue value) {
        return Long.parseLong(((JsonNumber) value).text());
    }

    static boolean bool(JsonValue value) {
        return value == JsonBoolean.TRUE;
    }

    static BigInteger micros(JsonValue value) {
        if (value == null || value == JsonNull.NULL) {
            return null;
        }
        String number = value instanceof JsonString string ? string.value() : ((JsonNumber) value).text();
        return new BigDecimal(number)
                .movePointRight(6)
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
    }

    static JsonValue amount(BigInteger micros) {
        return micros == null ? JsonNull.NULL : new JsonString(plain(new BigDecimal(micros, 6)));
    }

    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    static BigInteger halfEven(BigInteger dividend, BigInteger divisor) {
        return new BigDecimal(dividend)
                .divide(new BigDecimal(divisor), 0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
    }

    static BigInteger checked(BigInteger micros) {
        if (micros.bitLength() > 63) {
            throw new OutOfRange();
        }
        return micros;
    }

    static BigInteger big(long number) {
        return BigInteger.valueOf(number);
    }

    static BigInteger median(List<BigInteger> values) {
        List<BigInteger> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : halfEven(sorted.get(middle - 1).add(sorted.get(middle)), big(2));
    }

    static BigInteger sum(Iterable<BigInteger> values) {
        BigInteger sum = ZERO;
        for (BigInteger value : values) {
            sum = sum.add(value);
        }
        return sum;
    }

    static String time(Instant instant) {
        String seconds = instant.truncatedTo(ChronoUnit.SECONDS).toString();
        long millis =
                instant.toEpochMilli() - instant.truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
        String fraction = Long.toString(1000 + millis).substring(1);
        return seconds.substring(0, seconds.length() - 1) + "." + fraction + "Z";
    }
}
