package dev.spendweir.cli.output;

import dev.spendweir.amount.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Writes amounts for people: {@code $312.40} for US dollars, else {@code 312.40 EUR}. Rounded to two digits, because
 * micro-units are noise to a reader; the JSON output has the exact figures. What is below a cent is written in full, so
 * that something never looks like nothing.
 */
public final class Money {

    private static final int DIGITS = 2;

    private Money() {}

    /** The amount with its currency, a minus sign in front of everything; rounded to the nearest, HALF_EVEN. */
    public static String format(Amount amount, String currency) {
        return format(amount, currency, RoundingMode.HALF_EVEN);
    }

    /** The same with a plus sign when the amount is above zero. */
    public static String signed(Amount amount, String currency) {
        return (amount.isPositive() ? "+" : "") + format(amount, currency);
    }

    /** Rounded up: an amount that somebody has to provide, and that must suffice. */
    public static String atLeast(Amount amount, String currency) {
        return format(amount, currency, RoundingMode.CEILING);
    }

    /** Rounded down: an amount that must not be exceeded. */
    public static String atMost(Amount amount, String currency) {
        return format(amount, currency, RoundingMode.FLOOR);
    }

    private static String format(Amount amount, String currency, RoundingMode rounding) {
        BigDecimal exact = BigDecimal.valueOf(amount.micros(), Amount.SCALE);
        BigDecimal rounded = exact.setScale(DIGITS, rounding);
        // Rounding up has made a cent of it already; rounding to nothing is what must not happen.
        boolean vanished = rounded.signum() == 0 && exact.signum() != 0;
        String text = (vanished ? exact.stripTrailingZeros() : rounded).abs().toPlainString();
        int point = text.indexOf('.');
        String number = groups(text.substring(0, point)) + text.substring(point);
        String sign = exact.signum() < 0 ? "-" : "";
        return currency.equals("USD") ? sign + "$" + number : sign + number + " " + currency;
    }

    private static String groups(String whole) {
        StringBuilder out = new StringBuilder(whole);
        for (int at = whole.length() - 3; at > 0; at -= 3) {
            out.insert(at, ',');
        }
        return out.toString();
    }
}
