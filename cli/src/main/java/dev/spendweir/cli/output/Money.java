package dev.spendweir.cli.output;

import dev.spendweir.amount.Amount;
import java.util.Locale;

/**
 * Writes amounts for people: {@code $312.40} for US dollars, else {@code 312.40 EUR}. Nothing is rounded: an amount
 * that somebody has to type somewhere must be the exact one.
 */
public final class Money {

    /** Most currencies have cents; fewer digits look like a typing error, more are shown when they are there. */
    private static final int MIN_FRACTION_DIGITS = 2;

    private Money() {}

    /** The amount with its currency, a minus sign in front of everything. */
    public static String format(Amount amount, String currency) {
        String number = grouped(amount);
        boolean negative = number.startsWith("-");
        String digits = negative ? number.substring(1) : number;
        String sign = negative ? "-" : "";
        return currency.equals("USD") ? sign + "$" + digits : sign + digits + " " + currency.toUpperCase(Locale.ROOT);
    }

    /** The same with a plus sign when the amount is above zero. */
    public static String signed(Amount amount, String currency) {
        return (amount.isPositive() ? "+" : "") + format(amount, currency);
    }

    private static String grouped(Amount amount) {
        String text = amount.toString();
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        StringBuilder fraction = new StringBuilder(point < 0 ? "" : digits.substring(point + 1));
        while (fraction.length() < MIN_FRACTION_DIGITS) {
            fraction.append('0');
        }
        return (negative ? "-" : "") + groups(whole) + "." + fraction;
    }

    private static String groups(String whole) {
        StringBuilder out = new StringBuilder(whole);
        for (int at = whole.length() - 3; at > 0; at -= 3) {
            out.insert(at, ',');
        }
        return out.toString();
    }
}
